// Which days of the conversation a dossier is about, and which parts of it go in.
import { type Signal, useSignal } from '@preact/signals';
import { spell } from '../../i18n/dossier/text.ts';
import { dayKey } from '../../i18n/format.ts';
import { Check, FieldError } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import type { DossierChoice } from '../../worker/dossier_messages.ts';
import { type ChoiceForm, choiceOf, PARTS } from './dossier_rules.ts';

type Bound = 'from' | 'until';

function Day({ bound, form, wrong }: { bound: Bound; form: Signal<ChoiceForm>; wrong: boolean }) {
  const id = `dossier-${bound}`;
  return (
    <div class="field">
      <label for={id}>{spell(bound)}</label>
      <input
        id={id}
        type="date"
        max={dayKey(Date.now() / 1000)}
        value={form.value[bound]}
        aria-invalid={wrong}
        aria-describedby="dossier-period-error"
        onInput={(event) => {
          form.value = { ...form.value, [bound]: event.currentTarget.value };
        }}
      />
    </div>
  );
}

function Parts({ form, error }: { form: Signal<ChoiceForm>; error: string | null }) {
  const { parts } = form.value;
  return (
    <fieldset class="dossier-parts" aria-describedby="dossier-parts-error">
      <legend>{spell('parts')}</legend>
      <FieldError id="dossier-parts-error" text={error} />
      {PARTS.map((part) => (
        <Check
          key={part}
          label={spell(`parts_${part}`)}
          checked={parts.includes(part)}
          change={(checked) => {
            const others = parts.filter((one) => one !== part);
            form.value = { ...form.value, parts: checked ? [...others, part] : others };
          }}
        />
      ))}
    </fieldset>
  );
}

type Properties = {
  readonly form: Signal<ChoiceForm>;
  readonly next: (choice: DossierChoice) => void;
  readonly close: () => void;
};

export function DossierChoiceForm({ form, next, close }: Properties) {
  const wrong = useSignal<'period' | 'parts' | null>(null);
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const choice = choiceOf(form.value);
        wrong.value = typeof choice === 'string' ? choice : null;
        if (typeof choice !== 'string') next(choice);
      }}
    >
      <Note tone="warm">
        <p>
          <Icon name="shield" />
          <span>{spell('lead')}</span>
        </p>
      </Note>
      <fieldset class="dossier-period">
        <legend>{spell('period')}</legend>
        <p class="hint">{spell('period_hint')}</p>
        <FieldError
          id="dossier-period-error"
          text={wrong.value === 'period' ? spell('period_wrong') : null}
        />
        <div class="pair">
          <Day bound="from" form={form} wrong={wrong.value === 'period'} />
          <Day bound="until" form={form} wrong={wrong.value === 'period'} />
        </div>
      </fieldset>
      <Parts form={form} error={wrong.value === 'parts' ? spell('parts_none') : null} />
      <div class="actions">
        <button type="submit" class="btn">
          {spell('look')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {spell('stop')}
        </button>
      </div>
    </form>
  );
}
