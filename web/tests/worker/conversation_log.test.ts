import { beforeAll, describe, expect, test } from 'vitest';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { ConversationLog, type LogFacts } from '../../src/worker/conversation_log.ts';
import { flipped } from '../crypto/support/expect.ts';
import { NOW, Scenario } from '../crypto/support/scenario.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';
import { ServerLog } from './support/server_log.ts';

beforeAll(loadSodium);

type Pair = { readonly scenario: Scenario; readonly server: ServerLog; readonly log: ConversationLog };

// A client who follows a log that holds a create commit and one message of each side.
async function following(facts: (scenario: Scenario) => Partial<LogFacts> = () => ({})): Promise<Pair> {
  const scenario = new Scenario(seededRandom('conversation_log'));
  const server = new ServerLog(NOW);
  const { conversation, share, client } = scenario;
  const log = new ConversationLog(
    { conversation, share, kemKeys: [client.kem], ownKey: client.signing.verifyKey },
    client.signing,
    {
      online: () => true,
      certificates: () => [scenario.device.certificate],
      revocations: () => [],
      refreshCertificates: () => Promise.resolve(true),
      ...facts(scenario),
    },
    () => {},
  );
  for (const make of [
    () => scenario.makeCommit('create'),
    () => scenario.makeMessage({ text: 'Hoi' }),
    () => scenario.makeMessage({ text: 'Dag' }, scenario.device.signing),
  ]) {
    server.add(scenario.append(make()));
  }
  await log.receive(server.entries);
  server.follow((received) => void log.receive(received));
  return { scenario, server, log };
}

function texts(log: ConversationLog): (string | undefined)[] {
  return log.entries.flatMap(({ content }) => (content.kind === 'message' ? [content.message.text] : []));
}

const message = (text: string) => ({ kind: 'message', message: { text } }) as const;

describe('conversation log: writing', () => {
  test('what is sent is in the log once, though the server pushes it too', async () => {
    const { server, log } = await following();

    const delivered = await log.send(message('Een'), server.call);

    expect(delivered).toBe(true);
    expect(texts(log)).toEqual(['Hoi', 'Dag', 'Een']);
    expect(log.outgoing).toEqual([]);
  });

  test('several messages keep their order', async () => {
    const { server, log } = await following();

    await Promise.all([log.send(message('Een'), server.call), log.send(message('Twee'), server.call)]);

    expect(texts(log)).toEqual(['Hoi', 'Dag', 'Een', 'Twee']);
  });

  test('when the other side was first, the entry is sealed anew behind it', async () => {
    const { scenario, server, log } = await following();
    const theirs = scenario.append(scenario.makeMessage({ text: 'Eerst ik' }, scenario.device.signing));

    const sending = log.send(message('Nu ik'), server.call);
    server.add(theirs);

    expect(await sending).toBe(true);
    expect(texts(log)).toEqual(['Hoi', 'Dag', 'Eerst ik', 'Nu ik']);
  });

  test('a request that never arrived is sent again unchanged', async () => {
    const { server, log } = await following();
    server.breakNext('lost_request');
    const sending = log.send(message('Hallo'), server.call);
    await settled();
    const [waiting] = log.outgoing;
    const sealed = waiting?.sealed;

    await log.flush(server.call);

    expect(waiting?.state).not.toBe('failed');
    expect(await sending).toBe(true);
    expect(server.entries.at(-1)?.entry).toBe(sealed);
  });

  test('a reply that never arrived does not double the message', async () => {
    const { server, log } = await following();
    server.breakNext('lost_reply');
    const sending = log.send(message('Hallo'), server.call);
    await settled();

    await log.flush(server.call);

    expect(await sending).toBe(true);
    expect(server.entries).toHaveLength(4);
    expect(texts(log).filter((text) => text === 'Hallo')).toHaveLength(1);
  });

  test('an entry that the server refuses has failed and the next one goes', async () => {
    const { server, log } = await following();
    server.refusal = { code: 'entry_refused', data: {} };

    const refused = await log.send(message('Nee'), server.call);
    server.refusal = null;
    const taken = await log.send(message('Ja'), server.call);

    expect([refused, taken]).toEqual([false, true]);
    expect(log.outgoing.map(({ state }) => state)).toEqual(['failed']);
  });

  test('a closed conversation takes no more', async () => {
    const { server, log } = await following();
    server.refusal = { code: 'conversation_closed', data: {} };

    const sent = await Promise.all([
      log.send(message('Nog iets'), server.call),
      log.send(message('En nog iets'), server.call),
    ]);

    expect(log.state).toBe('closed');
    expect(sent).toEqual([false, false]);
  });

  test('a commit that is no longer needed is dropped without a trace', async () => {
    const { server, log } = await following();

    const delivered = await log.send({ kind: 'commit', plan: () => null }, server.call);

    expect(delivered).toBe(false);
    expect(server.entries).toHaveLength(3);
    expect(log.outgoing).toEqual([]);
  });
});

