import { expect, test } from 'vitest';
import { isPhoneNumber } from '../../src/feature/appointment/booking_form.ts';

test.each([
  '0612345678',
  '06 1234 5678',
  '+31 6 12345678',
  '020-1234567',
  '(010) 123 45 67',
  '+32 470 12 34 56',
])('%s is a phone number', (text) => {
  expect(isPhoneNumber(text)).toBe(true);
});

test.each(['', '112', 'bel me', '06-1234', '12345678901234567890', '06 1234 567a'])('%s is not', (text) => {
  expect(isPhoneNumber(text)).toBe(false);
});
