// A screen, or a part of one, whose code is fetched when it is first shown, or a little earlier when it is likely to be.
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/text.ts';
import { focusHeading } from './focus.ts';
import { Loading } from './page.tsx';
import { Problem } from './problem.tsx';

type State<Properties> =
  | { kind: 'unasked' | 'loading' | 'failed' }
  | { kind: 'ready'; screen: ComponentType<Properties> };

// A screen takes the focus when it comes and says that it is coming; a part does neither.
export function lazy<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
  what: 'screen' | 'part' = 'screen',
) {
  const state = signal<State<Properties>>({ kind: 'unasked' });
  const fetchScreen = () => {
    state.value = { kind: 'loading' };
    load().then(
      (screen) => {
        state.value = { kind: 'ready', screen };
      },
      () => {
        state.value = { kind: 'failed' };
      },
    );
  };
  const preload = () => {
    if (state.value.kind === 'unasked') fetchScreen();
  };
  function LazyScreen(properties: Properties) {
    const now = state.value;
    const ready = now.kind === 'ready';
    const shown = useRef(ready);
    // The app looked for a heading when there was none yet.
    useEffect(() => {
      if (ready && !shown.current && what === 'screen') focusHeading();
      shown.current = ready;
    }, [ready]);
    if (now.kind === 'ready') return <now.screen {...properties} />;
    queueMicrotask(preload);
    if (what === 'part' && now.kind !== 'failed') return null;
    return (
      <div class="wrap page">
        {now.kind === 'failed' ? (
          <Problem failure={{ kind: 'unreachable' }} again={fetchScreen} />
        ) : (
          <Loading text={t('wait')} />
        )}
      </div>
    );
  }
  return Object.assign(LazyScreen, { preload });
}
