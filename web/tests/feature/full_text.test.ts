// The words that go into statements, in each register.
import { expect, test } from 'vitest';
import {
  askText,
  endOfDay,
  fullDay,
  grantText,
  lastDay,
  noticeText,
  pointsOf,
} from '../../src/feature/consent/full_text.ts';
import { about, speakerIn } from '../../src/i18n/consent/text.ts';

// 27 November 2026, 22:30 in Amsterdam.
const EVENING = Date.UTC(2026, 10, 27, 21, 30) / 1000;
const matter = { name: 'Sanne', whom: 'de mentor', points: ['één', 'twee'], until: 0 };

test('a day ends at midnight in Amsterdam, also over a change of the clock', () => {
  expect(endOfDay(EVENING, 0)).toBe(Date.UTC(2026, 10, 27, 23) / 1000);
  // On 25 October 2026 the clock goes back: that day is an hour longer.
  const before = Date.UTC(2026, 9, 18, 10) / 1000;
  expect(endOfDay(before, 7)).toBe(Date.UTC(2026, 9, 25, 23) / 1000);
  expect(fullDay('nl-u', lastDay(endOfDay(before, 7)))).toBe('zondag 25 oktober 2026');
});

test('each line with something in it is a point', () => {
  expect(pointsOf(' één \n\n  twee\n')).toEqual(['één', 'twee']);
});

test('a yes says what, to whom and until when', async () => {
  const speak = await speakerIn('nl-je');
  const until = endOfDay(EVENING, 7);

  expect(grantText(speak, 'nl-je', { ...matter, until })).toBe(
    'Ik vind het goed dat Sanne dit vertelt aan de mentor:\n- één\n- twee\nDat mag tot en met vrijdag 4 december 2026.',
  );
  expect(grantText(speak, 'nl-je', matter)).toMatch(/Dat mag tot ik het intrek\.$/);
});

test('standing in and discussing are asked for in their own words', async () => {
  const [je, en] = [await speakerIn('nl-je'), await speakerIn('en')];

  expect(askText(about('cover', je), 'nl-je', matter)).toBe(
    'Sanne vraagt of de mentor dit mag, als Sanne er niet is:\n- één\n- twee\nMag dat, tot je het intrekt?',
  );
  expect(grantText(about('joint', en), 'en', matter)).toMatch(
    /^I agree that Sanne discusses this with de mentor:/,
  );
  expect(grantText(about('tell', je), 'nl-je', matter)).toBe(grantText(je, 'nl-je', matter));
});

test('a question and a notice address pupils with je and parents with u', async () => {
  const danger = { ...matter, toldAt: EVENING, why: 'gevaar', consulted: 'een collega' };
  const [je, u] = [await speakerIn('nl-je'), await speakerIn('nl-u')];

  expect(askText(je, 'nl-je', matter)).toMatch(/tot je het intrekt\?$/);
  expect(askText(u, 'nl-u', matter)).toMatch(/tot u het intrekt\?$/);
  expect(noticeText(je, 'nl-je', danger)).not.toMatch(/\b(u|uw)\b/i);
  expect(noticeText(u, 'nl-u', danger)).not.toMatch(/\b(je|jij|jouw)\b/i);
  const held = { ...danger, later: 'eerst veilig' };
  expect(noticeText(je, 'nl-je', held)).toContain(
    'Waarom: gevaar Je hoort dit pas nu. De reden: eerst veilig',
  );
  expect(noticeText(u, 'nl-u', held)).not.toMatch(/\b(je|jij|jouw)\b/i);
  for (const part of ['vrijdag 27 november 2026', 'de mentor', '- één', 'Waarom: gevaar', 'een collega'])
    expect(noticeText(u, 'nl-u', danger)).toContain(part);
});
