// The frame of every form about consent: the form, then what came of it.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type CaseKey, speak } from '../../i18n/case/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { focusFirstFault } from '../../ui/focus.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';

type Properties = {
  readonly heading: string;
  readonly go: string;
  readonly submit: () => void;
  readonly close: () => void;
  readonly danger?: boolean;
  // Said when it is laid down.
  readonly done?: CaseKey;
  readonly children: ComponentChildren;
};

function Done({ text, close }: { text: CaseKey; close: () => void }) {
  return (
    <div role="status" class="stack">
      <p class="consent-done">
        <Icon name="check" />
        <strong>{speak(text)}</strong>
      </p>
      <div class="actions">
        <button type="button" class="btn" onClick={close}>
          {speak('close')}
        </button>
      </div>
    </div>
  );
}

// What is left of the last time is put away at both ends.
function useSettling(): void {
  const { id } = advisor.open.value;
  useEffect(() => {
    const settle = () => {
      if (id !== null) command({ type: 'consent', id, consent: { act: 'settle' } });
    };
    settle();
    return settle;
  }, []);
}

export function ConsentDialog(properties: Properties) {
  const { heading, go, submit, close, danger = false, done = 'done', children } = properties;
  const { sending } = advisor.consent.value;
  useSettling();
  const shown = useRef(sending);
  useEffect(() => {
    if (shown.current !== sending && sending === 'done') document.getElementById('dialog-heading')?.focus();
    shown.current = sending;
  }, [sending]);
  return (
    <Dialog heading={heading} close={close}>
      {sending === 'done' ? (
        <Done text={done} close={close} />
      ) : (
        <form
          class="stack consent-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (sending !== 'sending') submit();
            focusFirstFault();
          }}
        >
          {children}
          {sending === 'failed' ? (
            <Note tone="danger" role="alert">
              <p>{speak('failed')}</p>
            </Note>
          ) : null}
          <div class="actions">
            <button type="submit" class={danger ? 'btn danger' : 'btn'}>
              {go}
            </button>
            <button type="button" class="btn ghost" onClick={close}>
              {speak('stop')}
            </button>
            <p role="status" class="hint">
              {sending === 'sending' ? speak('sending') : null}
            </p>
          </div>
        </form>
      )}
    </Dialog>
  );
}
