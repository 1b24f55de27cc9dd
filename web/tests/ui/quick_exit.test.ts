import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ShiftCounter } from '../../src/ui/quick_exit.ts';

let said: string[] = [];
let counter: ShiftCounter;

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  counter = new ShiftCounter({
    pressed: (left) => said.push(`${left} left`),
    expired: () => said.push('expired'),
    complete: () => said.push('gone'),
  });
});

const shift = () => counter.keyUp('Shift', false);

describe('three presses of Shift', () => {
  test('leave at the third', () => {
    shift();
    shift();
    shift();

    expect(said).toEqual(['2 left', '1 left', 'gone']);
  });

  test('a capital letter is no press', () => {
    counter.keyUp('A', true);
    shift();

    expect(said).toEqual([]);
  });

  test('any other key ends the sequence', () => {
    shift();
    counter.keyUp('x', false);
    shift();

    expect(said).toEqual(['2 left', 'expired', '2 left']);
  });

  test('each press gives five more seconds', () => {
    shift();
    vi.advanceTimersByTime(4900);
    shift();
    vi.advanceTimersByTime(4900);
    shift();

    expect(said.at(-1)).toBe('gone');
  });

  test('after five seconds it is over', () => {
    shift();
    vi.advanceTimersByTime(5001);

    expect(said).toEqual(['2 left', 'expired']);
  });
});
