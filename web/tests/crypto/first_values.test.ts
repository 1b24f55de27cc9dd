import { beforeAll, expect, test } from 'vitest';
import { clientAuthKey, clientRoot, codeSalt, mailboxOf } from '../../src/crypto/client_keys.ts';
import { fromHex, toHex } from '../../src/crypto/encoding.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { codeFromInteger } from '../../src/crypto/words.ts';

// The first values that were ever computed for KZ1; crypto/KZ1.md begins with them.
const DEPLOYMENT = 'kiezel.example';

beforeAll(loadSodium);

test('client keys: the first values of the specification come out', () => {
  const code = codeFromInteger(fromHex('02a5b3c4d5e6f70819')!)!;

  const root = clientRoot(code, DEPLOYMENT)!;
  const auth = clientAuthKey(root);

  expect(toHex(codeSalt(DEPLOYMENT))).toBe('366fef4734172a1d0dee16a028d1b4cb');
  expect(toHex(root.reveal())).toBe('4906c087276f7918f8daf58572307f52e693525a92d89920ca36aa5db115c0c3');
  expect(toHex(auth.verifyKey)).toBe('9aa6ea5a28e74966cc8c9358085310ce32a0a7886f6de74486226c01d563b2d6');
  expect(toHex(mailboxOf(auth.verifyKey))).toBe('9ce2eb0dacc3bfb0cf71235412b6fd1f');
});
