// The rules of a mediation: read before anybody says yes, and to be read again afterwards.
import { tell } from '../../i18n/talk/text.ts';
import { Check, FieldError } from '../../ui/form.tsx';
import type { TalkView } from '../../worker/talk_messages.ts';

export function rulesOf(talk: TalkView | null): readonly string[] {
  return (talk?.groundRules ?? '').split('\n').filter((rule) => rule !== '');
}

function List({ rules }: { rules: readonly string[] }) {
  return (
    <ul class="bullets">
      {rules.map((rule) => (
        <li key={rule} dir="auto">
          {rule}
        </li>
      ))}
    </ul>
  );
}

type AgreeProperties = {
  readonly id: string;
  readonly rules: readonly string[];
  readonly agrees: boolean;
  readonly error: string | null;
  readonly change: (agrees: boolean) => void;
};

export function AgreeToRules({ id, rules, agrees, error, change }: AgreeProperties) {
  return (
    <fieldset class="stack" aria-describedby={error ? id : undefined}>
      <legend>{tell('rules')}</legend>
      <List rules={rules} />
      <FieldError id={id} text={error} />
      <Check label={tell('rules_agree')} checked={agrees} change={change} />
      <p class="hint">{tell('rules_stop')}</p>
    </fieldset>
  );
}

export function RulesAgain({ rules }: { rules: readonly string[] }) {
  if (rules.length === 0) return null;
  return (
    <details class="fold">
      <summary>{tell('rules')}</summary>
      <List rules={rules} />
    </details>
  );
}
