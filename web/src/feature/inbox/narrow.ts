// Whether one pane is shown at a time: then each pane is a page, with the page's heading and the focus on it.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

// The same bound as in inbox.css.
const ONE_PANE = matchMedia('(max-width: 47.99rem)');

export const onePane = signal(ONE_PANE.matches);
ONE_PANE.addEventListener('change', () => {
  onePane.value = ONE_PANE.matches;
});

// The level below the pane's own heading.
export function subheading(): 'h2' | 'h3' {
  return onePane.value ? 'h2' : 'h3';
}

export function useFocusWhenShown(id: string, shown: boolean): void {
  useEffect(() => {
    if (shown && onePane.value) document.getElementById(id)?.focus({ preventScroll: true });
  }, [id, shown]);
}
