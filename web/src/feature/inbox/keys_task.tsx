// What the advisor began on the screen of keys and devices.
import { signal } from '@preact/signals';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Note } from '../../ui/page.tsx';

export type KeysTask =
  | { readonly kind: 'add' }
  | { readonly kind: 'card' }
  | { readonly kind: 'seal' }
  | { readonly kind: 'revoke'; readonly id: string; readonly name: string };

export const keysTask = signal<KeysTask | null>(null);

export function beginTask(task: KeysTask): void {
  command({ type: 'end_task' });
  keysTask.value = task;
}

export function endTask(): void {
  keysTask.value = null;
  command({ type: 'end_task' });
}

// What went wrong with it; a wrong passphrase is said at its field.
export function taskProblem(): string | null {
  const { problem } = advisor.devices.value;
  return problem === null || problem === 'passphrase' ? null : say(`keys.problem_${problem}`);
}

export function TaskProblem() {
  const problem = taskProblem();
  if (problem === null) return null;
  return (
    <Note tone="danger" role="alert">
      <p>{problem}</p>
    </Note>
  );
}
