// Sending and fetching in parts: what breaks off goes on where it was, and a server that lies is not followed.
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAttachment, type SealedAttachment, sealAttachment } from '../../src/crypto/attachment.ts';
import { equalBytes } from '../../src/crypto/bytes.ts';
import { conversationId } from '../../src/crypto/ids.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { download, type Transfer, upload } from '../../src/worker/blob_transfer.ts';
import { present } from '../crypto/support/expect.ts';
import { seededRandom } from '../crypto/support/seeded_random.ts';
import { BlobServer } from './support/blob_server.ts';

const conversation = conversationId(new Uint8Array(16).fill(1));
// A few parts, of whatever size.
const file = new Uint8Array(1_300_000).fill(5);
let sealed: SealedAttachment;
let server: BlobServer;
let transfer: Transfer;
let stop: AbortController;

function last<Result>(steps: Generator<number, Result, void>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

beforeAll(async () => {
  await loadSodium();
  const label = { kind: 'pdf', form: 'original', name: 'verslag.pdf' } as const;
  sealed = present(last(sealAttachment(file, conversation, label, seededRandom('blob'))));
});
beforeEach(async () => {
  server = new BlobServer();
  stop = new AbortController();
  const origin = await server.start();
  transfer = { origin, call: server.call, signal: stop.signal, progress: () => {} };
});
afterEach(() => server.stop());

const send = () => upload({ conversation, manifest: sealed.manifest }, sealed.ciphertext, transfer);

describe('sending', () => {
  test('all parts in their order, and how far it is', async () => {
    const seen: number[] = [];

    const end = await upload({ conversation, manifest: sealed.manifest }, sealed.ciphertext, {
      ...transfer,
      progress: (bytes) => seen.push(bytes),
    });

    expect(end).toBe('done');
    expect(server.finished).toBe(true);
    expect(server.parts.length).toBeGreaterThan(2);
    expect(seen).toEqual([...server.parts, sealed.ciphertext.length]);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test.each([['cut' as const], [503], [403]])('after %s it goes on where it was', async (failure) => {
    let failures = 1;
    server.fail = (offset) => (offset > 0 && failures-- > 0 ? failure : null);

    expect(await send()).toBe('done');

    expect(new Set(server.parts).size).toBe(server.parts.length);
    expect(server.finished).toBe(true);
    expect(server.calls).toEqual(['blob.begin', 'blob.begin', 'blob.finish']);
  });

  test.each([
    ['blobs_full', 'full'],
    ['storage_full', 'server_full'],
    ['not_found', 'failed'],
  ] as const)('%s is said at once', async (code, end) => {
    server.refuse = { code, data: {} };

    expect(await send()).toBe(end);
    expect(server.parts).toEqual([]);
  });

  test('a disk that fills up under way ends it', async () => {
    server.fail = (offset) => (offset > 0 ? 507 : null);

    expect(await send()).toBe('server_full');
  });

  test('a stop ends it, and the server is told', async () => {
    server.fail = (offset) => {
      if (offset > 0) stop.abort();
      return null;
    };

    expect(await send()).toBe('stopped');
    expect(server.finished).toBe(false);
    expect(server.calls.at(-1)).toBe('blob.cancel');
  });
});

describe('fetching', () => {
  const fetchIt = () => download({ conversation, manifest: sealed.manifest }, transfer);

  test('what was sent comes back, over a cut', async () => {
    server.kept = Uint8Array.from(sealed.ciphertext);
    let failures = 1;
    server.fail = (offset) => (offset > 0 && failures-- > 0 ? 'cut' : null);

    const ciphertext = present(await fetchIt());

    const opened = present(last(openAttachment(ciphertext, sealed.manifest, conversation)));
    expect(equalBytes(opened, file)).toBe(true);
  });

  test('another size than the manifest says is not fetched', async () => {
    server.kept = Uint8Array.from(sealed.ciphertext.subarray(1));

    expect(await fetchIt()).toBeNull();
  });
});
