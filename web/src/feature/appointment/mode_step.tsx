// Step 1: how to talk. Only what this advisor offers; calling is always there, to hear that there is no time now.
import type { ComponentChildren } from 'preact';
import { tell } from '../../i18n/talk/text.ts';
import { t } from '../../i18n/text.ts';
import { role } from '../../store/draft.ts';
import { client } from '../../store/engine.ts';
import { Choices, type Option } from '../../ui/form.tsx';
import type { AdvisorCard, CallMode } from '../../worker/messages.ts';
import { slotKindOf, type TalkForm } from '../../worker/talk_messages.ts';
import { picked } from './booking_form.ts';
import { kind, mode } from './booking_steps.ts';

type Way = CallMode | Exclude<TalkForm['kind'], 'call'>;

const MEETINGS = ['in_person', 'three_way', 'joint', 'mediation'] as const;

function meetings(name: string): readonly Option<Way>[] {
  const offered = new Set(client.offer.value.slots.flatMap(({ kinds = [] }) => kinds));
  return MEETINGS.filter((way) => offered.has(slotKindOf(way))).map((way) => ({
    value: way,
    icon: way === 'in_person' ? ('person' as const) : ('people' as const),
    label: tell(way === 'three_way' && role.value === 'parent' ? 'way_three_way_parent' : `way_${way}`),
    detail: tell(`way_${way}_text`, { name }),
  }));
}

function choose(way: Way): void {
  const isCall = way === 'client_calls' || way === 'advisor_calls';
  const next = isCall ? 'call' : way;
  // A time for one kind need not be there for another.
  if (slotKindOf(next) !== slotKindOf(kind.value)) picked.value = null;
  kind.value = next;
  if (isCall) mode.value = way;
}

export function NextForm({ children, next }: { children: ComponentChildren; next: () => void }) {
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      {children}
      <div class="actions">
        <button type="submit" class="btn large">
          {t('nav.next')}
        </button>
      </div>
    </form>
  );
}

export function ModeStep({ advisor, next }: { advisor: AdvisorCard; next: () => void }) {
  const name = advisor.firstName;
  return (
    <NextForm next={next}>
      <Choices<Way>
        name="mode"
        legend={<span class="vh">{tell('book.mode')}</span>}
        options={[
          {
            value: 'client_calls',
            icon: 'phone',
            label: tell('appt.mode.self', { name }),
            detail: tell('appt.mode.self_text'),
          },
          {
            value: 'advisor_calls',
            icon: 'ear',
            label: tell('appt.mode.them', { name }),
            detail: tell('appt.mode.them_text'),
          },
          ...meetings(name),
        ]}
        value={kind.value === 'call' ? mode.value : kind.value}
        choose={choose}
      />
      <p class="hint">{tell('book.no_phone')}</p>
      <details class="fold">
        <summary>{tell('hearing')}</summary>
        <p>{tell('hearing_text', { name })}</p>
        <ul class="bullets">
          {(['hearing_date', 'hearing_papers', 'hearing_say', 'hearing_who'] as const).map((point) => (
            <li key={point}>{tell(point)}</li>
          ))}
        </ul>
      </details>
    </NextForm>
  );
}
