// The last step: everything on one page, with who can see what, before it is final.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { listOf } from '../../i18n/format.ts';
import { tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { firstText, name, selfDescription } from '../../store/draft.ts';
import { client, send } from '../../store/engine.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { about, answers, callDetails, extended } from './booking_form.ts';
import { kind, mode, moving, type Step, step } from './booking_steps.ts';
import { talkForm } from './talk_form.ts';
import { whenText } from './talk_line.tsx';

// Asking for more time is of use when there is little left; it can be had once.
const EXTEND_BELOW_MIN = 3;

type Row = { readonly label: string; readonly value: string; readonly edit: Step };

function reachRows(): readonly Row[] {
  const { phone, whoAnswers, ifOther, voicemail, codeWord, helps } = answers.value;
  if (kind.value !== 'call' || mode.value === 'client_calls') return [];
  const other = {
    hang_up: 'appt.other_hang',
    ask_for_me: 'appt.other_ask',
    call_later: 'appt.other_later',
  } as const;
  const answering =
    whoAnswers === 'only_me'
      ? tell('appt.pickup_me')
      : `${tell('appt.pickup_other')}: ${tell(other[ifOther])}`;
  const rows = [
    { label: tell('review.phone'), value: phone },
    { label: tell('review.pickup'), value: answering },
    {
      label: tell('review.voicemail'),
      value: tell(voicemail === 'no' ? 'appt.voicemail_no' : 'appt.voicemail_yes'),
    },
    { label: tell('review.name'), value: name.value },
    { label: tell('review.codeword'), value: codeWord },
    { label: tell('review.helps'), value: helps },
  ];
  return rows.filter((row) => row.value !== '').map((row) => ({ ...row, edit: 'reach' }));
}

function aboutRows(): readonly Row[] {
  const { place, attendees, agenda, help, language } = about.value;
  const needs = help.map((one) =>
    one === 'interpreter' && language !== ''
      ? `${tell('help_interpreter')}: ${language}`
      : tell(`help_${one}`),
  );
  const told =
    kind.value === 'call'
      ? []
      : [
          { label: tell('review_place'), value: place, edit: 'about' as const },
          { label: tell('review_attendees'), value: attendees, edit: 'about' as const },
          { label: tell('review_agenda'), value: agenda, edit: 'about' as const },
        ];
  const needed = { label: tell('review_help'), value: listOf(needs), edit: 'companion' as const };
  return [...told, needed].filter(({ value }) => value !== '');
}

function wayText(advisor: string): string {
  if (kind.value !== 'call') return tell(`kind_${kind.value}`);
  return tell(mode.value === 'client_calls' ? 'appt.mode.self' : 'appt.mode.them', { name: advisor });
}

function movingRows(when: Row): readonly Row[] {
  const { value: old } = moving;
  return old ? [{ label: tell('review_from'), value: whenText(old), edit: 'time' }, when] : [];
}

function rows(advisor: string): readonly Row[] {
  const slot = client.hold.value.slot;
  const companion = {
    alone: 'appt.alone',
    my_age: 'appt.my_age',
    adult: 'appt.adult',
    unknown: 'appt.unknown',
  } as const;
  const when: Row = { label: tell('review.when'), value: slot ? whenText(slot) : '', edit: 'time' };
  if (moving.value) return movingRows(when);
  return [
    when,
    { label: tell('review.mode'), value: wayText(advisor), edit: 'mode' },
    ...reachRows(),
    { label: tell('review.companion'), value: tell(companion[answers.value.companion]), edit: 'companion' },
    ...aboutRows(),
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
              aria-label={tell('review.edit_name', { what: row.label })}
              onClick={() => {
                step.value = row.edit;
              }}
            >
              {tell('review.edit')}
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
          <Icon name="clock" /> {tell('book.held', { minutes })}
        </p>
        {extended.value || minutes > EXTEND_BELOW_MIN ? null : (
          <button
            type="button"
            class="link"
            onClick={() => {
              extended.value = true;
              send({ type: 'extend_hold' });
            }}
          >
            {tell('extend')}
          </button>
        )}
      </Note>
    );
  }
  if (state !== 'expired' || !slot) return null;
  return (
    <Note tone="warm" role="alert">
      <p>{tell('book.expired')}</p>
      <button type="button" class="btn ghost" onClick={() => send({ type: 'hold', slot })}>
        {tell('book.hold_again')}
      </button>
      <button
        type="button"
        class="link"
        onClick={() => {
          step.value = 'time';
        }}
      >
        {tell('book.other_time')}
      </button>
    </Note>
  );
}

export function ReviewStep({ advisor }: { advisor: string }) {
  const { state, failure } = client.booking.value;
  const opens = client.thread.value.state === 'none';
  const book = () => {
    if (state === 'sending') return;
    if (moving.value) return send({ type: 'move', appointment: moving.value.id });
    send({
      type: 'book',
      details: callDetails(),
      talk: talkForm(),
      text: firstText.value.trim() || tell('book.first'),
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
          label={tell('book.ahead')}
          hint={tell('book.ahead_hint')}
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
          {tell('review.sealed', { name: advisor })}
        </li>
        <li>
          <Icon name="eye" />
          {tell('review.server')}
        </li>
      </ul>
      {moving.value === null && (kind.value === 'joint' || kind.value === 'mediation') ? (
        <Note>
          <p>{tell('review_proposal', { name: advisor })}</p>
        </Note>
      ) : null}
      <div class="actions">
        <button type="submit" class="btn large">
          {moving.value ? tell('review_move') : tell('review.go')}
        </button>
      </div>
      {state === 'sending' ? <Loading text={tell('review.sending')} /> : null}
      {state === 'failed' && failure ? <Problem failure={failure} /> : null}
    </form>
  );
}
