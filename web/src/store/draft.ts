// What the person has typed and not yet sent. It lives in this page's memory only and goes with it.
import { signal } from '@preact/signals';
import type { AgeBand, CoverPreference, SelfDescription } from '../worker/messages.ts';

export const role = signal<'pupil' | 'parent'>('pupil');
export const firstText = signal('');
export const name = signal('');
export const age = signal<AgeBand>('not_said');
export const cover = signal<CoverPreference>('ask');
export const brake = signal(false);
export const reply = signal('');
// The words were checked or knowingly skipped: from then on forgetting the keys loses nothing.
export const wordsKept = signal(false);

export function selfDescription(): SelfDescription {
  return {
    role: role.value,
    name: name.value.trim(),
    age: age.value,
    cover: cover.value,
    brake: role.value === 'pupil' && brake.value,
  };
}

export function hasUnsentText(): boolean {
  return firstText.value.trim() !== '' || reply.value.trim() !== '';
}

export function clearDraft(): void {
  role.value = 'pupil';
  firstText.value = '';
  name.value = '';
  age.value = 'not_said';
  cover.value = 'ask';
  brake.value = false;
  reply.value = '';
  wordsKept.value = false;
}
