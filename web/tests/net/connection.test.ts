import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Connection, type ConnectionEvents } from '../../src/net/connection.ts';
import { all_methods } from '../../src/protocol/methods.ts';

// The platform's WebSocket, driven by hand.
class Wire {
  static readonly all: Wire[] = [];
  readonly sent: { id: number; method: string }[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor() {
    Wire.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.onclose?.();
  }

  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: '2.0', ...frame }) });
  }

  answer(result: object): void {
    this.say({ id: this.sent.at(-1)?.id, result });
  }
}

const wire = () => Wire.all.at(-1) as Wire;
const settled = () => vi.advanceTimersByTimeAsync(0);

function connect(greet: ConnectionEvents['greet'] = async () => true) {
  const states: string[] = [];
  const notified: string[] = [];
  const connection = new Connection('ws://kiezel.example/api/socket', all_methods, {
    greet,
    changed: (state) => states.push(state),
    notified: ({ name }) => notified.push(name),
  });
  connection.start();
  return { connection, states, notified };
}

async function opened(greet?: ConnectionEvents['greet']) {
  const parts = connect(greet);
  wire().onopen?.();
  await settled();
  return parts;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Wire);
  Wire.all.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('connection', () => {
  test('a call gets the reply to its own request', async () => {
    const { connection } = await opened();
    const asked = connection.call('session.ping', {});
    await settled();

    wire().answer({ now: 5 });

    expect(await asked).toEqual({ ok: true, value: { now: 5 } });
  });

  test('an error of the server is a value with its code', async () => {
    const { connection } = await opened();
    const asked = connection.call('session.ping', {});
    await settled();

    wire().say({
      id: wire().sent.at(-1)?.id,
      error: { code: 1004, message: 'rate_limited', data: { retry_after_s: 7 } },
    });

    expect(await asked).toEqual({ ok: false, error: { code: 'rate_limited', data: { retry_after_s: 7 } } });
  });

  test('a reply of another shape is refused', async () => {
    const { connection } = await opened();
    const asked = connection.call('session.ping', {});
    await settled();

    wire().answer({ now: 'soon' });

    expect(await asked).toMatchObject({ ok: false, error: { code: 'malformed' } });
  });

  test('nobody calls before the greeting is done', async () => {
    const { connection } = connect(async (call) => (await call('session.challenge', {})).ok);
    void connection.call('session.ping', {});
    wire().onopen?.();
    await settled();
    const before = wire().sent.map(({ method }) => method);

    wire().answer({ nonce: 'A'.repeat(43), expires_at: 1 });
    await settled();

    expect(before).toEqual(['session.challenge']);
    expect(wire().sent.map(({ method }) => method)).toEqual(['session.challenge', 'session.ping']);
  });

  test('when the socket goes, open calls end and a new socket greets again', async () => {
    const greet = vi.fn(async () => true);
    const { connection, states } = await opened(greet);
    const asked = connection.call('session.ping', {});
    await settled();

    wire().close();
    await vi.advanceTimersByTimeAsync(1000);
    wire().onopen?.();
    await settled();

    expect(await asked).toMatchObject({ ok: false, error: { code: 'disconnected' } });
    expect(Wire.all).toHaveLength(2);
    expect(greet).toHaveBeenCalledTimes(2);
    expect(states).toEqual(['online', 'connecting', 'online']);
  });

  test('three seconds without a socket are offline', async () => {
    const { states } = await opened();

    wire().close();
    await vi.advanceTimersByTimeAsync(2900);
    const early = [...states];
    await vi.advanceTimersByTimeAsync(200);

    expect(early).toEqual(['online', 'connecting']);
    expect(states.at(-1)).toBe('offline');
  });

  test('a frame that breaks the protocol ends the socket', async () => {
    const { connection } = await opened();

    wire().onmessage?.({ data: '{"jsonrpc":"1.0"}' });

    expect(connection.online).toBe(false);
  });

  test('a socket that no longer answers pings is given up', async () => {
    const { connection } = await opened();

    await vi.advanceTimersByTimeAsync(25_000 + 20_000);

    expect(connection.online).toBe(false);
  });

  test('a call made while there is no socket waits for one, but not for ever', async () => {
    const { connection } = connect();
    const asked = connection.call('session.ping', {});

    await vi.advanceTimersByTimeAsync(15_000);

    expect(await asked).toMatchObject({ ok: false, error: { code: 'disconnected' } });
  });

  test('after the end nothing comes back', async () => {
    const { connection } = await opened();

    connection.end();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(Wire.all).toHaveLength(1);
  });
});

test('a renewed connection greets anew over another socket', async () => {
  const greet = vi.fn(async () => true);
  const { connection, states } = await opened(greet);

  connection.renew();
  wire().onopen?.();
  await settled();

  expect(Wire.all).toHaveLength(2);
  expect(greet).toHaveBeenCalledTimes(2);
  expect(states.at(-1)).toBe('online');
});
