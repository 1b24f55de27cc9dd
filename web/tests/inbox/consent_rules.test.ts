// What the advisor's forms about consent allow.
import { expect, test } from 'vitest';
import { mayTell, momentOf, registerFor, reviewOf } from '../../src/feature/inbox/consent_rules.ts';
import type { ConsentCard } from '../../src/worker/consent_messages.ts';

const NOW = Date.UTC(2026, 10, 27, 16) / 1000;

test('a day is today or before', () => {
  expect(momentOf('2026-11-27', NOW)).toBe(NOW);
  expect(momentOf('2026-11-26', NOW)).toBe(Date.UTC(2026, 10, 26, 11) / 1000);
  expect(momentOf('2026-11-28', NOW)).toBeNull();
  expect(momentOf('', NOW)).toBeNull();
  expect(momentOf('2026-02-31x', NOW)).toBeNull();
});

test('it is decided again on one of the fourteen days to come, from midnight in Amsterdam', () => {
  expect(reviewOf('2026-11-27', NOW)).toBeNull();
  expect(reviewOf('2026-11-28', NOW)).toBe(Date.UTC(2026, 10, 27, 23) / 1000);
  expect(reviewOf('2026-12-11', NOW)).toBe(Date.UTC(2026, 11, 10, 23) / 1000);
  expect(reviewOf('2026-12-12', NOW)).toBeNull();
  expect(reviewOf('', NOW)).toBeNull();
});

test('only a yes that holds, or one that was heard, may be told under', () => {
  const card = (part: Partial<ConsentCard>) => part as ConsentCard;

  expect(mayTell(card({ state: 'allowed', yes: 'a' }))).toBe(true);
  expect(mayTell(card({ state: 'said', yes: 'a' }))).toBe(true);
  expect(mayTell(card({ state: 'allowed', yes: 'a', purpose: 'joint' }))).toBe(true);
  expect(mayTell(card({ state: 'allowed', yes: 'a', purpose: 'cover' }))).toBe(false);
  for (const state of ['asked', 'ended', 'withdrawn', 'declined', 'talk_first', 'told_without'] as const)
    expect(mayTell(card({ state, yes: null }))).toBe(false);
});

test('whoever said nothing is addressed as u', () => {
  expect(registerFor(null)).toBe('nl-u');
  expect(registerFor({ language: null, role: 'pupil' })).toBe('nl-je');
  expect(registerFor({ language: 'en', role: 'parent' })).toBe('en');
});
