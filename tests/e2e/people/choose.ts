// A choice is made as a person makes it: on its label, which is the part that can be seen.
import { expect, type Locator } from '@playwright/test';

async function press(choice: Locator): Promise<void> {
  await choice.locator('xpath=ancestor::label').click();
}

export async function choose(choice: Locator): Promise<void> {
  await press(choice);
  await expect(choice).toBeChecked();
}

export async function unchoose(choice: Locator): Promise<void> {
  await press(choice);
  await expect(choice).not.toBeChecked();
}
