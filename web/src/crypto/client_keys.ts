// All keys of a client come from the return code (crypto/KZ1.md 3.4): the same words open everything on any device.
import { type Argon2Salt, argon2id, argon2Salt, CLIENT_ARGON2_COST } from './argon2id.ts';
import { toUtf8 } from './encoding.ts';
import { hash } from './hash.ts';
import { expand } from './hkdf.ts';
import { type ConversationId, type MailboxId, mailboxId } from './ids.ts';
import { kemSeed, type Secret, secret32, signingSeed } from './secret.ts';
import { type SigningKey, signingKeyFromSeed, type VerifyKey } from './sign.ts';
import type { Code } from './words.ts';
import { type KemKeyPair, kemKeyPairFromSeed } from './xwing.ts';

export type ClientRoot = Secret<'client-root'>;

/** One salt per deployment, because a code must be tried before anybody knows whose mailbox it opens. */
export function codeSalt(deploymentId: string): Argon2Salt {
  return argon2Salt(hash('kz1/code-salt', toUtf8(deploymentId)).slice(0, 16));
}

/** Takes a fifth of a second to two seconds and 64 MiB. Null when the memory cannot be had. */
export function clientRoot(code: Code, deploymentId: string): ClientRoot | null {
  const made = argon2id(code.reveal(), codeSalt(deploymentId), CLIENT_ARGON2_COST);
  return made === null ? null : secret32('client-root', made.reveal());
}

/** Signs logins (login.ts). */
export function clientAuthKey(root: ClientRoot): SigningKey {
  return signingKeyFromSeed(signingSeed(expand(root.reveal(), 'kz1/client/auth')));
}

/** Opens epochs. */
export function clientKemKey(root: ClientRoot): KemKeyPair {
  return kemKeyPairFromSeed(kemSeed(expand(root.reveal(), 'kz1/client/kem')));
}

/** Signs entries of one conversation; another in each, so that their members cannot link them. */
export function clientSigningKey(root: ClientRoot, conversation: ConversationId): SigningKey {
  return signingKeyFromSeed(signingSeed(expand(root.reveal(), 'kz1/client/sign', conversation)));
}

export function mailboxOf(authKey: VerifyKey): MailboxId {
  return mailboxId(hash('kz1/mailbox', authKey).slice(0, 16));
}