describe('conversation log: reading', () => {
  test('entries that come twice are read once', async () => {
    const { server, log } = await following();

    await log.receive(server.entries);

    expect(log.state).toBe('good');
    expect(log.entries).toHaveLength(3);
  });

  test('an altered entry ends the trust', async () => {
    const { scenario, log } = await following();
    const entry = scenario.makeMessage({ text: 'Echt' }, scenario.device.signing);

    await log.receive([{ seq: 3, received_at: NOW, entry: flipped(entry, -1) }]);

    expect(log.state).toBe('untrusted');
    expect(texts(log)).toEqual(['Hoi', 'Dag']);
  });

  test('nothing is written any more to a log that is not trusted', async () => {
    const { scenario, server, log } = await following();
    const entry = scenario.makeMessage({ text: 'Echt' }, scenario.device.signing);
    await log.receive([{ seq: 3, received_at: NOW, entry: flipped(entry, -1) }]);

    void log.send(message('Geheim'), server.call);
    await settled();

    expect(server.entries).toHaveLength(3);
  });

  test('an entry waits for certificates that could not be had, and those after it wait too', async () => {
    let [known, reachable] = [true, false];
    const { scenario, server, log } = await following(({ device }) => ({
      certificates: () => (known ? [device.certificate] : []),
      refreshCertificates: async () => {
        known = reachable;
        return reachable;
      },
    }));
    known = false;
    server.add(scenario.append(scenario.makeMessage({ text: 'Vier' }, scenario.device.signing)));
    server.add(scenario.append(scenario.makeMessage({ text: 'Vijf' }, scenario.device.signing)));
    await log.receive(server.entries);
    expect([log.state, log.entries.length]).toEqual(['good', 3]);

    reachable = true;
    await log.receive([]);

    expect(log.state).toBe('good');
    expect(texts(log)).toEqual(['Hoi', 'Dag', 'Vier', 'Vijf']);
  });

  test('a sender without a certificate is refused once the answer is there', async () => {
    let known = true;
    const { scenario, log } = await following(({ device }) => ({
      certificates: () => (known ? [device.certificate] : []),
    }));
    known = false;
    const entry = scenario.makeMessage({ text: 'Vier' }, scenario.device.signing);

    await log.receive([{ seq: 3, received_at: NOW, entry }]);

    expect(log.state).toBe('untrusted');
  });

  test('a gap is not read over', async () => {
    const { scenario, log } = await following();
    scenario.append(scenario.makeMessage({ text: 'Weg' }, scenario.device.signing));
    const after = scenario.makeMessage({ text: 'Daarna' }, scenario.device.signing);

    await log.receive([{ seq: 4, received_at: NOW, entry: after }]);

    expect(log.state).toBe('untrusted');
  });

  test('reached tells when the log is read far enough', async () => {
    const { scenario, server, log } = await following();
    const reached = log.reached(3);

    server.add(scenario.append(scenario.makeMessage({ text: 'Vier' }, scenario.device.signing)));

    expect(await reached).toBe(true);
  });
});

// Lets everything that can happen without the wire happen.
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
