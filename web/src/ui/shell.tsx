// The frame around every client screen: skip links, mark, language, quick exit, and the same help block at the end.
// It holds no state and no hooks, so that the build can write it into the page as text.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/text.ts';
import { PebbleMark } from './art.tsx';
import { Icon } from './icon.tsx';

export const PRODUCT = 'Kiezel';

export type ShellActions = {
  exit(): void;
  speak(language: 'nl' | 'en'): void;
  help(page: 'help_now' | 'readers' | 'how'): void;
  stop(): void;
};

export type ShellFacts = { readonly name: string; readonly phone: string } | null;

type ShellProperties = {
  readonly language: 'nl' | 'en';
  readonly facts: ShellFacts;
  readonly running: boolean;
  readonly exitAddress: string;
  readonly actions: ShellActions;
  readonly notice?: ComponentChildren;
  readonly children: ComponentChildren;
};

function ExitLink({
  className,
  label,
  href,
  exit,
}: {
  className: string;
  label: string;
  href: string;
  exit(): void;
}) {
  const leave = (event: Event) => {
    event.preventDefault();
    exit();
  };
  return (
    <a class={className} href={href} rel="nofollow noreferrer" aria-label={label} onClick={leave}>
      {t('exit.button')}
    </a>
  );
}

function LanguageSelect({ language, speak }: { language: 'nl' | 'en'; speak: ShellActions['speak'] }) {
  return (
    <label class="language">
      <span class="vh">{t('lang.label')}</span>
      <Icon name="globe" />
      <select onChange={(event) => speak(event.currentTarget.value === 'en' ? 'en' : 'nl')}>
        <option value="nl" lang="nl" selected={language === 'nl'}>
          Nederlands
        </option>
        <option value="en" lang="en" selected={language === 'en'}>
          English
        </option>
      </select>
    </label>
  );
}

function Help({ facts, running, actions }: Pick<ShellProperties, 'facts' | 'running' | 'actions'>) {
  const page = (name: 'help_now' | 'readers' | 'how', text: string) => (
    <li>
      <button type="button" class="link" onClick={() => actions.help(name)}>
        {text}
      </button>
    </li>
  );
  return (
    <footer class="foot">
      <div class="wrap">
        <h2>{t('help.title')}</h2>
        <ul>
          {facts?.phone ? (
            <li>
              <a href={`tel:${facts.phone.replaceAll(/[^\d+]/g, '')}`}>
                {t('help.call', { organisation: facts.name, phone: facts.phone.replaceAll(' ', '\u00a0') })}
              </a>
            </li>
          ) : null}
          {page('help_now', t('help.now'))}
          {page('readers', t('help.readers'))}
          {page('how', t('help.how'))}
          {running ? (
            <li>
              <button type="button" class="link" onClick={actions.stop}>
                {t('help.stop')}
              </button>
            </li>
          ) : null}
        </ul>
      </div>
    </footer>
  );
}

export function Shell(properties: ShellProperties) {
  const { language, actions, exitAddress, notice, children } = properties;
  return (
    <>
      <a class="skip" href="#main">
        {t('skip.main')}
      </a>
      <header class="top">
        <ExitLink className="skip" label={t('exit.name')} href={exitAddress} exit={actions.exit} />
        <div class="wrap bar">
          <p class="brand">
            <PebbleMark />
            {PRODUCT}
          </p>
          <div class="tools">
            <LanguageSelect language={language} speak={actions.speak} />
            <ExitLink className="btn exit" label={t('exit.name')} href={exitAddress} exit={actions.exit} />
          </div>
        </div>
        <div role="status" class="notice">
          {notice ?? null}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Help {...properties} />
    </>
  );
}
