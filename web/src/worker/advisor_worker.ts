// The advisor's worker entry: posts slices, obeys commands, and says so when it breaks.

import { AdvisorEngine } from './advisor_engine.ts';
import {
  type AdvisorCommand,
  type AdvisorSliceEvent,
  type AdvisorSlices,
  initialAdvisorSlices,
} from './advisor_messages.ts';
import { Publisher } from './publisher.ts';
import { BrowserSlots, VaultStore } from './vault_store.ts';

const slices = new Publisher<AdvisorSlices>(initialAdvisorSlices, (slice, value) => {
  postMessage({ slice, value } as AdvisorSliceEvent);
});
const engine = new AdvisorEngine(slices, new VaultStore(new BrowserSlots()));

// A broken crypto library or a bug: nothing more may be sealed or shown as checked.
function fail(): void {
  slices.set('status', { engine: 'failed', connection: 'offline' });
}

addEventListener('message', (event: MessageEvent<AdvisorCommand>) => {
  engine.handle(event.data).catch(fail);
});
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  fail();
});
