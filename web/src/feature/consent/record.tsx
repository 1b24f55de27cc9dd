// What is about to be laid down, word by word, before anybody presses the button.
import { tell } from '../../i18n/consent/text.ts';

export function Record({ text }: { text: string }) {
  return (
    <div class="consent-record">
      <p class="eyebrow">{tell('record')}</p>
      <p class="text" dir="auto">
        {text}
      </p>
    </div>
  );
}
