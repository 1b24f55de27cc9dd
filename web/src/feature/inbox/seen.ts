// Says that a message was read only when it really was in sight: on the screen, in the page that has the focus.
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { command } from '../../store/advisor.ts';

// `seq` is the newest message of the other side that was not read yet; null when there is none.
export function useSeen(log: RefObject<HTMLElement | null>, id: string | null, seq: number | null): void {
  useEffect(() => {
    const target = seq === null ? null : log.current?.querySelector(`[data-seq="${seq}"]`);
    if (!target || id === null || seq === null) return;
    let visible = false;
    const look = () => {
      if (visible && document.visibilityState === 'visible' && document.hasFocus()) {
        command({ type: 'seen', id, seq });
      }
    };
    const observer = new IntersectionObserver((entries) => {
      visible = entries.at(-1)?.isIntersecting ?? false;
      look();
    });
    observer.observe(target);
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      observer.disconnect();
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [id, seq]);
}
