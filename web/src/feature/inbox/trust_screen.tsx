// A13: the number with which families check that an advisor is who they are, and the posters that carry it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Digits } from '../../ui/digits.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading } from '../../ui/page.tsx';
import type { PosterSchool } from '../../worker/advisor_messages.ts';
import { Poster } from './poster.tsx';

function OwnNumber() {
  const { number, directory, alarms } = advisor.trust.value;
  return (
    <section class="card own-number" aria-labelledby="own-number">
      <h2 id="own-number">
        <Icon name="shield" />
        {say('trust.number')}
      </h2>
      {number ? <Digits number={number} /> : <Loading text={say('trust.number_asking')} />}
      <p>{say('trust.number_text')}</p>
      <p>{say('trust.number_call')}</p>
      {directory && alarms.length === 0 ? (
        <p class="hint">
          {say('trust.directory', { version: directory.version, day: longDay(directory.expires) })}
        </p>
      ) : null}
    </section>
  );
}

function Posters({ posters }: { posters: readonly PosterSchool[] }) {
  const chosen = useSignal(posters[0]?.code ?? '');
  const school = posters.find(({ code }) => code === chosen.value);
  if (posters.length === 0) return <p>{say('trust.no_school')}</p>;
  return (
    <>
      <div class="poster-choice">
        <label for="poster-school">{say('trust.school')}</label>
        <select
          id="poster-school"
          onChange={(event) => {
            chosen.value = event.currentTarget.value;
          }}
        >
          {posters.map(({ code, name, place }) => (
            <option key={code} value={code} selected={code === chosen.value}>
              {place ? `${name}, ${place}` : name}
            </option>
          ))}
        </select>
        <button type="button" class="btn" onClick={() => print()}>
          {say('trust.print')}
        </button>
      </div>
      {school ? <Poster school={school} /> : null}
    </>
  );
}

export function TrustScreen() {
  const { posters, directory } = advisor.trust.value;
  const version = directory?.version;
  useEffect(() => {
    if (version !== undefined) command({ type: 'load_trust' });
  }, [version]);
  return (
    <div class="trust">
      <h1 tabIndex={-1}>{say('trust.h1')}</h1>
      <OwnNumber />
      <section aria-labelledby="posters">
        <h2 id="posters">{say('trust.posters')}</h2>
        <p>{say('trust.posters_text')}</p>
        {posters ? <Posters posters={posters} /> : <Loading text={say('trust.posters_asking')} />}
      </section>
    </div>
  );
}
