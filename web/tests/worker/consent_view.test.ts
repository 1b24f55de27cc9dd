// The cards and lines that a client and an advisor see, from the statements of a conversation.
import { describe, expect, test } from 'vitest';
import { equalBytes } from '../../src/crypto/bytes.ts';
import type { LogEntry } from '../../src/crypto/log_reader.ts';
import type { Statement, VerifiedStatement } from '../../src/crypto/statement.ts';
import { consentView } from '../../src/worker/consent_view.ts';

const NOW = 1_800_000_000;
const CLIENT = new Uint8Array(32).fill(1);
const COLLEAGUE = new Uint8Array(32).fill(3);
const ADVISOR = new Uint8Array(32).fill(2);

let seq = 1;

type Part = Partial<Omit<Statement, 'ref'>> &
  Pick<Statement, 'action'> & { ref?: LogEntry | undefined; underCard?: boolean; opened?: boolean };

const statementOf = ({ content }: LogEntry): VerifiedStatement => {
  if (content.kind !== 'statement') throw new Error('not a statement');
  return content.statement;
};

// An entry as a reader hands it over; the ledger looks at these parts of it.
function stated({ ref, underCard = false, opened = true, ...part }: Part): LogEntry {
  seq += 1;
  const isClient = ['grant', 'withdraw', 'decline'].includes(part.action);
  const statement = {
    id: new Uint8Array(16).fill(seq),
    hash: new Uint8Array(32).fill(seq),
    purpose: 'tell',
    whom: 'de mentor',
    about: 'één\n twee \n',
    validFrom: 0,
    validUntil: 0,
    ref: ref && statementOf(ref).hash,
    ...part,
  };
  return {
    seq,
    receivedAt: NOW - 1000 + seq,
    sender: { role: isClient ? 'client' : 'advisor', id: isClient ? CLIENT : ADVISOR, underCard },
    verified: { header: { kind: 'statement' }, hash: new Uint8Array(32).fill(200 - seq) },
    content: opened ? { kind: 'statement', statement } : { kind: 'sealed' },
  } as unknown as LogEntry;
}

const founding = {
  seq: 0,
  receivedAt: NOW - 2000,
  sender: { role: 'client', id: CLIENT, underCard: false },
  verified: { header: { kind: 'commit' } },
  content: {
    kind: 'commit',
    reason: 'create',
    members: [
      { role: 'client', id: CLIENT },
      { role: 'advisor', id: ADVISOR },
    ],
  },
} as unknown as LogEntry;

const view = (entries: readonly LogEntry[], now = NOW) =>
  consentView([founding, ...entries], {
    nameOf: () => 'Sanne',
    fullNameOf: (key) => (equalBytes(key, COLLEAGUE) ? 'Youssef Amrani' : ''),
    isOwn: ({ sender }) => sender.role === 'client',
    now,
  });

describe('a question', () => {
  const asked = stated({ action: 'propose', validUntil: NOW + 500 });

  test('waits, and permits nothing', () => {
    const { cards, asks, lines } = view([asked]);

    expect(cards).toMatchObject([{ state: 'asked', yes: null, name: 'Sanne', points: ['één', 'twee'] }]);
    expect(asks).toBe(1);
    expect(lines.get(asked.seq)).toMatchObject({ line: 'asked', own: false, whom: 'de mentor' });
  });

  test('answered with yes keeps only what the client chose', () => {
    const yes = stated({ action: 'grant', ref: asked, about: 'twee', validUntil: NOW + 100 });
    const { cards, asks, lines } = view([asked, yes]);

    expect(cards).toMatchObject([{ state: 'allowed', points: ['twee'], until: NOW + 100, name: 'Sanne' }]);
    expect(cards[0]?.yes).not.toBeNull();
    expect(asks).toBe(0);
    expect(lines.get(yes.seq)).toMatchObject({ line: 'allowed', own: true, name: 'Sanne' });
  });

  test.each([
    ['no', 'declined'],
    ['talk_first', 'talk_first'],
  ] as const)('answered with %s', (answer, state) => {
    const no = stated({ action: 'decline', ref: asked, answer });

    expect(view([asked, no]).cards).toMatchObject([{ state, yes: null, answeredAt: no.receivedAt }]);
    expect(view([asked, no]).lines.get(no.seq)).toMatchObject({ line: state, whom: 'de mentor' });
  });

  test('an answer to nothing is shown and changes nothing', () => {
    const other = stated({ action: 'propose' });
    const yes = stated({ action: 'grant', ref: other });
    const { cards, uncounted, lines } = view([asked, yes]);

    expect(cards).toMatchObject([{ state: 'asked', yes: null }]);
    expect(uncounted).toBe(1);
    expect(lines.get(yes.seq)).toMatchObject({ line: 'uncounted' });
  });

  test('an advisor cannot answer it', () => {
    const yes = { ...stated({ action: 'grant', ref: asked }), sender: asked.sender };

    expect(view([asked, yes])).toMatchObject({ asks: 1, uncounted: 1 });
  });
});

