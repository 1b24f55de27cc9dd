// Files with the first message. What they need is loaded when somebody wants to add one, so that nobody who only
// writes waits for it.
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { Icon } from '../../ui/icon.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { FileChoiceProperties } from '../attachment/file_choice.tsx';

export function FirstFiles() {
  const choice = useSignal<{ readonly part: ComponentType<FileChoiceProperties> } | null>(null);
  const failed = useSignal(false);
  const load = () => {
    failed.value = false;
    import('../attachment/file_choice.tsx').then(
      ({ FileChoice }) => {
        choice.value = { part: FileChoice };
        requestAnimationFrame(() => document.getElementById('files-')?.focus());
      },
      () => {
        failed.value = true;
      },
    );
  };
  const Choice = choice.value?.part;
  if (Choice) {
    return <Choice place="" drafts={client.files.value} act={(file) => send({ type: 'file', file })} />;
  }
  return (
    <div>
      <button type="button" class="btn ghost small" onClick={load}>
        <Icon name="clip" />
        {t('write.files')}
      </button>
      {failed.value ? <Problem failure={{ kind: 'unreachable' }} again={load} /> : null}
    </div>
  );
}
