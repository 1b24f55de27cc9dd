// The client's engine as the page sees it: slices to read, commands to send. Keys, socket and log live in the worker.
import clientWorkerUrl from '../worker/client_worker.ts?worker&url';
import { type ClientCommand, initialSlices, type SliceEvent } from '../worker/messages.ts';
import { organisation } from './organisation.ts';
import { resetSlices, sliceSignals } from './slices.ts';
import { startWorker, type WorkerLink } from './worker_link.ts';

export const client = sliceSignals(initialSlices);

let link: WorkerLink<ClientCommand> | null = null;
// Commands given before the worker could be started.
let early: ClientCommand[] | null = null;

function receive(event: SliceEvent): void {
  (client[event.slice] as { value: unknown }).value = event.value;
}

function fail(): void {
  client.status.value = { engine: 'failed', connection: 'offline' };
}

export async function startEngine(): Promise<void> {
  if (link) return;
  client.status.value = { engine: 'starting', connection: 'connecting' };
  early = [];
  const started = startWorker<ClientCommand, SliceEvent>(clientWorkerUrl, { event: receive, failure: fail });
  link = started;
  const facts = await organisation();
  if (link !== started) return;
  if (!facts) {
    stopEngine('unreachable');
    return;
  }
  started.send({ type: 'start', organisation: facts, origin: location.origin });
  for (const command of early ?? []) started.send(command);
  early = null;
}

export function stopEngine(engine: 'idle' | 'unreachable' = 'idle'): void {
  link?.end();
  link = null;
  early = null;
  resetSlices(client, initialSlices);
  client.status.value = { engine, connection: engine === 'idle' ? 'idle' : 'offline' };
}

export function send(command: ClientCommand): void {
  if (early) early.push(command);
  else link?.send(command);
}
