import { expect } from 'vitest';
import type { LogContent } from '../../../src/crypto/log_content.ts';
import type { LogReader, LogResult } from '../../../src/crypto/log_reader.ts';
import type { Scenario } from './scenario.ts';

export const outcome = (result: LogResult): string => (result.ok ? 'accept' : result.refusal);

export function contentOf(result: LogResult): LogContent {
  if (!result.ok) throw new Error(`refused: ${result.refusal}`);
  return result.entry.content;
}

export function textOf(result: LogResult): string | undefined {
  const content = contentOf(result);
  return content.kind === 'message' ? content.message.text : undefined;
}

/** Appends the first `count` entries of a scenario's log. */
export function readUpTo(reader: LogReader, scenario: Scenario, count = scenario.log.length): LogReader {
  for (const entry of scenario.log.slice(0, count)) {
    expect(outcome(reader.append(entry, scenario.context()))).toBe('accept');
  }
  return reader;
}
