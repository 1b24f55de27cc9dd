// The advisor's devices. Names are known to these devices only; when one was last used nobody keeps.
import { useSignal } from '@preact/signals';
import { longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { command } from '../../store/advisor.ts';
import { Field } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { DeviceRow } from '../../worker/advisor_messages.ts';
import { beginTask } from './keys_task.tsx';

function shownName({ name, isThis }: DeviceRow): string {
  return name || say(isThis ? 'device.this_name' : 'device.no_name');
}

function Rename({ row, done }: { row: DeviceRow; done: () => void }) {
  const name = useSignal(row.name);
  const id = `name-${row.id}`;
  return (
    <form
      class="rename"
      onSubmit={(event) => {
        event.preventDefault();
        command({ type: 'rename_device', id: row.id, name: name.value });
        done();
      }}
    >
      <Field
        id={id}
        label={say('add.name')}
        control={() => (
          <input
            id={id}
            type="text"
            autocomplete="off"
            maxLength={60}
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        )}
      />
      <button type="submit" class="btn ghost">
        {say('device.keep_name')}
      </button>
    </form>
  );
}

function Row({ row }: { row: DeviceRow }) {
  const renaming = useSignal(false);
  const name = shownName(row);
  const gone = row.revokedAt !== null;
  return (
    <li class={gone ? 'device gone' : 'device'}>
      <Icon name="device" />
      <div class="device-facts">
        <p class="device-name">
          {name}
          {row.isThis ? <span class="tag">{say('device.this')}</span> : null}
        </p>
        <p class="hint">
          {gone
            ? say('device.revoked', { day: longDay(row.revokedAt ?? 0) })
            : say('device.dates', { since: longDay(row.prekeySince), until: longDay(row.prekeyUntil) })}
        </p>
        {renaming.value ? (
          <Rename
            row={row}
            done={() => {
              renaming.value = false;
            }}
          />
        ) : null}
      </div>
      {gone ? null : (
        <div class="actions">
          <button
            type="button"
            class="btn ghost small"
            aria-label={say('device.rename_label', { name })}
            onClick={() => {
              renaming.value = !renaming.value;
            }}
          >
            {say('device.rename')}
          </button>
          {row.isThis ? null : (
            <button
              type="button"
              class="btn ghost small"
              aria-label={say('device.revoke_label', { name })}
              onClick={() => beginTask({ kind: 'revoke', id: row.id, name })}
            >
              {say('device.revoke')}
            </button>
          )}
        </div>
      )}
    </li>
  );
}

export function DeviceList({ list }: { list: readonly DeviceRow[] }) {
  return (
    <ul class="devices">
      {list.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </ul>
  );
}
