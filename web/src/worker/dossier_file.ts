// The dossier for programs: the same items as its page, and what was signed as it was signed, so that anybody can check
// it (server/README.md, "Saved statements"). A statement of which a part was hidden is left out whole: its bytes would
// say what the page does not.
import type { ParsedDeviceCertificate } from '../crypto/device_certificate.ts';
import type { LogEntry } from '../crypto/log_reader.ts';
import { redacted } from '../text/redaction.ts';
import { isWithin } from './dossier_items.ts';
import type { DossierChoice, DossierItem, DossierText, Hidden } from './dossier_messages.ts';
import { type StatementExport, statementExport } from './statement_export.ts';

export type DossierContent = {
  readonly choice: DossierChoice;
  readonly items: readonly DossierItem[];
  readonly hidden: Hidden;
  readonly entries: readonly LogEntry[];
  readonly certificates: readonly ParsedDeviceCertificate[];
  readonly madeBy: string;
  // Unix seconds.
  readonly at: number;
};

type WrittenText = { readonly field: string; readonly text: string; readonly redacted: boolean };

export type DossierFile = {
  readonly kind: 'kiezel-dossier';
  readonly version: 1;
  readonly made_at: number;
  readonly made_by: string;
  readonly period: { readonly from: number | null; readonly until: number | null };
  readonly parts: readonly string[];
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly statements: StatementExport;
  // Seqs of statements that are not among them because a part was hidden.
  readonly statements_left_out: readonly number[];
};

const isHidden = ({ id }: DossierText, hidden: Hidden): boolean => (hidden[id] ?? []).length > 0;

function writtenText(one: DossierText, hidden: Hidden): WrittenText {
  const { id, field, text } = one;
  return { field, text: redacted(text, hidden[id] ?? []), redacted: isHidden(one, hidden) };
}

// Named one by one, so that nothing gets in that was not meant to.
function matterOf(item: DossierItem): Readonly<Record<string, unknown>> {
  switch (item.kind) {
    case 'event':
      return { kind: item.kind, event: item.event };
    case 'talk': {
      const { kind, action, talk, start, end, earlier } = item;
      return { kind, action, talk, start, end, earlier };
    }
    case 'statement': {
      const { kind, line, purpose, saidAt, toldAt, until } = item;
      return { kind, line, purpose, said_at: saidAt, told_at: toldAt, until };
    }
    default:
      return { kind: item.kind };
  }
}

export function dossierFile(content: DossierContent): DossierFile {
  const { choice, items, hidden, entries, certificates, madeBy, at } = content;
  const leftOut = items
    .filter(({ kind, texts }) => kind === 'statement' && texts.some((text) => isHidden(text, hidden)))
    .map(({ seq }) => seq);
  const isWanted = ({ seq, receivedAt }: LogEntry) =>
    choice.parts.includes('statements') && isWithin(receivedAt, choice) && !leftOut.includes(seq);
  return {
    kind: 'kiezel-dossier',
    version: 1,
    made_at: at,
    made_by: madeBy,
    period: { from: choice.from, until: choice.until },
    parts: choice.parts,
    items: items.map((item) => ({
      ...matterOf(item),
      seq: item.seq < 0 ? null : item.seq,
      at: item.at,
      side: item.side,
      name: item.name,
      texts: item.texts.map((text) => writtenText(text, hidden)),
    })),
    statements: statementExport(entries, certificates, at, isWanted),
    statements_left_out: leftOut,
  };
}
