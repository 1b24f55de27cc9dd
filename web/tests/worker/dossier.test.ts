// A dossier: what was chosen is in it, what was hidden is in no byte of it, and the conversation knows that it was made.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../src/crypto/encoding.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { verifyStatement } from '../../src/crypto/statement.ts';
import { occurrences } from '../../src/text/redaction.ts';
import { initialAdvisorSlices } from '../../src/worker/advisor_messages.ts';
import { DossierDesk } from '../../src/worker/dossier_desk.ts';
import type { DossierFile } from '../../src/worker/dossier_file.ts';
import type { DossierChoice, DossierState, Hidden } from '../../src/worker/dossier_messages.ts';
import { Publisher } from '../../src/worker/publisher.ts';
import { present } from '../crypto/support/expect.ts';
import { dossierTexts } from './support/dossier_texts.ts';
import { Pair, Stage } from './support/pair.ts';
import { readZip } from './support/zip_reader.ts';

const SETTING_MS = 120_000;
const ALL: DossierChoice = { from: null, until: null, parts: ['messages', 'statements', 'talks', 'notes'] };
const THIRD = 'Bartholomeus';
const RECORD = 'Ik heb een dossier van dit gesprek gemaakt.';
let stage: Stage;
let pair: Pair;
let desk: DossierDesk;
// As the page hears it, one after the other: what is there for one turn is seen too.
let heard: DossierState[];

beforeAll(async () => {
  await loadSodium();
  stage = await Stage.set();
}, SETTING_MS);
afterAll(() => stage.strike());
beforeEach(async () => {
  pair = await Pair.of(stage);
  heard = [];
  const slices = new Publisher(initialAdvisorSlices, (slice, value) => {
    if (slice === 'dossier') heard.push(value as DossierState);
  });
  const { organisation } = stage;
  const context = { organisation, origin: 'https://kiezel.example', call: pair.call, slices };
  desk = new DossierDesk(context, stage.keystore, pair.colleagues);
  await pair.says(`Het was ${THIRD} uit mijn klas.`);
  await pair.says('Dank je. Wat deed hij?', 'advisor');
  await pair.says(`${THIRD.toUpperCase()} pakte mijn tas. En Sem lachte.`);
});

const last = () => present(heard.at(-1));
const review = async (choice: DossierChoice = ALL) => {
  await desk.act(pair.case, { act: 'collect', choice });
  return last().items;
};
const hiding = (words: string): Hidden =>
  Object.fromEntries(
    last()
      .items.flatMap(({ texts }) => texts)
      .map(({ id, text }) => [id, occurrences(text, words)] as const)
      .filter(([, found]) => found.length > 0),
  );
const make = (hidden: Hidden = {}, locked = true) =>
  desk.act(pair.case, { act: 'make', hidden, locked, texts: dossierTexts, record: RECORD });

function made() {
  const { file, phrase } = present(heard.find((one) => one.file !== null));
  const entries = readZip(present(file), phrase);
  const text = (name: string) => present(entries.get(name)).bytes.toString('utf8');
  const json = JSON.parse(text('dossier.json')) as DossierFile;
  return {
    entries,
    phrase,
    page: text('dossier.html'),
    source: text('dossier.json'),
    json,
    file: present(file),
  };
}

const textsOf = ({ items }: DossierFile) =>
  items.flatMap(({ texts }) => (texts as { text: string }[]).map(({ text }) => text));

describe('what was hidden', () => {
  test('is in no byte of what is given out, in whatever case it was written', async () => {
    await review();
    await make(hiding(THIRD), false);

    const { page, source, json } = made();
    for (const given of [page, source]) {
      expect(given.toLowerCase()).not.toContain(THIRD.toLowerCase());
      expect(given.toLowerCase()).not.toContain(toHex(new TextEncoder().encode(THIRD)));
    }
    expect(textsOf(json)).toContain('Het was ▇▇▇▇▇ uit mijn klas.');
    expect(page).toContain('aria-label="onleesbaar gemaakt">▇▇▇▇▇</span> pakte mijn tas. En Sem lachte.');
  });

  test('takes a signed statement with it, whose bytes would tell', async () => {
    await pair.ask({ whom: `de ouders van ${THIRD}` });
    await pair.ask({ whom: 'de mentor' });
    await review();
    await make(hiding(THIRD), false);

    const { source, json } = made();
    expect(json.statements_left_out).toEqual([4]);
    expect(json.statements.statements.map(({ seq }) => seq)).toEqual([5]);
    expect(source).not.toContain(toHex(new TextEncoder().encode(THIRD)));
    expect(textsOf(json)).toContain('de ouders van ▇▇▇▇▇');
  });

  test('without hiding all of it is there: the test above can fail', async () => {
    await pair.ask({ whom: `de ouders van ${THIRD}` });
    await review();
    await make({}, false);

    const { page, source, json } = made();
    expect(page).toContain(THIRD);
    expect(source).toContain(toHex(new TextEncoder().encode(THIRD)));
    expect(json.statements_left_out).toEqual([]);
  });
});

