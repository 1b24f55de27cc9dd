// The texts obey the house rules of language: one set of keys, je for pupils, u for parents, short plain sentences.
import { readFileSync } from 'node:fs';
import MessageFormat from '@messageformat/core';
import { describe, expect, test } from 'vitest';

type Texts = Readonly<Record<string, string>>;

function read(path: string): Texts {
  return JSON.parse(readFileSync(new URL(`../../src/i18n/${path}.json`, import.meta.url), 'utf8'));
}

// The page's own catalogue and the one that is fetched with the page behind "Wie kan dit lezen?".
function load(name: string): Texts {
  const evidence = Object.entries(read(`evidence/${name}`)).map(([key, text]) => [`evidence/${key}`, text]);
  return { ...read(name), ...Object.fromEntries(evidence) };
}

// Some are loaded apart and obey the same rules.
const APART = ['attachment', 'consent', 'data', 'talk'];
const nl = { ...load('nl'), ...apart('nl') };
const nlU = { ...load('nl-u'), ...apart('nl-u') };
const en = { ...load('en'), ...apart('en') };

function apart(name: string): Texts {
  const named = APART.flatMap((folder) =>
    Object.entries(read(`${folder}/${name}`)).map(([key, text]) => [`${folder}.${key}`, text]),
  );
  return Object.fromEntries(named);
}

const JE = /\b(je|jij|jou|jouw|jezelf)\b/i;
const U = /\b(u|uw|uzelf)\b/i;
// Said by or only to pupils, or the language of a button a parent sees as their own words.
const ONLY_PUPILS = new Set([
  'write.brake',
  'write.age',
  'write.age_hint',
  'start.pupil',
  'start.pupil_detail',
]);
const FORBIDDEN =
  /\b(dient|betreffende|middels|casus|cliënt|traject|slachtoffer|dader|melding doen|geheim|anoniem)\b/i;
const PUPIL_WORDS_MAX = 12;
const PARENT_WORDS_MAX = 15;

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] ?? ''))].sort();
}

// Every wording a text can take, with plural branches written out.
function wordings(text: string): string[] {
  const branch = /\{\w+, plural,((?:\s*(?:=\d+|\w+) \{[^{}]*\})+)\}/.exec(text);
  if (!branch) return [text];
  const branches = [...(branch[1] ?? '').matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  return branches.map((words) => text.replace(branch[0], words));
}

function longestSentence(text: string): number {
  const sentences = wordings(text).flatMap((wording) => wording.split(/[.?!:…]\s|[.?!:…]$/));
  return Math.max(
    ...sentences.map((sentence) => sentence.split(/\s+/).filter((word) => /\w|\{/.test(word)).length),
  );
}

function offenders(texts: Texts, isWrong: (text: string, key: string) => boolean): string[] {
  return Object.entries(texts)
    .filter(([key, text]) => isWrong(text, key))
    .map(([key, text]) => `${key}: ${text}`);
}

describe('catalogues', () => {
  test('English has exactly the Dutch keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(nl).sort());
  });

  test('the u texts are an overlay: each has a Dutch text below it', () => {
    expect(Object.keys(nlU).filter((key) => !(key in nl))).toEqual([]);
  });

  test('a text has the same placeholders in every language', () => {
    const differs = (texts: Texts) =>
      offenders(texts, (text, key) => placeholders(text).join() !== placeholders(nl[key] ?? '').join());

    expect([...differs(en), ...differs(nlU)]).toEqual([]);
  });

  test.each([
    ['nl', nl],
    ['nl', nlU],
    ['en', en],
  ] as const)('every %s text compiles', (locale, texts) => {
    const format = new MessageFormat(locale, { strict: true });

    expect(() => Object.values(texts).map((text) => format.compile(text))).not.toThrow();
  });
});

describe('je and u', () => {
  test('no u in the texts for pupils', () => {
    expect(offenders(nl, (text) => U.test(text))).toEqual([]);
  });

  test('no je in the texts for parents', () => {
    expect(offenders(nlU, (text) => JE.test(text))).toEqual([]);
  });

  test('whatever says je to a pupil says u to a parent', () => {
    expect(offenders(nl, (text, key) => JE.test(text) && !(key in nlU) && !ONLY_PUPILS.has(key))).toEqual([]);
  });
});

describe('plain language', () => {
  test('pupils read at most twelve words in a sentence', () => {
    expect(offenders(nl, (text) => longestSentence(text) > PUPIL_WORDS_MAX)).toEqual([]);
  });

  test('parents read at most fifteen words in a sentence', () => {
    expect(offenders(nlU, (text) => longestSentence(text) > PARENT_WORDS_MAX)).toEqual([]);
  });

  test('no exclamation marks, no hard words, no promise of secrecy', () => {
    const wrong = (text: string) => /!/.test(text) || FORBIDDEN.test(text);

    expect([...offenders(nl, wrong), ...offenders(nlU, wrong)]).toEqual([]);
  });
});
