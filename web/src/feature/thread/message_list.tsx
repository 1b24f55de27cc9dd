// The conversation as a log: day headings, who said it in words as well as by side, and how far a message came.
import { clock, dayKey, longDay } from '../../i18n/format.ts';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { rich } from '../../ui/rich.tsx';
import type { DeliveryState, ThreadItem } from '../../worker/messages.ts';
import { SentFiles } from '../attachment/sent_files.tsx';

const DELIVERY_ICON: Record<DeliveryState, IconName> = {
  waiting: 'clock',
  sent: 'sent',
  arrived: 'check',
  read: 'twice',
  failed: 'alert',
};

function deliveryText(delivery: DeliveryState, advisor: string): string {
  return delivery === 'read' ? t('thread.read', { name: advisor }) : t(`thread.${delivery}`);
}

type Day = { readonly key: string; readonly at: number; readonly items: ThreadItem[] };

export function byDay(items: readonly ThreadItem[]): readonly Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const key = dayKey(item.at);
    const last = days.at(-1);
    if (last?.key === key) last.items.push(item);
    else days.push({ key, at: item.at, items: [item] });
  }
  return days;
}

function Message({ item, advisor }: { item: Extract<ThreadItem, { kind: 'message' }>; advisor: string }) {
  return (
    <li class={item.own ? 'own' : 'other'}>
      <div class="message">
        <p class="author">{item.own ? t('thread.you') : item.author}</p>
        {item.text === '' ? null : (
          <p class="text" translate={false} dir="auto">
            {rich(item.text)}
          </p>
        )}
        <SentFiles
          files={item.files}
          place=""
          opened={client.opened}
          act={(file) => send({ type: 'file', file })}
        />
        <p class="meta">
          <time>{clock(item.at)}</time>
          {item.own ? (
            <span class={`delivery ${item.delivery}`}>
              <Icon name={DELIVERY_ICON[item.delivery]} />
              {deliveryText(item.delivery, advisor)}
            </span>
          ) : null}
        </p>
      </div>
    </li>
  );
}

function SystemLine({ icon, text }: { icon: IconName; text: string }) {
  return (
    <li class="system">
      <p>
        <Icon name={icon} />
        {text}
      </p>
    </li>
  );
}

const TalkLine = lazy(async () => (await import('../appointment/talk_line.tsx')).TalkLine, 'part');
const ConsentLine = lazy(async () => (await import('../consent/consent_line.tsx')).ConsentLine, 'part');

function Item({ item, advisor }: { item: ThreadItem; advisor: string }) {
  switch (item.kind) {
    case 'message':
      return <Message item={item} advisor={advisor} />;
    case 'appointment':
      return (
        <li class="system">
          <TalkLine item={item} />
        </li>
      );
    case 'unreadable':
      return <SystemLine icon="alert" text={t('thread.unreadable', { name: advisor })} />;
    case 'shut':
      return <SystemLine icon="lock" text={t('thread.shut')} />;
    case 'new_words': {
      const text = item.how === 'card' ? t('thread.new_card', { name: item.name }) : t('thread.new_words');
      return <SystemLine icon="key" text={text} />;
    }
    case 'consent':
      return (
        <li class="system">
          <ConsentLine item={item} advisor={advisor} />
        </li>
      );
    case 'joined':
      return <SystemLine icon="person" text={t('thread.joined', { name: item.name })} />;
  }
}

export function MessageList({ items, advisor }: { items: readonly ThreadItem[]; advisor: string }) {
  return (
    <>
      {byDay(items).map((day) => (
        <section key={day.key} aria-label={longDay(day.at)}>
          <h2 class="day">{longDay(day.at)}</h2>
          <ol>
            {day.items.map((item) => (
              <Item key={item.id} item={item} advisor={advisor} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
