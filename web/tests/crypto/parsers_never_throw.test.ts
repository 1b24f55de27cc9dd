// Whatever bytes arrive, a parser answers; it neither throws nor takes what it would not write.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeAttachmentManifest, parseAttachmentManifest } from '../../src/crypto/attachment_manifest.ts';
import { concat, u16, u32 } from '../../src/crypto/bytes.ts';
import { encodeCommit, parseCommit } from '../../src/crypto/commit.ts';
import { parseDeviceCertificate } from '../../src/crypto/device_certificate.ts';
import { parseDirectory } from '../../src/crypto/directory.ts';
import { parseRecord } from '../../src/crypto/directory_record.ts';
import { encodeHeader, parseEntry } from '../../src/crypto/entry.ts';
import { parseHeldNotice } from '../../src/crypto/held_notice.ts';
import { encodeMessage, parseMessage } from '../../src/crypto/message.ts';
import { parseNote } from '../../src/crypto/note.ts';
import { parsePrekey } from '../../src/crypto/prekey.ts';
import { encodeCallDetails, parseCallDetails, parsePrivate } from '../../src/crypto/private_entry.ts';
import { encodeRoster, parseRoster } from '../../src/crypto/roster.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { parseVaultContent } from '../../src/crypto/vault_content.ts';
import { readWords } from '../../src/crypto/words.ts';
import { vectorFile } from './support/vector.ts';

beforeAll(loadSodium);

/** TLV with plausible tags and lengths, so that the fields behind them are reached. */
const tlv = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 17 }), fc.uint8Array({ maxLength: 66 })), {
    selector: ([tag]) => tag,
    maxLength: 10,
  })
  .map((items) => items.toSorted(([a], [b]) => a - b))
  .map((items) => concat(...items.map(([tag, value]) => concat(u16(tag), u32(value.length), value))));

const bytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), tlv);

/** Valid bytes with a few places overwritten, cut or lengthened. */
const damaged = (originals: readonly Uint8Array[]) =>
  fc
    .tuple(
      fc.constantFrom(...originals),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fc.integer({ min: -3, max: 3 }),
    )
    .map(([original, changes, tail]) => {
      const copy = tail < 0 ? original.slice(0, tail) : concat(original, new Uint8Array(tail));
      for (const [index, value] of changes) copy[index % copy.length] = value;
      return copy;
    });

const hexOf = (file: string, field: string): readonly Uint8Array[] =>
  vectorFile(file)
    .list('vectors')
    .filter((vector) => vector.isText(field) && vector.text(field) !== '')
    .map((vector) => vector.hex(field));

describe('arbitrary bytes', () => {
  test.each([
    ['roster', parseRoster],
    ['message', parseMessage],
    ['attachment manifest', parseAttachmentManifest],
    ['call details', parseCallDetails],
    ['note', parseNote],
    ['held notice', parseHeldNotice],
    ['private payload', parsePrivate],
    ['commit', parseCommit],
    ['entry', parseEntry],
    ['certificate', parseDeviceCertificate],
    ['prekey', parsePrekey],
    ['directory', parseDirectory],
    ['vault content', parseVaultContent],
    ['advisor record', (body: Uint8Array) => parseRecord(1, body)],
    ['school record', (body: Uint8Array) => parseRecord(2, body)],
    ['revocation', (body: Uint8Array) => parseRecord(3, body)],
  ] as const)('%s', (_, parse) => {
    fc.assert(
      fc.property(bytes, (input) => void parse(input)),
      { numRuns: 500 },
    );
  });

  test('typed words', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => void readWords(text)));
  });
});

describe('what is taken is written the same', () => {
  const property = (input: fc.Arbitrary<Uint8Array>, again: (bytes: Uint8Array) => Uint8Array | null) =>
    fc.assert(
      fc.property(input, (original) => {
        const written = again(original);
        if (written !== null) expect(written).toEqual(original);
      }),
      { numRuns: 1000 },
    );

  test('entry headers', () => {
    property(damaged(hexOf('entry.json', 'entry')), (input) => {
      const parsed = parseEntry(input);
      if (!parsed.ok) return null;
      return concat(encodeHeader(parsed.value.header), parsed.value.payload, parsed.value.signature);
    });
  });

  test('commits', () => {
    property(damaged(hexOf('commit.json', 'payload')), (input) => {
      const parsed = parseCommit(input);
      return parsed.ok ? encodeCommit(parsed.value) : null;
    });
  });

  test('attachment manifests', () => {
    property(damaged(hexOf('attachment.json', 'manifest')), (input) => {
      const parsed = parseAttachmentManifest(input);
      return parsed.ok ? encodeAttachmentManifest(parsed.value) : null;
    });
  });

  test('messages, rosters and call details, read again', () => {
    fc.assert(
      fc.property(tlv, (input) => {
        const [message, roster, details] = [parseMessage(input), parseRoster(input), parseCallDetails(input)];
        if (message.ok) expect(parseMessage(encodeMessage(message.value))).toEqual(message);
        if (roster.ok) expect(parseRoster(encodeRoster(roster.value))).toEqual(roster);
        if (details.ok) expect(parseCallDetails(encodeCallDetails(details.value))).toEqual(details);
      }),
      { numRuns: 1000 },
    );
  });
});
