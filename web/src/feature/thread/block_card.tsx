// Stands in the place of the composer when the directory does not mean the advisor of this conversation any more: what
// differs, what to ask on the phone, and that nothing is lost.
import { t } from '../../i18n/text.ts';
import { Digits } from '../../ui/digits.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loading } from '../../ui/page.tsx';
import { PhoneLine } from '../../ui/problem.tsx';
import type { ThreadBlock } from '../../worker/messages.ts';

const WHY = { gone: 'block.gone', revoked: 'block.revoked', rolled_back: 'block.rolled_back' } as const;

function Numbers({ block }: { block: ThreadBlock }) {
  const { reason, numbers } = block;
  if (!numbers) return <Loading text={t('advisor.safety_asking')} />;
  return (
    <dl class="call-first-numbers">
      <div>
        <dt>{t('block.number')}</dt>
        <dd>
          <Digits number={numbers.conversation} />
        </dd>
      </div>
      {reason === 'gone'
        ? numbers.listed.map(({ name, number }) => (
            <div key={number}>
              <dt>{t('block.listed', { name })}</dt>
              <dd>
                <Digits number={number} />
              </dd>
            </div>
          ))
        : null}
    </dl>
  );
}

export function BlockCard({ block }: { block: ThreadBlock }) {
  return (
    <section class="note warm call-first" role="alert" aria-labelledby="block-title">
      <h2 id="block-title">
        <Icon name="shield" />
        {t('block.title')}
      </h2>
      <p>{t(WHY[block.reason])}</p>
      <Numbers block={block} />
      <p>{t('block.call')}</p>
      <PhoneLine />
      <p class="hint">{t('block.read')}</p>
    </section>
  );
}
