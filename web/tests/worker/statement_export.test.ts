// What an advisor saves: every statement, and every certificate of the devices that signed them.
import { expect, test } from 'vitest';
import type { ParsedDeviceCertificate } from '../../src/crypto/device_certificate.ts';
import type { LogEntry } from '../../src/crypto/log_reader.ts';
import type { VerifiedStatement } from '../../src/crypto/statement.ts';
import { statementExport } from '../../src/worker/statement_export.ts';

const NOW = 1_800_000_000;
const DEVICE = new Uint8Array(32).fill(2);
const IDENTITY = new Uint8Array(32).fill(3);

const certificate = (deviceKey: Uint8Array, notBefore: number): ParsedDeviceCertificate =>
  ({
    fields: { advisor: new Uint8Array(16), deviceKey, notBefore, notAfter: notBefore + 1000 },
    signature: new Uint8Array(64),
  }) as ParsedDeviceCertificate;

function asked(): LogEntry {
  const statement = {
    id: new Uint8Array(16),
    action: 'propose',
    purpose: 'tell',
    ref: null,
    toAdvisor: null,
    bytes: new Uint8Array([1, 2]),
    hash: new Uint8Array(32).fill(9),
  } as unknown as VerifiedStatement;
  return {
    seq: 4,
    receivedAt: NOW,
    verified: { header: { kind: 'statement' }, signer: DEVICE, hash: new Uint8Array(32).fill(4) },
    sender: { role: 'advisor', id: IDENTITY, key: DEVICE, underCard: false },
    content: { kind: 'statement', statement },
  } as unknown as LogEntry;
}

test('a device whose certificate was renewed is saved with both, and nobody else is', () => {
  const stranger = certificate(new Uint8Array(32).fill(5), NOW);
  const certificates = [certificate(DEVICE, NOW), stranger, certificate(DEVICE, NOW - 1000)];

  const saved = statementExport([asked(), asked()], certificates, NOW);

  expect(saved.statements).toHaveLength(2);
  expect(saved.devices).toHaveLength(2);
  expect(new Set(saved.devices.map(({ identity_key }) => identity_key))).toEqual(new Set(['03'.repeat(32)]));
});
