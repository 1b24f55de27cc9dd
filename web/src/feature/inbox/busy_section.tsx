// The advisor's own blocks: times in which nothing is offered. Nobody is told why.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clock, longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { FieldError } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { BusyBlock } from '../../worker/agenda_messages.ts';
import { instantOf } from './local_instant.ts';

const BLOCK_S_MAX = 14 * 86_400;

function blockText({ from, until }: BusyBlock): string {
  return say('busy.block', {
    day: longDay(from),
    from: clock(from),
    until: longDay(from) === longDay(until) ? clock(until) : `${longDay(until)} ${clock(until)}`,
  });
}

function Blocks({ blocks }: { blocks: readonly BusyBlock[] }) {
  if (blocks.length === 0) return <p class="hint">{say('busy.none')}</p>;
  return (
    <ul class="busy-list">
      {blocks.map((block) => (
        <li key={block.id}>
          <span>
            {blockText(block)}
            {block.imported ? <span class="hint"> {say('busy.imported')}</span> : null}
          </span>
          <button
            type="button"
            class="icon-button"
            aria-label={say('busy.remove', { block: blockText(block) })}
            onClick={() => command({ type: 'agenda', agenda: { act: 'remove_busy', block: block.id } })}
          >
            <Icon name="cross" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function AddBlock() {
  const date = useSignal('');
  const from = useSignal('');
  const until = useSignal('');
  const error = useSignal<string | null>(null);
  const add = () => {
    const [start, end] = [instantOf(date.value, from.value), instantOf(date.value, until.value)];
    const sound = start !== null && end !== null && start < end && end - start <= BLOCK_S_MAX;
    error.value = sound ? null : say('busy.wrong');
    if (!sound) return;
    command({ type: 'agenda', agenda: { act: 'put_busy', from: start, until: end } });
    [date.value, from.value, until.value] = ['', '', ''];
  };
  const field = (id: string, label: string, type: 'date' | 'time', value: { value: string }) => (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type}
        step={300}
        value={value.value}
        aria-invalid={error.value !== null}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
    </div>
  );
  return (
    <form
      class="stack-small"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div class="lengths">
        {field('busy-date', say('plan.date'), 'date', date)}
        {field('busy-from', say('busy.from'), 'time', from)}
        {field('busy-until', say('busy.until'), 'time', until)}
      </div>
      <FieldError id="busy-error" text={error.value} />
      <button type="submit" class="btn ghost small">
        <Icon name="plus" />
        {say('busy.add')}
      </button>
    </form>
  );
}

export function BusySection() {
  const { busy } = advisor.calls.value;
  useEffect(() => command({ type: 'agenda', agenda: { act: 'load_busy' } }), []);
  return (
    <section aria-labelledby="busy-title" class="stack-small">
      <h2 id="busy-title">{say('busy.title')}</h2>
      <p class="hint">{say('busy.hint')}</p>
      <Blocks blocks={busy} />
      <AddBlock />
    </section>
  );
}
