// The panel beside the thread: who this is, what was agreed about contact, calls, and the advisor's own notes.
import type { ComponentChildren } from 'preact';
import { longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor } from '../../store/advisor.ts';
import { newWordsFor, pane } from '../../store/inbox_view.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Person } from '../../worker/advisor_messages.ts';
import { CallLine } from './call_line.tsx';
import { Brake } from './case_pane.tsx';
import { ConsentSection, DossierSection, FinishSection } from './case_parts.tsx';
import { roleName } from './names.ts';
import { onePane, subheading, useFocusWhenShown } from './narrow.ts';
import { NoteForm } from './note_form.tsx';

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function schoolText({ school }: Person): string {
  if (!school) return say('person.no_school');
  if (school.name === '') return say('person.unknown_school', { code: school.code });
  return school.place === '' ? school.name : `${school.name}, ${school.place}`;
}

function Facts({ person }: { person: Person }) {
  return (
    <dl class="facts-list">
      <Fact term={say('person.role')}>{roleName(person.role)}</Fact>
      <Fact term={say('person.name')}>
        <span dir="auto">{person.name || say('person.no_name')}</span>
      </Fact>
      {person.role === 'parent' ? null : <Fact term={say('person.age')}>{say(`age.${person.age}`)}</Fact>}
      <Fact term={say('person.school')}>{schoolText(person)}</Fact>
      {person.language ? <Fact term={say('person.language')}>{say(`lang.${person.language}`)}</Fact> : null}
      <Fact term={say('person.cover')}>{say(`cover.${person.cover}`)}</Fact>
      {person.since > 0 ? <Fact term={say('person.since')}>{longDay(person.since)}</Fact> : null}
    </dl>
  );
}

function Calls({ id }: { id: string }) {
  const Subheading = subheading();
  const list = advisor.calls.value.list.filter(({ conversation }) => conversation === id);
  return (
    <section aria-labelledby="person-calls">
      <Subheading id="person-calls">{say('calls.title')}</Subheading>
      {list.length === 0 ? <p class="hint">{say('calls.none')}</p> : null}
      <ul class="call-lines">
        {list.map((call) => (
          <CallLine key={call.id} call={call} />
        ))}
      </ul>
    </section>
  );
}

// For somebody who lost their words.
function WordsLost({ id }: { id: string }) {
  const Subheading = subheading();
  return (
    <section aria-labelledby="person-words">
      <Subheading id="person-words">{say('words.lost')}</Subheading>
      <button
        type="button"
        class="btn ghost small"
        onClick={() => {
          newWordsFor.value = id;
        }}
      >
        <Icon name="key" />
        {say('words.title')}
      </button>
    </section>
  );
}

export function PersonPane() {
  const { id, person, note, periods } = advisor.open.value;
  const Heading = onePane.value ? 'h1' : 'h2';
  useFocusWhenShown('person-title', pane.value === 'person');
  if (id === null) return null;
  return (
    <aside class="person" aria-labelledby="person-title">
      <button
        type="button"
        class="link to-thread"
        onClick={() => {
          pane.value = 'thread';
        }}
      >
        <Icon name="back" />
        {say('case.to_thread')}
      </button>
      <Heading id="person-title" tabIndex={-1}>
        {say('case.person')}
      </Heading>
      {person?.brake ? <Brake /> : null}
      {person ? <Facts person={person} /> : <p class="hint">{say('role.unknown')}</p>}
      <ConsentSection id={id} />
      <Calls id={id} />
      {periods.length > 0 ? <WordsLost id={id} /> : null}
      <NoteForm key={id} id={id} note={note} />
      <FinishSection id={id} />
      <DossierSection key={`dossier ${id}`} id={id} />
    </aside>
  );
}
