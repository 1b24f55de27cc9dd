// Form parts: every field has a visible label, its hint and error are tied to it, and choices are native radios.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export function FieldError({ id, text }: { id: string; text: string | null }) {
  return (
    <p id={id} class="error" role={text ? 'alert' : undefined}>
      {text ? (
        <>
          <Icon name="alert" />
          {text}
        </>
      ) : null}
    </p>
  );
}

type FieldProperties = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | null;
  readonly optional?: string;
  // Receives the value for aria-describedby.
  readonly control: (describedBy: string) => ComponentChildren;
};

export function Field({ id, label, hint, error = null, optional, control }: FieldProperties) {
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  return (
    <div class={error ? 'field invalid' : 'field'}>
      <label for={id}>
        {label}
        {optional ? <span class="optional"> ({optional})</span> : null}
      </label>
      {hint ? (
        <p id={hintId} class="hint">
          {hint}
        </p>
      ) : null}
      <FieldError id={errorId} text={error} />
      {control([hint ? hintId : '', error ? errorId : ''].filter(Boolean).join(' '))}
    </div>
  );
}

export type Option<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string;
  readonly icon?: IconName;
};

type ChoicesProperties<Value extends string> = {
  readonly name: string;
  readonly legend: ComponentChildren;
  readonly hint?: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value | null;
  readonly error?: string | null;
  readonly compact?: 'compact';
  readonly choose: (value: Value) => void;
};

export function Choices<Value extends string>(properties: ChoicesProperties<Value>) {
  const { name, legend, hint, options, value, error = null, compact, choose } = properties;
  const errorId = `${name}-error`;
  return (
    <fieldset class={compact ? 'choices compact' : 'choices'} aria-describedby={error ? errorId : undefined}>
      <legend>{legend}</legend>
      {hint ? <p class="hint">{hint}</p> : null}
      <FieldError id={errorId} text={error} />
      <div class="options">
        {options.map((option) => (
          <label key={option.value} class="option">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => choose(option.value)}
            />
            <span class="option-face">
              {option.icon ? <Icon name={option.icon} /> : null}
              <span>
                <span class="option-label">{option.label}</span>
                {option.detail ? <span class="option-detail">{option.detail}</span> : null}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type CheckProperties = {
  readonly label: string;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
};

export function Check({ label, checked, change }: CheckProperties) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => change(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
