// What a conversation says about consent: a line for each statement, and a strip while a question waits. Fetched with the
// first of them.
import { about, tell } from '../../i18n/consent/text.ts';
import { t } from '../../i18n/text.ts';
import { show } from '../../store/screen.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { ThreadItem } from '../../worker/messages.ts';

type ConsentItem = Extract<ThreadItem, { kind: 'consent' }>;

const ICON: Partial<Record<ConsentItem['line'], IconName>> = {
  told_without: 'alert',
  uncounted: 'alert',
  talk_first: 'ear',
};

function Look() {
  return (
    <button type="button" class="link inline" onClick={() => show('consent')}>
      {tell('look')}
    </button>
  );
}

export function ConsentLine({ item, advisor }: { item: ConsentItem; advisor: string }) {
  const { line, purpose, name, whom } = item;
  return (
    <p>
      <Icon name={ICON[line] ?? 'shield'} />
      <span>
        {about(purpose)(`line_${line}`, { name: name || advisor || t('thread.nameless'), whom })} <Look />
      </span>
    </p>
  );
}

export function OpenAsks({ advisor }: { advisor: string }) {
  return (
    <p>
      <Icon name="shield" />
      <span>
        {tell('asks', { name: advisor || t('thread.nameless') })} <Look />
      </span>
    </p>
  );
}
