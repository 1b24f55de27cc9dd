// C11: the client's own ledger of consent. Open questions come first; nothing here hurries anybody.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { tell } from '../../i18n/consent/text.ts';
import { t } from '../../i18n/text.ts';
import { client, send } from '../../store/engine.ts';
import { show } from '../../store/screen.ts';
import { Icon } from '../../ui/icon.tsx';
import { Loading, Note, Page } from '../../ui/page.tsx';
import type { ConsentCard } from '../../worker/consent_messages.ts';
import { ConsentCardView } from './consent_card.tsx';
import { OwnForm } from './own_form.tsx';

const waits = ({ state }: ConsentCard) => state === 'asked' || state === 'said';

function openFirst(cards: readonly ConsentCard[]): readonly ConsentCard[] {
  return [...cards.filter(waits), ...cards.filter((card) => !waits(card))];
}

function Sending() {
  const { sending } = client.consent.value;
  return (
    <div role="status">
      {sending === 'sending' ? <p class="hint">{tell('sending')}</p> : null}
      {sending === 'done' ? (
        <p class="hint consent-done">
          <Icon name="check" />
          {tell('done')}
        </p>
      ) : null}
    </div>
  );
}

function Own({ name }: { name: string }) {
  const open = useSignal(false);
  const { state, block } = client.thread.value;
  if (state !== 'open' || block) return null;
  if (open.value) {
    return (
      <OwnForm
        name={name}
        close={() => {
          open.value = false;
        }}
      />
    );
  }
  return (
    <p>
      <button
        type="button"
        class="btn ghost"
        onClick={() => {
          open.value = true;
          requestAnimationFrame(() => document.getElementById('own-title')?.focus());
        }}
      >
        <Icon name="plus" />
        {tell('own_open')}
      </button>
    </p>
  );
}

export function ConsentScreen() {
  const { cards, state, uncounted, sending } = client.consent.value;
  const name = client.thread.value.advisor?.firstName || t('thread.nameless');
  useEffect(() => send({ type: 'consent', consent: { act: 'load' } }), []);
  return (
    <Page
      heading={tell('h1')}
      lead={tell('lead', { name })}
      back={() => show('thread')}
      className="consent-page"
    >
      {sending === 'failed' ? (
        <Note tone="danger" role="alert">
          <p>{tell('failed')}</p>
        </Note>
      ) : null}
      <Sending />
      {state === 'loading' ? <Loading text={t('wait')} /> : null}
      {state === 'ready' && cards.length === 0 ? <p class="empty">{tell('empty')}</p> : null}
      {openFirst(cards).map((card) => (
        <ConsentCardView key={card.id} card={card} />
      ))}
      <Own name={name} />
      {uncounted > 0 ? <p class="hint">{tell('uncounted', { count: uncounted })}</p> : null}
    </Page>
  );
}
