// Attachments: the shared vectors, and what sealing makes.
import { beforeAll, describe, expect, test } from 'vitest';
import { type InSteps, openAttachment, sealAttachment } from '../../src/crypto/attachment.ts';
import {
  ATTACHMENT_BYTES_MAX,
  attachmentCiphertextBytes,
  encodeAttachmentManifest,
  padme,
  parseAttachmentManifest,
} from '../../src/crypto/attachment_manifest.ts';
import { concat } from '../../src/crypto/bytes.ts';
import { sha256 } from '../../src/crypto/hash.ts';
import { conversationId } from '../../src/crypto/ids.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { present, refusalOf } from './support/expect.ts';
import { seededRandom } from './support/seeded_random.ts';
import { type Fields, testVectors, vectorFile } from './support/vector.ts';
import { manifestFrom } from './support/vector_objects.ts';

beforeAll(loadSodium);

function finish<Result>(steps: InSteps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const base = vectorFile('attachment.json').hex('base_ciphertext');

function ciphertextOf(vector: Fields): Uint8Array {
  if (vector.isText('ciphertext')) return vector.hex('ciphertext');
  const parts = vector.items('ciphertext').map((part) => {
    if (!Array.isArray(part)) throw new Error('a part is a range');
    return base.slice(Number(part[0]), Number(part[1]));
  });
  return concat(...parts);
}

testVectors('attachment.json', {
  manifest: (vector) => {
    const manifest = parseAttachmentManifest(vector.hex('manifest'));
    if (!manifest.ok) return refusalOf(manifest);
    expect(manifest.value).toEqual(manifestFrom(vector.object('fields')));
    expect(encodeAttachmentManifest(manifest.value)).toEqual(vector.hex('manifest'));
    return 'accept';
  },
  size: (vector) => {
    expect(padme(vector.number('bytes'))).toBe(vector.number('padded_bytes'));
    expect(attachmentCiphertextBytes(vector.number('bytes'))).toBe(vector.number('ciphertext_bytes'));
    return 'accept';
  },
  open: (vector) => {
    const conversation = conversationId(vector.hex('conversation'));
    const manifest = manifestFrom(vector.object('manifest'));
    const file = finish(openAttachment(ciphertextOf(vector), manifest, conversation));
    if (file === null) return 'decrypt';
    expect(file.length).toBe(manifest.bytes);
    expect(sha256(file)).toEqual(vector.hex('file_hash'));
    return 'accept';
  },
});

describe('attachment', () => {
  const conversation = conversationId(new Uint8Array(16).fill(3));
  const label = { kind: 'jpeg', form: 'remade', name: 'foto 1.jpg' } as const;
  const fileOf = (size: number): Uint8Array => {
    const random = seededRandom('file');
    const pieces = Array.from({ length: Math.ceil(size / 1000) }, () => random.bytes(1000));
    return concat(...pieces).slice(0, size);
  };

  test.each([1, 100, 65_535, 65_536, 65_537, 131_072, 200_000])('%i bytes come back', (size) => {
    const file = fileOf(size);

    const { manifest, ciphertext } = present(finish(sealAttachment(file, conversation, label, systemRandom)));

    expect(ciphertext.length).toBe(attachmentCiphertextBytes(size));
    expect(finish(openAttachment(ciphertext, manifest, conversation))).toEqual(file);
  });

  test('what no reader would take is not sealed', () => {
    const seal = (file: Uint8Array, name = 'foto.jpg') =>
      finish(sealAttachment(file, conversation, { ...label, name }, systemRandom));

    expect(seal(new Uint8Array(0))).toBeNull();
    expect(seal(new Uint8Array(ATTACHMENT_BYTES_MAX + 1))).toBeNull();
    expect(seal(new Uint8Array(3), 'a/b.jpg')).toBeNull();
  });

  test('sealing tells how far it is', () => {
    const steps = [...sealAttachment(fileOf(150_000), conversation, label, systemRandom)];

    expect(steps).toEqual([65_536, 131_072, 150_000]);
  });
});
