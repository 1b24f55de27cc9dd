// The advisor lost every device and asks for what was written before: one tap gives it back, and nothing is lost by
// saying no.
import { useSignal } from '@preact/signals';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { Note } from '../../ui/page.tsx';

// For this visit only: nothing is kept about what somebody chose.
export function GiveBack({ name }: { name: string }) {
  const answered = useSignal<'not_yet' | 'giving' | 'no'>('not_yet');
  const lost = client.thread.value.lostHistory;
  if (answered.value === 'no' || (!lost && answered.value === 'not_yet')) return null;
  return (
    <Note tone="warm">
      {lost ? <p>{t('history.lost', { name })}</p> : null}
      {answered.value === 'giving' ? (
        <p role="status">{lost ? t('wait') : t('history.giving', { name })}</p>
      ) : (
        <div class="actions">
          <button
            type="button"
            class="btn small"
            onClick={() => {
              answered.value = 'giving';
              send({ type: 'give_history_back' });
            }}
          >
            {t('history.give')}
          </button>
          <button
            type="button"
            class="btn ghost small"
            onClick={() => {
              answered.value = 'no';
            }}
          >
            {t('history.no')}
          </button>
        </div>
      )}
    </Note>
  );
}
