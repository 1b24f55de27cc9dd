// Where an answer is written. What is typed stays with its conversation, also when another one is opened meanwhile.
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command, drafts } from '../../store/advisor.ts';
import { Icon } from '../../ui/icon.tsx';
import { MessageBox } from '../../ui/message_box.tsx';
import { FileChoice } from '../attachment/file_choice.tsx';
import { nameOfCase } from './names.ts';
import { registerOf, slipOf } from './register.ts';

export function ReplyForm({ id }: { id: string }) {
  const text = drafts.value[id] ?? '';
  const register = registerOf(advisor.open.value.person);
  const slip = slipOf(text, register);
  const offline = advisor.status.value.connection === 'offline';
  const write = (next: string) => {
    drafts.value = { ...drafts.value, [id]: next };
  };
  const submit = () => {
    const hasFiles = advisor.files.value.some(({ place, state }) => place === id && state === 'ready');
    if (text.trim() === '' && !hasFiles) {
      document.getElementById('reply')?.focus();
      return;
    }
    if (text.trim() !== '') command({ type: 'reply', id, text: text.trim() });
    if (hasFiles) command({ type: 'file', file: { act: 'send', place: id } });
    write('');
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
        {say('reply.label', { name: nameOfCase(id) })}
      </label>
      <MessageBox
        id="reply"
        rows={2}
        text={text}
        placeholder={say('reply.placeholder')}
        describedBy="reply-register"
        change={write}
        submit={submit}
      />
      <p role="status" class="slip">
        {slip ? (
          <>
            <Icon name="alert" />
            {say(`reply.${slip}`)}
          </>
        ) : null}
      </p>
      <FileChoice place={id} drafts={advisor.files.value} act={(file) => command({ type: 'file', file })} />
      <div class="composer-row">
        <p id="reply-register" class="hint register">
          {register ? <span class={`tag ${register}`}>{say(`reply.${register}`)}</span> : null}
          <span class="keys">{say('reply.keys')}</span>
        </p>
        <button type="submit" class="btn">
          <Icon name="send" />
          {say(offline ? 'reply.send_later' : 'reply.send')}
        </button>
      </div>
    </form>
  );
}
