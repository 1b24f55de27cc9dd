// A13: how this advisor gets in.
import { say } from '../../i18n/inbox/text.ts';
import { FactorSection } from './factor_section.tsx';

export function KeysScreen() {
  return (
    <div class="keys-screen">
      <h1 tabIndex={-1}>{say('keys.title')}</h1>
      <FactorSection />
    </div>
  );
}
