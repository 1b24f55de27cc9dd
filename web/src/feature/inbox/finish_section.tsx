// A12: finishing. What happens then is said before, and a last kind word can go with it.
import { useSignal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import { longDay } from '../../i18n/format.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/form.tsx';
import { Note } from '../../ui/page.tsx';
import { registerFor } from './consent_rules.ts';

const LAST_WORDS = { 'nl-je': 'finish_text_je', 'nl-u': 'finish_text_u', en: 'finish_text_en' } as const;

// Nothing is finished that the family must still hear.
const mustTell = () => advisor.consent.value.held.length > 0;

function WhatHappens() {
  const asks = advisor.consent.value.cards.some(({ state }) => state === 'asked');
  return (
    <>
      {asks ? (
        <Note tone="warm">
          <p>{speak('finish_asks')}</p>
        </Note>
      ) : null}
      <ul class="plain-list">
        <li>{speak('finish_what')}</li>
        <li>{speak('finish_date')}</li>
        <li>{speak('finish_back')}</li>
        <li>{speak('finish_keys')}</li>
      </ul>
    </>
  );
}

function FinishDialog({ id, close }: { id: string; close: () => void }) {
  const text = useSignal(speak(LAST_WORDS[registerFor(advisor.open.value.person)]));
  return (
    <Dialog heading={speak('finish_title')} close={close}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (mustTell()) return;
          command({ type: 'finish', id, text: text.value.trim() });
          close();
        }}
      >
        {mustTell() ? (
          <Note tone="danger" role="alert">
            <p>{speak('held_finish')}</p>
          </Note>
        ) : null}
        <WhatHappens />
        <Field
          id="finish-text"
          label={speak('finish_text')}
          optional={speak('finish_text_optional')}
          control={(describedBy) => (
            <textarea
              id="finish-text"
              rows={5}
              maxLength={2000}
              value={text.value}
              aria-describedby={describedBy || undefined}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
            />
          )}
        />
        <div class="actions">
          <button type="submit" class="btn">
            {speak('finish_go')}
          </button>
          <button type="button" class="btn ghost" onClick={close}>
            {speak('stop')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function FinishSection({ id }: { id: string }) {
  const open = useSignal(false);
  const { finish } = advisor.open.value;
  if (!finish.mayFinish || finish.state === 'finished') return null;
  return (
    <section class="finish-section">
      <button
        type="button"
        class="btn ghost small"
        onClick={() => {
          open.value = true;
        }}
      >
        {speak('finish')}
      </button>
      <p role="status" class="hint">
        {finish.sending === 'sending' ? speak('sending') : null}
        {finish.sending === 'failed' ? speak('finished_failed') : null}
      </p>
      {open.value ? (
        <FinishDialog
          id={id}
          close={() => {
            open.value = false;
          }}
        />
      ) : null}
    </section>
  );
}

// In the place of the composer.
export function Finished({ id }: { id: string }) {
  const { finish } = advisor.open.value;
  const { closedAt, eraseAt, mayFinish, sending } = finish;
  return (
    <div class="note finished" role="status">
      <p>
        <span>
          {closedAt === null ? null : speak('finished', { day: longDay(closedAt) })}{' '}
          {eraseAt === null ? null : speak('finished_until', { day: longDay(eraseAt) })}
        </span>
      </p>
      {mayFinish ? (
        <>
          <p class="hint">{speak('reopen_hint')}</p>
          <button
            type="button"
            class="btn ghost small"
            onClick={() => {
              if (sending !== 'sending') command({ type: 'reopen', id });
            }}
          >
            {speak('reopen')}
          </button>
        </>
      ) : null}
      {sending === 'failed' ? (
        <p role="alert" class="error">
          {speak('finished_failed')}
        </p>
      ) : null}
    </div>
  );
}
