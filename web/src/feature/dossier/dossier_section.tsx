// Where a dossier begins: in the panel of a conversation, for whoever may finish it too.
import { useSignal } from '@preact/signals';
import { speak } from '../../i18n/case/text.ts';
import { advisor } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { type Marks, NO_MARKS } from './dossier_rules.ts';

const DossierDialog = lazy(async () => (await import('./dossier_dialog.tsx')).DossierDialog, 'part');

export function DossierSection({ id }: { id: string }) {
  const open = useSignal(false);
  const marks = useSignal<Marks>(NO_MARKS);
  const { state, finish } = advisor.open.value;
  if (state !== 'good' || !finish.mayFinish) return null;
  const isFinished = finish.state === 'finished';
  return (
    <section class="dossier-section">
      <button
        type="button"
        class="btn ghost small"
        aria-describedby="dossier-hint"
        aria-disabled={isFinished}
        onClick={() => {
          open.value = !isFinished;
        }}
      >
        <Icon name="download" />
        {speak('dossier')}
      </button>
      <p id="dossier-hint" class="hint">
        {speak(isFinished ? 'dossier_finished' : 'dossier_hint')}
      </p>
      {open.value ? (
        <DossierDialog
          id={id}
          marks={marks}
          close={() => {
            open.value = false;
          }}
        />
      ) : null}
    </section>
  );
}
