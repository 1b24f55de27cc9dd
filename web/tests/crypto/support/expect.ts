import type { Checked } from '../../../src/crypto/refusal.ts';

/** The value that a test has arranged to be there. */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('expected a value');
  return value;
}

export function checkedValue<T>(checked: Checked<T>): T {
  if (!checked.ok) throw new Error(`refused: ${checked.refusal}`);
  return checked.value;
}

export function refusalOf(checked: Checked<unknown>): string {
  return checked.ok ? 'accept' : checked.refusal;
}

/** A copy with one bit of one byte changed. */
export function flipped(bytes: Uint8Array, index: number): Uint8Array {
  const copy = bytes.slice();
  const at = index < 0 ? copy.length + index : index;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
