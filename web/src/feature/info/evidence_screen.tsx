// Behind C17: what is kept and what we see of it, how long, what nobody can prevent, and the numbers to compare. Says
// the same as SECURITY.md, for the people it is about.
import { useEffect } from 'preact/hooks';
import { type EvidenceKey, speakEvidence, tell } from '../../i18n/evidence/text.ts';
import { language, tone } from '../../i18n/text.ts';
import { client } from '../../store/engine.ts';
import { facts } from '../../store/organisation.ts';
import { show } from '../../store/screen.ts';
import { Page } from '../../ui/page.tsx';
import { Release } from './release.tsx';

const KEPT: readonly (readonly [EvidenceKey, EvidenceKey])[] = [
  ['messages', 'messages_see'],
  ['words', 'words_see'],
  ['about', 'about_see'],
  ['who', 'who_see'],
  ['calls', 'calls_see'],
  ['address', 'address_see'],
  ['device', 'device_see'],
];

const CANNOT: readonly EvidenceKey[] = [
  'cannot_words',
  'cannot_screen',
  'cannot_device',
  'cannot_person',
  'cannot_block',
  'cannot_page',
];

// Read out and compared by eye: four characters at a time.
const inFours = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? '';

function Kept() {
  return (
    <section>
      <h2>{tell('kept')}</h2>
      <p>{tell('kept_lead')}</p>
      <table class="readers">
        <thead class="vh">
          <tr>
            <th scope="col">{tell('what')}</th>
            <th scope="col">{tell('we_see')}</th>
          </tr>
        </thead>
        <tbody>
          {KEPT.map(([what, seen]) => (
            <tr key={what}>
              <th scope="row">{tell(what)}</th>
              <td>{tell(seen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Numbers() {
  const keys = facts.value?.rootKeys;
  const { advisors, advisor: chosen } = client.choice.value;
  const { advisor: ours } = client.thread.value;
  const advisor = ours ?? advisors.find(({ id }) => id === chosen);
  return (
    <section>
      <h2>{tell('keys')}</h2>
      {advisor?.safetyNumber ? (
        <>
          <h3>{tell('safety', { name: advisor.firstName })}</h3>
          <p class="fingerprint">{advisor.safetyNumber}</p>
          <p>{tell('safety_text')}</p>
        </>
      ) : null}
      <p>{tell(keys ? 'keys_text' : 'no_facts')}</p>
      <dl>
        {(keys ?? []).map((key, index) => (
          <div key={key}>
            <dt>{tell('key', { number: index + 1 })}</dt>
            <dd class="fingerprint">{inFours(key)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function EvidenceScreen() {
  const spoken = `${language.value} ${tone.value}`;
  // Again when somebody changes the language on this page.
  useEffect(() => void speakEvidence(), [spoken]);
  return (
    <Page heading={tell('h1')} lead={tell('lead')} back={() => show('readers')}>
      <div class="prose evidence">
        <Kept />
        <section>
          <h2>{tell('long')}</h2>
          <p>{tell('long_text')}</p>
        </section>
        <section>
          <h2>{tell('cannot')}</h2>
          <ul>
            {CANNOT.map((key) => (
              <li key={key}>{tell(key)}</li>
            ))}
          </ul>
        </section>
        <Numbers />
        <Release />
      </div>
    </Page>
  );
}
