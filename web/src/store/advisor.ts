// The advisor's engine as the page sees it: slices to read, commands to send. Locking ends the worker and its keys.
import { signal } from '@preact/signals';
import {
  type AccountState,
  type AdvisorCommand,
  type AdvisorSliceEvent,
  initialAdvisorSlices,
  type PasskeyAsk,
  type SealedDrafts,
} from '../worker/advisor_messages.ts';
import advisorWorkerUrl from '../worker/advisor_worker.ts?worker&url';
import { organisation } from './organisation.ts';
import { askPasskey } from './passkey.ts';
import { resetSlices, sliceSignals } from './slices.ts';
import { startWorker, type WorkerLink } from './worker_link.ts';

export const advisor = sliceSignals(initialAdvisorSlices);

// Replies being written, by conversation.
export const drafts = signal<Readonly<Record<string, string>>>({});

// Sealing takes a moment; a worker that does not answer is ended all the same.
const SEALING_MS = 1500;

let link: WorkerLink<AdvisorCommand> | null = null;
let invitation: string | null = null;
let keptDrafts: SealedDrafts | null = null;
let sealingDone: (() => void) | null = null;

function receive(event: AdvisorSliceEvent): void {
  const wasOpen = advisor.account.value.state === 'open';
  if (wasOpen && event.slice === 'account' && event.value.state === 'revoked') {
    closeForGood(event.value);
    return;
  }
  (advisor[event.slice] as { value: unknown }).value = event.value;
  if (event.slice === 'drafts' && event.value.sealed) sealingDone?.();
  if (event.slice === 'drafts' && event.value.opened)
    drafts.value = { ...event.value.opened, ...drafts.value };
  if (event.slice === 'account' && event.value.state === 'open') restoreDrafts();
  if (event.slice === 'factor') void answerPasskey(event.value.ask);
}

let asked: PasskeyAsk | null = null;

// The slice comes with every change of it; each question is put to the person once.
async function answerPasskey(ask: PasskeyAsk | null): Promise<void> {
  if (ask === null || asked?.challenge.join() === ask.challenge.join()) return;
  asked = ask;
  const to = link;
  const answer = await askPasskey(ask);
  to?.send({ type: 'passkey_answered', answer });
}

function fail(): void {
  advisor.status.value = { engine: 'failed', connection: 'offline' };
}

export function command(next: AdvisorCommand): void {
  link?.send(next);
}

// The browser may throw away what a site keeps when it is short of room, unless it promised not to.
export function passphraseIsKept(): void {
  void navigator.storage?.persist?.();
  command({ type: 'step_done', step: 'passphrase' });
}

export function confirmJoin(matches: boolean): void {
  if (matches) void navigator.storage?.persist?.();
  command({ type: 'confirm_join', matches });
}

// `token` comes with the address of an invitation and is kept only in this page's memory.
export async function startAdvisor(token: string | null = invitation): Promise<void> {
  if (link) return;
  invitation = token;
  advisor.status.value = { engine: 'starting', connection: 'connecting' };
  const started = startWorker<AdvisorCommand, AdvisorSliceEvent>(advisorWorkerUrl, {
    event: receive,
    failure: fail,
  });
  link = started;
  const facts = await organisation();
  if (link !== started) return;
  if (!facts) {
    end();
    advisor.status.value = { engine: 'unreachable', connection: 'offline' };
    return;
  }
  started.send({ type: 'start', organisation: facts, origin: location.origin, invitation });
}

// After a fault: with a new worker, and the invitation if there was one.
export async function restartAdvisor(): Promise<void> {
  end();
  await startAdvisor();
}

function end(): void {
  link?.end();
  link = null;
  resetSlices(advisor, initialAdvisorSlices);
}

// The device was revoked: keys and plaintext go at once, and nothing starts anew.
function closeForGood(account: AccountState): void {
  end();
  drafts.value = {};
  keptDrafts = null;
  advisor.account.value = account;
}

function restoreDrafts(): void {
  const sealed = keptDrafts;
  keptDrafts = null;
  if (sealed) command({ type: 'open_drafts', sealed });
}

async function sealDrafts(): Promise<void> {
  const texts = Object.fromEntries(Object.entries(drafts.value).filter(([, text]) => text.trim() !== ''));
  drafts.value = {};
  if (Object.keys(texts).length === 0) return;
  await new Promise<void>((resolve) => {
    sealingDone = resolve;
    setTimeout(resolve, SEALING_MS);
    command({ type: 'seal_drafts', texts });
  });
  sealingDone = null;
  keptDrafts = advisor.drafts.value.sealed;
}

// Keys and plaintext are gone when this resolves; what is shown is gone at once.
export async function lockAdvisor(): Promise<void> {
  if (advisor.account.value.state !== 'open') return;
  advisor.account.value = { ...initialAdvisorSlices.account };
  await sealDrafts();
  end();
  invitation = null;
  await startAdvisor(null);
}
