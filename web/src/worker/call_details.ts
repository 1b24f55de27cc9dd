// What only the advisor's devices may know about a call (crypto/KZ1.md 5.5, PRIVATE).
import type { AppointmentId } from '../crypto/ids.ts';
import type { CallDetails } from '../crypto/private_entry.ts';
import type { CallDetailsForm } from './messages.ts';
import type { TalkKind } from './talk_messages.ts';

const IF_OTHER = { hang_up: 'hang_up', ask_for_me: 'ask_for_me', call_later: 'say_you_call_later' } as const;

function given(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

// Who calls themselves gives no number, so nothing about reaching them is passed on.
export function callDetails(appointment: AppointmentId, form: CallDetailsForm, kind: TalkKind): CallDetails {
  const companion = form.companion === 'unknown' ? 'not_known' : form.companion;
  const mode = kind === 'call' ? form.mode : undefined;
  const common = { appointment, mode, nameToUse: given(form.name), companion } as const;
  if (mode !== 'advisor_calls') return common;
  const alone = form.whoAnswers === 'only_me';
  return {
    ...common,
    phoneNumber: given(form.phone),
    mayAnswer: alone ? 'only_me' : 'maybe_somebody_else',
    ifSomebodyElse: alone ? undefined : IF_OTHER[form.ifOther],
    voicemail: form.voicemail,
    codeWord: given(form.codeWord),
    showNumber: form.showNumber,
    whatHelps: given(form.helps),
  };
}
