// Leaving at once (product rule 4.1): cover in the same tick, end the worker with its keys, forget the title, and
// replace this page so that Back does not return to it. Three presses of Shift do the same as the button.

const PRESSES = 3;
const SEQUENCE_MS = 5000;

type QuickExit = { readonly address: () => string; readonly wipe: () => void };

let overlay: HTMLElement | null = null;

function coverAll(): void {
  overlay ??= document.createElement('div');
  overlay.className = 'exit-cover';
  overlay.setAttribute('role', 'alert');
  document.body.classList.add('leaving');
  document.body.append(overlay);
}

export function leave({ address, wipe }: QuickExit): void {
  const target = address();
  coverAll();
  wipe();
  document.title = ' ';
  history.replaceState(null, '', '/');
  location.replace(target);
}

// Only Shift on its own counts: Shift together with a letter is typing.
export class ShiftCounter {
  #presses = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shiftHeld = false;
  readonly #on: { pressed(left: number): void; expired(): void; complete(): void };

  constructor(on: { pressed(left: number): void; expired(): void; complete(): void }) {
    this.#on = on;
  }

  keyUp(key: string, shiftKey: boolean): void {
    const alone = key === 'Shift' && !this.#shiftHeld;
    this.#shiftHeld = shiftKey;
    if (!alone) {
      this.#cancel();
      return;
    }
    this.#presses += 1;
    clearTimeout(this.#timer);
    if (this.#presses >= PRESSES) {
      this.#presses = 0;
      this.#on.complete();
      return;
    }
    this.#on.pressed(PRESSES - this.#presses);
    this.#timer = setTimeout(() => this.#cancel(), SEQUENCE_MS);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    if (this.#presses === 0) return;
    this.#presses = 0;
    this.#on.expired();
  }
}

// A page that the browser kept whole (bfcache) must never show content again.
export function refuseRestoredPage(onRestored: () => void): void {
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    document.body.classList.remove('leaving');
    overlay?.remove();
    overlay = null;
    onRestored();
  });
}