describe('a spoken yes', () => {
  const said = stated({ action: 'propose', saidAt: NOW - 5000 });

  test('may be told under until the client says otherwise', () => {
    expect(view([said]).cards[0]).toMatchObject({ state: 'said', saidAt: NOW - 5000 });
    expect(view([said]).cards[0]?.yes).not.toBeNull();
    const no = stated({ action: 'decline', ref: said, answer: 'no' });
    expect(view([said, no]).cards).toMatchObject([{ state: 'declined', yes: null }]);
  });

  test('what was told under it stands on its card', () => {
    const told = stated({ action: 'use', ref: said, about: 'één', toldAt: NOW - 10 });

    expect(view([said, told]).cards).toMatchObject([
      { told: [{ at: NOW - 10, name: 'Sanne', whom: 'de mentor', points: ['één'] }] },
    ]);
  });
});

describe('a yes', () => {
  const yes = stated({ action: 'grant', validUntil: NOW });

  test('permits nothing once its time is over', () => {
    expect(view([yes], NOW - 1).cards).toMatchObject([{ state: 'allowed' }]);
    expect(view([yes], NOW).cards).toMatchObject([{ state: 'ended', yes: null }]);
  });

  test('withdrawn keeps what was told, and permits nothing', () => {
    const told = stated({ action: 'use', ref: yes, toldAt: NOW - 10 });
    const withdrawn = stated({ action: 'withdraw', ref: yes });
    const [card] = view([yes, told, withdrawn], NOW - 5).cards;

    expect(card).toMatchObject({ state: 'withdrawn', yes: null, withdrawnAt: withdrawn.receivedAt });
    expect(card?.told).toHaveLength(1);
  });

  test('given under a card is marked', () => {
    const card = stated({ action: 'grant', underCard: true });

    expect(view([card]).cards).toMatchObject([{ underCard: true }]);
  });

  test('that this reader cannot open is no yes', () => {
    expect(view([stated({ action: 'grant', opened: false })]).cards).toEqual([]);
  });
});

describe('a question about a colleague', () => {
  const about = (key: Uint8Array, part: Partial<Part> = {}) =>
    stated({
      action: 'propose',
      purpose: 'cover',
      toAdvisor: key as Statement['toAdvisor'],
      whom: 'Noor',
      ...part,
    });

  test('says who it is by the key that was signed, whatever name was written', () => {
    const asked = about(COLLEAGUE);
    const { cards, lines } = view([asked]);

    expect(cards).toMatchObject([{ purpose: 'cover', colleague: 'known', whom: 'Youssef Amrani' }]);
    expect(lines.get(asked.seq)).toMatchObject({ line: 'asked', purpose: 'cover', whom: 'Youssef Amrani' });
  });

  test('that the directory does not know is a stranger', () => {
    expect(view([about(ADVISOR)]).cards).toMatchObject([{ colleague: 'stranger', whom: 'Noor' }]);
  });

  test('is answered by a yes about the same colleague only', () => {
    const asked = about(COLLEAGUE);
    const toAnother = about(ADVISOR, { action: 'grant', ref: asked });
    const yes = about(COLLEAGUE, { action: 'grant', ref: asked });

    expect(view([asked, toAnother])).toMatchObject({ cards: [{ state: 'asked' }], uncounted: 1 });
    expect(view([asked, yes])).toMatchObject({ cards: [{ state: 'allowed' }], uncounted: 0 });
  });

  test('discussing names nobody of ours when it is with the school', () => {
    const asked = stated({ action: 'propose', purpose: 'joint', whom: 'de schoolleiding' });

    expect(view([asked]).cards).toMatchObject([
      { purpose: 'joint', colleague: 'none', whom: 'de schoolleiding' },
    ]);
  });
});

test('telling without consent is a card of its own, and the newest stands first', () => {
  const asked = stated({ action: 'propose' });
  const notice = stated({ action: 'notice', toldAt: NOW - 9, why: 'gevaar', consulted: 'collega' });

  expect(view([asked, notice]).cards).toMatchObject([
    { state: 'told_without', notice: { at: NOW - 9, why: 'gevaar', consulted: 'collega' } },
    { state: 'asked' },
  ]);
});
