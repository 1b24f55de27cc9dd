// What the case pane fetches when it is first shown: consent.
import { lazy } from '../../ui/lazy.tsx';

export const ConsentSection = lazy(
  async () => (await import('./consent_section.tsx')).ConsentSection,
  'part',
);
