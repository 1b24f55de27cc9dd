// Asking for consent, or writing down a yes that was given by mouth. Only the other side can turn either into a yes.
import { useSignal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import { dayKey } from '../../i18n/format.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Note } from '../../ui/page.tsx';
import { askText, pointsOf, saidText } from '../consent/full_text.ts';
import { ConsentDialog } from './consent_dialog.tsx';
import {
  DayField,
  type Length,
  LengthField,
  Preview,
  TextField,
  untilOf,
  useSpeaker,
  type Who,
  WhomField,
  whomOf,
} from './consent_parts.tsx';
import { momentOf, registerFor } from './consent_rules.ts';

function useAskForm(said: boolean) {
  const whom = { who: useSignal<Who | null>(null), other: useSignal('') };
  const text = useSignal('');
  const length = useSignal<Length>('month');
  const day = useSignal(dayKey(Date.now() / 1000));
  const { person } = advisor.open.value;
  const register = registerFor(person);
  const speaker = useSpeaker(register);
  const saidAt = said ? momentOf(day.value, Date.now() / 1000) : null;
  const points = pointsOf(text.value);
  const until = untilOf(length.value);
  const matter = { name: advisor.account.value.name.split(' ')[0] ?? '', whom: whomOf(whom), points, until };
  const isWhole = matter.whom !== '' && points.length > 0 && (!said || saidAt !== null);
  const shownText =
    speaker && isWhole
      ? saidAt === null
        ? askText(speaker, register, matter)
        : saidText(speaker, register, { ...matter, saidAt })
      : null;
  return { whom, text, length, day, register, matter, saidAt, shownText, person };
}

export function AskDialog({ id, said, close }: { id: string; said: boolean; close: () => void }) {
  const form = useAskForm(said);
  const tried = useSignal(false);
  const { whom, text, length, day, register, matter, saidAt, shownText, person } = form;
  const asksParents = whom.who.value === 'parents' && person?.brake === true;
  const submit = () => {
    tried.value = true;
    if (shownText === null) return;
    const shown = { text: shownText, language: register };
    const { whom: to, points, until } = matter;
    command({ type: 'consent', id, consent: { act: 'ask', whom: to, points, until, saidAt, shown } });
  };
  return (
    <ConsentDialog
      heading={speak(said ? 'said_title' : 'ask_title')}
      go={speak(said ? 'said_go' : 'ask_go')}
      submit={submit}
      close={close}
    >
      <p>{speak(said ? 'said_lead' : 'ask_lead')}</p>
      <WhomField whom={whom} tried={tried.value} />
      {asksParents ? (
        <Note tone="warm">
          <p>{speak('ask_brake')}</p>
        </Note>
      ) : null}
      <TextField
        id="consent-points"
        label={speak(said ? 'points_said' : 'points')}
        hint={speak('points_hint')}
        error={tried.value && matter.points.length === 0 ? speak('points_first') : null}
        text={text}
        rows={4}
      />
      <LengthField length={length} />
      {said ? <DayField day={day} label="said_day" wrong={tried.value && saidAt === null} /> : null}
      {shownText === null ? null : <Preview text={shownText} />}
    </ConsentDialog>
  );
}
