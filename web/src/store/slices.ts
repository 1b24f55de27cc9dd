// The page's copy of a worker's state: one signal a slice, each replaced whole.
import { type Signal, signal } from '@preact/signals';

export type SliceSignals<Slices> = { readonly [Name in keyof Slices]: Signal<Slices[Name]> };

export function sliceSignals<Slices extends object>(initial: Slices): SliceSignals<Slices> {
  const entries = Object.entries(initial).map(([name, value]) => [name, signal(value)]);
  return Object.fromEntries(entries) as SliceSignals<Slices>;
}

export function resetSlices<Slices extends object>(signals: SliceSignals<Slices>, initial: Slices): void {
  for (const name of Object.keys(initial) as (keyof Slices)[]) signals[name].value = initial[name];
}
