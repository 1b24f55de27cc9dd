// Passkeys are asked for on the page, because navigator.credentials exists only there (WebAuthn Level 2). What to ask
// comes from the worker, and the answer goes back to it as it is.
import type { PasskeyAnswer, PasskeyAsk } from '../worker/advisor_messages.ts';

// EdDSA, ES256, and RS256 for Windows Hello.
const ALGORITHMS = [-8, -7, -257];
// What another try would not change.
const FINAL = ['NotAllowedError', 'AbortError', 'InvalidStateError', 'SecurityError'];
// The server's challenge lives no longer.
const TIMEOUT_MS = 60_000;

// Whether this browser can make and use passkeys for `rpId` on this page.
export function passkeysWork(rpId: string | null): boolean {
  if (rpId === null || !('PublicKeyCredential' in globalThis) || !navigator.credentials) return false;
  if (!('getAuthenticatorData' in AuthenticatorAttestationResponse.prototype)) return false;
  return location.hostname === rpId || location.hostname.endsWith(`.${rpId}`);
}

// Null when the person or the browser gave none: why is not told apart by browsers either.
export async function askPasskey(ask: PasskeyAsk): Promise<PasskeyAnswer | null> {
  try {
    return await (ask.kind === 'create' ? createWithin(ask) : get(ask));
  } catch {
    return null;
  }
}

// Some authenticators fail when they are asked for an output of their own (PRF), and work without. A person who said no,
// or a passkey that is there already, is not asked again.
async function createWithin(ask: PasskeyAsk): Promise<PasskeyAnswer | null> {
  try {
    return await create(ask, { prf: {} });
  } catch (reason) {
    const name = reason instanceof DOMException ? reason.name : '';
    if (FINAL.includes(name)) throw reason;
    return create(ask, {});
  }
}

function source(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function named(credentials: readonly Uint8Array[]): PublicKeyCredentialDescriptor[] {
  return credentials.map((id) => ({ type: 'public-key', id: source(id) }));
}

async function create(
  ask: PasskeyAsk,
  extensions: AuthenticationExtensionsClientInputs,
): Promise<PasskeyAnswer | null> {
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { id: ask.rpId, name: ask.organisation },
      user: { id: source(ask.user), name: ask.userName, displayName: ask.userName },
      challenge: source(ask.challenge),
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: named(ask.credentials),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      attestation: 'none',
      timeout: TIMEOUT_MS,
      extensions,
    },
  });
  if (!(made instanceof PublicKeyCredential)) return null;
  const { response } = made;
  if (!(response instanceof AuthenticatorAttestationResponse)) return null;
  return {
    credential: new Uint8Array(made.rawId),
    clientData: new Uint8Array(response.clientDataJSON),
    authenticatorData: new Uint8Array(response.getAuthenticatorData()),
    signature: new Uint8Array(0),
    prf: null,
  };
}

async function get(ask: PasskeyAsk): Promise<PasskeyAnswer | null> {
  const given = await navigator.credentials.get({
    publicKey: {
      rpId: ask.rpId,
      challenge: source(ask.challenge),
      allowCredentials: named(ask.credentials),
      userVerification: 'required',
      timeout: TIMEOUT_MS,
      ...(ask.prfSalt && { extensions: { prf: { eval: { first: source(ask.prfSalt) } } } }),
    },
  });
  if (!(given instanceof PublicKeyCredential)) return null;
  const { response } = given;
  if (!(response instanceof AuthenticatorAssertionResponse)) return null;
  return {
    credential: new Uint8Array(given.rawId),
    clientData: new Uint8Array(response.clientDataJSON),
    authenticatorData: new Uint8Array(response.authenticatorData),
    signature: new Uint8Array(response.signature),
    prf: prfOf(given),
  };
}

function prfOf(given: PublicKeyCredential): Uint8Array | null {
  const first = given.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  return ArrayBuffer.isView(first)
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength).slice()
    : new Uint8Array(first);
}
