// The sealed structures: what is written is read again, and what is not meant is refused with its reason.
import { describe, expect, test } from 'vitest';
import { concat, u8 } from '../../src/crypto/bytes.ts';
import { toUtf8 } from '../../src/crypto/encoding.ts';
import { encodeHeldNotice, type HeldNotice, parseHeldNotice } from '../../src/crypto/held_notice.ts';
import { advisorId, appointmentId, entryHash, hashValue, statementId } from '../../src/crypto/ids.ts';
import { encodeMessage, type Message, messageFits, parseMessage } from '../../src/crypto/message.ts';
import { encodeNote, NOTE_HELD_MAX, parseNote } from '../../src/crypto/note.ts';
import { pad, SIZE_CLASSES, unpad } from '../../src/crypto/padding.ts';
import { type CallDetails, encodeCallDetails, parseCallDetails } from '../../src/crypto/private_entry.ts';
import { encodeRoster, parseRoster, type Roster } from '../../src/crypto/roster.ts';
import { encodeTlv, parseTlv, TLV_ITEMS_MAX } from '../../src/crypto/tlv.ts';
import { checkedValue, refusalOf } from './support/expect.ts';

const filled = (size: number, value = 1): Uint8Array => new Uint8Array(size).fill(value);
const item = (tag: number, ...value: readonly Uint8Array[]): Uint8Array =>
  encodeTlv([[tag, concat(...value)]]);
const BEYOND = concat(u8(0), u8(0x20), filled(6, 0));

describe('tlv', () => {
  test.each([
    ['a cut header', Uint8Array.of(0, 1, 0, 0, 0), 'syntax'],
    ['a length beyond the end', Uint8Array.of(0, 1, 0, 0, 0, 2, 9), 'syntax'],
    ['four gigabytes', concat(Uint8Array.of(0, 1), filled(4, 0xff)), 'syntax'],
    ['descending tags', concat(item(2), item(1)), 'shape'],
    ['a tag twice', concat(item(1), item(1)), 'shape'],
    ['nothing', new Uint8Array(0), 'accept'],
    ['an empty value', item(1), 'accept'],
  ])('%s: %s', (_, bytes, expected) => {
    expect(refusalOf(parseTlv(bytes))).toBe(expected);
  });

  test('only the repeatable tag may repeat, next to itself', () => {
    expect(refusalOf(parseTlv(concat(item(3), item(3)), 3))).toBe('accept');
    expect(refusalOf(parseTlv(concat(item(3), item(4), item(3)), 3))).toBe('shape');
  });

  test('too many items pass the limit', () => {
    expect(refusalOf(parseTlv(concat(...Array(TLV_ITEMS_MAX).fill(item(3))), 3))).toBe('accept');
    expect(refusalOf(parseTlv(concat(...Array(TLV_ITEMS_MAX + 1).fill(item(3))), 3))).toBe('limit');
  });

  test('writing tags that do not ascend is a bug', () => {
    expect(() =>
      encodeTlv([
        [2, filled(1)],
        [1, filled(1)],
      ]),
    ).toThrow(RangeError);
  });
});

describe('padding', () => {
  test.each([
    [0, 512],
    [511, 512],
    [512, 1024],
    [65_535, 65_536],
  ])('%i bytes become %i', (length, size) => {
    const padded = pad(filled(length));

    expect(padded?.length).toBe(size);
    expect(padded && unpad(padded)).toEqual(filled(length));
  });

  test('65536 bytes do not fit', () => {
    expect(pad(filled(65_536))).toBeNull();
  });

  test.each([
    ['a larger class than needed', concat(filled(3), u8(0x80), filled(1020, 0))],
    ['no marker', filled(512, 0)],
    ['another marker', concat(filled(10), u8(0x81), filled(501, 0))],
    ['a size that is no class', concat(u8(0x80), filled(512, 0))],
    ['nothing', new Uint8Array(0)],
  ])('%s is refused', (_, bytes) => {
    expect(unpad(bytes)).toBeNull();
  });

  test('there are eight classes', () => {
    expect(SIZE_CLASSES.map((size) => Math.log2(size))).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
  });
});

