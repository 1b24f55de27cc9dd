// The syntax of the wire's JSON (protocol/README.md, "Framing"): what JSON.parse accepts, less what two
// readers could understand in two ways. Mirrors protocol/json_reader.hpp.
import type { Refusal } from '../crypto/refusal.ts';
import { json_depth_max, json_members_max } from './limits.ts';

export class WireRefusal extends Error {
  readonly layer: Refusal;

  constructor(layer: Refusal) {
    super(`refused: ${layer}`);
    this.layer = layer;
  }
}

export function refuse(layer: Refusal): never {
  throw new WireRefusal(layer);
}

/** Throws WireRefusal. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    refuse('syntax');
  }
  if (hasLoneSurrogate(text)) refuse('syntax');
  checkTokens(text);
  return value;
}

// In unicode mode a pair is one code point, so this finds lone halves only.
function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

type Open = { keys: Set<string> | null; expectsKey: boolean };

// Walks over text that JSON.parse accepted, so it only looks for what JSON.parse lets pass: repeated keys,
// escapes in keys, fractions, numbers that are not exact, and too much nesting.
function checkTokens(text: string): void {
  const open: Open[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    const inside = open.at(-1);
    if (char === '"') {
      const end = stringEnd(text, at);
      const raw = text.slice(at + 1, end);
      if (inside?.keys && inside.expectsKey) addKey(inside, inside.keys, raw);
      else if (raw.includes('\\u') && hasLoneSurrogate(JSON.parse(text.slice(at, end + 1)) as string))
        refuse('syntax');
      at = end;
    } else if (char === '{' || char === '[') {
      if (open.length === json_depth_max) refuse('limit');
      open.push({ keys: char === '{' ? new Set() : null, expectsKey: char === '{' });
    } else if (char === '}' || char === ']') {
      open.pop();
    } else if (char === ',' && inside?.keys) {
      inside.expectsKey = true;
    } else if (char === '-' || (char >= '0' && char <= '9')) {
      at = numberEnd(text, at) - 1;
    }
    at += 1;
  }
}

function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charAt(at - 1 - backslashes) === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function addKey(inside: Open, keys: Set<string>, raw: string): void {
  // Keys are printable ASCII without escapes: two keys are equal exactly when their bytes are.
  if (!/^[ -!#-[\]-~\x7f]*$/.test(raw) || keys.has(raw)) refuse('syntax');
  if (keys.size === json_members_max) refuse('limit');
  keys.add(raw);
  inside.expectsKey = false;
}

function numberEnd(text: string, start: number): number {
  const token = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/.exec(text.slice(start, start + 400))?.[0] ?? '';
  if (token === '-0' || /[.eE]/.test(token)) refuse('syntax');
  if (!Number.isSafeInteger(Number(token))) refuse('limit');
  return start + token.length;
}
