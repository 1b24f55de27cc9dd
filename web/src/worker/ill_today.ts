// "I am ill today": nothing more is offered today, and whoever had an appointment gets another time proposed; where
// there is none, it is called off.
import type { AdvisorId } from '../crypto/ids.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { type Agenda, dayOf } from './agenda.ts';
import type { AgendaOutcome, MoveForm, Planned } from './agenda_messages.ts';
import { now } from './context.ts';
import type { Slot } from './messages.ts';
import { slotKindOf } from './talk_messages.ts';

const DAY_S = 86_400;
const AHEAD_S = 28 * DAY_S;

type Steps = {
  proposeMove(id: string, move: MoveForm): Promise<AgendaOutcome>;
  cancel(id: string, text: string): Promise<AgendaOutcome>;
};

// Of the times that are free, the first that is as long and for the same; each is given away once.
export function nextTimes(
  planned: readonly Pick<Planned, 'id' | 'start' | 'end' | 'talk'>[],
  free: readonly Slot[],
): ReadonlyMap<string, Slot> {
  const left = [...free];
  const times = new Map<string, Slot>();
  for (const { id, start, end, talk } of planned) {
    const kind = slotKindOf(talk?.kind ?? 'call');
    const at = left.findIndex(
      (slot) => slot.end - slot.start === end - start && (slot.kinds ?? []).includes(kind),
    );
    const [slot] = at < 0 ? [] : left.splice(at, 1);
    if (slot) times.set(id, slot);
  }
  return times;
}

async function closeToday({ call }: AdvisorContext, today: string): Promise<boolean> {
  const hours = await call('availability.get', {});
  if (!hours.ok) return false;
  const { availability } = hours.value;
  const away = availability.absences.some(({ from, until }) => from <= today && today <= until);
  if (away) return true;
  const absences = [...availability.absences, { from: today, until: today }];
  return (await call('availability.set', { availability: { ...availability, absences } })).ok;
}

export async function illToday(
  context: AdvisorContext,
  agenda: Agenda,
  steps: Steps,
  { advisor, text }: { readonly advisor: AdvisorId; readonly text: string },
): Promise<AgendaOutcome> {
  const today = dayOf(now());
  if (!(await closeToday(context, today))) return { state: 'failed' };
  const offered = await context.call('appointment.offered', {
    advisor,
    from: now(),
    until: now() + AHEAD_S,
  });
  const waiting = context.slices
    .get('calls')
    .list.filter(({ start, state }) => start > now() && dayOf(start) === today && state !== 'cancelled');
  const times = nextTimes(waiting, offered.ok ? offered.value.slots : []);
  let [moved, cancelled] = [0, 0];
  for (const one of waiting) {
    const slot = times.get(one.id);
    const [before, after] = [one.start - one.busyFrom, one.busyUntil - one.end];
    const outcome = slot
      ? await steps.proposeMove(one.id, { start: slot.start, end: slot.end, before, after, text })
      : null;
    if (outcome?.state === 'done') moved += 1;
    else if ((await steps.cancel(one.id, text)).state === 'done') cancelled += 1;
  }
  await agenda.load();
  return { state: 'ill', moved, cancelled };
}
