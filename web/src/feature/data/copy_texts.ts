// The words around the content of a client's copy, in the language and tone of the page: the worker has none of its own.
import { type DataKey, tell } from '../../i18n/data/text.ts';
import { longDay } from '../../i18n/format.ts';
import { language } from '../../i18n/text.ts';
import type { ConsentLine, ConsentStateName, CopyTexts } from '../../worker/consent_messages.ts';
import type { TalkAction } from '../../worker/talk_messages.ts';

const STATES: readonly ConsentStateName[] = [
  'asked',
  'said',
  'allowed',
  'ended',
  'withdrawn',
  'declined',
  'talk_first',
  'told_without',
];
const LINES: readonly ConsentLine[] = [
  'asked',
  'said',
  'allowed',
  'declined',
  'talk_first',
  'withdrawn',
  'told',
  'told_without',
  'joins',
  'leaves',
  'uncounted',
];

function each<Name extends string>(names: readonly Name[], prefix: string): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, tell(`${prefix}${name}` as DataKey)])) as Record<
    Name,
    string
  >;
}

const TALKS: readonly TalkAction[] = [
  'proposed',
  'booked',
  'accepted',
  'declined',
  'move_proposed',
  'moved',
  'kept',
  'cancelled',
];

export function copyTexts(name: string): CopyTexts {
  return {
    locale: language.value === 'en' ? 'en-GB' : 'nl-NL',
    title: tell('x_title'),
    heading: tell('x_heading', { name }),
    made: tell('x_made', { day: longDay(Date.now() / 1000) }),
    you: tell('x_you'),
    messages: tell('x_messages'),
    files: tell('x_files'),
    talks: each(TALKS, 'x_talk_'),
    unreadable: tell('x_unreadable'),
    newWords: tell('x_new_words'),
    joined: tell('x_joined'),
    consent: tell('x_consent'),
    noConsent: tell('x_no_consent'),
    whom: tell('x_whom'),
    whomFor: { cover: tell('x_whom_cover'), joint: tell('x_whom_joint') },
    what: tell('x_what'),
    until: tell('x_until'),
    untilStop: tell('x_until_stop'),
    told: tell('x_told'),
    why: tell('x_why'),
    consulted: tell('x_consulted'),
    states: each(STATES, 'x_state_'),
    lines: each(LINES, 'x_line_'),
  };
}
