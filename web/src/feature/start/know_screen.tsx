// C2: what to know before the first word is typed. Who reads along, what may be told on, what stays behind.
import { type TextKey, t } from '../../i18n/text.ts';
import { role } from '../../store/draft.ts';
import { purpose, show } from '../../store/screen.ts';
import { covered } from '../../ui/cover.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';

type Block = { readonly icon: IconName; readonly title: TextKey; readonly text: TextKey };

const BLOCKS: readonly Block[] = [
  { icon: 'lock', title: 'know.who', text: 'know.who_text' },
  { icon: 'ear', title: 'know.limits', text: 'know.limits_text' },
  { icon: 'device', title: 'know.traces', text: 'know.traces_text' },
  { icon: 'shield', title: 'know.device', text: 'know.device_text' },
];

function tryOut(): void {
  covered.value = true;
}

export function KnowScreen() {
  const parent = role.value === 'parent';
  return (
    <Page heading={t('know.h1')} lead={t('know.lead')} back={() => show('start')}>
      <ul class="blocks">
        <li class="card block">
          <Icon name="door" className="round" />
          <div>
            <h2>{t('know.exit')}</h2>
            <p>{t('know.exit_text')}</p>
            <p>{t('know.exit_keys')}</p>
            <button type="button" class="btn ghost" onClick={tryOut}>
              {t('know.try')}
            </button>
          </div>
        </li>
        {BLOCKS.map((block) => (
          <li key={block.title} class="card block">
            <Icon name={block.icon} className="round" />
            <div>
              <h2>{t(block.title)}</h2>
              <p>{t(block.text)}</p>
            </div>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button
          type="button"
          class="btn"
          onClick={() => {
            purpose.value = parent ? 'call' : 'write';
            show('school');
          }}
        >
          {t('know.go')}
        </button>
      </div>
    </Page>
  );
}
