// An advisor's page that lets a colleague in as it likes: the family's page refuses the COMMIT, whatever the server took.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealCommit } from '../../src/crypto/commit_seal.ts';
import { toHex } from '../../src/crypto/encoding.ts';
import { type EntryHash, NO_ENTRY } from '../../src/crypto/ids.ts';
import { systemRandom } from '../../src/crypto/random.ts';
import { generateSigningKey } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { type CoverStep, coverPlan } from '../../src/worker/cover_plan.ts';
import { present } from '../crypto/support/expect.ts';
import { Pair, Stage } from './support/pair.ts';

const SETTING_MS = 120_000;
const DAY = 86_400;
let stage: Stage;
let pair: Pair;

beforeAll(async () => {
  await loadSodium();
  stage = await Stage.set();
}, SETTING_MS);
afterAll(() => stage.strike());
beforeEach(async () => {
  pair = await Pair.of(stage);
  await pair.counsellor({ act: 'load' });
});

function asked(): Promise<boolean> {
  const colleague = toHex(stage.amir.key.keyId);
  return pair.ask({ purpose: 'cover', colleague, points: ['nieuw'], until: stage.now + 7 * DAY });
}

describe('an advisor’s page that lets in whom it likes', () => {
  // With Amir's devices, in whosever name.
  const forced = (yes: EntryHash, name = stage.amir.key.verifyKey): string | undefined => {
    const { reader } = pair.case.log;
    const advisor = stage.amir.key.verifyKey;
    const step: CoverStep = { kind: 'begin', advisor, yes, until: 0, history: false };
    const prekeys = pair.colleagues.prekeysOf([stage.keystore.identityKey, stage.amir.key.verifyKey]);
    const directory = present(pair.colleagues.directoryHead);
    const facts = { as: 'advisor', prekeys, directory, isListed: () => true } as const;
    const honest = present(coverPlan(reader, step, facts));
    const renamed = honest.recipients.map((one) =>
      one.role === 'cover_advisor' ? { ...one, id: name } : one,
    );
    const plan = { ...honest, recipients: renamed };
    const position = reader.next('commit');
    const { signing: signer } = stage.keystore;
    const { entry } = present(
      sealCommit({ plan, position, share: pair.share, signer, random: systemRandom }),
    );
    const context = { receivedAt: stage.now, certificates: [stage.certificate], revocations: [] };
    const read = present(pair.live.log).reader.append(entry, context);
    return read.ok ? undefined : read.refusal;
  };
  const last = () => present(pair.case.log.entries.at(-1)).verified.hash;
  beforeEach(() => pair.colleagues.refreshKeys([stage.amir.key.verifyKey]));

  test('is refused by the pupil’s without a yes, and taken with one', async () => {
    await asked();
    expect(forced(last())).toBe('rule');
    await pair.allow(['nieuw']);
    expect(forced(NO_ENTRY)).toBe('rule');
    expect(forced(last())).toBeUndefined();
  });

  test('is refused when the yes was withdrawn', async () => {
    await asked();
    await pair.allow(['nieuw']);
    const given = last();
    await pair.pupil({ act: 'withdraw', card: present(pair.pupilCards[0]).id });

    expect(forced(given)).toBe('rule');
  });

  test('is refused when the yes is for somebody else, and when the pupil keeps that one out', async () => {
    await asked();
    await pair.allow(['nieuw']);

    expect(forced(last(), generateSigningKey(systemRandom).verifyKey)).toBe('rule');
    expect(forced(last(), stage.noor.key.verifyKey)).toBe('rule');
  });
});
