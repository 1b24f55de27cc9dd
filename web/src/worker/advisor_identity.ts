// Who logs in from this device, and how (crypto/KZ1.md 3.4).
import { signLogin } from '../crypto/login.ts';
import type { Call, Reply } from '../net/calls.ts';
import type { Keystore } from './keystore.ts';

export async function logInAdvisor(
  call: Call,
  keystore: Keystore,
  origin: string,
): Promise<Reply<'session.login'>> {
  const challenge = await call('session.challenge', {});
  if (!challenge.ok) return challenge;
  const { nonce, expires_at: expiresAt } = challenge.value;
  const id = keystore.signing.keyId;
  const signature = signLogin(keystore.signing, { origin, nonce, id, expiresAt });
  return call('session.login', { role: 'advisor', id, signature });
}
