// Text as people search for it: lower case, no accents, no punctuation, the usual short forms written out.

const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['st', 'sint'],
  ['dr', 'doctor'],
  ['ds', 'dominee'],
  ['kon', 'koningin'],
  ['prof', 'professor'],
  ['sg', 'scholengemeenschap'],
]);

export function plainTokens(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’‘`]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '')
    .map((token) => SHORT_FORMS.get(token) ?? token);
}
