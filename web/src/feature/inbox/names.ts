// How a conversation and the people in it are called.
import { type InboxKey, say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import type { ClientRole, DeskRow, PebbleName } from '../../worker/advisor_messages.ts';

export function pebbleName({ colour, number }: PebbleName): string {
  return say('pebble.name', { colour: say(`pebble.${colour}` as InboxKey), number });
}

export function caseName({ alias, pebble }: Pick<DeskRow, 'alias' | 'pebble'>): string {
  return alias.trim() === '' ? pebbleName(pebble) : alias;
}

export function rowOf(id: string | null): DeskRow | undefined {
  return advisor.desk.value.rows.find((row) => row.id === id);
}

export function nameOfCase(id: string): string {
  const row = rowOf(id);
  return row ? caseName(row) : '';
}

export function roleName(role: ClientRole | null): string {
  return say(role === null ? 'role.unknown' : `role.${role}`);
}
