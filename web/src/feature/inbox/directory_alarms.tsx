// What does not fit about the directory, above everything else in the inbox: what it may mean and what to do now.
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { openCase, pane, section } from '../../store/inbox_view.ts';
import { Icon } from '../../ui/icon.tsx';
import { PhoneLine } from '../../ui/problem.tsx';
import type { DirectoryAlarm } from '../../worker/advisor_messages.ts';
import { nameOfCase } from './names.ts';

function what(alarm: DirectoryAlarm): string {
  switch (alarm.kind) {
    case 'gone':
      return say(alarm.replaced ? 'alarm.replaced' : 'alarm.gone');
    case 'changed':
      return say('alarm.changed', {
        fields: alarm.fields.map((field) => say(`alarm.field_${field}`)).join(', '),
      });
    case 'lapsing':
      return say('alarm.lapsing', { days: alarm.days });
    default:
      return say(`alarm.${alarm.kind}`);
  }
}

// Whether the advisor can say that it is right. A key that is not listed comes back through the directory only.
const mayConfirm = ({ kind }: DirectoryAlarm): boolean =>
  kind === 'history' || kind === 'roots' || kind === 'changed';

// More would push the inbox out of sight; each conversation says it again itself.
const SHOWN_MAX = 3;

function show(id: string): void {
  section.value = 'desk';
  openCase.value = id;
  pane.value = 'thread';
}

function Alarm({ alarm }: { alarm: DirectoryAlarm }) {
  const mild = alarm.kind === 'changed' || alarm.kind === 'lapsing';
  return (
    <div class={`note ${mild ? 'warm' : 'danger'}`}>
      <h2>
        <Icon name={mild ? 'shield' : 'alert'} />
        {say(mild ? 'alarm.title_mild' : 'alarm.title')}
      </h2>
      <p>{what(alarm)}</p>
      <p>{say(alarm.kind === 'lapsing' ? 'alarm.do_lapsing' : mild ? 'alarm.do_changed' : 'alarm.do')}</p>
      <PhoneLine />
      {mayConfirm(alarm) ? (
        <button type="button" class="btn ghost" onClick={() => command({ type: 'confirm_directory' })}>
          {say(mild ? 'alarm.confirm_mild' : 'alarm.confirm')}
        </button>
      ) : null}
    </div>
  );
}

export function DirectoryAlarms() {
  const { alarms, split } = advisor.trust.value;
  if (alarms.length === 0 && split.length === 0) return null;
  return (
    <div role="alert" class="alarms">
      {alarms.map((alarm) => (
        <Alarm key={alarm.kind} alarm={alarm} />
      ))}
      {split.length > 0 ? (
        <div class="note danger">
          <h2>
            <Icon name="alert" />
            {say('alarm.title')}
          </h2>
          <p>{say('alarm.split', { count: split.length })}</p>
          <p>{say('alarm.do')}</p>
          <PhoneLine />
          {split.slice(0, SHOWN_MAX).map((id) => (
            <button key={id} type="button" class="btn ghost" onClick={() => show(id)}>
              {say('alarm.open', { name: nameOfCase(id) })}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

// The same in the conversation that it is about.
export function SplitNotice({ id }: { id: string }) {
  if (!advisor.trust.value.split.includes(id)) return null;
  return (
    <p class="note danger">
      <span>{say('alarm.split_here')}</span>
    </p>
  );
}
