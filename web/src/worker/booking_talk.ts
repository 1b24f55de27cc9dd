// What a family said while it booked, as the conversation tells it.
import type { AppointmentId } from '../crypto/ids.ts';
import type { Talk, TalkTime } from '../crypto/talk.ts';
import type { CallDetailsForm } from './messages.ts';
import type { TalkForm } from './talk_messages.ts';

function given(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

// Talks that need others to agree: the advisor looks at them first.
export function isProposal({ kind }: TalkForm): boolean {
  return kind === 'joint' || kind === 'mediation';
}

export function bookingTalk(
  id: AppointmentId,
  { start, end }: TalkTime,
  form: TalkForm,
  { mode, companion }: Pick<CallDetailsForm, 'mode' | 'companion'>,
): Talk {
  const { kind, help } = form;
  const isCall = kind === 'call';
  return {
    action: isProposal(form) ? 'proposed' : 'booked',
    id,
    start,
    end,
    kind,
    mode: isCall ? mode : undefined,
    place: isCall ? undefined : given(form.place),
    companion: companion === 'unknown' ? 'not_known' : companion,
    help: help.length === 0 ? undefined : help,
    language: help.includes('interpreter') ? given(form.language) : undefined,
    agenda: given(form.agenda),
    attendees: isCall ? undefined : given(form.attendees),
    groundRules: kind === 'mediation' ? given(form.groundRules) : undefined,
    revision: 0,
  };
}
