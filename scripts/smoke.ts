// The main job on real processes: a pupil, an advisor and a parent as native clients, a restart of the server in between.
// Prints `smoke: ok` with its figures; anything else is a sentence and a non-zero exit.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Service } from './service.ts';

const play_deadline_ms = 120_000;

async function play(service: Service, token: string): Promise<string> {
  const client = spawn(join(service.bin, 'kiezel-client'), ['play', service.origin, token], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: play_deadline_ms,
  });
  const exited = new Promise<number | null>((resolve) => client.once('exit', resolve));
  let played = '';
  for await (const line of createInterface({ input: client.stdout })) {
    if (line === 'restart') {
      await service.stopServer();
      await service.startServer();
      client.stdin.write('restarted\n');
    } else if (line.startsWith('played ')) {
      played = line.slice('played '.length);
    }
  }
  if ((await exited) !== 0 || played === '') throw new Error('the clients did not get through; what went wrong stands above');
  return played;
}

async function main(): Promise<void> {
  const started_ms = Date.now();
  const service = await Service.start();
  try {
    const ready_ms = Date.now() - started_ms;
    const invitation = service.invitations()[0];
    if (invitation === undefined) throw new Error('the demo organisation has no invitation');
    const figures = await play(service, invitation.token);
    console.log(`smoke: ok ready_ms=${ready_ms} total_ms=${Date.now() - started_ms} ${figures}`);
  } finally {
    await service.stop();
  }
}

main().catch((failure: unknown) => {
  console.error(`smoke: failed: ${failure instanceof Error ? failure.message : String(failure)}`);
  process.exit(1);
});
