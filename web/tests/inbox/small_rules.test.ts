// The inbox's small pure rules: idle lock, register, read-back, passphrase spelling, search, sealed drafts.
import { beforeAll, describe, expect, test } from 'vitest';
import { notesKey } from '../../src/crypto/note.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { WORD_LIST } from '../../src/crypto/word_list.ts';
import { isWord, somePlaces } from '../../src/feature/inbox/read_back.ts';
import { registerOf, slipOf } from '../../src/feature/inbox/register.ts';
import { IDLE_MS, IdleLock, WARNING_MS } from '../../src/store/idle_lock.ts';
import type { CaseItem } from '../../src/worker/advisor_messages.ts';
import { HITS_MAX, plainText, searchCases } from '../../src/worker/desk_search.ts';
import { openDrafts, sealDrafts } from '../../src/worker/sealed_drafts.ts';
import { spelledPassphrase } from '../../src/worker/spelled_passphrase.ts';

describe('idle lock', () => {
  test('warns a minute before, then locks', () => {
    const idle = new IdleLock(0);

    expect(idle.look(IDLE_MS - WARNING_MS - 1).kind).toBe('active');
    expect(idle.look(IDLE_MS - WARNING_MS)).toEqual({ kind: 'warning', secondsLeft: 60 });
    expect(idle.look(IDLE_MS).kind).toBe('over');
  });

  test('activity puts it off', () => {
    const idle = new IdleLock(0);
    idle.active(IDLE_MS - WARNING_MS - 1);

    expect(idle.look(IDLE_MS).kind).toBe('active');
  });

  test('after the warning only an answer counts', () => {
    const idle = new IdleLock(0);
    idle.look(IDLE_MS - 1);
    idle.active(IDLE_MS - 1);
    expect(idle.look(IDLE_MS).kind).toBe('over');

    idle.stay(IDLE_MS);
    expect(idle.look(IDLE_MS + 1).kind).toBe('active');
  });

  test('a computer that slept wakes up locked', () => {
    expect(new IdleLock(0).look(10 * IDLE_MS).kind).toBe('over');
  });

  test('the advisor may choose a longer or a shorter time', () => {
    const idle = new IdleLock(0);
    idle.idleMs = 60 * 60_000;
    expect(idle.look(IDLE_MS).kind).toBe('active');
    idle.idleMs = 5 * 60_000;
    expect(idle.look(5 * 60_000).kind).toBe('over');
  });
});

describe('register', () => {
  test.each([
    ['nl-je', 'pupil', 'je'],
    ['nl-u', 'parent', 'u'],
    ['en', 'parent', 'en'],
    [null, 'parent', 'u'],
    [null, null, null],
  ] as const)('%s and %s', (language, role, register) => {
    expect(registerOf({ language, role })).toBe(register);
  });

  test.each([
    ['Hoe gaat het met u?', 'je', 'says_u'],
    ['Uw vraag', 'je', 'says_u'],
    ['Duur, nu, uur', 'je', null],
    ['Hoe gaat het met je?', 'u', 'says_je'],
    ['Hoe gaat het met u?', 'u', null],
    ['u and je', 'en', null],
  ] as const)('%s', (text, register, slip) => {
    expect(slipOf(text, register)).toBe(slip);
  });
});

describe('reading back', () => {
  test('as many different places as asked, ascending, whatever the dice say', () => {
    for (const dice of [0, 0.3, 0.5, 0.999]) {
      const places = somePlaces(12, 4, () => dice);
      expect(new Set(places).size).toBe(4);
      expect([...places].sort((a, b) => a - b)).toEqual(places);
      expect(places.every((place) => place >= 0 && place < 12)).toBe(true);
    }
  });

  test('capitals and spaces do not matter, the word does', () => {
    expect(isWord(' Appel ', 'appel')).toBe(true);
    expect(isWord('appels', 'appel')).toBe(false);
  });
});

describe('passphrase as typed', () => {
  test('case, commas and hyphens do not matter', () => {
    expect(spelledPassphrase('  Xyzzy,QWERTZ - foo ')).toBe('xyzzy qwertz foo');
  });

  test('a word may stop after four letters', () => {
    const [word = ''] = WORD_LIST.filter((candidate) => candidate.length > 5);

    expect(spelledPassphrase(word.slice(0, 4).toUpperCase())).toBe(word);
  });
});

describe('search', () => {
  const item = (id: string, text: string, at: number): CaseItem => ({
    kind: 'message',
    id,
    seq: 1,
    own: false,
    colleague: null,
    text,
    files: [],
    at,
    delivery: 'arrived',
  });

  test('finds without accents and case, newest first, and shows where', () => {
    const found = searchCases(
      [
        { conversation: 'a', items: [item('1', 'Mijn CAFÉ is dicht', 1)] },
        { conversation: 'b', items: [item('2', 'naar het café gegaan', 2), item('3', 'niets', 3)] },
      ],
      'cafe',
    );

    expect(found.total).toBe(2);
    expect(found.hits.map(({ conversation, match }) => [conversation, match])).toEqual([
      ['b', 'café'],
      ['a', 'CAFÉ'],
    ]);
  });

  test('a place in the plain text is the same place in the text', () => {
    for (const text of ['ﬁets', 'Ĳssel', 'e\u0301te\u0301', '👩‍👧 hoi', 'ß', 'İstanbul']) {
      expect(plainText(text)).toHaveLength(text.length);
    }
  });

  test('one letter searches nothing; many hits are counted and cut', () => {
    const items = Array.from({ length: HITS_MAX + 5 }, (_, index) => item(`${index}`, 'hallo', index));

    expect(searchCases([{ conversation: 'a', items }], 'h').total).toBe(0);
    const found = searchCases([{ conversation: 'a', items }], 'hallo');
    expect([found.total, found.hits.length]).toEqual([HITS_MAX + 5, HITS_MAX]);
  });
});

describe('drafts over a lock', () => {
  beforeAll(loadSodium);
  const key = notesKey(new Uint8Array(32).fill(4));
  const id = 'ab'.repeat(16);

  test('come back with the same key and are unreadable without', () => {
    const sealed = sealDrafts(key, { [id]: 'Half geschreven' });

    expect(openDrafts(key, sealed)).toEqual({ [id]: 'Half geschreven' });
    expect(openDrafts(notesKey(new Uint8Array(32).fill(5)), sealed)).toEqual({});
    expect(Buffer.from(sealed[id] ?? []).toString('latin1')).not.toContain('Half');
  });

  test('a draft cannot be moved to another conversation', () => {
    const sealed = sealDrafts(key, { [id]: 'Half geschreven' });

    expect(openDrafts(key, { ['cd'.repeat(16)]: sealed[id] ?? new Uint8Array(0) })).toEqual({});
  });
});
