// A box for a message. Enter makes a new line; Ctrl or Command with Enter sends. Browser spell checking is off, because
// some browsers send the text to their maker for it.
import { t } from '../i18n/text.ts';

export const TEXT_CHARACTERS_MAX = 8000;
const COUNT_FROM = 0.8;

type MessageBoxProperties = {
  readonly id: string;
  readonly rows: number;
  readonly text: string;
  readonly describedBy?: string;
  readonly placeholder?: string;
  readonly charactersMax?: number;
  readonly change: (text: string) => void;
  readonly submit: () => void;
};

export function MessageBox({
  id,
  rows,
  text,
  describedBy,
  placeholder,
  charactersMax = TEXT_CHARACTERS_MAX,
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
        maxLength={charactersMax}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        aria-describedby={`${describedBy ?? ''} ${countId}`.trim()}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={keyDown}
      />
      <p id={countId} class="hint count">
        {text.length >= charactersMax * COUNT_FROM
          ? t('write.left', { left: charactersMax - text.length })
          : null}
      </p>
    </>
  );
}