describe('message', () => {
  const full: Message = {
    text: 'Hoi 😀',
    clientTimeMs: 1_790_000_000_123,
    replyTo: entryHash(filled(32, 2)),
    directorySeen: { hash: hashValue(filled(32, 4)), version: 7 },
    readUpToSeq: 0,
    talk: {
      action: 'moved',
      id: appointmentId(filled(16, 3)),
      start: 10,
      end: 20,
      kind: 'mediation',
      place: 'Hier',
      companion: 'adult',
      help: ['interpreter', 'text_instead'],
      language: 'Tigrinya',
      agenda: 'Stoppen',
      attendees: 'Sam, mentor',
      earlier: { start: 1, end: 2 },
      revision: 4,
      groundRules: 'Om de beurt',
    },
  };

  test('every field comes back', () => {
    expect(checkedValue(parseMessage(encodeMessage(full)))).toEqual(full);
  });

  test('a message may say nothing', () => {
    expect(encodeMessage({}).length).toBe(0);
    expect(refusalOf(parseMessage(new Uint8Array(0)))).toBe('accept');
  });

  test('unknown tags are skipped', () => {
    const bytes = concat(item(1, toUtf8('a')), item(99, filled(5)));

    expect(checkedValue(parseMessage(bytes))).toMatchObject({ text: 'a' });
  });

  test.each([
    ['text that is not UTF-8', item(1, Uint8Array.of(0xff)), 'shape'],
    ['8000 characters', item(1, toUtf8('é'.repeat(8000))), 'accept'],
    ['8001 characters', item(1, toUtf8('a'.repeat(8001))), 'limit'],
    ['32001 bytes', item(1, filled(32_001, 0x61)), 'limit'],
    ['a short time', item(2, filled(7)), 'shape'],
    ['a time beyond numbers', item(2, BEYOND), 'limit'],
    ['a short reply hash', item(4, filled(31)), 'shape'],
    ['the tag that appointments once had', item(5, filled(33)), 'accept'],
    ['an empty talk', item(8), 'shape'],
    ['a short directory head', item(6, filled(39)), 'shape'],
    ['a directory version beyond numbers', item(6, filled(32), BEYOND), 'limit'],
    ['a read mark beyond numbers', item(7, BEYOND), 'limit'],
    ['two texts', concat(item(1, filled(1, 0x61)), item(1, filled(1, 0x61))), 'shape'],
  ])('%s: %s', (_, bytes, expected) => {
    expect(refusalOf(parseMessage(bytes))).toBe(expected);
  });

  test('what a person may type is known before sealing', () => {
    expect(messageFits('😀'.repeat(8000))).toBe(true);
    expect(messageFits('a'.repeat(8001))).toBe(false);
  });
});

describe('call details', () => {
  const full: CallDetails = {
    appointment: appointmentId(filled(16)),
    mode: 'advisor_calls',
    phoneNumber: '06 12345678',
    mayAnswer: 'maybe_somebody_else',
    ifSomebodyElse: 'say_you_call_later',
    voicemail: 'without_reason',
    nameToUse: 'Sam',
    codeWord: 'kiezel',
    showNumber: 'hidden',
    whatHelps: 'Rustig aan.',
    companion: 'not_known',
    note: 'Na vieren.',
  };

  test('every field comes back', () => {
    expect(checkedValue(parseCallDetails(encodeCallDetails(full)))).toEqual(full);
  });

  test.each([
    ['an unknown mode', item(2, u8(3)), 'shape'],
    ['a phone number of 33 bytes', item(3, filled(33, 0x31)), 'limit'],
    ['an unknown answer', item(4, u8(0)), 'shape'],
    ['a choice of two bytes', item(5, filled(2)), 'shape'],
    ['voicemail 0', item(6, u8(0)), 'accept'],
    ['voicemail 3', item(6, u8(3)), 'shape'],
    ['a name of 65 bytes', item(7, filled(65, 0x61)), 'limit'],
    ['a note of 1001 bytes', item(12, filled(1001, 0x61)), 'limit'],
  ])('%s: %s', (_, bytes, expected) => {
    expect(refusalOf(parseCallDetails(bytes))).toBe(expected);
  });
});