describe('what goes in', () => {
  test('is what was chosen, by side and in order', async () => {
    await pair.ask();
    const items = await review({ ...ALL, parts: ['messages'] });

    expect(items.filter(({ kind }) => kind === 'message').map(({ side, name }) => [side, name])).toEqual([
      ['client', ''],
      ['own', 'Sanne de Vries'],
      ['client', ''],
    ]);
    expect(items.some(({ kind }) => kind === 'statement')).toBe(false);
    await make({}, false);
    expect(made().json).toMatchObject({ parts: ['messages'], statements: { statements: [] } });
  });

  test('is of the days that were chosen, the statements too', async () => {
    await pair.ask();
    for (const choice of [
      { ...ALL, until: stage.now - 86_400 },
      { ...ALL, from: stage.now + 86_400 },
    ]) {
      expect((await review(choice)).filter(({ seq }) => seq >= 0)).toEqual([]);
    }
    await make({}, false);
    expect(made().json.statements.statements).toEqual([]);
  });

  test('is what was looked through, and nothing that came later', async () => {
    await review();
    await pair.says('Dit kwam daarna.');
    await pair.ask({ whom: 'iemand die daarna kwam' });
    await make({}, false);

    const { source, json } = made();
    expect(source).not.toContain('daarna');
    expect(json.statements.statements).toEqual([]);
  });

  test('has the own note only when it was asked for', async () => {
    await pair.case.note.load(pair.call);
    await pair.case.note.save({ text: 'Alleen voor mij.', alias: 'Tas' }, pair.call);
    const texts = async (choice: DossierChoice) =>
      (await review(choice)).flatMap((item) => item.texts.map(({ text }) => text));

    expect(await texts({ ...ALL, parts: ['messages', 'statements', 'talks'] })).not.toContain(
      'Alleen voor mij.',
    );
    expect(await texts(ALL)).toContain('Alleen voor mij.');
    expect(await texts(ALL)).not.toContain('Tas');
  });

  test('has the statements as they were signed', async () => {
    await pair.ask();
    await pair.allow(['twee']);
    await review();
    await make();

    const { statements, devices } = made().json.statements;
    expect(statements.map(({ role, counts }) => [role, counts])).toEqual([
      ['advisor', true],
      ['client', true],
    ]);
    expect(devices).toHaveLength(1);
    for (const { statement } of statements)
      expect(verifyStatement(present(fromHex(statement))).ok).toBe(true);
  });

  test('has no key of the conversation, and markup that people wrote stays text', async () => {
    await pair.says('<script>alert(1)</script>');
    await review();
    await make({}, false);

    const { page, source } = made();
    expect(page).not.toMatch(/<script/i);
    expect(page).toContain('&lt;script&gt;');
    for (const secret of [
      pair.share.reveal(),
      stage.keystore.notesKey.reveal(),
      stage.device.signing.seed.reveal(),
    ])
      expect(source).not.toContain(toHex(secret));
  });
});

describe('the zip', () => {
  test('opens with its phrase of six words alone, and shows nothing without', async () => {
    await review();
    await make();

    const { phrase, file, entries, page } = made();
    expect(present(phrase).split(' ')).toHaveLength(6);
    expect([...entries.keys()]).toEqual(['dossier.html', 'dossier.json']);
    for (const { aes, encrypted } of entries.values()) expect([aes, encrypted]).toEqual([true, true]);
    expect(page).toContain(THIRD);
    expect(Buffer.from(file).includes(THIRD)).toBe(false);
    expect(() => readZip(file, `${phrase}s`)).toThrow();
    const changed = file.slice();
    changed[200] = (changed[200] ?? 0) ^ 1;
    expect(() => readZip(changed, phrase)).toThrow();
  });

  test('can be without, when that was chosen', async () => {
    await review();
    await make({}, false);

    const { phrase, entries } = made();
    expect(phrase).toBeNull();
    for (const { aes, encrypted } of entries.values()) expect([aes, encrypted]).toEqual([false, false]);
  });

  test('is with the page for one turn', async () => {
    await review();
    await make();

    expect(last()).toMatchObject({ state: 'made', file: null, items: [] });
    await desk.act(pair.case, { act: 'settle' });
    expect(last()).toMatchObject({ state: 'idle', phrase: null });
  });
});

describe('the record', () => {
  test('is in the conversation once, before anything is given out', async () => {
    const before = pair.server.entries.length;
    await review();
    await make();

    expect(pair.server.entries).toHaveLength(before + 1);
    expect(JSON.stringify(pair.case.items)).toContain(RECORD);
    await make();
    expect(pair.server.entries).toHaveLength(before + 1);
  });

  test('that cannot be laid down leaves nothing to give out', async () => {
    await review();
    pair.server.refusal = { code: 'conversation_closed', data: {} } as never;
    await make();

    expect(heard.every(({ file, phrase }) => file === null && phrase === null)).toBe(true);
    expect(last().state).toBe('unrecorded');
  });

  test('is not to be written in a finished conversation', async () => {
    pair.case.learn({ state: 'closed', closed_at: stage.now, erase_at: stage.now + 1 } as never);
    await review();
    await make();

    expect(last().state).toBe('unrecorded');
  });
});
