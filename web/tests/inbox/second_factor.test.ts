// The worker's side of the second factor, behind a server that answers as the wire's page says.
import { describe, expect, test } from 'vitest';
import { deviceId } from '../../src/crypto/ids.ts';
import type { Call, CallError } from '../../src/net/calls.ts';
import type { AdvisorContext } from '../../src/worker/advisor_context.ts';
import {
  type AdvisorSlices,
  initialAdvisorSlices,
  type PasskeyAnswer,
} from '../../src/worker/advisor_messages.ts';
import { Publisher } from '../../src/worker/publisher.ts';
import { proven, SecondFactor } from '../../src/worker/second_factor.ts';

const passkey = {
  id: new Uint8Array(16).fill(1),
  kind: 'passkey' as const,
  credential: new Uint8Array([7]),
  added_at: 5,
};
const app = { id: new Uint8Array(16), kind: 'app' as const, added_at: 6 };
const answer: PasskeyAnswer = {
  credential: new Uint8Array([7]),
  clientData: new Uint8Array([1]),
  authenticatorData: new Uint8Array(37),
  signature: new Uint8Array([2]),
  prf: null,
};
const refused = (code: CallError['code']) => ({ ok: false as const, error: { code, data: {} } });
const fresh = { ok: true as const, value: { fresh_until: 300 } };

type Replies = Record<string, () => object>;

