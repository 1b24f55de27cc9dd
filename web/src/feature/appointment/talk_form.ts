// What is told to the advisor about a talk, out of the answers given.
import { tell } from '../../i18n/talk/text.ts';
import type { TalkForm } from '../../worker/talk_messages.ts';
import { about } from './booking_form.ts';
import { kind } from './booking_steps.ts';

export function groundRules(): readonly string[] {
  return [tell('rule_turns'), tell('rule_kind'), tell('rule_inside'), tell('rule_stop')];
}

export function talkForm(): TalkForm {
  const { agreesToRules, ...said } = about.value;
  const agreed = kind.value === 'mediation' && agreesToRules;
  return { ...said, kind: kind.value, groundRules: agreed ? groundRules().join('\n') : '' };
}