describe('roster', () => {
  const full: Roster = {
    school: '00AB01',
    directory: { hash: hashValue(filled(32)), version: 3 },
    language: 'nl-u',
    excludedAdvisors: [advisorId(filled(16, 5)), advisorId(filled(16, 6))],
    self: { role: 'parent', age: 'adult', name: 'Ouder van Sam' },
    cover: 'nobody',
    brake: true,
    covers: [{ advisor: advisorId(filled(16, 7)), until: 1_800_000_000 }],
  };

  test('every field comes back', () => {
    expect(checkedValue(parseRoster(encodeRoster(full)))).toEqual(full);
  });

  test('an empty roster says nothing', () => {
    expect(encodeRoster({ excludedAdvisors: [], brake: false }).length).toBe(0);
  });

  test.each([
    ['a school of five characters', item(1, toUtf8('00AB0')), 'shape'],
    ['an unknown language', item(3, toUtf8('fr')), 'shape'],
    ['half an advisor id', item(4, filled(24)), 'shape'],
    ['64 exclusions', item(4, filled(16 * 64)), 'accept'],
    ['65 exclusions', item(4, filled(16 * 65)), 'limit'],
    ['an unknown client role', item(5, u8(3), u8(0)), 'shape'],
    ['an unknown age', item(5, u8(1), u8(5)), 'shape'],
    ['a self description of one byte', item(5, u8(1)), 'shape'],
    ['a name of 65 bytes', item(5, u8(1), u8(0), filled(65, 0x61)), 'limit'],
    ['an unknown cover preference', item(6, u8(4)), 'shape'],
    ['a brake of 2', item(7, u8(2)), 'shape'],
    ['16 who stand in', item(9, filled(24 * 16, 0)), 'accept'],
    ['17 who stand in', item(9, filled(24 * 17, 0)), 'limit'],
    ['half of one who stands in', item(9, filled(12)), 'shape'],
  ])('%s: %s', (_, bytes, expected) => {
    expect(refusalOf(parseRoster(bytes))).toBe(expected);
  });
});

describe('a note with what the family is to hear later', () => {
  const held: HeldNotice = {
    id: statementId(filled(16)),
    whom: 'w'.repeat(200),
    about: 'a'.repeat(4000),
    why: 'y'.repeat(2000),
    consulted: 'c'.repeat(500),
    toldAt: 1,
    reviewAt: 2,
    later: 'l'.repeat(1000),
  };
  const noteWith = (count: number) => ({
    text: 't'.repeat(32_000),
    alias: 'n'.repeat(200),
    labels: ['x'.repeat(2000)],
    held: Array<HeldNotice>(count).fill(held),
  });

  test('fits when all of it is as long as it may be, and holds no more', () => {
    const full = encodeNote(noteWith(NOTE_HELD_MAX));

    expect(checkedValue(parseNote(full))).toEqual(noteWith(NOTE_HELD_MAX));
    expect(pad(full)).not.toBeNull();
    expect(refusalOf(parseNote(encodeNote(noteWith(NOTE_HELD_MAX + 1))))).toBe('limit');
  });

  test.each(['whom', 'about', 'why', 'consulted', 'later'] as const)(
    '%s is needed and has a bound',
    (field) => {
      expect(refusalOf(parseHeldNotice(encodeHeldNotice({ ...held, [field]: '' })))).toBe('shape');
      expect(refusalOf(parseHeldNotice(encodeHeldNotice({ ...held, [field]: `${held[field]}x` })))).toBe(
        'limit',
      );
    },
  );

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('field %i cannot be left out', (missing) => {
    const items = checkedValue(parseTlv(encodeHeldNotice(held))).filter(({ tag }) => tag !== missing);
    const bytes = encodeTlv(items.map(({ tag, value }) => [tag, value] as const));

    expect(refusalOf(parseHeldNotice(bytes))).toBe('shape');
  });
});
