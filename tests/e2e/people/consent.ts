// Consent as it stands on both sides' screens.
import { expect, type Locator } from '@playwright/test';
import type { Advisor } from './advisor.ts';
import type { Visitor } from './visitor.ts';

export const section = ({ page }: Advisor): Locator => page.getByRole('region', { name: 'Toestemming' });
export const dialog = ({ page }: Advisor, name: string): Locator => page.getByRole('dialog', { name });
export const card = ({ page }: Visitor, name: RegExp | string): Locator =>
  page.getByRole('article', { name });

export async function toConsent(visitor: Visitor): Promise<void> {
  await visitor.page.getByText('Meer', { exact: true }).click();
  await visitor.button('Toestemming').click();
  await expect(visitor.heading('Toestemming')).toBeVisible();
}
