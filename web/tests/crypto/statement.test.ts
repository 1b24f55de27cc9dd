import { beforeAll, describe, expect, test } from 'vitest';
import { parseEraseOrder, signEraseOrder } from '../../src/crypto/erase_order.ts';
import { hashValue } from '../../src/crypto/ids.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import {
  encodeStatement,
  type Statement,
  signStatement,
  verifyStatement,
} from '../../src/crypto/statement.ts';
import { mayIssue } from '../../src/crypto/statement_shape.ts';
import { ASKED, type Said, say, sealed, statementOf } from './support/consent.ts';
import { checkedValue, flipped, present, refusalOf } from './support/expect.ts';
import { contentOf, outcome, readUpTo } from './support/reading.ts';
import { NOW, Scenario } from './support/scenario.ts';
import { seededRandom } from './support/seeded_random.ts';

beforeAll(loadSodium);

const scene = () => Scenario.usual(seededRandom('statement'));
const REF = hashValue(new Uint8Array(32).fill(7));

describe('statement: what is signed is read, and nothing else', () => {
  test('a grant comes back as it was made', () => {
    const scenario = scene();
    const made = statementOf(scenario, scenario.client.signing, { action: 'grant', ...ASKED });

    const signed = present(signStatement(made, scenario.client.signing));

    expect(checkedValue(verifyStatement(signed.bytes))).toEqual(signed);
    expect(signed).toMatchObject(ASKED);
  });

  test('no byte of it can be changed', () => {
    const scenario = scene();
    const { bytes } = present(
      signStatement(
        statementOf(scenario, scenario.client.signing, { action: 'grant', ...ASKED }),
        scenario.client.signing,
      ),
    );

    const refusals = [...bytes.keys()].map((at) => refusalOf(verifyStatement(flipped(bytes, at))));

    expect(refusals).not.toContain('accept');
  });

  test('cut short, too long, signed by another', () => {
    const scenario = scene();
    const { client, device } = scenario;
    const made = statementOf(scenario, client.signing, { action: 'grant', ...ASKED });
    const { bytes } = present(signStatement(made, client.signing));

    expect(refusalOf(verifyStatement(bytes.slice(0, 219)))).toBe('syntax');
    expect(refusalOf(verifyStatement(new Uint8Array(16_385)))).toBe('limit');
    expect(signStatement(made, device.signing)).toBeNull();
  });

  const wrong: Readonly<Record<string, Said>> = {
    'a grant without words': { action: 'grant' },
    'a grant that ends before it begins': { action: 'grant', ...ASKED, validFrom: 20, validUntil: 20 },
    'a withdrawal of nothing': { action: 'withdraw' },
    'a withdrawal with a period': { action: 'withdraw', ref: REF, validUntil: 5 },
    'a withdrawal with words': { action: 'withdraw', ref: REF, whom: 'iemand' },
    'a use without a time': { action: 'use', ref: REF, whom: 'a', about: 'b' },
    'a proposal that answers something': { action: 'propose', ...ASKED, ref: REF },
    'a notice without a reason': { action: 'notice', ...ASKED, toldAt: NOW, consulted: 'een collega' },
    'a decline without an answer': { action: 'decline', ref: REF },
    'cover for nobody': { action: 'grant', ...ASKED, purpose: 'cover' },
    'an empty name': { action: 'grant', ...ASKED, whom: '' },
    'a name that is too long': { action: 'grant', ...ASKED, whom: 'x'.repeat(201) },
  };
  for (const [name, said] of Object.entries(wrong)) {
    test(`refused: ${name}`, () => {
      const scenario = scene();
      const made: Statement = statementOf(scenario, scenario.client.signing, said);

      expect(signStatement(made, scenario.client.signing)).toBeNull();
      expect(encodeStatement(made).length).toBeGreaterThan(155);
    });
  }

  test('who may say what', () => {
    const saying = (role: 'client' | 'second_client' | 'advisor' | 'cover_advisor') =>
      (['grant', 'withdraw', 'use', 'acknowledge', 'propose', 'decline', 'notice'] as const).filter(
        (action) => mayIssue(role, action),
      );

    expect(saying('client')).toEqual(['grant', 'withdraw', 'acknowledge', 'decline']);
    expect(saying('second_client')).toEqual(saying('client'));
    expect(saying('advisor')).toEqual(['use', 'acknowledge', 'propose', 'notice']);
    expect(saying('cover_advisor')).toEqual(saying('advisor'));
  });
});

describe('statement entries', () => {
  test('both sides open one; the words on the screen are what was signed', () => {
    const scenario = scene();
    const statement = say(scenario, scenario.client.signing, { action: 'grant', ...ASKED });
    const last = present(scenario.log.at(-1));

    for (const reader of [scenario.clientReader(), scenario.deviceReader()]) {
      readUpTo(reader, scenario, scenario.log.length - 1);
      expect(contentOf(reader.append(last, scenario.context()))).toEqual({ kind: 'statement', statement });
    }
  });

  test('a statement of somebody else cannot be sent on, nor one of another conversation', () => {
    const scenario = scene();
    const { client, device } = scenario;
    const own = present(
      signStatement(statementOf(scenario, client.signing, { action: 'grant', ...ASKED }), client.signing),
    );
    const other = new Scenario(seededRandom('another'));
    const foreign = present(
      signStatement(statementOf(other, client.signing, { action: 'grant', ...ASKED }), client.signing),
    );

    expect(() => sealed(scenario, device.signing, own)).toThrow();
    expect(() => sealed(scenario, client.signing, foreign)).toThrow();
  });
});

describe('erase: the client’s order ends the log', () => {
  test('it is the last entry that anybody takes', () => {
    const scenario = scene();
    const reader = readUpTo(scenario.deviceReader(), scenario);
    const order = signEraseOrder(scenario.writer.next(), scenario.client.signing);

    expect(contentOf(reader.append(order, scenario.context()))).toEqual({ kind: 'erase' });
    expect(reader.isErased).toBe(true);
    scenario.append(order);
    const next = scenario.makeMessage({ text: 'nog iets' });
    expect(outcome(reader.append(next, scenario.context()))).toBe('rule');
  });

  test('an advisor cannot give it, and it has one form', () => {
    const scenario = scene();
    const order = signEraseOrder(scenario.writer.next(), scenario.device.signing);

    expect(outcome(readUpTo(scenario.clientReader(), scenario).append(order, scenario.context()))).toBe(
      'rule',
    );
    expect(refusalOf(parseEraseOrder(Uint8Array.of()))).toBe('syntax');
    expect(refusalOf(parseEraseOrder(Uint8Array.of(2)))).toBe('shape');
    expect(refusalOf(parseEraseOrder(Uint8Array.of(1, 0)))).toBe('syntax');
  });
});
