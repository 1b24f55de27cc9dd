// Asking for consent, or writing down a yes that was given by mouth. Only the other side can turn either into a yes.
import { useSignal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Note } from '../../ui/page.tsx';
import { type AskForm, asksColleague, useAskForm, useQuestion } from './ask_form.ts';
import { ConsentDialog } from './consent_dialog.tsx';
import {
  DayField,
  JOINT_PEOPLE,
  LengthField,
  Preview,
  TELL_PEOPLE,
  TextField,
  WhomField,
} from './consent_parts.tsx';
import { PeriodFields } from './period_fields.tsx';
import { ColleagueField, CoverField, PurposeField } from './purpose_fields.tsx';

function Whom({ form, tried }: { form: AskForm; tried: boolean }) {
  const purpose = form.purpose.value;
  return (
    <>
      {purpose === 'cover' ? null : (
        <WhomField
          key={purpose}
          whom={form.whom}
          people={purpose === 'joint' ? JOINT_PEOPLE : TELL_PEOPLE}
          legend={speak(purpose === 'joint' ? 'with_whom' : 'whom')}
          tried={tried}
        />
      )}
      {asksColleague(form) ? <ColleagueField colleague={form.colleague} tried={tried} /> : null}
    </>
  );
}

// What the family said before that this question goes against.
function Wishes({ form }: { form: AskForm }) {
  const { person } = advisor.open.value;
  const asksParents = form.purpose.value !== 'cover' && form.whom.who.value === 'parents';
  const isBraked = asksParents && person?.brake === true;
  const isAlone = form.purpose.value === 'cover' && person?.cover === 'nobody';
  if (!isBraked && !isAlone) return null;
  return (
    <Note tone="warm">
      <p>{speak(isBraked ? 'ask_brake' : 'cover_nobody')}</p>
    </Note>
  );
}

function Points({ form, said, tried }: { form: AskForm; said: boolean; tried: boolean }) {
  if (form.purpose.value === 'cover') return <CoverField earlier={form.earlier} />;
  const label = said ? 'points_said' : form.purpose.value === 'joint' ? 'points_joint' : 'points';
  return (
    <TextField
      id="consent-points"
      label={speak(label)}
      hint={speak('points_hint')}
      error={tried && form.text.value.trim() === '' ? speak('points_first') : null}
      text={form.text}
      rows={4}
    />
  );
}

export function AskDialog({ id, said, close }: { id: string; said: boolean; close: () => void }) {
  const form = useAskForm();
  const tried = useSignal(false);
  const { matter, saidAt, colleague, register, shown } = useQuestion(form, said);
  const submit = () => {
    tried.value = true;
    if (shown === null) return;
    const { whom, points, from = 0, until } = matter;
    const asked = { purpose: form.purpose.value, colleague, whom, points, from, until, saidAt };
    command({
      type: 'consent',
      id,
      consent: { act: 'ask', ...asked, shown: { text: shown, language: register } },
    });
  };
  return (
    <ConsentDialog
      heading={speak(said ? 'said_title' : 'ask_title')}
      go={speak(said ? 'said_go' : 'ask_go')}
      submit={submit}
      close={close}
    >
      <p>{speak(said ? 'said_lead' : 'ask_lead')}</p>
      {said ? null : <PurposeField purpose={form.purpose} />}
      <Whom form={form} tried={tried.value} />
      <Wishes form={form} />
      <Points form={form} said={said} tried={tried.value} />
      {form.purpose.value === 'cover' ? (
        <PeriodFields period={form.period} tried={tried.value} />
      ) : (
        <LengthField length={form.length} />
      )}
      {said ? <DayField day={form.day} label="said_day" wrong={tried.value && saidAt === null} /> : null}
      {shown === null ? null : <Preview text={shown} />}
    </ConsentDialog>
  );
}
