// What the page asks of the browser for a passkey, where browsers differ.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { askPasskey } from '../../src/store/passkey.ts';
import type { PasskeyAsk } from '../../src/worker/advisor_messages.ts';

class Attestation {
  readonly clientDataJSON = new ArrayBuffer(3);
  getAuthenticatorData(): ArrayBuffer {
    return new ArrayBuffer(37);
  }
}
class Assertion {
  readonly clientDataJSON = new ArrayBuffer(3);
  readonly authenticatorData = new ArrayBuffer(37);
  readonly signature = new ArrayBuffer(64);
}
class Credential {
  readonly rawId = new Uint8Array([7]).buffer;
  readonly response: object;
  readonly #results: object;
  constructor(response: object, results: object = {}) {
    this.response = response;
    this.#results = results;
  }
  getClientExtensionResults(): object {
    return this.#results;
  }
}

type Given = { publicKey: { extensions?: object } };

function browser(create: (given: Given) => object, get: (given: Given) => object = create) {
  const extensions: unknown[] = [];
  const asked = (answer: (given: Given) => object) => async (given: Given) => {
    extensions.push(given.publicKey.extensions);
    return answer(given);
  };
  vi.stubGlobal('navigator', { credentials: { create: asked(create), get: asked(get) } });
  vi.stubGlobal('PublicKeyCredential', Credential);
  vi.stubGlobal('AuthenticatorAttestationResponse', Attestation);
  vi.stubGlobal('AuthenticatorAssertionResponse', Assertion);
  return extensions;
}

afterEach(() => vi.unstubAllGlobals());

const ask: PasskeyAsk = {
  kind: 'create',
  rpId: 'localhost',
  challenge: new Uint8Array(32),
  user: new Uint8Array(16),
  userName: 'Sanne',
  organisation: 'Kiezel',
  credentials: [],
  prfSalt: null,
};
const fails = (name: string) => () => {
  throw new DOMException('no', name);
};

describe('a new passkey', () => {
  test('is asked whether it can give an output of its own', async () => {
    const extensions = browser(() => new Credential(new Attestation()));

    expect(await askPasskey(ask)).toMatchObject({ credential: new Uint8Array([7]), prf: null });
    expect(extensions).toEqual([{ prf: {} }]);
  });

  test('is made once more without that when the authenticator fails', async () => {
    const extensions = browser((given) =>
      'prf' in (given.publicKey.extensions ?? {})
        ? fails('UnknownError')()
        : new Credential(new Attestation()),
    );

    expect(await askPasskey(ask)).not.toBeNull();
    expect(extensions).toEqual([{ prf: {} }, {}]);
  });

  test.each(['NotAllowedError', 'AbortError', 'InvalidStateError', 'SecurityError'])(
    'is not asked for again after %s',
    async (name) => {
      const extensions = browser(fails(name));

      expect(await askPasskey(ask)).toBeNull();
      expect(extensions).toHaveLength(1);
    },
  );

  test('that fails both ways is none', async () => {
    const extensions = browser(fails('UnknownError'));

    expect(await askPasskey(ask)).toBeNull();
    expect(extensions).toHaveLength(2);
  });
});

describe('using a passkey', () => {
  const output = new Uint8Array(32).fill(5);
  const salt = new Uint8Array(32).fill(4);

  test('asks for no output unless a vault needs it', async () => {
    const extensions = browser(() => new Credential(new Assertion()));

    expect(await askPasskey({ ...ask, kind: 'get' })).toMatchObject({ prf: null });
    expect(extensions).toEqual([undefined]);
  });

  test.each([
    ['a buffer', output.slice().buffer],
    ['a view', output],
  ])('gives the output for the salt, as %s', async (_, first) => {
    const extensions = browser(() => new Credential(new Assertion(), { prf: { results: { first } } }));

    expect((await askPasskey({ ...ask, kind: 'get', prfSalt: salt }))?.prf).toEqual(output);
    expect(extensions).toEqual([{ prf: { eval: { first: salt } } }]);
  });

  test('that cannot give one gives none', async () => {
    browser(() => new Credential(new Assertion(), { prf: {} }));

    expect((await askPasskey({ ...ask, kind: 'get', prfSalt: salt }))?.prf).toBeNull();
  });
});
