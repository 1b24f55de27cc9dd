// Writing down what was told: only to people for whom there is a yes, and only what the yes is about.
import { type Signal, useSignal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import { dayKey } from '../../i18n/format.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Check, Choices, FieldError, type Option } from '../../ui/form.tsx';
import type { ConsentCard } from '../../worker/consent_messages.ts';
import { ConsentDialog } from './consent_dialog.tsx';
import { DayField } from './consent_parts.tsx';
import { matterName, mayTell, momentOf } from './consent_rules.ts';

function Points({
  card,
  ticked,
  error,
}: {
  card: ConsentCard;
  ticked: Signal<readonly string[]>;
  error: string | null;
}) {
  return (
    <fieldset class="choices" aria-describedby={error ? 'told-points-error' : undefined}>
      <legend>{speak('tell_points')}</legend>
      <FieldError id="told-points-error" text={error} />
      {card.points.map((point) => (
        <Check
          key={point}
          label={point}
          checked={ticked.value.includes(point)}
          change={(checked) => {
            ticked.value = checked ? [...ticked.value, point] : ticked.value.filter((one) => one !== point);
          }}
        />
      ))}
    </fieldset>
  );
}

export function ToldDialog({ id, close }: { id: string; close: () => void }) {
  const cards = advisor.consent.value.cards.filter(mayTell);
  const [only] = cards.length === 1 ? cards : [];
  const chosen = useSignal<string | null>(only?.id ?? null);
  const ticked = useSignal<readonly string[]>([]);
  const day = useSignal(dayKey(Date.now() / 1000));
  const tried = useSignal(false);
  const card = cards.find((one) => one.id === chosen.value);
  const toldAt = momentOf(day.value, Date.now() / 1000);
  const submit = () => {
    tried.value = true;
    if (!card || toldAt === null || ticked.value.length === 0) return;
    const points = card.points.filter((point) => ticked.value.includes(point));
    command({ type: 'consent', id, consent: { act: 'told', card: card.id, points, toldAt } });
  };
  const options = cards.map((one): Option<string> => ({ value: one.id, label: matterName(one) }));
  return (
    <ConsentDialog heading={speak('tell_title')} go={speak('tell_go')} submit={submit} close={close}>
      <p>{speak('tell_lead')}</p>
      <Choices
        name="told-card"
        legend={speak('tell_card')}
        options={options}
        value={chosen.value}
        error={tried.value && !card ? speak('tell_card_first') : null}
        choose={(value) => {
          chosen.value = value;
          ticked.value = [];
        }}
      />
      {card ? (
        <Points
          card={card}
          ticked={ticked}
          error={tried.value && ticked.value.length === 0 ? speak('tell_points_first') : null}
        />
      ) : null}
      <DayField day={day} label="told_day" wrong={tried.value && toldAt === null} />
      <p class="hint">{speak('tell_other')}</p>
    </ConsentDialog>
  );
}