function setting(factors: readonly object[], replies: Replies = {}) {
  const asked: { method: string; params: Record<string, unknown> }[] = [];
  const list = [...factors];
  const call = (async (method: string, params: Record<string, unknown>) => {
    asked.push({ method, params });
    const facts = {
      nonce: new Uint8Array(32).fill(asked.length),
      expires_at: 60,
      advisor: new Uint8Array(16),
      rp_id: 'localhost',
      factors: [...list],
    };
    return replies[method]?.() ?? (method === 'factor.challenge' ? { ok: true, value: facts } : fresh);
  }) as Call;
  const slices = new Publisher<AdvisorSlices>(initialAdvisorSlices, () => {});
  const organisation = { name: 'Kiezel' } as AdvisorContext['organisation'];
  const context: AdvisorContext = { slices, organisation, origin: 'http://localhost', call };
  const device = { device: deviceId(new Uint8Array(16)), unlockToken: new Uint8Array(32), name: 'Sanne' };
  const factor = new SecondFactor(context, device);
  return {
    factor,
    asked,
    list,
    state: () => slices.get('factor'),
    methods: () => asked.map(({ method }) => method),
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the second factor', () => {
  test('a passkey is asked for once, with those that exist, and its answer goes to the server as it is', async () => {
    const { factor, asked, state } = setting([passkey, app]);
    const proof = factor.provePasskey();
    await turn();
    const { ask } = state();
    expect(ask).toMatchObject({ kind: 'get', rpId: 'localhost', credentials: [passkey.credential] });
    factor.passkeyAnswered(answer);

    expect(await proof).toBe('proven');
    expect(state().ask).toBeNull();
    expect(asked.at(-1)).toMatchObject({
      method: 'factor.prove_passkey',
      params: { credential: answer.credential, client_data: answer.clientData, signature: answer.signature },
    });
  });

  test('no answer asks the server nothing; a refusal is told apart from a lost connection', async () => {
    const silent = setting([passkey]);
    const proof = silent.factor.provePasskey();
    await turn();
    silent.factor.passkeyAnswered(null);
    expect(await proof).toBe('later');
    expect(silent.state().problem).toBe('no_passkey');
    expect(silent.methods()).toEqual(['factor.challenge']);

    const wrong = setting([app], { 'factor.prove_code': () => refused('factor_refused') });
    expect(await wrong.factor.proveCode(123456)).toBe('refused');
    expect(wrong.state().problem).toBe('wrong_code');
    const offline = setting([app], { 'factor.prove_code': () => refused('disconnected') });
    expect(await offline.factor.proveCode(123456)).toBe('later');
    expect(offline.state()).toMatchObject({ problem: null, failure: { kind: 'unreachable' } });
    const spent = setting([app], {
      'factor.prove_code': () => ({
        ok: false,
        error: { code: 'rate_limited', data: { retry_after_s: 90 } },
      }),
    });
    expect(await spent.factor.proveCode(123456)).toBe('later');
    expect(spent.state().failure).toEqual({ kind: 'wait', seconds: 90 });
  });

  test('the first needs no proof; a change later does, and closing the question changes nothing', async () => {
    const first = setting([]);
    await first.factor.load();
    await first.factor.offerApp();
    expect(first.state().wanted).toBe(false);
    expect(first.state().app?.uri).toMatch(
      /^otpauth:\/\/totp\/Kiezel:Sanne\?secret=[A-Z2-7]{32}&issuer=Kiezel$/,
    );

    const { factor, methods, state } = setting([passkey, app]);
    await factor.load();
    const closed = factor.remove(app.id);
    expect(state().wanted).toBe(true);
    factor.closeWanted();
    await closed;
    expect(methods()).not.toContain('factor.remove');

    const removed = factor.remove(app.id);
    await factor.answerWanted(123456);
    await removed;
    expect(methods()).toContain('factor.remove');
    expect(state().wanted).toBe(false);
    // Fresh for a while.
    await factor.remove(app.id);
    expect(state().wanted).toBe(false);
  });

  test('a new connection that forgot the proof asks for it again', async () => {
    const { factor, state } = setting([passkey, app], { 'factor.remove': () => refused('factor_required') });
    await factor.load();
    const removed = factor.remove(app.id);
    await factor.answerWanted(123456);
    await removed;
    expect(state().problem).toBe('again');
    void factor.remove(app.id);
    expect(state().wanted).toBe(true);
  });

  test('an app whose confirmation was lost on the way counts when the server has it', async () => {
    const here: { list?: object[] } = {};
    const { factor, list, state } = setting([], {
      'factor.add_app': () => {
        here.list?.push(app);
        return refused('disconnected');
      },
    });
    here.list = list;
    await factor.load();
    await factor.offerApp();
    expect(await factor.addApp(123456)).toBe(true);
    expect(state()).toMatchObject({ app: null, busy: false, failure: null });

    const lost = setting([], { 'factor.add_app': () => refused('disconnected') });
    await lost.factor.load();
    await lost.factor.offerApp();
    const { secret } = lost.state().app ?? {};
    expect(await lost.factor.addApp(123456)).toBe(false);
    // The app on her phone keeps working.
    expect(lost.state().app?.secret).toBe(secret);
  });

  test('a device that was just admitted adds one without a proof, and the next one with', async () => {
    const { factor, list, state } = setting([passkey], {
      'factor.add_app': () => {
        list.push(app);
        return fresh;
      },
    });
    await factor.load();
    factor.permitOne();
    await factor.offerApp();
    expect(state().wanted).toBe(false);
    expect(await factor.addApp(123456)).toBe(true);

    const late = setting([passkey], { 'factor.add_app': () => refused('factor_required') });
    await late.factor.load();
    late.factor.permitOne();
    await late.factor.offerApp();
    expect(await late.factor.addApp(123456)).toBe(false);
    expect(late.state().problem).toBe('again');
    // The permission ran out: now it is asked for.
    void late.factor.offerApp();
    expect(late.state().wanted).toBe(true);
  });

  test('what needs a proof is asked, proven and asked again; without a proof it stays undone', async () => {
    const replies = ['factor_required', 'ok'];
    const make = async () =>
      replies.shift() === 'ok' ? { ok: true as const, value: 1 } : refused('factor_required');
    expect(await proven(make, () => Promise.resolve(true))).toEqual({ ok: true, value: 1 });
    expect(replies).toHaveLength(0);

    replies.push('factor_required', 'ok');
    expect(await proven(make, () => Promise.resolve(false))).toEqual(refused('factor_required'));
    expect(replies).toHaveLength(1);

    const other = async () => refused('not_found');
    expect(await proven(other, () => Promise.reject(new Error('asked for nothing')))).toEqual(
      refused('not_found'),
    );
  });
});
