// Where a reply is written. What is typed survives a lost connection: the engine keeps it in memory and sends it later.
import { t } from '../../i18n/text.ts';
import { reply } from '../../store/draft.ts';
import { client, send } from '../../store/engine.ts';
import { Icon } from '../../ui/icon.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import { FileChoice } from '../attachment/file_choice.tsx';

export function Composer({ advisor }: { advisor: string }) {
  const offline = client.status.value.connection === 'offline';
  const submit = () => {
    const text = reply.value.trim();
    const hasFiles = client.files.value.some(({ state }) => state === 'ready');
    if (!text && !hasFiles) {
      document.getElementById('reply')?.focus();
      return;
    }
    if (text) send({ type: 'send', text });
    if (hasFiles) send({ type: 'file', file: { act: 'send', place: '' } });
    reply.value = '';
  };
  return (
    <form
      class="composer"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label for="reply" class="vh">
        {t('thread.reply', { name: advisor })}
      </label>
      <MessageBox
        id="reply"
        rows={2}
        text={reply.value}
        placeholder={t('thread.placeholder')}
        change={(text) => {
          reply.value = text;
        }}
        submit={submit}
      />
      <FileChoice place="" drafts={client.files.value} act={(file) => send({ type: 'file', file })} />
      <div class="composer-row">
        <p class="hint keys">{t('write.keys')}</p>
        <button type="submit" class="btn">
          <Icon name="send" />
          {offline ? t('thread.send_later') : t('thread.send')}
        </button>
      </div>
    </form>
  );
}
