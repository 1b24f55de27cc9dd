// A mail without content when something new waits; none unless the advisor asks for it.
import type { AdvisorContext } from './advisor_context.ts';
import type { AgendaOutcome } from './agenda_messages.ts';

export async function loadReminder({ slices, call }: AdvisorContext): Promise<void> {
  const reply = await call('reminder.get', {});
  if (!reply.ok) return;
  const { available, address = null } = reply.value;
  slices.change('calls', { reminder: { available, address } });
}

export async function setReminder(context: AdvisorContext, address: string | null): Promise<AgendaOutcome> {
  const reply = await context.call('reminder.set', address === null ? {} : { address });
  if (!reply.ok) return { state: reply.error.code === 'invalid_params' ? 'refused' : 'failed' };
  await loadReminder(context);
  return { state: 'done' };
}
