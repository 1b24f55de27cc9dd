// The messages of a conversation by day: who said it in words as well as by side, and how far an answer came.
import { useSignal } from '@preact/signals';
import { clock, dayKey, longDay } from '../../i18n/format.ts';
import { isInboxKey, say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { soughtItem } from '../../store/inbox_view.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { rich } from '../../ui/rich.tsx';
import type { CaseItem, ClientRole, ReplyDelivery } from '../../worker/advisor_messages.ts';
import { SentFiles } from '../attachment/sent_files.tsx';
import { subheading } from './narrow.ts';

const DELIVERY_ICON: Record<ReplyDelivery, IconName> = {
  waiting: 'clock',
  sent: 'sent',
  arrived: 'check',
  failed: 'alert',
};

type Day = { readonly key: string; readonly at: number; readonly items: CaseItem[] };

export function byDay(items: readonly CaseItem[]): readonly Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const key = dayKey(item.at);
    const last = days.at(-1);
    if (last?.key === key) last.items.push(item);
    else days.push({ key, at: item.at, items: [item] });
  }
  return days;
}

type MessageItem = Extract<CaseItem, { kind: 'message' }>;

function authorOf(item: MessageItem, role: ClientRole | null): string {
  if (item.own) return say('case.you');
  if (item.colleague !== null) return item.colleague;
  return say(role === null ? 'case.somebody' : `case.${role}`);
}

function Message({ item, role }: { item: MessageItem; role: ClientRole | null }) {
  const side = item.own || item.colleague !== null ? 'own' : 'other';
  const sought = item.id === soughtItem.value ? ' sought' : '';
  return (
    <li class={side + sought} data-item={item.id} data-seq={item.seq}>
      <div class="message">
        <p class="author">{authorOf(item, role)}</p>
        {item.text === '' ? null : (
          <p class="text" translate={false} dir="auto">
            {rich(item.text)}
          </p>
        )}
        <SentFiles
          files={item.files}
          place={advisor.open.value.id ?? ''}
          opened={advisor.opened}
          act={(file) => command({ type: 'file', file })}
        />
        <p class="meta">
          <time>{clock(item.at)}</time>
          {item.own ? (
            <span class={`delivery ${item.delivery}`}>
              <Icon name={DELIVERY_ICON[item.delivery]} />
              {say(`delivery.${item.delivery}`)}
            </span>
          ) : null}
        </p>
      </div>
    </li>
  );
}

const CONSENT_ICON: Partial<Record<ConsentItem['line'], IconName>> = {
  told_without: 'alert',
  joins: 'eye',
  leaves: 'eye',
};

type ConsentItem = Extract<CaseItem, { kind: 'consent' }>;

// Who stands in says until when.
function joinsText({ own, whom, until = 0 }: ConsentItem): string {
  const whose = own ? 'case.line_joins_own' : 'case.line_joins';
  return until === 0 ? say(`${whose}_stop`, { whom }) : say(whose, { whom, day: longDay(until - 1) });
}

function consentText(item: ConsentItem): string {
  const { line, own, purpose, name, whom } = item;
  if (line === 'joins') return joinsText(item);
  // Standing in and discussing have their own words for all that would else speak of telling.
  if (purpose === 'cover' || purpose === 'joint') {
    const isOwn = own && (line === 'asked' || line === 'told');
    const key = `case.line_${line}_${purpose}${isOwn ? '_own' : ''}`;
    if (isInboxKey(key)) return say(key, { name, whom });
  }
  switch (line) {
    case 'asked':
    case 'said':
    case 'told':
    case 'told_without':
      return say(own ? `case.line_${line}_own` : `case.line_${line}`, { name, whom });
    default:
      return say(`case.line_${line}`, { whom });
  }
}

function talkText({ talk, own }: Extract<CaseItem, { kind: 'talk' }>): string {
  const at = (start: number) => say('case.talk_when', { day: longDay(start), time: clock(start) });
  const { action, kind, start, earlier } = talk;
  return say(`case.talk_${action}${own ? '_own' : ''}`, {
    what: say(`talk.${kind}`),
    when: at(start),
    earlier: earlier ? at(earlier.start) : '',
  });
}

function systemText(item: Exclude<CaseItem, MessageItem>): { icon: IconName; text: string } {
  switch (item.kind) {
    case 'talk':
      return { icon: 'calendar', text: talkText(item) };
    case 'consent':
      return { icon: CONSENT_ICON[item.line] ?? 'shield', text: consentText(item) };
    case 'joined':
      return { icon: 'person', text: say('case.joined', { name: item.name }) };
    case 'new_words':
      return {
        icon: 'key',
        text: item.how === 'card' ? say('case.new_card', { name: item.name }) : say('case.new_words'),
      };
    case 'unreadable':
      return { icon: 'alert', text: say('case.unreadable') };
  }
}

function Item({ item, role }: { item: CaseItem; role: ClientRole | null }) {
  if (item.kind === 'message') return <Message item={item} role={role} />;
  const { icon, text } = systemText(item);
  return (
    <li class="system" data-item={item.id} data-seq={item.seq}>
      <p>
        <Icon name={icon} />
        {text}
      </p>
    </li>
  );
}

// Where the advisor had read to when the conversation was opened: the line stays there while they read on.
function firstNew(items: readonly CaseItem[], readSeq: number): string | null {
  const theirs = items.find((item) => item.seq > readSeq && !('own' in item && item.own));
  return theirs && readSeq >= 0 ? theirs.id : null;
}

export function CaseLog({ items, role }: { items: readonly CaseItem[]; role: ClientRole | null }) {
  const DayHeading = subheading();
  const newFrom = useSignal(firstNew(items, advisor.open.value.readSeq)).value;
  return (
    <>
      {byDay(items).map((day) => (
        <section key={day.key} aria-label={longDay(day.at)}>
          <DayHeading class="day">{longDay(day.at)}</DayHeading>
          <ol>
            {day.items.map((item) => (
              <>
                {item.id === newFrom ? (
                  <li class="new-here">
                    <p>{say('case.new_here')}</p>
                  </li>
                ) : null}
                <Item key={item.id} item={item} role={role} />
              </>
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
