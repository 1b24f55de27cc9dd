// From the wire's error codes to what a screen can explain.
import type { CallError } from '../net/calls.ts';
import type { Failure } from './messages.ts';

const WAIT_S = 10;

export function failureOf(error: CallError): Failure {
  switch (error.code) {
    case 'disconnected':
    case 'timeout':
    case 'unavailable':
    case 'deadline_exceeded':
      return { kind: 'unreachable' };
    case 'rate_limited':
    case 'busy':
    case 'work_needed':
      return { kind: 'wait', seconds: error.data.retry_after_s ?? WAIT_S };
    case 'malformed':
      return { kind: 'untrusted' };
    default:
      return { kind: 'refused' };
  }
}

// The outcome is unknown or the server was busy: the same request may be made again.
export function mayRepeat(error: CallError): boolean {
  const kind = failureOf(error).kind;
  return kind === 'unreachable' || kind === 'wait';
}
