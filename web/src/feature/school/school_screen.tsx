// C3: find the school. The list is on the device and the worker searches it, so what is typed goes nowhere.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { facts } from '../../store/organisation.ts';
import { show } from '../../store/screen.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note, Page } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import type { SchoolLine } from '../../worker/messages.ts';

const QUERY_CHARACTERS_MIN = 2;
const QUERY_CHARACTERS_MAX = 80;

function choose(school: string): void {
  send({ type: 'choose_school', school });
  show('advisor');
}

function SchoolOption({ school }: { school: SchoolLine }) {
  const details = [school.place, school.street, school.kind].filter(Boolean).join(' – ');
  return (
    <>
      <Icon name="school" />
      <span>
        <strong>{school.name}</strong>
        <span class="detail">{details}</span>
      </span>
      <Icon name="arrow" className="to" />
    </>
  );
}

function NotFound() {
  const email = facts.value?.email;
  return (
    <Note tone="warm" role="status">
      <p>
        <strong>{t('school.none')}</strong>
      </p>
      <p>{t('school.none_text')}</p>
      <PhoneLine />
      {email ? (
        <p class="phone-line">
          <Icon name="mail" />
          <a href={`mailto:${email}`}>{t('school.mail')}</a>
        </p>
      ) : null}
    </Note>
  );
}

function countText(query: string): string {
  const { total, results } = client.search.value;
  if (query.length < QUERY_CHARACTERS_MIN || results.length === 0) return '';
  return total > results.length
    ? t('school.count_more', { shown: results.length, total })
    : t('school.count', { total });
}

function Finder() {
  const query = useSignal('');
  const { results, query: answered } = client.search.value;
  const typed = query.value.trim();
  const searched = typed.length >= QUERY_CHARACTERS_MIN && answered === typed;
  const input = (text: string) => {
    query.value = text;
    send({ type: 'search', query: text.trim() });
  };
  return (
    <>
      <div class="card finder">
        <Field
          id="school"
          label={t('school.label')}
          hint={t('school.hint')}
          control={(describedBy) => (
            <div class="with-icon">
              <Icon name="search" />
              <Combobox
                id="school"
                value={query.value}
                describedBy={describedBy}
                listLabel={t('school.list')}
                suggestions={
                  typed.length >= QUERY_CHARACTERS_MIN
                    ? results.map((school) => ({ id: school.id, content: <SchoolOption school={school} /> }))
                    : []
                }
                input={input}
                take={choose}
                enterKeyHint="search"
                attributes={{ maxLength: QUERY_CHARACTERS_MAX }}
              />
            </div>
          )}
        />
        <p class="hint private">
          <Icon name="lock" />
          {t('school.private')}
        </p>
        <p class="vh" role="status">
          {countText(typed)}
        </p>
      </div>
      {searched && results.length === 0 ? <NotFound /> : null}
    </>
  );
}

function DirectoryStateView() {
  const again = () => send({ type: 'load_directory' });
  switch (client.directory.value.state) {
    case 'idle':
    case 'loading':
      return <Loading text={t('school.loading')} />;
    case 'unreachable':
      return <Problem failure={{ kind: 'unreachable' }} again={again} />;
    case 'untrusted':
      return <Problem failure={{ kind: 'untrusted' }} again={again} />;
    case 'lapsed':
      return <Problem failure={{ kind: 'lapsed' }} />;
    case 'ready':
      return <Finder />;
  }
}

export function SchoolScreen() {
  useEffect(() => send({ type: 'load_directory' }), []);
  return (
    <Page
      heading={t('school.h1')}
      step={{ number: 1, of: 4 }}
      lead={t('school.lead')}
      back={() => show('know')}
    >
      <DirectoryStateView />
      {client.directory.value.state === 'ready' ? (
        <p>
          <button type="button" class="link" onClick={() => choose('')}>
            {t('school.unsaid')}
          </button>
        </p>
      ) : null}
    </Page>
  );
}
