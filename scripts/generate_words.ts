// Writes the return words for both languages from crypto/words_nl.txt. Run with Node 24:
// node scripts/generate_words.ts [--check]. --check writes nothing and fails when a written file is stale.
// What a good word is, is tested in tests/unit/crypto/word_list_test.cpp; here only what the code relies on.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORD_COUNT = 2048;
const LINE_LENGTH = 110;
const root = join(import.meta.dirname, '..');
const source = 'crypto/words_nl.txt';

function readWordList(): string[] {
  const text = readFileSync(join(root, source), 'utf8');
  if (!text.endsWith('\n')) throw new Error(`${source} does not end with a line feed`);
  const words = text.slice(0, -1).split('\n');
  if (words.length !== WORD_COUNT) throw new Error(`${source} has ${words.length} words, not ${WORD_COUNT}`);
  words.forEach((word, number) => {
    const place = `${source}:${number + 1}`;
    if (!/^[a-z]{4,7}$/.test(word)) throw new Error(`${place}: not four to seven letters a-z`);
    const before = words[number - 1]?.slice(0, 4) ?? '';
    if (before >= word.slice(0, 4)) throw new Error(`${place}: out of order, or the first four letters are taken`);
  });
  return words;
}

/** Joins the pieces with spaces into as few lines as fit. */
function fill(pieces: string[], length: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.pop();
    const joined = last === undefined ? piece : `${last} ${piece}`;
    if (last === undefined || joined.length <= length) lines.push(joined);
    else lines.push(last, piece);
  }
  return lines;
}

const notice = `// Generated from ${source}; do not edit. Write again with: ./scripts/dev generate`;

function cppSource(words: string[]): string {
  const lines = fill(words.map((word) => `"${word}",`), LINE_LENGTH - 4);
  return `${notice}
// clang-format off
#include "crypto/words.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::array<std::string_view, word_list_size> words{
${lines.map((line) => `    ${line}`).join('\n')}
};

}  // namespace

std::span<const std::string_view, word_list_size> word_list() { return words; }

}  // namespace kiezel::crypto
`;
}

function typescriptModule(words: string[]): string {
  const lines = fill(words, LINE_LENGTH - 7);
  const strings = lines.map((line, number) => (number < lines.length - 1 ? `  '${line} ' +` : `  '${line}'`));
  return `${notice}
/** The words, in the order of their numbers. */
export const WORD_LIST: readonly string[] = (
${strings.join('\n')}
).split(' ');
`;
}

const words = readWordList();
const files: [string, string][] = [
  ['crypto/word_list.cpp', cppSource(words)],
  ['web/src/crypto/word_list.ts', typescriptModule(words)],
];
const check = process.argv.includes('--check');
for (const [path, text] of files) {
  const target = join(root, path);
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
  if (check) {
    console.error(`${path} is not what ${source} says; run: ./scripts/dev generate`);
    process.exitCode = 1;
  } else {
    writeFileSync(target, text);
    console.log(`wrote ${path}`);
  }
}
