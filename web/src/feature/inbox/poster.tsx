// R27: a sheet of A4 for the wall of a school. It says nothing about anybody who reads it, and the code holds the
// neutral address only.
import { say } from '../../i18n/inbox/text.ts';
import { facts } from '../../store/organisation.ts';
import { PebbleMark } from '../../ui/art.tsx';
import { Digits } from '../../ui/digits.tsx';
import { QrCode } from '../../ui/qr_code.tsx';
import type { PosterSchool } from '../../worker/advisor_messages.ts';

export function Poster({ school }: { school: PosterSchool }) {
  const address = location.origin;
  const phone = facts.value?.phone;
  return (
    <article class="poster" lang="nl" aria-label={say('trust.poster_of', { school: school.name })}>
      <header>
        <PebbleMark />
        <p class="poster-title">{say('poster.title')}</p>
        <p class="poster-lead">{say('poster.lead')}</p>
      </header>
      <div class="poster-way">
        <QrCode text={address} label={say('poster.code', { address })} />
        <div>
          <p class="poster-address" translate={false}>
            {address.replace(/^https?:\/\//, '')}
          </p>
          <p>{say('poster.how')}</p>
          {phone ? <p>{say('poster.phone', { phone })}</p> : null}
        </div>
      </div>
      <section class="poster-people">
        <p class="poster-school">{say('poster.people', { school: school.name })}</p>
        {school.people.map(({ name, number }) => (
          <div key={number}>
            <p class="poster-name">{name}</p>
            <Digits number={number} />
          </div>
        ))}
        <p>{say('poster.compare')}</p>
      </section>
    </article>
  );
}
