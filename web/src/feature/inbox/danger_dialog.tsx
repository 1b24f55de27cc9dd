// A10: telling without consent. Reached only on purpose, in two steps: the form, then the words that the family reads.
// Nothing of it can be taken back. What the family hears later is one step, into the advisor's own note.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { speak } from '../../i18n/case/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import { type Danger, noticeText } from '../consent/full_text.ts';
import { ConsentDialog } from './consent_dialog.tsx';
import { useSpeaker } from './consent_parts.tsx';
import { registerFor } from './consent_rules.ts';
import { DangerFields, dangerOf, useDangerForm } from './danger_form.tsx';
import { NoticePreviews } from './notice_previews.tsx';
import { type Review, reviewFrom } from './review_fields.tsx';

function Warning() {
  return (
    <Note tone="danger">
      <p>
        <Icon name="alert" />
        <strong>{speak('danger_lead')}</strong>
      </p>
      <p>{speak('danger_steps')}</p>
    </Note>
  );
}

function Previews({ danger, change }: { danger: Danger; change: () => void }) {
  return (
    <>
      <NoticePreviews danger={danger} />
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

function hold(id: string, danger: Danger, review: Review): void {
  const decided = reviewFrom(review);
  if (decided === null || !advisor.consent.value.mayHold) return;
  const { whom, points, toldAt, why, consulted } = danger;
  const act = { act: 'hold' as const, whom, points, toldAt, why, consulted, ...decided };
  command({ type: 'consent', id, consent: act });
}

export function DangerDialog({ id, close }: { id: string; close: () => void }) {
  const form = useDangerForm();
  const tried = useSignal(false);
  const previewed = useSignal(false);
  const register = registerFor(advisor.open.value.person);
  const speaker = useSpeaker(register);
  const danger = dangerOf(form);
  const isLater = form.when.value === 'later';
  const shown = useRef(previewed.value);
  useEffect(() => {
    if (shown.current !== previewed.value) document.getElementById('dialog-heading')?.focus();
    shown.current = previewed.value;
  }, [previewed.value]);
  const submit = () => {
    tried.value = true;
    if (danger === null || speaker === null) return;
    if (isLater) return hold(id, danger, form.review);
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
  const go = isPreview ? 'danger_go' : isLater ? 'hold_go' : 'danger_next';
  return (
    <ConsentDialog
      heading={speak('danger_title')}
      go={speak(go)}
      done={isLater ? 'hold_done' : 'done'}
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
          <DangerFields form={form} tried={tried.value} />
          {isLater ? null : <p class="hint">{speak('danger_undo')}</p>}
        </>
      )}
    </ConsentDialog>
  );
}
