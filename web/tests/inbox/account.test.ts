// The first time, behind a server that answers as the wire's page says: nobody goes on without a recovery card.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { Call, CallError } from '../../src/net/calls.ts';
import { Account } from '../../src/worker/account.ts';
import type { AdvisorContext } from '../../src/worker/advisor_context.ts';
import {
  type AccountState,
  type AdvisorSlices,
  initialAdvisorSlices,
} from '../../src/worker/advisor_messages.ts';
import { Publisher } from '../../src/worker/publisher.ts';
import { MemoryVaultStore } from './memory_vault_store.ts';

const DERIVING_MS = 120_000;
const INVITATION = 'A'.repeat(22);

beforeAll(loadSodium);

type Asked = { readonly method: string; readonly params: unknown };

function setting(refusals: CallError['code'][]) {
  const asked: Asked[] = [];
  const replies: Record<string, () => object> = {
    'account.invitation': () => ({ ok: true, value: { name: 'Sanne', expires_at: 0 } }),
    'account.enrol': () => ({ ok: true, value: { state: 'approved' } }),
    'recovery.put': () => {
      const code = refusals.shift();
      return code ? { ok: false, error: { code, data: {} } } : { ok: true, value: { made_at: 1 } };
    },
    'factor.challenge': () => ({
      ok: true,
      value: { nonce: new Uint8Array(32), expires_at: 60, advisor: new Uint8Array(16), factors: [] },
    }),
  };
  const call = (async (method: string, params: unknown) => {
    asked.push({ method, params });
    return replies[method]?.();
  }) as Call;
  const slices = new Publisher<AdvisorSlices>(initialAdvisorSlices, () => {});
  const organisation = { name: 'Kiezel', deploymentId: 'kiezel.example' } as AdvisorContext['organisation'];
  const context: AdvisorContext = { slices, organisation, origin: 'http://localhost', call };
  const account = new Account(context, new MemoryVaultStore(), () => Promise.resolve());
  const state = () => slices.get('account');
  const reaches = (wanted: AccountState['state']) =>
    expect.poll(() => state().state, { timeout: DERIVING_MS }).toBe(wanted);
  const puts = () => asked.filter(({ method }) => method === 'recovery.put').map(({ params }) => params);
  return { account, state, reaches, puts, methods: () => asked.map(({ method }) => method) };
}

describe('the first time', () => {
  test(
    'a refused card holds the enrolment, and the same card is sent until the server has it',
    async () => {
      const { account, state, reaches, puts, methods } = setting(['card_refused', 'internal_error']);
      await account.start(INVITATION);
      void account.makeKeys();
      await reaches('passphrase');
      account.door.stepDone('passphrase');
      await reaches('card');
      account.door.stepDone('card');

      await reaches('card_failed');
      expect(state().failure).not.toBeNull();
      expect(methods()).not.toContain('factor.challenge');
      account.door.stepDone('card_failed');
      await expect.poll(() => puts().length).toBe(2);
      await reaches('card_failed');
      account.door.stepDone('card_failed');

      await reaches('factor');
      expect(puts()).toHaveLength(3);
      expect(puts()[1]).toEqual(puts()[0]);
      expect(puts()[2]).toEqual(puts()[0]);
    },
    DERIVING_MS,
  );
});
