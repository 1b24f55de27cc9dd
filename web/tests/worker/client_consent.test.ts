// What a pupil answers becomes a signed statement that both sides read the same way, and nothing else is ever sent.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '../../src/crypto/encoding.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { statementDraft } from '../../src/worker/statement_writing.ts';
import { present } from '../crypto/support/expect.ts';
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
});

const newest = () => present(pair.pupilCards[0]);

describe('a question', () => {
  test('is allowed for the points that were chosen, on both sides', async () => {
    await pair.ask({ until: stage.now + 86_400 });

    expect(await pair.allow(['twee'])).toBe(true);

    const allowed = { state: 'allowed', points: ['twee'], until: stage.now + 86_400, underCard: false };
    expect(pair.pupilCards).toMatchObject([allowed]);
    expect(pair.deskCards).toMatchObject([allowed]);
  });

  test('is signed by the pupil, with the words as they stood there', async () => {
    await pair.ask();
    await pair.allow();

    const { content, sender } = present(pair.case.log.entries.at(-1));
    if (content.kind !== 'statement') throw new Error('no statement');
    expect(content.statement).toMatchObject({ action: 'grant', ...SHOWN, whom: 'de mentor' });
    expect(toHex(content.statement.issuer)).toBe(toHex(present(pair.live.ownKey)));
    expect(sender.role).toBe('client');
  });

  test('that was put off is answered later', async () => {
    await pair.ask();

    expect(await pair.pupil({ act: 'decline', card: newest().id, answer: 'talk_first' })).toBe(true);
    expect(pair.deskCards).toMatchObject([{ state: 'talk_first', yes: null }]);
    expect(await pair.allow()).toBe(true);

    expect(pair.deskCards).toMatchObject([{ state: 'allowed' }]);
  });

  test('that was refused permits nothing', async () => {
    await pair.ask();

    expect(await pair.pupil({ act: 'decline', card: newest().id, answer: 'no' })).toBe(true);

    expect(pair.deskCards).toMatchObject([{ state: 'declined', yes: null }]);
  });

  test('that nobody asked has no answer', async () => {
    const written = pair.server.entries.length;

    expect(await pair.pupil({ act: 'decline', card: '00'.repeat(32), answer: 'no' })).toBe(false);
    expect(await pair.pupil({ act: 'withdraw', card: '00'.repeat(32) })).toBe(false);

    expect(pair.server.entries).toHaveLength(written);
  });
});

describe('a yes', () => {
  test('is taken back once, and then there is nothing to take back', async () => {
    await pair.ask();
    await pair.allow();

    expect(await pair.pupil({ act: 'withdraw', card: newest().id })).toBe(true);
    expect(pair.deskCards).toMatchObject([{ state: 'withdrawn', yes: null }]);
    const written = pair.server.entries.length;
    expect(await pair.pupil({ act: 'withdraw', card: newest().id })).toBe(false);

    expect(pair.server.entries).toHaveLength(written);
  });

  test('needs no question', async () => {
    const own = { whom: 'mijn oma', points: ['dat ik haar mis'], until: 0, shown: SHOWN };

    expect(await pair.pupil({ act: 'allow', card: null, ...own })).toBe(true);

    expect(pair.deskCards).toMatchObject([{ state: 'allowed', whom: 'mijn oma', askedAt: null }]);
  });

  test('that is too long for a statement is not sent', async () => {
    const written = pair.server.entries.length;
    const long = { whom: 'w'.repeat(201), points: ['x'], until: 0, shown: SHOWN };

    expect(await pair.pupil({ act: 'allow', card: null, ...long })).toBe(false);

    expect(pair.server.entries).toHaveLength(written);
  });
});

describe('a colleague', () => {
  test('is called what the directory says, whatever the page sends', async () => {
    await pair.ask({ purpose: 'cover', colleague: toHex(stage.amir.key.keyId), points: ['lezen'] });
    const { id } = newest();
    const answer = { points: ['lezen'], until: 0, shown: SHOWN };

    expect(await pair.pupil({ act: 'allow', card: id, whom: 'Iemand anders', ...answer })).toBe(true);

    expect(pair.deskCards).toMatchObject([{ state: 'allowed', purpose: 'cover', whom: 'Amir Yilmaz' }]);
  });

  test('whom the directory does not list gets no yes', async () => {
    const stranger = stage.identity.signingKey(pair.conversation).verifyKey;
    const words = { whom: 'Amir Yilmaz', about: 'lezen', ...SHOWN };
    const draft = statementDraft(
      { action: 'propose', purpose: 'cover', toAdvisor: stranger, validFrom: 1, ...words },
      { conversation: pair.conversation, signer: stage.keystore.signing },
    );
    await pair.case.log.send(present(draft), pair.call);
    await pair.pupil({ act: 'load' });
    expect(newest()).toMatchObject({ colleague: 'stranger', state: 'asked' });

    expect(await pair.allow()).toBe(false);

    expect(pair.pupilCards).toMatchObject([{ state: 'asked' }]);
  });
});
