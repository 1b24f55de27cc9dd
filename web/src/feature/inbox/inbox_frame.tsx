// The frame of the open inbox: where to go, whether there is a connection, and the lock that is always at hand.
import { useEffect, useRef } from 'preact/hooks';
import { type InboxKey, say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { type Section, section } from '../../store/inbox_view.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Brand, LanguageChoice } from './brand.tsx';
import { CallsScreen } from './calls_screen.tsx';
import { DeskScreen } from './desk_screen.tsx';
import { DirectoryAlarms } from './directory_alarms.tsx';
import { HoursScreen } from './hours_screen.tsx';
import { KeysScreen } from './keys_screen.tsx';
import { lock, lockWarning, stay } from './lock_watch.ts';
import { isToday, tick } from './moments.ts';
import { TrustScreen } from './trust_screen.tsx';

const SECTIONS: readonly { readonly name: Section; readonly text: InboxKey; readonly icon: IconName }[] = [
  { name: 'desk', text: 'nav.desk', icon: 'chat' },
  { name: 'calls', text: 'nav.calls', icon: 'phone' },
  { name: 'hours', text: 'nav.hours', icon: 'clock' },
  { name: 'trust', text: 'nav.trust', icon: 'shield' },
  { name: 'keys', text: 'nav.keys', icon: 'key' },
];

function badgeOf(name: Section): number {
  if (name === 'desk') return advisor.desk.value.rows.filter(({ unread }) => unread > 0).length;
  if (name === 'hours' || name === 'trust') return 0;
  if (name === 'keys') return advisor.devices.value.claimedAt === null ? 0 : 1;
  const { list } = advisor.calls.value;
  return list.filter(({ state, start, end }) => state === 'booked' && isToday(start) && end > tick.value)
    .length;
}

function Sections() {
  const strip = useRef<HTMLElement>(null);
  // Where large text makes the strip scroll, the section that is open is in sight.
  useEffect(() => {
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [section.value]);
  return (
    <nav ref={strip} class="sections" aria-label={say('nav.label')}>
      {SECTIONS.map(({ name, text, icon }) => {
        const badge = badgeOf(name);
        return (
          <button
            key={name}
            type="button"
            aria-current={section.value === name ? 'page' : undefined}
            onClick={() => {
              section.value = name;
            }}
          >
            <Icon name={icon} />
            <span class="section-name">{say(text)}</span>
            {badge > 0 ? <span class="badge">{badge}</span> : null}
          </button>
        );
      })}
    </nav>
  );
}

function LockWarning({ seconds }: { seconds: number }) {
  return (
    <Dialog heading={say('idle.title')} close={stay}>
      <p>{say('idle.text')}</p>
      <p class="countdown" aria-hidden="true">
        {say('idle.left', { seconds })}
      </p>
      <div class="actions">
        <button type="button" class="btn" onClick={stay}>
          {say('idle.stay')}
        </button>
        <button type="button" class="btn ghost" onClick={lock}>
          {say('idle.lock')}
        </button>
      </div>
    </Dialog>
  );
}

function ConnectionNotice() {
  const { connection } = advisor.status.value;
  const was = useRef(connection);
  const returned = was.current === 'offline' && connection === 'online';
  useEffect(() => {
    if (connection !== 'connecting') was.current = connection;
  }, [connection]);
  return (
    <div role="status" class="notice">
      {connection === 'offline' ? (
        <p class="wrap offline">
          <Icon name="alert" />
          {say('offline.bar')}
        </p>
      ) : null}
      {returned ? <p class="vh">{say('online.again')}</p> : null}
    </div>
  );
}

function Current() {
  switch (section.value) {
    case 'desk':
      return <DeskScreen />;
    case 'calls':
      return <CallsScreen />;
    case 'hours':
      return <HoursScreen />;
    case 'trust':
      return <TrustScreen />;
    case 'keys':
      return <KeysScreen />;
  }
}

export function InboxFrame() {
  const name = section.value;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    first.current = false;
  }, [name]);
  const seconds = lockWarning.value;
  return (
    <div class="inbox">
      <a class="skip" href="#main">
        {say('nav.skip')}
      </a>
      <header class="top">
        <div class="inbox-bar">
          <Brand />
          <Sections />
          <div class="tools">
            <LanguageChoice />
            <button
              type="button"
              class="btn exit"
              aria-keyshortcuts="Control+Alt+L"
              title={say('nav.lock_keys')}
              onClick={lock}
            >
              <Icon name="lock" />
              {say('nav.lock')}
            </button>
          </div>
        </div>
        <ConnectionNotice />
        <DirectoryAlarms />
      </header>
      <main id="main" tabIndex={-1} class={`section-${name}`}>
        <Current />
      </main>
      {seconds === null ? null : <LockWarning seconds={seconds} />}
    </div>
  );
}
