// A10: telling without consent. Reached only on purpose, in two steps: the form, then the words that the family reads.
// Nothing of it can be taken back.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { speak } from '../../i18n/case/text.ts';
import type { Register } from '../../i18n/consent/text.ts';
import { dayKey } from '../../i18n/format.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Check, FieldError } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import { type Danger, noticeText, pointsOf } from '../consent/full_text.ts';
import { ConsentDialog } from './consent_dialog.tsx';
import {
  DayField,
  Preview,
  TELL_PEOPLE,
  TextField,
  useSpeaker,
  type Who,
  WhomField,
  type WhomSignals,
  whomOf,
} from './consent_parts.tsx';
import { momentOf, registerFor } from './consent_rules.ts';

type Form = {
  readonly whom: WhomSignals;
  readonly points: Signal<string>;
  readonly why: Signal<string>;
  readonly consulted: Signal<string>;
  readonly day: Signal<string>;
  readonly sure: Signal<boolean>;
};

function useForm(): Form {
  return {
    whom: { who: useSignal<Who | null>(null), other: useSignal('') },
    points: useSignal(''),
    why: useSignal(''),
    consulted: useSignal(''),
    day: useSignal(dayKey(Date.now() / 1000)),
    sure: useSignal(false),
  };
}

// Null as long as anything is missing.
function dangerOf(form: Form): Danger | null {
  const toldAt = momentOf(form.day.value, Date.now() / 1000);
  const [whom, points] = [whomOf(form.whom), pointsOf(form.points.value)];
  const [why, consulted] = [form.why.value.trim(), form.consulted.value.trim()];
  const isWhole = whom !== '' && points.length > 0 && why !== '' && consulted !== '' && form.sure.value;
  if (!isWhole || toldAt === null) return null;
  return { name: advisor.account.value.name.split(' ')[0] ?? '', whom, points, toldAt, why, consulted };
}

function Warning() {
  return (
    <Note tone="danger">
      <p>
        <Icon name="alert" />
        <strong>{speak('danger_lead')}</strong>
      </p>
      <p>{speak('danger_steps')}</p>
      <p>{speak('danger_undo')}</p>
    </Note>
  );
}

function Fields({ form, tried }: { form: Form; tried: boolean }) {
  const missing = (
    text: Signal<string>,
    key: 'danger_why_first' | 'danger_consulted_first' | 'points_first',
  ) => (tried && text.value.trim() === '' ? speak(key) : null);
  const wrongDay = momentOf(form.day.value, Date.now() / 1000) === null;
  return (
    <>
      <WhomField whom={form.whom} people={TELL_PEOPLE} legend={speak('whom')} tried={tried} />
      <TextField
        id="danger-points"
        label={speak('points_told')}
        hint={speak('danger_least')}
        error={missing(form.points, 'points_first')}
        text={form.points}
        rows={4}
      />
      <TextField
        id="danger-why"
        label={speak('danger_why')}
        error={missing(form.why, 'danger_why_first')}
        text={form.why}
        rows={3}
      />
      <TextField
        id="danger-consulted"
        label={speak('danger_consulted')}
        error={missing(form.consulted, 'danger_consulted_first')}
        text={form.consulted}
        rows={2}
      />
      <DayField day={form.day} label="told_day" wrong={tried && wrongDay} />
      <div class="with-fault">
        <FieldError
          id="danger-sure-error"
          text={tried && !form.sure.value ? speak('danger_sure_first') : null}
        />
        <Check
          label={speak('danger_sure')}
          checked={form.sure.value}
          change={(checked) => {
            form.sure.value = checked;
          }}
        />
      </div>
    </>
  );
}

function PreviewIn({ register, danger }: { register: Register; danger: Danger }) {
  const speaker = useSpeaker(register);
  return speaker ? <Preview register={register} text={noticeText(speaker, register, danger)} /> : null;
}

// What the family reads, and beside it how the same reads to the other kind of reader: it must be right in both.
function Previews({ danger, change }: { danger: Danger; change: () => void }) {
  const register = registerFor(advisor.open.value.person);
  const other = register === 'nl-je' ? 'nl-u' : 'nl-je';
  return (
    <>
      <h3>{speak('preview')}</h3>
      <div class="consent-previews">
        <PreviewIn register={register} danger={danger} />
        <PreviewIn register={other} danger={danger} />
      </div>
      <Note tone="danger">
        <p>{speak('danger_undo')}</p>
      </Note>
      <p>
        <button type="button" class="link" onClick={change}>
          <Icon name="back" />
          {speak('danger_change')}
        </button>
      </p>
    </>
  );
}

export function DangerDialog({ id, close }: { id: string; close: () => void }) {
  const form = useForm();
  const tried = useSignal(false);
  const previewed = useSignal(false);
  const register = registerFor(advisor.open.value.person);
  const speaker = useSpeaker(register);
  const danger = dangerOf(form);
  const shown = useRef(previewed.value);
  useEffect(() => {
    if (shown.current !== previewed.value) document.getElementById('dialog-heading')?.focus();
    shown.current = previewed.value;
  }, [previewed.value]);
  const submit = () => {
    tried.value = true;
    if (danger === null || speaker === null) return;
    if (!previewed.value) {
      previewed.value = true;
      return;
    }
    const shownText = { text: noticeText(speaker, register, danger), language: register };
    const { whom, points, toldAt, why, consulted } = danger;
    const act = { act: 'told_without' as const, whom, points, toldAt, why, consulted, shown: shownText };
    command({ type: 'consent', id, consent: act });
  };
  const isPreview = previewed.value && danger !== null;
  return (
    <ConsentDialog
      heading={speak('danger_title')}
      go={speak(isPreview ? 'danger_go' : 'danger_next')}
      danger={isPreview}
      submit={submit}
      close={close}
    >
      {isPreview ? (
        <Previews
          danger={danger}
          change={() => {
            previewed.value = false;
          }}
        />
      ) : (
        <>
          <Warning />
          <Fields form={form} tried={tried.value} />
        </>
      )}
    </ConsentDialog>
  );
}
