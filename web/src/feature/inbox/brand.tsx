// The mark and the choice of language, on every page of the inbox.
import { say, speakInbox } from '../../i18n/inbox/text.ts';
import { language } from '../../i18n/text.ts';
import { PebbleMark } from '../../ui/art.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PRODUCT } from '../../ui/shell.tsx';

export function Brand() {
  return (
    <p class="brand">
      <PebbleMark />
      <span class="brand-name">{PRODUCT}</span>
    </p>
  );
}

export function LanguageChoice() {
  return (
    <label class="language">
      <span class="vh">{say('lang.label')}</span>
      <Icon name="globe" />
      <select onChange={(event) => void speakInbox(event.currentTarget.value === 'en' ? 'en' : 'nl')}>
        <option value="nl" lang="nl" selected={language.value === 'nl'}>
          Nederlands
        </option>
        <option value="en" lang="en" selected={language.value === 'en'}>
          English
        </option>
      </select>
    </label>
  );
}
