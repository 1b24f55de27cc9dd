// The statements of a conversation as a file that anybody can check with nothing else: each signature by the key inside
// the statement, each advisor's device by its certificate and the identity key beside it (web/README.md, "Consent").
import { equalBytes } from '../crypto/bytes.ts';
import { isClient } from '../crypto/commit.ts';
import { foldConsent } from '../crypto/consent_ledger.ts';
import { encodeDeviceCertificate, type ParsedDeviceCertificate } from '../crypto/device_certificate.ts';
import { toHex, toUtf8 } from '../crypto/encoding.ts';
import type { LogEntry } from '../crypto/log_reader.ts';

type Exported = {
  readonly seq: number;
  readonly received_at: number;
  readonly entry: string;
  readonly role: string;
  readonly under_card: boolean;
  readonly counts: boolean;
  // Body and signature, as they were signed.
  readonly statement: string;
};

type ExportedDevice = { readonly identity_key: string; readonly certificate: string };

export type StatementExport = {
  readonly kind: 'kiezel-statements';
  readonly version: 1;
  readonly exported_at: number;
  readonly statements: readonly Exported[];
  readonly devices: readonly ExportedDevice[];
};

export function statementExport(
  entries: readonly LogEntry[],
  certificates: readonly ParsedDeviceCertificate[],
  at: number,
  wanted: (entry: LogEntry) => boolean = () => true,
): StatementExport {
  // What counts follows from the whole log, whatever part of it is wanted.
  const ignored = new Set(foldConsent(entries).ignored);
  const statements: Exported[] = [];
  const devices = new Map<string, ExportedDevice>();
  for (const { content, seq, receivedAt, verified, sender } of entries.filter(wanted)) {
    if (content.kind !== 'statement') continue;
    statements.push({
      seq,
      received_at: receivedAt,
      entry: toHex(verified.hash),
      role: sender.role,
      under_card: sender.underCard,
      counts: !ignored.has(seq),
      statement: toHex(content.statement.bytes),
    });
    if (isClient(sender.role)) continue;
    // All of them: a certificate is renewed, and only the one of those days covers what was said then.
    for (const certificate of certificates) {
      if (!equalBytes(certificate.fields.deviceKey, verified.signer)) continue;
      const bytes = toHex(encodeDeviceCertificate(certificate));
      devices.set(bytes, { identity_key: toHex(sender.id), certificate: bytes });
    }
  }
  const head = { kind: 'kiezel-statements', version: 1, exported_at: at } as const;
  return { ...head, statements, devices: [...devices.values()] };
}

export function exportStatements(
  entries: readonly LogEntry[],
  certificates: readonly ParsedDeviceCertificate[],
  at: number,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(toUtf8(`${JSON.stringify(statementExport(entries, certificates, at), null, 2)}\n`));
}
