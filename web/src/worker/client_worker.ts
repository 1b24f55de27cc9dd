// The worker's entry: posts slices, obeys commands, and says so when it breaks.
import { ClientEngine } from './client_engine.ts';
import { type ClientCommand, type ClientSlices, initialSlices, type SliceEvent } from './messages.ts';
import { Publisher } from './publisher.ts';

const slices = new Publisher<ClientSlices>(initialSlices, (slice, value) => {
  postMessage({ slice, value } as SliceEvent);
});
const engine = new ClientEngine(slices);

// A broken crypto library or a bug: nothing more may be sealed or shown as checked.
function fail(): void {
  slices.set('status', { engine: 'failed', connection: 'offline' });
}

addEventListener('message', (event: MessageEvent<ClientCommand>) => {
  engine.handle(event.data).catch(fail);
});
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  fail();
});
