// A16: choose, look through and hide, give. What was hidden stays hidden as long as the conversation is open, also when
// the dialog was closed in between.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { spell } from '../../i18n/dossier/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { facts } from '../../store/organisation.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Loading } from '../../ui/page.tsx';
import type { DossierAct, DossierChoice } from '../../worker/dossier_messages.ts';
import { registerFor } from '../inbox/consent_rules.ts';
import { DossierChoiceForm } from './dossier_choice.tsx';
import { DossierGive, DossierOutcome } from './dossier_give.tsx';
import { DossierReview } from './dossier_review.tsx';
import { type ChoiceForm, FIRST_CHOICE, hiddenIn, hideInNew, type Marks } from './dossier_rules.ts';
import { dossierTexts, recordText } from './dossier_texts.ts';

type Step = 'choose' | 'review' | 'give' | 'outcome';

const EVERYTHING: DossierChoice = { from: null, until: null, parts: [] };

type DialogProperties = { readonly id: string; readonly marks: Signal<Marks>; readonly close: () => void };

// Texts that come with another choice are looked at for words that were hidden everywhere.
function useMarksOf(marks: Signal<Marks>): void {
  const { items } = advisor.dossier.value;
  useEffect(() => {
    marks.value = hideInNew(marks.value, items);
  }, [items]);
}

// The button that led to a step is gone with the step before it.
function useFocusOnStep(place: string): void {
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current !== place) document.getElementById('dialog-heading')?.focus();
    shown.current = place;
  }, [place]);
}

export function DossierDialog({ id, marks, close }: DialogProperties) {
  const act = (dossier: DossierAct) => command({ type: 'dossier', id, dossier });
  const step = useSignal<Step>(advisor.dossier.value.state === 'making' ? 'outcome' : 'choose');
  const form = useSignal<ChoiceForm>(FIRST_CHOICE);
  const choice = useSignal<DossierChoice>(EVERYTHING);
  const { id: of, state, items } = advisor.dossier.value;
  const { person } = advisor.open.value;
  useMarksOf(marks);
  useFocusOnStep(`${step.value} ${step.value === 'outcome' ? state : ''}`);
  useEffect(() => () => act({ act: 'settle' }), []);
  const go = (to: Step) => () => {
    step.value = to;
  };
  const record = recordText(registerFor(person), choice.value);
  const make = (locked: boolean) => {
    const hidden = hiddenIn(items, marks.value.hidden);
    const role = person?.role ?? null;
    const subject = { choice: choice.value, items, hidden, role, organisation: facts.value?.name ?? '' };
    act({ act: 'make', hidden, locked, texts: dossierTexts(subject), record });
    step.value = 'outcome';
  };
  const look = (chosen: DossierChoice) => {
    choice.value = chosen;
    act({ act: 'collect', choice: chosen });
    step.value = 'review';
  };
  const isCollected = of === id && state !== 'idle';
  return (
    <Dialog heading={spell('title')} close={close}>
      <div class="dossier">
        {step.value === 'choose' ? <DossierChoiceForm form={form} next={look} close={close} /> : null}
        {step.value === 'review' && isCollected ? (
          <DossierReview marks={marks} back={go('choose')} next={go('give')} />
        ) : null}
        {step.value === 'review' && !isCollected ? <Loading text={spell('look')} /> : null}
        {step.value === 'give' ? <DossierGive record={record} make={make} back={go('review')} /> : null}
        {step.value === 'outcome' ? <DossierOutcome again={go('give')} close={close} /> : null}
      </div>
    </Dialog>
  );
}
