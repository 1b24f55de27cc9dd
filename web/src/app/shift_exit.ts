// Three presses of Shift leave at once; each press says how many are left, to ears as well.
import { t } from '../i18n/text.ts';
import { ShiftCounter } from '../ui/quick_exit.ts';

const EXPIRED_SHOWN_MS = 5000;

export function watchShift(exit: () => void): void {
  const status = document.createElement('p');
  status.className = 'vh';
  status.setAttribute('role', 'status');
  document.body.append(status);
  const counter = new ShiftCounter({
    pressed: (left) => {
      status.textContent = t('exit.more', { left });
    },
    expired: () => {
      status.textContent = t('exit.expired');
      setTimeout(() => {
        status.textContent = '';
      }, EXPIRED_SHOWN_MS);
    },
    complete: exit,
  });
  document.addEventListener('keyup', (event) => counter.keyUp(event.key, event.shiftKey), true);
}
