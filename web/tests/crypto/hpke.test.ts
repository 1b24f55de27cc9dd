import { CipherSuite, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromHex, toUtf8 } from '../../src/crypto/encoding.ts';
import { unwrap, WRAP_OVERHEAD_BYTES, wrap } from '../../src/crypto/hpke.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { generateKemKeyPair, KEM_CIPHERTEXT_BYTES } from '../../src/crypto/xwing.ts';
import { OpensslChaCha, toBuffer } from './support/chacha_aead.ts';
import { flipped, present } from './support/expect.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const context = { info: toUtf8('info'), associated: toUtf8('associated') };
const plaintext = toUtf8('kiezel');
const random = () => seededRandom('hpke');
const ourKey = () => generateKemKeyPair(seededRandom('our key'));

/** The same suite from @hpke/core and OpenSSL. */
const otherSuite = () =>
  new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new OpensslChaCha() });

describe('hpke: another implementation agrees', () => {
  test('@hpke/core opens our wrap', async () => {
    const suite = otherSuite();
    const wrapped = present(wrap(ourKey().publicKey, context, plaintext, random()));
    const { privateKey } = await new XWing().generateKeyPairDerand(ourKey().seed.reveal());

    const recipient = await suite.createRecipientContext({
      recipientKey: privateKey,
      enc: toBuffer(wrapped.slice(0, KEM_CIPHERTEXT_BYTES)),
      info: toBuffer(context.info),
    });
    const opened = await recipient.open(
      toBuffer(wrapped.slice(KEM_CIPHERTEXT_BYTES)),
      toBuffer(context.associated),
    );

    expect(new Uint8Array(opened)).toEqual(plaintext);
  });

  test('we open a wrap of @hpke/core', async () => {
    const suite = otherSuite();
    const recipientPublicKey = await suite.kem.deserializePublicKey(toBuffer(ourKey().publicKey));

    const sender = await suite.createSenderContext({ recipientPublicKey, info: toBuffer(context.info) });
    const sealed = await sender.seal(toBuffer(plaintext), toBuffer(context.associated));
    const wrapped = Buffer.concat([new Uint8Array(sender.enc), new Uint8Array(sealed)]);

    expect(unwrap(ourKey(), context, wrapped)).toEqual(plaintext);
  });
});

describe('hpke: a wrap opens for its key, in its place, unchanged', () => {
  const wrapped = () => present(wrap(ourKey().publicKey, context, plaintext, random()));

  test('it opens', () => {
    expect(unwrap(ourKey(), context, wrapped())).toEqual(plaintext);
    expect(wrapped().length).toBe(WRAP_OVERHEAD_BYTES + plaintext.length);
  });

  test('an empty plaintext is as good as any', () => {
    const empty = present(wrap(ourKey().publicKey, context, new Uint8Array(0), random()));

    expect(unwrap(ourKey(), context, empty)).toEqual(new Uint8Array(0));
  });

  test.each([
    ['another key', () => unwrap(generateKemKeyPair(random()), context, wrapped())],
    ['another info', () => unwrap(ourKey(), { ...context, info: toUtf8('Info') }, wrapped())],
    ['other associated data', () => unwrap(ourKey(), { ...context, associated: toUtf8('') }, wrapped())],
    ['a flipped ML-KEM byte', () => unwrap(ourKey(), context, flipped(wrapped(), 0))],
    ['a flipped X25519 byte', () => unwrap(ourKey(), context, flipped(wrapped(), KEM_CIPHERTEXT_BYTES - 1))],
    ['a flipped ciphertext byte', () => unwrap(ourKey(), context, flipped(wrapped(), KEM_CIPHERTEXT_BYTES))],
    ['a flipped tag byte', () => unwrap(ourKey(), context, flipped(wrapped(), -1))],
    ['a short wrap', () => unwrap(ourKey(), context, wrapped().slice(0, WRAP_OVERHEAD_BYTES - 1))],
    ['no wrap', () => unwrap(ourKey(), context, present(fromHex('')))],
  ])('not with %s', (_, open) => {
    expect(open()).toBeNull();
  });
});
