// What the parts of the client's engine share.
import type { Call } from '../net/calls.ts';
import type { ClientSlices, Language, OrganisationFacts, Tone } from './messages.ts';
import type { Publisher } from './publisher.ts';

export type ClientContext = {
  readonly slices: Publisher<ClientSlices>;
  readonly organisation: OrganisationFacts;
  readonly origin: string;
  readonly call: Call;
  // Ends the socket with its login and opens another.
  readonly renew: () => void;
  // For good: there is nobody any more who could log in.
  readonly end: () => void;
  // Set by the page; goes into the roster of a new conversation.
  speech: { language: Language; tone: Tone };
};

// Unix seconds.
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

// Lets what was published reach the page before work that keeps the worker busy for a second.
export function afterPublishing(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
