// What the pages fetch when it is first shown: consent, standing in, dossiers, and finishing a conversation.
import { lazy } from '../../ui/lazy.tsx';

export const ConsentSection = lazy(
  async () => (await import('./consent_section.tsx')).ConsentSection,
  'part',
);
export const CoverNotice = lazy(async () => (await import('./cover_notice.tsx')).CoverNotice, 'part');
export const CoverSection = lazy(async () => (await import('./cover_section.tsx')).CoverSection, 'part');
export const DossierSection = lazy(
  async () => (await import('../dossier/dossier_section.tsx')).DossierSection,
  'part',
);
export const FinishSection = lazy(async () => (await import('./finish_section.tsx')).FinishSection, 'part');
export const Finished = lazy(async () => (await import('./finish_section.tsx')).Finished, 'part');
