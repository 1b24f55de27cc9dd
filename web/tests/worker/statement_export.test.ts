// What an advisor saves holds without Kiezel: every signature by the key inside, every device by its certificate.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseDeviceCertificate, verifyDeviceCertificate } from '../../src/crypto/device_certificate.ts';
import { fromHex, toHex } from '../../src/crypto/encoding.ts';
import { verifyKey } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { verifyStatement } from '../../src/crypto/statement.ts';
import { certificateFor } from '../../src/worker/new_device.ts';
import {
  exportStatements,
  type StatementExport,
  statementExport,
} from '../../src/worker/statement_export.ts';
import { statementDraft } from '../../src/worker/statement_writing.ts';
import { checkedValue, present } from '../crypto/support/expect.ts';
import { Pair, SHOWN, Stage } from './support/pair.ts';

const SETTING_MS = 120_000;
let stage: Stage;
let pair: Pair;

beforeAll(async () => {
  await loadSodium();
  stage = await Stage.set();
}, SETTING_MS);
afterAll(() => stage.strike());
beforeEach(async () => {
  pair = await Pair.of(stage);
  await pair.ask();
  await pair.allow(['twee']);
});

const saved = (certificates = pair.colleagues.certificates): StatementExport =>
  statementExport(pair.case.log.entries, certificates, stage.now);
const bytes = (hex: string) => present(fromHex(hex));

test('every statement verifies from its own bytes, in the order of the log', () => {
  const { statements, exported_at: at } = saved();

  expect(at).toBe(stage.now);
  expect(statements.map(({ role, seq, counts }) => ({ role, seq, counts }))).toEqual([
    { role: 'advisor', seq: 1, counts: true },
    { role: 'client', seq: 2, counts: true },
  ]);
  const [asked, yes] = statements.map(({ statement }) => checkedValue(verifyStatement(bytes(statement))));
  expect(asked).toMatchObject({ action: 'propose', whom: 'de mentor', about: 'één\ntwee', ...SHOWN });
  expect(yes).toMatchObject({ action: 'grant', about: 'twee' });
  expect(toHex(present(yes?.ref))).toBe(toHex(present(asked).hash));
});

test('a changed byte anywhere in a statement is seen', () => {
  const { statement } = present(saved().statements[1]);
  for (const at of [0, 40, 70, 160, statement.length / 2 - 1]) {
    const changed = bytes(statement);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(verifyStatement(changed).ok).toBe(false);
  }
});

test('the device is certified by the identity key beside it, and the pupil needs none', () => {
  const { devices } = saved();

  expect(devices).toHaveLength(1);
  const [{ identity_key: identity, certificate }] = devices as [StatementExport['devices'][0]];
  expect(identity).toBe(toHex(stage.device.identity.verifyKey));
  const parsed = checkedValue(parseDeviceCertificate(bytes(certificate)));
  const verified = verifyDeviceCertificate(parsed, present(verifyKey(bytes(identity))));
  expect(verified && toHex(parsed.fields.deviceKey)).toBe(toHex(stage.keystore.signing.verifyKey));
});

test('a device whose certificate was renewed is saved with both, and nobody else is', () => {
  const { signing, identity } = stage.device;
  const certify = (key: typeof signing.verifyKey, at: number) =>
    checkedValue(parseDeviceCertificate(certificateFor(key, identity, at)));
  const renewed = certify(signing.verifyKey, stage.now + 1000);
  const stranger = certify(stage.amir.key.verifyKey, stage.now);

  const { devices } = saved([...pair.colleagues.certificates, stranger, renewed]);

  expect(devices).toHaveLength(2);
  for (const { certificate } of devices) {
    const { fields } = checkedValue(parseDeviceCertificate(bytes(certificate)));
    expect(toHex(fields.deviceKey)).toBe(toHex(signing.verifyKey));
  }
});

test('an answer to nothing is saved and said not to count', async () => {
  const draft = statementDraft(
    {
      action: 'withdraw',
      purpose: 'tell',
      ref: present(pair.case.log.entries.at(-2)?.verified.hash) as never,
    },
    { conversation: pair.conversation, signer: present(pair.live.speaker).signer },
  );
  await pair.live.send(present(draft));
  await pair.counsellor({ act: 'load' });

  expect(saved().statements.map(({ counts }) => counts)).toEqual([true, true, false]);
});

test('the file has no key of the conversation and no name of a device in it', () => {
  const file = new TextDecoder().decode(
    exportStatements(pair.case.log.entries, [stage.certificate], stage.now),
  );

  expect(JSON.parse(file)).toMatchObject({ kind: 'kiezel-statements', version: 1 });
  for (const secret of [
    pair.share.reveal(),
    stage.keystore.notesKey.reveal(),
    stage.device.signing.seed.reveal(),
  ])
    expect(file).not.toContain(toHex(secret));
});
