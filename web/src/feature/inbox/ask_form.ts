// What an advisor fills in to ask for consent, and the question that comes of it.
import { type Signal, useSignal } from '@preact/signals';
import { about, type Register, type Speaker } from '../../i18n/consent/text.ts';
import { dayKey } from '../../i18n/format.ts';
import { advisor } from '../../store/advisor.ts';
import { askText, type Matter, pointsOf, saidText } from '../consent/full_text.ts';
import { type Length, untilOf, useSpeaker, type Who, type WhomSignals, whomOf } from './consent_parts.tsx';
import { momentOf, registerFor } from './consent_rules.ts';
import { type Period, periodFault, periodOf, usePeriod } from './period_fields.tsx';
import { type AskPurpose, colleagueNamed, coverPoints } from './purpose_fields.tsx';

export type AskForm = {
  readonly purpose: Signal<AskPurpose>;
  readonly whom: WhomSignals;
  readonly colleague: Signal<string>;
  readonly earlier: Signal<boolean>;
  readonly text: Signal<string>;
  readonly length: Signal<Length>;
  readonly day: Signal<string>;
  readonly period: Period;
};

export type Question = {
  readonly matter: Matter;
  readonly saidAt: number | null;
  readonly colleague: string | null;
  readonly register: Register;
  // Null as long as anything is missing.
  readonly shown: string | null;
};

export function useAskForm(): AskForm {
  return {
    purpose: useSignal<AskPurpose>('tell'),
    whom: { who: useSignal<Who | null>(null), other: useSignal('') },
    colleague: useSignal(''),
    earlier: useSignal(false),
    text: useSignal(''),
    length: useSignal<Length>('month'),
    day: useSignal(dayKey(Date.now() / 1000)),
    period: usePeriod(),
  };
}

export function asksColleague({ purpose, whom }: AskForm): boolean {
  return purpose.value === 'cover' || (purpose.value === 'joint' && whom.who.value === 'colleague');
}

function matterOf(form: AskForm, family: Speaker | null): Matter {
  const { purpose, whom, colleague, earlier, text, length } = form;
  const chosen = asksColleague(form) ? colleagueNamed(colleague.value)?.name : whomOf(whom);
  const isCover = purpose.value === 'cover';
  return {
    name: advisor.account.value.name.split(' ')[0] ?? '',
    whom: chosen ?? '',
    points: isCover ? (family ? coverPoints(family, earlier.value) : []) : pointsOf(text.value),
    ...(isCover ? periodOf(form.period) : { until: untilOf(length.value) }),
  };
}

export function useQuestion(form: AskForm, said: boolean): Question {
  const register = registerFor(advisor.open.value.person);
  const speaker = useSpeaker(register);
  const family = speaker && about(form.purpose.value, speaker);
  const matter = matterOf(form, family);
  const saidAt = said ? momentOf(form.day.value, Date.now() / 1000) : null;
  const hasDays = form.purpose.value !== 'cover' || periodFault(form.period) === null;
  const isWhole = matter.whom !== '' && matter.points.length > 0 && (!said || saidAt !== null) && hasDays;
  const colleague = asksColleague(form) ? form.colleague.value : null;
  const common = { matter, saidAt, colleague, register };
  if (!family || !isWhole) return { ...common, shown: null };
  const text =
    saidAt === null ? askText(family, register, matter) : saidText(family, register, { ...matter, saidAt });
  return { ...common, shown: text };
}
