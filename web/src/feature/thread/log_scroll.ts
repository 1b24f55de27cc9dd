// Keeps a log at its end while the reader is there, and counts what arrived below while they read further up.
import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const AT_END_PX = 80;

export type LogScroll = {
  readonly log: RefObject<HTMLDivElement | null>;
  readonly below: Signal<number>;
  toEnd(): void;
};

export function useLogScroll(count: number, ownLast: boolean): LogScroll {
  const log = useRef<HTMLDivElement>(null);
  const below = useSignal(0);
  const atEnd = useRef(true);
  const seen = useRef(count);

  const toEnd = () => {
    below.value = 0;
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  };
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const scrolled = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
      if (atEnd.current) below.value = 0;
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => element.removeEventListener('scroll', scrolled);
  }, [below]);
  useLayoutEffect(() => {
    const arrived = count - seen.current;
    seen.current = count;
    if (atEnd.current || ownLast) toEnd();
    else if (arrived > 0) below.value += arrived;
  }, [count]);
  return { log, below, toEnd };
}
