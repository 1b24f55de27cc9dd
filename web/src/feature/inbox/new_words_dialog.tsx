// A11: new words for somebody who lost theirs. Recognise the person, choose what the words open, read them out, have two
// read back. Nothing of how the person was recognised leaves this advisor's sealed note.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Choices, type Option } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note } from '../../ui/page.tsx';
import type { CardPeriod } from '../../worker/advisor_messages.ts';
import { NewWordsCard } from './new_words_card.tsx';

const RECOGNISED = ['in_person', 'by_phone', 'other'] as const;
type Recognised = (typeof RECOGNISED)[number];
// An epoch as text, or nothing of what was written before.
type Opens = 'nothing' | `${number}`;

type Form = {
  readonly recognised: Signal<Recognised | null>;
  readonly opens: Signal<Opens>;
  readonly step: Signal<'recognise' | 'history' | 'words'>;
};

function Recognise({ form, next }: { form: Form; next: () => void }) {
  const missing = useSignal(false);
  const options = RECOGNISED.map((value): Option<Recognised> => ({ value, label: say(`words.${value}`) }));
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        missing.value = form.recognised.value === null;
        if (!missing.value) next();
      }}
    >
      <p>{say('words.lead')}</p>
      <Choices
        name="recognised"
        legend={say('words.recognise')}
        options={options}
        value={form.recognised.value}
        error={missing.value ? say('words.recognise_first') : null}
        choose={(value) => {
          form.recognised.value = value;
          missing.value = false;
        }}
      />
      <Note tone="warm">
        <p>
          <Icon name="shield" />
          <strong>{say('words.tricked')}</strong>
        </p>
        <ul>
          <li>{say('words.call_back')}</li>
          <li>{say('words.ask')}</li>
          <li>{say('words.no_hurry')}</li>
        </ul>
      </Note>
      <p class="hint">{say('words.noted')}</p>
      <div class="actions">
        <button type="submit" class="btn">
          {say('words.next')}
        </button>
      </div>
    </form>
  );
}

function historyOptions(periods: readonly CardPeriod[]): readonly Option<Opens>[] {
  const [first, ...later] = periods;
  const countFrom = (epoch: number) =>
    periods.filter((one) => one.epoch >= epoch).reduce((sum, one) => sum + one.messages, 0);
  const nothing: Option<Opens> = {
    value: 'nothing',
    label: say('words.nothing'),
    detail: say('words.nothing_detail'),
  };
  if (!first) return [nothing];
  const dated = later.map(
    ({ epoch, at }): Option<Opens> => ({
      value: `${epoch}`,
      label: say('words.since', { day: longDay(at) }),
      detail: say('words.count', { count: countFrom(epoch) }),
    }),
  );
  const all: Option<Opens> = {
    value: `${first.epoch}`,
    label: say('words.all'),
    detail: say('words.count', { count: countFrom(first.epoch) }),
  };
  return [nothing, ...dated.reverse(), all];
}

function History({ form, next }: { form: Form; next: () => void }) {
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      <Choices
        name="opens"
        legend={say('words.history')}
        hint={say('words.history_hint')}
        options={historyOptions(advisor.open.value.periods)}
        value={form.opens.value}
        choose={(value) => {
          form.opens.value = value;
        }}
      />
      <p class="hint">{say('words.always')}</p>
      <div class="actions">
        <button type="submit" class="btn">
          {say('words.make')}
        </button>
      </div>
    </form>
  );
}

function Given({ close }: { close: () => void }) {
  return (
    <div role="status">
      <p>
        <Icon name="check" />
        <strong>{say('words.given')}</strong>
      </p>
      <p>{say('words.given_text')}</p>
      <div class="actions">
        <button type="button" class="btn" onClick={close}>
          {say('words.close')}
        </button>
      </div>
    </div>
  );
}

function Failed({ again, close }: { again: (() => void) | null; close: () => void }) {
  const { failure } = advisor.card.value;
  const today = failure?.kind === 'wait' && failure.seconds > 60;
  return (
    <Note tone="danger" role="alert">
      <p>
        <Icon name="alert" />
        {say(today ? 'words.today' : 'words.failed')}
      </p>
      <div class="actions">
        {again && !today ? (
          <button type="button" class="btn" onClick={again}>
            {say('words.again')}
          </button>
        ) : null}
        <button type="button" class="btn ghost" onClick={close}>
          {say('words.close')}
        </button>
      </div>
    </Note>
  );
}

function noteLine(form: Form): string {
  const how = say(`words.${form.recognised.value ?? 'other'}`);
  return say('words.note', { day: longDay(Date.now() / 1000), how });
}

function Words({ id, form, close }: { id: string; form: Form; close: () => void }) {
  const { state, words } = advisor.card.value;
  const opens = form.opens.value;
  const give = () =>
    command({
      type: 'give_card',
      id,
      from: opens === 'nothing' ? null : Number(opens),
      note: noteLine(form),
    });
  switch (state) {
    case 'idle':
    case 'making':
      return <Loading text={say('words.making')} />;
    case 'shown':
      return words ? <NewWordsCard words={words} give={give} /> : null;
    case 'giving':
      return <Loading text={say('words.giving')} />;
    case 'given':
      return <Given close={close} />;
    case 'failed':
      return <Failed again={words ? give : null} close={close} />;
  }
}

export function NewWordsDialog({ id, close }: { id: string; close: () => void }) {
  const form: Form = {
    recognised: useSignal<Recognised | null>(null),
    opens: useSignal<Opens>('nothing'),
    step: useSignal<'recognise' | 'history' | 'words'>('recognise'),
  };
  useEffect(() => () => command({ type: 'drop_card' }), []);
  // The button that led to a step is gone with the step before it.
  const place = `${form.step.value} ${advisor.card.value.state}`;
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current !== place) document.getElementById('dialog-heading')?.focus();
    shown.current = place;
  }, [place]);
  const makeWords = () => {
    form.step.value = 'words';
    command({ type: 'make_card', id });
  };
  return (
    <Dialog heading={say('words.title')} close={close}>
      {form.step.value === 'recognise' ? (
        <Recognise
          form={form}
          next={() => {
            form.step.value = 'history';
          }}
        />
      ) : null}
      {form.step.value === 'history' ? <History form={form} next={makeWords} /> : null}
      {form.step.value === 'words' ? <Words id={id} form={form} close={close} /> : null}
      {form.step.value !== 'words' || advisor.card.value.state === 'shown' ? (
        <button type="button" class="link" onClick={close}>
          {say('words.stop')}
        </button>
      ) : null}
    </Dialog>
  );
}
