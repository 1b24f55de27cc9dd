// A client: six words and every key that grows from them (crypto/KZ1.md 3.4).
import {
  type ClientRoot,
  clientAuthKey,
  clientKemKey,
  clientRoot,
  clientSigningKey,
  mailboxOf,
} from '../crypto/client_keys.ts';
import type { ConversationId, MailboxId, Signature } from '../crypto/ids.ts';
import { signLogin } from '../crypto/login.ts';
import type { SigningKey } from '../crypto/sign.ts';
import { type Code, codeWords } from '../crypto/words.ts';
import type { KemKeyPair } from '../crypto/xwing.ts';
import type { Call, CallError, Reply } from '../net/calls.ts';

type Answered =
  | { readonly ok: true; readonly value: { readonly signature: Signature } }
  | { readonly ok: false; readonly error: CallError };

export class ClientIdentity {
  readonly words: readonly string[];
  readonly mailbox: MailboxId;
  readonly auth: SigningKey;
  readonly kem: KemKeyPair;
  readonly #root: ClientRoot;
  readonly #origin: string;

  private constructor(code: Code, root: ClientRoot, origin: string) {
    this.words = codeWords(code);
    this.#root = root;
    this.#origin = origin;
    this.auth = clientAuthKey(root);
    this.kem = clientKemKey(root);
    this.mailbox = mailboxOf(this.auth.verifyKey);
  }

  // Takes up to two seconds (Argon2id). Null when the memory cannot be had.
  static derive(code: Code, deploymentId: string, origin: string): ClientIdentity | null {
    const root = clientRoot(code, deploymentId);
    return root && new ClientIdentity(code, root, origin);
  }

  signingKey(conversation: ConversationId): SigningKey {
    return clientSigningKey(this.#root, conversation);
  }

  // The signature that proves to this connection whose mailbox it is.
  async answerChallenge(call: Call): Promise<Answered> {
    const challenge = await call('session.challenge', {});
    if (!challenge.ok) return challenge;
    const { nonce, expires_at: expiresAt } = challenge.value;
    const transcript = { origin: this.#origin, nonce, id: this.mailbox, expiresAt };
    return { ok: true, value: { signature: signLogin(this.auth, transcript) } };
  }

  async logIn(call: Call): Promise<Reply<'session.login'>> {
    const answered = await this.answerChallenge(call);
    if (!answered.ok) return answered;
    return call('session.login', { role: 'client', id: this.mailbox, signature: answered.value.signature });
  }
}
