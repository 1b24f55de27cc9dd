// Moves a conversation to new words: sends the COMMIT that brings them in until the server says that it is done. An
// answer that got lost does no harm: the same request has the same answer (protocol/README.md, "New words").
import type { ConversationId } from '../crypto/ids.ts';
import type { Call, CallError } from '../net/calls.ts';
import type { ConversationLog } from './conversation_log.ts';
import { failureOf, mayRepeat } from './failures.ts';
import type { ClientIdentity } from './identity.ts';
import type { Failure } from './messages.ts';
import { type NewWordsFacts, newWordsPlan } from './new_words_plan.ts';

const TRIES_MAX = 8;
const REPEAT_S = 2;
// Whoever is asked to wait longer hears so instead.
const WAIT_S_MAX = 30;

export type Rekeying = {
  readonly conversation: ConversationId;
  readonly log: ConversationLog;
  // Of the new words.
  readonly identity: ClientIdentity;
  readonly facts: Omit<NewWordsFacts, 'successor'>;
};

type Step =
  | { readonly kind: 'done' | 'again' | 'anew' }
  | { readonly kind: 'failed'; readonly failure: Failure };

// Null when the new words open the conversation.
export async function rekey(
  { conversation, log, identity, facts }: Rekeying,
  call: Call,
): Promise<Failure | null> {
  const successor = { signing: identity.signingKey(conversation), kem: identity.kem };
  let entry: Uint8Array | null = null;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    entry ??= log.seal({ kind: 'commit', plan: (reader) => newWordsPlan(reader, { ...facts, successor }) });
    if (!entry) return { kind: 'no_keys' };
    const step = await attempt(entry);
    if (step.kind === 'done') return null;
    if (step.kind === 'failed') return step.failure;
    if (step.kind === 'anew') entry = null;
  }
  return { kind: 'unreachable' };

  async function attempt(sealed: Uint8Array): Promise<Step> {
    const answered = await identity.answerChallenge(call);
    if (!answered.ok) return afterError(answered.error, log);
    const { signature } = answered.value;
    const proof = { auth_key: identity.auth.verifyKey, signature };
    const reply = await call('conversation.rekey', { conversation, entry: sealed, ...proof });
    return reply.ok ? { kind: 'done' } : afterError(reply.error, log);
  }
}

async function afterError(error: CallError, log: ConversationLog): Promise<Step> {
  if (error.code === 'stale_head') {
    const read = await log.reached(error.data.head_seq ?? 0);
    return read ? { kind: 'anew' } : { kind: 'failed', failure: { kind: 'unreachable' } };
  }
  if (error.code === 'challenge_expired') return { kind: 'again' };
  const failure = failureOf(error);
  const seconds = failure.kind === 'wait' ? failure.seconds : REPEAT_S;
  if (!mayRepeat(error) || seconds > WAIT_S_MAX) return { kind: 'failed', failure };
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return { kind: 'again' };
}
