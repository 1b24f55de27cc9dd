// The inbox's texts: one set of keys, the same placeholders, u to advisors, short plain sentences.
import MessageFormat from '@messageformat/core';
import { describe, expect, test } from 'vitest';
import caseEn from '../../src/i18n/case/en.json' with { type: 'json' };
import caseNl from '../../src/i18n/case/nl.json' with { type: 'json' };
import dossierEn from '../../src/i18n/dossier/en.json' with { type: 'json' };
import dossierNl from '../../src/i18n/dossier/nl.json' with { type: 'json' };
import inboxEn from '../../src/i18n/inbox/en.json' with { type: 'json' };
import inboxNl from '../../src/i18n/inbox/nl.json' with { type: 'json' };

function prefixed(folder: string, texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${folder}/${key}`, text]));
}
const nl = { ...inboxNl, ...prefixed('case', caseNl), ...prefixed('dossier', dossierNl) };
const en = { ...inboxEn, ...prefixed('case', caseEn), ...prefixed('dossier', dossierEn) };

type Texts = Readonly<Record<string, string>>;
const JE = /\b(?:je|jij|jou|jouw|jezelf)\b/iu;
// What the advisor is told about je and u, what is printed for pupils, and what is written to them.
const ABOUT_REGISTER = /^(?:(?:reply|lang|poster)\.|(?:case\/finish_text|dossier\/record)_je$)/;
const WORDS_MAX = 15;

const placeholders = (text: string) =>
  [
    ...new Set([...text.replaceAll(/, plural,.*?\}\}/g, '}').matchAll(/\{(\w+)\}/g)].map(([, name]) => name)),
  ].sort();

function longestSentence(text: string): number {
  const sentences = text.replaceAll(/\{\w+, plural,.*\}\}/g, 'x').split(/[.?!:…]\s|[.?!:…]$/);
  return Math.max(...sentences.map((one) => one.split(/\s+/).filter((word) => /\w|\{/.test(word)).length));
}

describe('inbox texts', () => {
  test('English has exactly the Dutch keys and placeholders', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(nl).sort());
    const differing = Object.entries(nl as Texts).filter(
      ([key, text]) => placeholders(text).join() !== placeholders((en as Texts)[key] ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  test.each([
    ['nl', nl],
    ['en', en],
  ] as const)('every %s text compiles', (locale, texts) => {
    const format = new MessageFormat(locale, { strict: true });

    expect(() => Object.values(texts).map((text) => format.compile(text))).not.toThrow();
  });

  test('advisors are addressed as u', () => {
    expect(Object.entries(nl).filter(([key, text]) => JE.test(text) && !ABOUT_REGISTER.test(key))).toEqual(
      [],
    );
  });

  test('sentences are short and calm', () => {
    const wrong = Object.entries(nl).filter(
      ([, text]) => longestSentence(text) > WORDS_MAX || /!/.test(text),
    );

    expect(wrong).toEqual([]);
  });
});
