import { beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '../../src/crypto/encoding.ts';
import { appointmentId } from '../../src/crypto/ids.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import type { Call } from '../../src/net/calls.ts';
import { Bookings } from '../../src/worker/bookings.ts';
import { ConversationLog } from '../../src/worker/conversation_log.ts';
import type { Founding } from '../../src/worker/founding.ts';
import type { Guide } from '../../src/worker/guide.ts';
import type { LiveConversation } from '../../src/worker/live_conversation.ts';
import { type CallDetailsForm, initialSlices, type SelfDescription } from '../../src/worker/messages.ts';
import { Publisher } from '../../src/worker/publisher.ts';
import type { TalkForm } from '../../src/worker/talk_messages.ts';
import { NOW, Scenario } from '../crypto/support/scenario.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';
import { ServerLog } from './support/server_log.ts';

beforeAll(loadSodium);

const slot = { start: NOW + 3600, end: NOW + 5400 };
const details = { mode: 'client_calls', name: '', companion: 'alone' } as CallDetailsForm;
const talk: TalkForm = {
  kind: 'call',
  place: '',
  agenda: '',
  attendees: '',
  help: [],
  language: '',
  groundRules: '',
};
const command = { details, talk, text: '', self: {} as SelfDescription };

type Setting = {
  readonly devices?: number;
  readonly booked?: { start: number; end: number };
  readonly trusted?: boolean;
};

// An open conversation, a server that keeps every time free, and what it was asked.
async function setting({ devices = 1, booked = slot, trusted = true }: Setting = {}) {
  const scenario = new Scenario(seededRandom('bookings'));
  const server = new ServerLog(NOW);
  const { conversation, share, client, device } = scenario;
  const log = new ConversationLog(
    { conversation, share, kemKeys: [client.kem], ownKey: client.signing.verifyKey },
    client.signing,
    {
      online: () => true,
      certificates: () => [device.certificate],
      revocations: () => [],
      refreshCertificates: () => Promise.resolve(true),
    },
    () => {},
  );
  server.add(scenario.append(scenario.makeCommit('create')));
  await log.receive(server.entries);

  const asked: { method: string; params: Record<string, Uint8Array> }[] = [];
  const replies: Record<string, () => object> = {
    'appointment.hold': () => ({
      outcome: 'held',
      hold: new Uint8Array(16).fill(1),
      nearest: [],
    }),
    'appointment.book': () => ({ outcome: 'booked', appointment: new Uint8Array(16).fill(2), ...booked }),
    'appointment.cancel': () => ({ outcome: 'cancelled', revision: 1 }),
    'appointment.release': () => ({}),
    'appointment.list': () => ({ appointments: [] }),
  };
  const fault: { of: (method: string) => string | undefined } = { of: () => undefined };
  const call = (async (method: string, params: never) => {
    asked.push({ method, params });
    const code = fault.of(method);
    if (code) return { ok: false, error: { code, data: {} } };
    const reply = replies[method];
    return reply ? { ok: true, value: reply() } : server.call(method as 'conversation.append', params);
  }) as Call;

  const slices = new Publisher(initialSlices, () => {});
  const organisation = {
    name: '',
    deploymentId: '',
    rootKeys: [],
    phone: '',
    email: '',
    exitUrl: '',
    apiOrigin: '',
  };
  const context = {
    slices,
    organisation,
    origin: '',
    call,
    end: () => {},
    renew: () => {},
    speech: { language: 'nl', tone: 'je' },
  } as const;
  const live = {
    log,
    conversation,
    prekeys: Array(devices).fill(device.prekey),
    refreshKeys: () => Promise.resolve(true),
    judgement: { trustsDirectory: () => Promise.resolve(trusted) },
    write: (message: object) => log.send({ kind: 'message', message }, call),
  } as unknown as LiveConversation;
  const guide = { book: null, advisor: { id: device.identity.keyId } } as unknown as Guide;
  const bookings = new Bookings(context, { guide, live, founding: {} as Founding });
  const methods = () => asked.map(({ method }) => method);
  return { bookings, live, slices, server, log, asked, methods, replies, fault };
}

describe('bookings', () => {
  test('a call is booked when its details and its time are in the log', async () => {
    const { bookings, slices, log } = await setting();
    await bookings.hold(slot);

    await bookings.book(command);

    expect(slices.get('booking')).toMatchObject({ state: 'booked', slot });
    expect(log.entries).toHaveLength(3);
  });

  test('without a device to seal to, nothing is booked', async () => {
    const { bookings, slices, methods } = await setting({ devices: 0 });
    await bookings.hold(slot);

    await bookings.book(command);

    expect(slices.get('booking')).toMatchObject({ state: 'failed', failure: { kind: 'no_keys' } });
    expect(methods()).not.toContain('appointment.book');
  });

  test('with an older directory than was seen, nothing is booked', async () => {
    const { bookings, slices, methods } = await setting({ trusted: false });
    await bookings.hold(slot);

    await bookings.book(command);

    expect(slices.get('booking')).toMatchObject({ state: 'failed', failure: { kind: 'untrusted' } });
    expect(methods()).not.toContain('appointment.book');
  });

  test.each(['entry_refused', 'conversation_closed'] as const)(
    'a call whose details are refused (%s) is called off',
    async (code) => {
      const { bookings, slices, server, methods } = await setting();
      await bookings.hold(slot);
      server.refusal = { code, data: {} };

      await bookings.book(command);

      expect(slices.get('booking')).toMatchObject({ state: 'failed', failure: { kind: 'refused' } });
      expect(methods()).toContain('appointment.cancel');
    },
  );

  test('a call at another time than was chosen is called off and told to nobody', async () => {
    const other = { start: slot.start + 1800, end: slot.end + 1800 };
    const { bookings, slices, log, methods } = await setting({ booked: other });
    await bookings.hold(slot);

    await bookings.book(command);

    expect(slices.get('booking').state).toBe('failed');
    expect(methods()).toContain('appointment.cancel');
    expect(log.entries).toHaveLength(1);
  });

  test('a hold lasts by our own steady clock, whatever the server says of its end', async () => {
    const { bookings, slices, replies } = await setting();
    const held = replies['appointment.hold'];
    replies['appointment.hold'] = () => ({ ...held?.(), expires_at: 1 });

    await bookings.hold(slot);

    expect(slices.get('hold').state).toBe('held');
    expect((slices.get('hold').expiresAt ?? 0) * 1000 - Date.now()).toBeGreaterThan(290_000);
  });

  test('another hold gives the one before back', async () => {
    const { bookings, methods } = await setting();

    await bookings.hold(slot);
    await bookings.hold(slot);

    expect(methods()).toEqual(['appointment.hold', 'appointment.release', 'appointment.hold']);
  });

  test('a booking of unknown outcome is asked again with the same hold and request', async () => {
    const { bookings, slices, asked, fault } = await setting();
    await bookings.hold(slot);
    const faults = ['internal_error'];
    fault.of = (method) => (method === 'appointment.book' ? faults.shift() : undefined);
    await bookings.book(command);
    expect(slices.get('booking').state).toBe('failed');

    await bookings.book(command);

    const requests = asked.filter(({ method }) => method === 'appointment.book').map(({ params }) => params);
    expect(requests).toHaveLength(2);
    expect(requests[1]).toEqual(requests[0]);
    expect(slices.get('booking').state).toBe('booked');
  });

  test('who says yes to a mediation says yes to its rules, and a no repeats nothing', async () => {
    const groundRules = 'Om de beurt praten.\nIedereen mag stoppen.';
    for (const accept of [true, false]) {
      const { bookings, live, log, replies } = await setting();
      const id = new Uint8Array(16).fill(3);
      const time = { start: slot.start, end: slot.end, revision: 0 };
      const proposed = {
        ...time,
        action: 'proposed',
        id: appointmentId(id),
        kind: 'mediation',
        groundRules,
      } as const;
      await live.write({ talk: proposed });
      replies['appointment.list'] = () => ({
        appointments: [
          { ...time, appointment: id, conversation: id, state: 'proposed', proposed_by: 'advisor' },
        ],
      });
      const outcome = accept ? 'accepted' : 'declined';
      replies['appointment.answer'] = () => ({ outcome, revision: 1 });
      await bookings.list.load();

      await bookings.list.answer(toHex(id), accept);

      const content = log.entries.at(-1)?.content;
      const said = content?.kind === 'message' ? content.message.talk : undefined;
      expect(said).toMatchObject({ action: outcome, kind: 'mediation' });
      expect(said?.groundRules).toBe(accept ? groundRules : undefined);
    }
  });
});
