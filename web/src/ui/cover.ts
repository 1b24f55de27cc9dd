// Covers the page after it was out of sight for a while: a phone's task switcher keeps a picture of what it last saw.
import { signal } from '@preact/signals';

const COVER_AFTER_MS = 10_000;
// Longer out of sight than this, and the keys go as well; the words open everything again.
const FORGET_AFTER_MS = 5 * 60_000;

export const covered = signal(false);

export function uncover(): void {
  covered.value = false;
}

export function watchVisibility(page: Document, forget: () => void): void {
  let hiddenAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  page.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (page.visibilityState === 'hidden') {
      hiddenAt = Date.now();
      timer = setTimeout(() => {
        covered.value = true;
      }, COVER_AFTER_MS);
      return;
    }
    // Timers stand still on a sleeping phone, so the clock decides.
    const awayMs = Date.now() - hiddenAt;
    if (awayMs >= COVER_AFTER_MS) covered.value = true;
    if (awayMs >= FORGET_AFTER_MS) forget();
  });
}
