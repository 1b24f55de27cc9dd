// What a family does to make an appointment, by the names that are on the screen.
import { expect, type Locator } from '@playwright/test';
import { choose } from './choose.ts';
import type { Visitor } from './visitor.ts';

export async function toAppointments(person: Visitor): Promise<void> {
  await person.page.getByText('Meer', { exact: true }).click();
  await person.button('Mijn afspraken').click();
  await expect(person.heading('Mijn afspraken')).toBeVisible();
}

export function times(person: Visitor): Locator {
  return person.page.locator('.day-card').getByRole('radio');
}

// From the conversation to the times at which one can call.
export async function toTimes(person: Visitor): Promise<void> {
  await toAppointments(person);
  await person.button('Plan een gesprek').click();
  await choose(person.page.getByRole('radio', { name: /^Ik bel Sanne/ }));
  await person.button('Verder').click();
  await expect(times(person).first()).toBeAttached();
}

// The time as it is read out: 'maandag 23 november, 10:00'.
export async function bookCall(person: Visitor, index: number): Promise<string> {
  await toTimes(person);
  const time = times(person).nth(index);
  await choose(time);
  const when = (await time.getAttribute('aria-label')) ?? '';
  await person.button('Verder met deze tijd').click();
  await person.button('Verder').click();
  await person.button('Bevestig de afspraak').click();
  await expect(person.heading('Afgesproken')).toBeVisible();
  return when;
}
