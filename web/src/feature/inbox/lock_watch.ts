// Locks by keys (Ctrl+Alt+L) and when nobody has been here for a while; asks first.
import { signal } from '@preact/signals';
import { advisor, lockAdvisor } from '../../store/advisor.ts';
import { IdleLock } from '../../store/idle_lock.ts';
import { resetInboxView } from '../../store/inbox_view.ts';
import { keysTask } from './keys_task.tsx';

const LOOK_MS = 1000;
const ACTIVITY = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

// Seconds until the lock falls; null as long as there is no reason to ask.
export const lockWarning = signal<number | null>(null);

let idle = new IdleLock(0);

export function lock(): void {
  lockWarning.value = null;
  resetInboxView();
  keysTask.value = null;
  void lockAdvisor();
}

export function stay(): void {
  idle.stay(Date.now());
  lockWarning.value = null;
}

function look(): void {
  if (advisor.account.value.state !== 'open') {
    idle.stay(Date.now());
    return;
  }
  idle.idleMs = advisor.devices.value.idleMinutes * 60_000;
  const state = idle.look(Date.now());
  if (state.kind === 'over') lock();
  else lockWarning.value = state.kind === 'warning' ? state.secondsLeft : null;
}

export function watchLock(): void {
  idle = new IdleLock(Date.now());
  for (const name of ACTIVITY) {
    addEventListener(name, () => idle.active(Date.now()), { passive: true, capture: true });
  }
  addEventListener('keydown', (event) => {
    if (!event.ctrlKey || !event.altKey || event.code !== 'KeyL') return;
    event.preventDefault();
    lock();
  });
  // A computer that slept wakes here: the clock decides before anything is shown again.
  document.addEventListener('visibilitychange', look);
  setInterval(look, LOOK_MS);
}
