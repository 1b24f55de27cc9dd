// What a conversation says about consent: a line for each statement, and a strip while a question waits. Fetched with the
// first of them.
import { about, tell } from '../../i18n/consent/text.ts';
import { longDay } from '../../i18n/format.ts';
import { t } from '../../i18n/text.ts';
import { show } from '../../store/screen.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { CoverPerson } from '../../worker/consent_messages.ts';
import type { ThreadItem } from '../../worker/messages.ts';
import { lastDay } from './full_text.ts';

type ConsentItem = Extract<ThreadItem, { kind: 'consent' }>;

const ICON: Partial<Record<ConsentItem['line'], IconName>> = {
  told_without: 'alert',
  uncounted: 'alert',
  joins: 'eye',
  leaves: 'eye',
  talk_first: 'ear',
};

function Look() {
  return (
    <button type="button" class="link inline" onClick={() => show('consent')}>
      {tell('look')}
    </button>
  );
}

// Who stands in says until when.
function lineText({ line, purpose, whom, until = 0 }: ConsentItem, name: string): string {
  if (line !== 'joins') return about(purpose)(`line_${line}`, { name, whom });
  return until === 0
    ? tell('line_joins_stop', { whom })
    : tell('line_joins', { whom, day: longDay(lastDay(until)) });
}

export function ConsentLine({ item, advisor }: { item: ConsentItem; advisor: string }) {
  const { line, name } = item;
  return (
    <p>
      <Icon name={ICON[line] ?? 'shield'} />
      <span>
        {lineText(item, name || advisor || t('thread.nameless'))} <Look />
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

// Who else reads, as long as they do.
export function ReadsAlong({ covers }: { covers: readonly CoverPerson[] }) {
  return covers.map(({ name: whom, until }) => (
    <p key={whom}>
      <Icon name="eye" />
      <span>
        {until === 0 ? tell('reads_stop', { whom }) : tell('reads', { whom, day: longDay(lastDay(until)) })}{' '}
        <Look />
      </span>
    </p>
  ));
}
