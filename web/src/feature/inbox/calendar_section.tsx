// The advisor's other calendar: what it may read of this one, and what this one takes over from it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Check } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import { busyTimes, CALENDAR_BYTES_MAX } from './calendar_import.ts';
import { ReminderSection } from './reminder_section.tsx';

const AHEAD_S = 120 * 86_400;

function Address({ address }: { address: string }) {
  const copied = useSignal(false);
  return (
    <Note>
      <p>{say('feed.once')}</p>
      <p>
        <code class="feed-address">{address}</code>
      </p>
      <button
        type="button"
        class="btn ghost small"
        onClick={() => {
          void navigator.clipboard.writeText(address).then(() => {
            copied.value = true;
          });
        }}
      >
        {copied.value ? say('feed.copied') : say('feed.copy')}
      </button>
    </Note>
  );
}

function Feed() {
  const { feed } = advisor.calls.value;
  const neutral = useSignal(true);
  useEffect(() => command({ type: 'agenda', agenda: { act: 'load_feed' } }), []);
  return (
    <section aria-labelledby="feed-title" class="stack-small">
      <h3 id="feed-title">{say('feed.title')}</h3>
      <p class="hint">{say('feed.hint')}</p>
      {feed.address ? <Address address={feed.address} /> : null}
      <Check
        label={say('feed.neutral')}
        checked={neutral.value}
        change={(checked) => {
          neutral.value = checked;
        }}
      />
      <div class="actions">
        <button
          type="button"
          class="btn ghost small"
          onClick={() => command({ type: 'agenda', agenda: { act: 'put_feed', neutral: neutral.value } })}
        >
          {say(feed.exists ? 'feed.again' : 'feed.make')}
        </button>
        {feed.exists ? (
          <button
            type="button"
            class="link"
            onClick={() => command({ type: 'agenda', agenda: { act: 'remove_feed' } })}
          >
            {say('feed.remove')}
          </button>
        ) : null}
      </div>
      {feed.exists ? <p class="hint">{say('feed.exists')}</p> : null}
    </section>
  );
}

function Import() {
  const said = useSignal<string | null>(null);
  const { busy } = advisor.calls.value;
  const imported = busy.filter((block) => block.imported).length;
  const take = async (file: File | undefined) => {
    if (!file) return;
    const now = Math.floor(Date.now() / 1000);
    const text = file.size <= CALENDAR_BYTES_MAX ? await file.text() : '';
    const times = text === '' ? null : busyTimes(text, { from: now, until: now + AHEAD_S });
    said.value = times ? say('import.taken', { count: times.length }) : say('import.wrong');
    if (times) command({ type: 'agenda', agenda: { act: 'import_busy', blocks: times } });
  };
  return (
    <section aria-labelledby="import-title" class="stack-small">
      <h3 id="import-title">{say('import.title')}</h3>
      <p class="hint">{say('import.hint')}</p>
      <div class="field">
        <label for="import-file">{say('import.file')}</label>
        <input
          id="import-file"
          type="file"
          accept=".ics,text/calendar"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </div>
      <p role="status" class={said.value ? 'hint' : 'vh'}>
        {said.value}
      </p>
      {imported > 0 ? (
        <button
          type="button"
          class="link"
          onClick={() => {
            said.value = null;
            command({ type: 'agenda', agenda: { act: 'import_busy', blocks: [] } });
          }}
        >
          <Icon name="cross" />
          {say('import.remove', { count: imported })}
        </button>
      ) : null}
    </section>
  );
}

export function CalendarSection() {
  return (
    <section aria-labelledby="calendar-title" class="stack-small">
      <h2 id="calendar-title">{say('feed.heading')}</h2>
      <Feed />
      <Import />
      <ReminderSection />
    </section>
  );
}
