// C16 (help now), C17 (who can read this) and how it works: pages of text that need no connection.
import { type TextKey, t } from '../../i18n/text.ts';
import { client } from '../../store/engine.ts';
import { leaveHelp, show } from '../../store/screen.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { PhoneLine } from '../../ui/problem.tsx';

type Line = {
  readonly number: string;
  readonly dial: string;
  readonly title: TextKey;
  readonly text: TextKey;
};

const LINES: readonly Line[] = [
  { number: '112', dial: '112', title: 'now.112', text: 'now.112_text' },
  { number: '0800-0432', dial: '08000432', title: 'now.kind', text: 'now.kind_text' },
  { number: '113', dial: '113', title: 'now.113', text: 'now.113_text' },
  { number: '0800-2000', dial: '08002000', title: 'now.thuis', text: 'now.thuis_text' },
  { number: '0900-111 3111', dial: '09001113111', title: 'now.inspector', text: 'now.inspector_text' },
];

export function HelpNowScreen() {
  return (
    <Page heading={t('now.h1')} lead={t('now.lead')} back={leaveHelp}>
      <ul class="blocks">
        {LINES.map((line) => (
          <li key={line.number} class="card block">
            <Icon name="phone" className="round" />
            <div>
              <h2>{t(line.title)}</h2>
              <p>{t(line.text)}</p>
              <a class="btn ghost" href={`tel:${line.dial}`}>
                {t('now.call', { number: line.number })}
              </a>
            </div>
          </li>
        ))}
      </ul>
      <PhoneLine />
      <p class="hint">{t('now.limits')}</p>
    </Page>
  );
}

type Reader = { readonly who: TextKey; readonly verdict: 'yes' | 'no' | 'some'; readonly why: TextKey };

const READERS: readonly Reader[] = [
  { who: 'readers.you', verdict: 'yes', why: 'readers.you_why' },
  { who: 'readers.advisor', verdict: 'yes', why: 'readers.advisor_why' },
  { who: 'readers.colleague', verdict: 'some', why: 'readers.colleague_why' },
  { who: 'readers.site', verdict: 'no', why: 'readers.site_why' },
  { who: 'readers.school', verdict: 'no', why: 'readers.school_why' },
  { who: 'readers.parents', verdict: 'some', why: 'readers.parents_why' },
  { who: 'readers.police', verdict: 'some', why: 'readers.police_why' },
];

export function ReadersScreen() {
  const advisor = client.thread.value.advisor;
  return (
    <Page heading={t('readers.h1')} lead={t('readers.lead')} back={leaveHelp}>
      <table class="readers">
        <thead class="vh">
          <tr>
            <th scope="col">{t('readers.who')}</th>
            <th scope="col">{t('readers.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {READERS.map((reader) => (
            <tr key={reader.who}>
              <th scope="row">
                {reader.who === 'readers.advisor' && advisor ? advisor.firstName : t(reader.who)}
              </th>
              <td>
                <strong class={`verdict ${reader.verdict}`}>{t(`readers.${reader.verdict}`)}</strong>
                {t(reader.why)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note calm">{t('readers.honest')}</p>
      <button type="button" class="link" onClick={() => show('evidence')}>
        {t('readers.more')}
      </button>
    </Page>
  );
}

const HOW: readonly { readonly title: TextKey; readonly text: TextKey }[] = [
  { title: 'how.who', text: 'how.who_text' },
  { title: 'how.write', text: 'how.write_text' },
  { title: 'how.words', text: 'how.words_text' },
  { title: 'how.call', text: 'how.call_text' },
  { title: 'how.pace', text: 'how.pace_text' },
  { title: 'how.shared', text: 'how.shared_text' },
];

export function HowScreen() {
  return (
    <Page heading={t('how.h1')} lead={t('how.lead')} back={leaveHelp}>
      <div class="prose">
        {HOW.map((part) => (
          <section key={part.title}>
            <h2>{t(part.title)}</h2>
            <p>{t(part.text)}</p>
          </section>
        ))}
      </div>
    </Page>
  );
}
