// C5: the first message. One sentence is enough; everything about oneself is optional.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type TextKey, t } from '../../i18n/text.ts';
import { firstText, selfDescription } from '../../store/draft.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { MessageBox, TEXT_CHARACTERS_MAX } from '../../ui/message_box.tsx';
import { Loading, Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { FirstMessageState } from '../../worker/messages.ts';
import { FirstFiles } from './first_files.tsx';
import { SelfFields } from './self_fields.tsx';

const STARTERS: readonly TextKey[] = ['write.starter1', 'write.starter2', 'write.starter3'];

function addStarter(key: TextKey): void {
  const before = firstText.value.trimEnd();
  firstText.value = `${before}${before ? '\n' : ''}${t(key)} `.slice(0, TEXT_CHARACTERS_MAX);
  document.getElementById('message')?.focus();
}

function Starters() {
  return (
    <div class="starters">
      <p class="hint">{t('write.starters')}</p>
      <ul>
        {STARTERS.map((key) => (
          <li key={key}>
            <button type="button" class="chip" onClick={() => addStarter(key)}>
              {t(key)}…
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function SendState({ offline }: { offline: boolean }) {
  const { state, failure } = client.first.value;
  if (state === 'waiting' || (state === 'sending' && offline)) return <Loading text={t('write.waiting')} />;
  if (state === 'working') return <Loading text={t('write.working')} />;
  if (state === 'sending') return <Loading text={t('write.sending')} />;
  if (state === 'failed' && failure) return <Problem failure={failure} />;
  return null;
}

function underWay(state: FirstMessageState['state']): boolean {
  return state === 'sending' || state === 'waiting' || state === 'working';
}

export function WriteScreen() {
  const error = useSignal<string | null>(null);
  const { advisors, advisor: chosen } = client.choice.value;
  const advisor = advisors.find((one) => one.id === chosen);
  const { state } = client.first.value;
  const offline = client.status.value.connection === 'offline';

  useEffect(() => {
    if (state === 'arrived') {
      firstText.value = '';
      show('words');
    }
  }, [state]);

  if (!advisor) return null;
  const submit = () => {
    if (underWay(state)) return;
    error.value = firstText.value.trim() ? null : t('write.empty');
    if (error.value) document.getElementById('message')?.focus();
    else {
      // Chosen files wait in memory and follow as messages of their own.
      if (client.files.value.length > 0) send({ type: 'file', file: { act: 'send', place: '' } });
      send({ type: 'send_first', text: firstText.value.trim(), self: selfDescription() });
    }
  };

  return (
    <Page
      heading={t('write.h1', { name: advisor.firstName })}
      step={{ number: 3, of: 4 }}
      back={() => show('advisor')}
    >
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          id="message"
          label={t('write.label')}
          hint={t('write.hint')}
          error={error.value}
          control={(describedBy) => (
            <MessageBox
              id="message"
              rows={6}
              text={firstText.value}
              describedBy={describedBy}
              change={(text) => {
                firstText.value = text;
                if (text.trim()) error.value = null;
              }}
              submit={submit}
            />
          )}
        />
        <Starters />
        <FirstFiles />
        <SelfFields advisor={advisor.firstName} />
        <div class="actions">
          <button type="submit" class="btn large">
            <Icon name="send" />
            {offline ? t('write.send_later') : t('write.send', { name: advisor.firstName })}
          </button>
          <p class="hint keys">{t('write.keys')}</p>
        </div>
        <SendState offline={offline} />
        <p class="hint private">
          <Icon name="lock" />
          {t('write.private', { name: advisor.firstName })}
        </p>
      </form>
    </Page>
  );
}
