// The organisation's public facts, asked once. `facts` is null until they are known.
import { signal } from '@preact/signals';
import type { OrganisationFacts } from '../worker/messages.ts';

export const facts = signal<OrganisationFacts | null>(null);

// Where a hurried visitor goes before, or without, the facts: the server redirects to the organisation's choice.
const EXIT_PATH = '/weg';
const TEXT_CHARACTERS_MAX = 512;

type Fields = {
  root_keys?: unknown;
  deployment_id?: unknown;
  name?: unknown;
  phone?: unknown;
  email?: unknown;
  exit_url?: unknown;
  api_origin?: unknown;
};

let asked: Promise<OrganisationFacts | null> | null = null;

function text(value: unknown): string {
  return typeof value === 'string' && value.length <= TEXT_CHARACTERS_MAX ? value : '';
}

// Anything but http(s) could run script when it becomes a location.
function webAddress(value: unknown): string {
  const address = text(value);
  return /^https?:\/\//.test(address) ? address : EXIT_PATH;
}

// Scheme, host and port alone; null when it is anything else.
function originOf(value: unknown): string | null {
  if (value === undefined) return '';
  const address = text(value);
  return /^https?:\/\//.test(address) && URL.canParse(address) && new URL(address).origin === address
    ? address
    : null;
}

export function parseFacts(source: unknown): OrganisationFacts | null {
  if (typeof source !== 'object' || source === null) return null;
  const fields: Fields = source;
  const keys = fields.root_keys;
  const apiOrigin = originOf(fields.api_origin);
  if (apiOrigin === null) return null;
  if (!Array.isArray(keys) || keys.length !== 3 || !text(fields.deployment_id)) return null;
  return {
    name: text(fields.name),
    deploymentId: text(fields.deployment_id),
    rootKeys: keys.map(text),
    phone: text(fields.phone),
    email: text(fields.email),
    exitUrl: webAddress(fields.exit_url),
    apiOrigin,
  };
}

async function ask(): Promise<OrganisationFacts | null> {
  try {
    const response = await fetch('/organisation.json', { cache: 'no-store', credentials: 'omit' });
    facts.value = response.ok ? parseFacts(await response.json()) : null;
  } catch {
    facts.value = null;
  }
  if (!facts.value) asked = null;
  return facts.value;
}

export function organisation(): Promise<OrganisationFacts | null> {
  asked ??= ask();
  return asked;
}

// Without the facts the exit must work all the same: one short stop at our own server, which sends on at once.
export function exitAddress(): string {
  return facts.value?.exitUrl ?? EXIT_PATH;
}
