// Starts a worker under the one Trusted Types policy of the page, and ends it.

type ScriptUrlPolicy = { createScriptURL(url: string): string };
type PolicyFactory = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
};

export type WorkerLink<Command> = {
  send(command: Command): void;
  // Keys and plaintext in the worker are gone when this returns.
  end(): void;
};

const allowed = new Set<string>();
let policy: ScriptUrlPolicy | undefined;

// The policy lets through only addresses that this bundle itself names as its workers.
function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  allowed.add(url);
  if (!factory) return url;
  policy ??= factory.createPolicy('kiezel-worker', {
    createScriptURL: (asked) => {
      if (!allowed.has(asked)) throw new TypeError('not a worker of this page');
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

export function startWorker<Command, Event>(
  url: string,
  on: { event(event: Event): void; failure(): void },
): WorkerLink<Command> {
  const worker = new Worker(trusted(url), { type: 'module' });
  worker.onmessage = (message: MessageEvent<Event>) => on.event(message.data);
  worker.onerror = () => on.failure();
  return {
    send: (command) => worker.postMessage(command),
    end: () => {
      worker.onmessage = null;
      worker.terminate();
    },
  };
}
