// What the conversation says about its appointments: the server knows only their times.
import { fromHex, toHex } from '../crypto/encoding.ts';
import { appointmentId } from '../crypto/ids.ts';
import type { LogEntry } from '../crypto/log_reader.ts';
import type { Talk, TalkAction, TalkTime } from '../crypto/talk.ts';
import type { Appointment as WireAppointment } from '../protocol/messages.ts';
import type { Appointment, TalkView } from './talk_messages.ts';
import { talkView } from './talk_view.ts';

function talkOf({ content }: LogEntry): Talk | undefined {
  return content.kind === 'message' ? content.message.talk : undefined;
}

// Later messages say only what changed; what they leave out stands as it was said before.
function merged(before: TalkView | undefined, now: TalkView): TalkView {
  if (!before || before.kind !== now.kind) return now;
  const said = Object.entries(now).filter(([, value]) => value !== undefined);
  return { ...before, earlier: undefined, ...Object.fromEntries(said) };
}

// Each appointment as it was last spoken of, by its id.
export function talksOf(entries: readonly LogEntry[]): ReadonlyMap<string, TalkView> {
  const talks = new Map<string, TalkView>();
  for (const entry of entries) {
    const talk = talkOf(entry);
    if (!talk) continue;
    const view = talkView(talk);
    talks.set(view.id, merged(talks.get(view.id), view));
  }
  return talks;
}

// While a move waits for an answer the old time stands.
function timeSaid(talk: TalkView): TalkTime {
  return talk.action === 'move_proposed' && talk.earlier ? talk.earlier : talk;
}

export function appointmentView(
  wire: WireAppointment,
  talk: TalkView | undefined,
  isChanging: boolean,
): Appointment {
  const { start, end, state, revision } = wire;
  const said = talk && talk.revision === revision && state !== 'cancelled' ? timeSaid(talk) : null;
  return {
    id: toHex(wire.appointment),
    start,
    end,
    state: isChanging && state !== 'cancelled' ? 'changing' : state,
    revision,
    byAdvisor: wire.proposed_by === 'advisor',
    moved:
      wire.moved_start === undefined || wire.moved_end === undefined
        ? null
        : { start: wire.moved_start, end: wire.moved_end },
    talk: talk ?? null,
    differs: said !== null && (said.start !== start || said.end !== end),
  };
}

// What to say in the conversation when an appointment changes: only that, the rest stands as it was said.
export function talkAbout(
  appointment: Pick<Appointment, 'id' | 'talk'>,
  change: TalkTime & {
    readonly action: TalkAction;
    readonly revision: number;
    readonly earlier?: TalkTime;
    readonly groundRules?: string | undefined;
  },
): Talk | null {
  const id = fromHex(appointment.id);
  if (id?.length !== 16) return null;
  const { kind = 'call', mode = 'client_calls' } = appointment.talk ?? {};
  return { ...change, id: appointmentId(id), kind, mode: kind === 'call' ? mode : undefined };
}
