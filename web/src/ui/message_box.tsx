// A box for a message. Enter makes a new line; Ctrl or Command with Enter sends. Browser spell checking is off, because
// some browsers send the text to their maker for it.
import { t } from '../i18n/text.ts';

export const TEXT_CHARACTERS_MAX = 8000;
const COUNT_FROM = TEXT_CHARACTERS_MAX * 0.8;

type MessageBoxProperties = {
  readonly id: string;
  readonly rows: number;
  readonly text: string;
  readonly describedBy?: string;
  readonly placeholder?: string;
  readonly change: (text: string) => void;
  readonly submit: () => void;
};

export function MessageBox({
  id,
  rows,
  text,
  describedBy,
  placeholder,
  change,
  submit,
}: MessageBoxProperties) {
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  const countId = `${id}-count`;
  return (
    <>
      <textarea
        id={id}
        rows={rows}
        value={text}
        maxLength={TEXT_CHARACTERS_MAX}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        aria-describedby={`${describedBy ?? ''} ${countId}`.trim()}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={keyDown}
      />
      <p id={countId} class="hint count">
        {text.length >= COUNT_FROM ? t('write.left', { left: TEXT_CHARACTERS_MAX - text.length }) : null}
      </p>
    </>
  );
}
