// One step or page in one column: way back, heading, step count, content. The heading takes the focus when the screen
// changes (see app.tsx).
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/text.ts';
import { Icon } from './icon.tsx';

type PageProperties = {
  readonly heading: string;
  readonly step?: { readonly number: number; readonly of: number } | undefined;
  readonly lead?: ComponentChildren;
  readonly back?: (() => void) | undefined;
  readonly className?: string;
  readonly children: ComponentChildren;
};

export function Page({ heading, step, lead, back, className = '', children }: PageProperties) {
  return (
    <div class={`wrap page ${className}`}>
      {back ? (
        <button type="button" class="link back" onClick={back}>
          <Icon name="back" />
          {t('nav.back')}
        </button>
      ) : null}
      {step ? <p class="eyebrow">{t('nav.step', { step: step.number, steps: step.of })}</p> : null}
      <h1 tabIndex={-1}>{heading}</h1>
      {lead ? <p class="lead">{lead}</p> : null}
      {children}
    </div>
  );
}

export function Loading({ text }: { text: string }) {
  return (
    <p class="loading" role="status" aria-busy="true">
      <span class="pulse" aria-hidden="true" />
      {text}
    </p>
  );
}

type NoteProperties = {
  readonly tone?: 'calm' | 'warm' | 'danger';
  readonly role?: 'alert' | 'status';
  readonly children: ComponentChildren;
};

export function Note({ tone = 'calm', role, children }: NoteProperties) {
  return (
    <div class={`note ${tone}`} role={role}>
      {children}
    </div>
  );
}
