// A text field with a list of completions: the ARIA 1.2 combobox pattern. Focus stays in the field; arrow keys move
// through the list, Enter takes, Escape closes. What happens without the list is up to the form around it.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, InputHTMLAttributes } from 'preact';

export type Suggestion = { readonly id: string; readonly content: ComponentChildren };

type ComboboxProperties = {
  readonly id: string;
  readonly value: string;
  readonly describedBy: string;
  readonly listLabel: string;
  readonly suggestions: readonly Suggestion[];
  readonly input: (text: string) => void;
  readonly take: (id: string) => void;
  readonly enterKeyHint?: 'search' | 'go' | 'done';
  readonly attributes?: InputHTMLAttributes<HTMLInputElement>;
};

export function Combobox(properties: ComboboxProperties) {
  const { id, value, describedBy, listLabel, suggestions, input, take, attributes = {} } = properties;
  const active = useSignal(-1);
  const closed = useSignal(false);
  const open = suggestions.length > 0 && !closed.value;
  const current = open ? suggestions[Math.min(active.value, suggestions.length - 1)] : undefined;

  const move = (step: number) => {
    closed.value = false;
    const count = suggestions.length;
    if (count > 0)
      active.value = (active.value + step + count + (active.value < 0 && step < 0 ? 1 : 0)) % count;
  };
  const choose = (chosen: string) => {
    active.value = -1;
    closed.value = true;
    take(chosen);
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && current) choose(current.id);
    else if (event.key === 'Escape' && open) closed.value = true;
    else return;
    event.preventDefault();
  };
  const change = (text: string) => {
    active.value = -1;
    closed.value = false;
    input(text);
  };

  return (
    <div class="combobox">
      <input
        {...attributes}
        id={id}
        role="combobox"
        type="text"
        value={value}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        enterkeyhint={properties.enterKeyHint}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        aria-describedby={describedBy || undefined}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={keyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={listLabel} class="suggestions" hidden={!open}>
        {suggestions.map((suggestion) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and handles the keys
          <div
            key={suggestion.id}
            id={`${id}-${suggestion.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={suggestion === current}
            class="suggestion"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(suggestion.id)}
          >
            {suggestion.content}
          </div>
        ))}
      </div>
    </div>
  );
}
