// Says what went wrong, what can be done, and which number to call: never a code.
import { t } from '../i18n/text.ts';
import { facts } from '../store/organisation.ts';
import type { Failure } from '../worker/messages.ts';
import { Icon } from './icon.tsx';
import { Note } from './page.tsx';

function explain(failure: Failure): string {
  switch (failure.kind) {
    case 'unreachable':
      return t('problem.unreachable');
    case 'wait':
      return t('problem.wait', { seconds: failure.seconds });
    case 'no_keys':
      return t('problem.no_keys');
    case 'untrusted':
      return t('problem.untrusted');
    case 'lapsed':
      return t('problem.lapsed');
    case 'browser':
      return t('problem.browser');
    case 'refused':
      return t('problem.refused');
  }
}

export function PhoneLine() {
  const phone = facts.value?.phone;
  if (!phone) return null;
  return (
    <p class="phone-line">
      <Icon name="phone" />
      <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{t('problem.call', { phone })}</a>
    </p>
  );
}

export function Problem({ failure, again }: { failure: Failure; again?: () => void }) {
  return (
    <Note tone="danger" role="alert">
      <p>{explain(failure)}</p>
      {again ? (
        <button type="button" class="btn ghost" onClick={again}>
          {t('problem.again')}
        </button>
      ) : null}
      <PhoneLine />
    </Note>
  );
}
