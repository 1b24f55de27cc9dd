// What a vault needs beside the passphrase, behind a server that answers as the wire's page says.
import { beforeAll, describe, expect, test } from 'vitest';
import { argon2Salt } from '../../src/crypto/argon2id.ts';
import { deviceId } from '../../src/crypto/ids.ts';
import { verifyKey } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { VAULT_COST_MIN } from '../../src/crypto/vault.ts';
import type { Call } from '../../src/net/calls.ts';
import type { AdvisorContext } from '../../src/worker/advisor_context.ts';
import {
  type AdvisorSlices,
  initialAdvisorSlices,
  type PasskeyAnswer,
} from '../../src/worker/advisor_messages.ts';
import { Publisher } from '../../src/worker/publisher.ts';
import { SecondFactor } from '../../src/worker/second_factor.ts';
import { VaultHalves } from '../../src/worker/vault_halves.ts';
import type { SecurityKey, VaultRecord } from '../../src/worker/vault_store.ts';
import { present } from '../crypto/support/expect.ts';

beforeAll(loadSodium);

const DEVICE = deviceId(new Uint8Array(16).fill(1));
const SHARE = new Uint8Array(32).fill(9);
const PRF = new Uint8Array(32).fill(5);
const key: SecurityKey = { credential: new Uint8Array([7]), salt: new Uint8Array(32).fill(4) };
const answer: PasskeyAnswer = {
  credential: key.credential,
  clientData: new Uint8Array([1]),
  authenticatorData: new Uint8Array(37),
  signature: new Uint8Array([2]),
  prf: PRF,
};
const passkey = (credential: number) => ({
  id: new Uint8Array(16).fill(credential),
  kind: 'passkey',
  credential: new Uint8Array([credential]),
  added_at: 5,
});
const app = { id: new Uint8Array(16), kind: 'app', added_at: 6 };

// `answers`: what the page gives to each question in turn.
function setting(factors: readonly object[], securityKey: SecurityKey | undefined, answers: object[]) {
  const asked: { method: string; params: object }[] = [];
  let proven = false;
  const call = (async (method: string, params: object) => {
    asked.push({ method, params });
    if (method === 'factor.challenge') {
      const nonce = new Uint8Array(32).fill(asked.length);
      const value = { nonce, expires_at: 60, advisor: new Uint8Array(16), rp_id: 'localhost', factors };
      return { ok: true, value };
    }
    if (method === 'account.device_share')
      return proven
        ? { ok: true, value: { device_share: SHARE } }
        : { ok: false, error: { code: 'factor_required', data: {} } };
    proven = true;
    return { ok: true, value: { fresh_until: 300 } };
  }) as Call;
  const asks: object[] = [];
  const slices: Publisher<AdvisorSlices> = new Publisher<AdvisorSlices>(
    initialAdvisorSlices,
    (name, value) => {
      const ask = name === 'factor' ? (value as AdvisorSlices['factor']).ask : null;
      if (!ask || asks.includes(ask)) return;
      asks.push(ask);
      setTimeout(() => factor.passkeyAnswered((answers.shift() as PasskeyAnswer | undefined) ?? null), 0);
    },
  );
  const organisation = { name: 'Kiezel' } as AdvisorContext['organisation'];
  const context: AdvisorContext = { slices, organisation, origin: 'http://localhost', call };
  const factor: SecondFactor = new SecondFactor(context, {
    device: DEVICE,
    unlockToken: new Uint8Array(32),
    name: 'Sanne',
  });
  const record: VaultRecord = {
    lock: { salt: argon2Salt(new Uint8Array(16)), cost: VAULT_COST_MIN, device: DEVICE },
    identityKey: present(verifyKey(new Uint8Array(32).fill(1))),
    name: 'Sanne',
    unlockToken: new Uint8Array(32),
    securityKey,
    device: new Uint8Array(1),
    identity: new Uint8Array(1),
  };
  const halves = new VaultHalves(context, record, factor);
  return { halves, asks, asked, problem: () => slices.get('factor').problem };
}

const wire = (asked: readonly { params: object }[]) =>
  asked.flatMap(({ params }) => Object.values(params)).map(String);

describe('what a vault needs beside the passphrase', () => {
  test('one touch proves the factor and gives the output, which crosses no wire', async () => {
    const { halves, asks, asked } = setting([passkey(7), passkey(8)], key, [answer]);

    const given = await halves.ask(null);

    expect(given).toMatchObject({ ok: true, value: { prf: PRF } });
    expect(asks).toHaveLength(1);
    expect(asks[0]).toMatchObject({ credentials: [key.credential], prfSalt: key.salt });
    expect(asked.some(({ method }) => method === 'factor.prove_passkey')).toBe(true);
    expect(wire(asked)).not.toContain(String(PRF));
  });

  test('a mistyped passphrase does not ask for the passkey again', async () => {
    const { halves, asks } = setting([passkey(7)], key, [answer]);
    await halves.ask(null);

    expect(await halves.ask(null)).toMatchObject({ ok: true, value: { prf: PRF } });
    expect(asks).toHaveLength(1);
  });

  test('a code proves the factor; the vault still asks for its own passkey, and stays shut without', async () => {
    const { halves, asks, asked } = setting([passkey(7), app], key, [answer]);
    expect(await halves.ask(123456)).toMatchObject({ ok: true, value: { prf: PRF } });
    expect(asks).toHaveLength(1);
    expect(asked.some(({ method }) => method === 'factor.prove_passkey')).toBe(false);
    expect(wire(asked)).not.toContain(String(PRF));

    const lost = setting([passkey(7), app], key, []);
    expect(await lost.halves.ask(123456)).toBe('stay');
    expect(lost.problem()).toBe('no_passkey');
    const mute = setting([passkey(7), app], key, [{ ...answer, prf: null }]);
    expect(await mute.halves.ask(123456)).toBe('stay');
    expect(mute.problem()).toBe('no_passkey');
  });

  test('its passkey was removed elsewhere: another one proves the factor, and its own is asked for the output', async () => {
    const other = { ...answer, credential: new Uint8Array([8]), prf: null };
    const { halves, asks } = setting([passkey(8)], key, [other, answer]);

    expect(await halves.ask(null)).toMatchObject({ ok: true, value: { prf: PRF } });
    expect(asks).toMatchObject([
      { credentials: [new Uint8Array([8])], prfSalt: null },
      { credentials: [key.credential], prfSalt: key.salt },
    ]);
  });

  test('a vault without one asks for no output, also from a passkey that could', async () => {
    const { halves, asks } = setting([passkey(7)], undefined, [answer]);

    const given = await halves.ask(null);
    expect(given).toMatchObject({ ok: true });
    expect(given).not.toMatchObject({ value: { prf: PRF } });
    expect(asks[0]).toMatchObject({ prfSalt: null });
  });

  test('without any factor there is nothing to prove, and with an app alone the code is asked', async () => {
    expect(await setting([], undefined, []).halves.ask(null)).toBe('none');
    const codes = setting([app], undefined, []);
    expect(await codes.halves.ask(null)).toBe('stay');
    expect(codes.problem()).toBe('code_needed');
  });
});
