// The last step: everything on one page, with who can see what, before it is final.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clock, longDay } from '../../i18n/format.ts';
import { t } from '../../i18n/text.ts';
import { firstText, name, selfDescription } from '../../store/draft.ts';
import { client, send } from '../../store/engine.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { answers, callDetails } from './booking_form.ts';
import { mode, type Step, step } from './booking_steps.ts';

type Row = { readonly label: string; readonly value: string; readonly edit: Step };

function reachRows(): readonly Row[] {
  const { phone, whoAnswers, ifOther, voicemail, codeWord, helps } = answers.value;
  if (mode.value === 'client_calls') return [];
  const other = {
    hang_up: 'appt.other_hang',
    ask_for_me: 'appt.other_ask',
    call_later: 'appt.other_later',
  } as const;
  const answering =
    whoAnswers === 'only_me' ? t('appt.pickup_me') : `${t('appt.pickup_other')}: ${t(other[ifOther])}`;
  const rows = [
    { label: t('review.phone'), value: phone },
    { label: t('review.pickup'), value: answering },
    {
      label: t('review.voicemail'),
      value: t(voicemail === 'no' ? 'appt.voicemail_no' : 'appt.voicemail_yes'),
    },
    { label: t('review.name'), value: name.value },
    { label: t('review.codeword'), value: codeWord },
    { label: t('review.helps'), value: helps },
  ];
  return rows.filter((row) => row.value !== '').map((row) => ({ ...row, edit: 'reach' }));
}

function rows(advisor: string): readonly Row[] {
  const slot = client.hold.value.slot;
  const companion = {
    alone: 'appt.alone',
    my_age: 'appt.my_age',
    adult: 'appt.adult',
    unknown: 'appt.unknown',
  } as const;
  return [
    {
      label: t('review.when'),
      value: slot ? t('book.when', { day: longDay(slot.start), time: clock(slot.start) }) : '',
      edit: 'time',
    },
    {
      label: t('review.mode'),
      value: t(mode.value === 'client_calls' ? 'appt.mode.self' : 'appt.mode.them', { name: advisor }),
      edit: 'mode',
    },
    ...reachRows(),
    { label: t('review.companion'), value: t(companion[answers.value.companion]), edit: 'companion' },
  ];
}

function Summary({ advisor }: { advisor: string }) {
  return (
    <dl class="card summary">
      {rows(advisor).map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
          <dd>
            <button
              type="button"
              class="link"
              aria-label={t('review.edit_name', { what: row.label })}
              onClick={() => {
                step.value = row.edit;
              }}
            >
              {t('review.edit')}
            </button>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useNow(everyMs: number): number {
  const now = useSignal(Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now() / 1000;
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, now]);
  return now.value;
}

// In words and by the minute: a ticking clock would only frighten.
export function HoldNote() {
  const { state, slot, expiresAt } = client.hold.value;
  const now = useNow(15_000);
  if (state === 'held' && expiresAt !== null) {
    const minutes = Math.max(1, Math.ceil((expiresAt - now) / 60));
    return (
      <Note>
        <p>
          <Icon name="clock" /> {t('book.held', { minutes })}
        </p>
      </Note>
    );
  }
  if (state !== 'expired' || !slot) return null;
  return (
    <Note tone="warm" role="alert">
      <p>{t('book.expired')}</p>
      <button type="button" class="btn ghost" onClick={() => send({ type: 'hold', slot })}>
        {t('book.hold_again')}
      </button>
      <button
        type="button"
        class="link"
        onClick={() => {
          step.value = 'time';
        }}
      >
        {t('book.other_time')}
      </button>
    </Note>
  );
}

export function ReviewStep({ advisor }: { advisor: string }) {
  const { state, failure } = client.booking.value;
  const opens = client.thread.value.state === 'none';
  const book = () => {
    if (state === 'sending') return;
    send({
      type: 'book',
      details: callDetails(),
      text: firstText.value.trim() || t('book.first'),
      self: selfDescription(),
    });
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        book();
      }}
    >
      <Summary advisor={advisor} />
      {opens ? (
        <Field
          id="ahead"
          label={t('book.ahead')}
          hint={t('book.ahead_hint')}
          optional={t('optional')}
          control={(describedBy) => (
            <MessageBox
              id="ahead"
              rows={3}
              text={firstText.value}
              describedBy={describedBy}
              change={(text) => {
                firstText.value = text;
              }}
              submit={book}
            />
          )}
        />
      ) : null}
      <ul class="who-sees">
        <li>
          <Icon name="lock" />
          {t('review.sealed', { name: advisor })}
        </li>
        <li>
          <Icon name="eye" />
          {t('review.server')}
        </li>
      </ul>
      <div class="actions">
        <button type="submit" class="btn large">
          {t('review.go')}
        </button>
      </div>
      {state === 'sending' ? <Loading text={t('review.sending')} /> : null}
      {state === 'failed' && failure ? <Problem failure={failure} /> : null}
    </form>
  );
}
