// C1: what this is, in ten seconds, and two doors. Pure, because the build writes it into the page.
import { type TextKey, t } from '../../i18n/text.ts';
import { PebbleArt } from '../../ui/art.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';

export type StartActions = {
  enter(role: 'pupil' | 'parent'): void;
  comeBack(): void;
  readFirst(): void;
};

type DoorProperties = { icon: IconName; title: string; detail: string; open: () => void };

function Door({ icon, title, detail, open }: DoorProperties) {
  return (
    <button type="button" class="door" onClick={open}>
      <Icon name={icon} />
      <span class="door-text">
        <strong>{title}</strong>
        <span>{detail}</span>
      </span>
      <Icon name="arrow" className="to" />
    </button>
  );
}

function Hero({ actions, offline }: { actions: StartActions; offline: boolean }) {
  return (
    <section class="hero">
      <div class="wrap hero-grid">
        <div class="hero-text">
          <p class="eyebrow">{t('start.eyebrow')}</p>
          <h1 tabIndex={-1}>{t('start.h1')}</h1>
          <p class="lead">{t('start.lead')}</p>
          <div class="doors">
            <Door
              icon="person"
              title={t('start.pupil')}
              detail={t('start.pupil_detail')}
              open={() => actions.enter('pupil')}
            />
            <Door
              icon="people"
              title={t('start.parent')}
              detail={t('start.parent_detail')}
              open={() => actions.enter('parent')}
            />
          </div>
          <p class="hero-links">
            <button type="button" class="link" aria-describedby="offline-reason" onClick={actions.comeBack}>
              <Icon name="key" />
              {t('start.return')}
            </button>
            <button type="button" class="link" onClick={actions.readFirst}>
              <Icon name="book" />
              {t('start.read')}
            </button>
          </p>
          <p id="offline-reason" class="hint">
            {offline ? t('start.offline') : null}
          </p>
        </div>
        <div class="art" aria-hidden="true">
          <PebbleArt />
          <p class="bubble ask">{t('start.bubble_ask')}</p>
          <p class="bubble answer">{t('start.bubble_answer')}</p>
        </div>
      </div>
    </section>
  );
}

const PROMISES: readonly { icon: IconName; title: TextKey; text: TextKey }[] = [
  { icon: 'shield', title: 'start.safe', text: 'start.safe_text' },
  { icon: 'person', title: 'start.nameless', text: 'start.nameless_text' },
  { icon: 'door', title: 'start.outside', text: 'start.outside_text' },
];

const STEPS: readonly { title: TextKey; text: TextKey }[] = [
  { title: 'start.step1', text: 'start.step1_text' },
  { title: 'start.step2', text: 'start.step2_text' },
  { title: 'start.step3', text: 'start.step3_text' },
];

export function StartScreen({ actions, offline }: { actions: StartActions; offline: boolean }) {
  return (
    <div class="start">
      <Hero actions={actions} offline={offline} />
      <section class="wrap promises" aria-label={t('start.promises')}>
        {PROMISES.map((promise) => (
          <div key={promise.title} class="card promise">
            <Icon name={promise.icon} className="round" />
            <div>
              <h2>{t(promise.title)}</h2>
              <p>{t(promise.text)}</p>
            </div>
          </div>
        ))}
      </section>
      <section class="wrap how">
        <h2>{t('start.how')}</h2>
        <ol>
          {STEPS.map((step) => (
            <li key={step.title}>
              <h3>{t(step.title)}</h3>
              <p>{t(step.text)}</p>
            </li>
          ))}
        </ol>
      </section>
      <p class="urgent">
        <span class="wrap">
          <Icon name="alert" />
          <a href="tel:112">{t('start.danger')}</a>
        </span>
      </p>
    </div>
  );
}
