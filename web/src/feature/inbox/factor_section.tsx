// A13, "Tweede slot": the factors there are, another one, and away with one that is lost. The last one stays.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { longDay } from '../../i18n/format.ts';
import { say } from '../../i18n/inbox/text.ts';
import { advisor, command } from '../../store/advisor.ts';
import { passkeysWork } from '../../store/passkey.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading } from '../../ui/page.tsx';
import type { Factor } from '../../worker/advisor_messages.ts';
import { AppSetup } from './app_setup.tsx';
import { FactorProblem } from './factor_parts.tsx';

function FactorRow({ factor, only, remove }: { factor: Factor; only: boolean; remove: () => void }) {
  const day = longDay(factor.addedAt);
  const name = say(factor.kind === 'passkey' ? 'factors.passkey' : 'factors.app');
  return (
    <li>
      <Icon name={factor.kind === 'passkey' ? 'key' : 'device'} />
      <span>
        <strong>{name}</strong>
        <span class="hint">{say('factors.since', { day })}</span>
        {factor.opensVault ? <span class="hint">{say('factors.opens_vault')}</span> : null}
      </span>
      {only || factor.opensVault ? null : (
        <button
          type="button"
          class="btn ghost"
          aria-label={say('factors.remove_one', { name, day })}
          onClick={remove}
        >
          {say('factors.remove')}
        </button>
      )}
    </li>
  );
}

function RemoveDialog({ factor, close }: { factor: Factor; close: () => void }) {
  return (
    <Dialog heading={say('factors.sure')} close={close}>
      <p>{say(factor.kind === 'passkey' ? 'factors.sure_passkey' : 'factors.sure_app')}</p>
      <div class="actions">
        <button
          type="button"
          class="btn"
          onClick={() => {
            command({ type: 'remove_factor', id: factor.id });
            close();
          }}
        >
          {say('factors.remove')}
        </button>
        <button type="button" class="btn ghost" onClick={close}>
          {say('factors.keep')}
        </button>
      </div>
    </Dialog>
  );
}

export function FactorSection() {
  const { list, rpId, app, busy, ask } = advisor.factor.value;
  const leaving = useSignal<Factor | null>(null);
  useEffect(() => command({ type: 'load_factors' }), []);
  if (list === null) return <Loading text={say('wait')} />;
  const hasApp = list.some(({ kind }) => kind === 'app');
  return (
    <section class="keys-part" aria-labelledby="factors">
      <h2 id="factors">{say('factors.title')}</h2>
      <p>{say('factors.lead')}</p>
      <ul class="factor-list">
        {list.map((factor) => (
          <FactorRow
            key={factor.id.join()}
            factor={factor}
            only={list.length === 1}
            remove={() => {
              leaving.value = factor;
            }}
          />
        ))}
      </ul>
      {list.length === 1 ? <p class="hint">{say('factors.only')}</p> : null}
      {app ? (
        <AppSetup />
      ) : (
        <>
          <div class="actions">
            {passkeysWork(rpId) ? (
              <button
                type="button"
                class="btn ghost"
                onClick={() => busy || command({ type: 'add_passkey' })}
              >
                <Icon name="plus" />
                {say('factors.add_passkey')}
              </button>
            ) : null}
            {hasApp ? null : (
              <button type="button" class="btn ghost" onClick={() => command({ type: 'offer_app' })}>
                <Icon name="plus" />
                {say('factors.add_app')}
              </button>
            )}
          </div>
          <FactorProblem />
        </>
      )}
      <div role="status">{busy ? <Loading text={say(ask ? 'factor.asking' : 'factor.busy')} /> : null}</div>
      {leaving.value ? (
        <RemoveDialog
          factor={leaving.value}
          close={() => {
            leaving.value = null;
          }}
        />
      ) : null}
    </section>
  );
}
