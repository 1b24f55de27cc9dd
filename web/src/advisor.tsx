// The advisors' page: takes the invitation out of the address before anything else happens, then shows the inbox.
import './ui/styles/advisor.css';
import { render } from 'preact';
import { InboxApp } from './feature/inbox/inbox_app.tsx';
import { watchLock } from './feature/inbox/lock_watch.ts';
import { speakInbox } from './i18n/inbox/text.ts';
import { startAdvisor } from './store/advisor.ts';

const INVITATION = /^#uitnodiging=([A-Za-z0-9_-]{1,64})$/;

// A used or open link must not stay in the history or on the screen.
function takeInvitation(): string | null {
  const [, token = null] = INVITATION.exec(location.hash) ?? [];
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return token;
}

const invitation = takeInvitation();
// A link that is opened in a tab where this page already is.
addEventListener('hashchange', () => location.reload());

const root = document.getElementById('app');
void speakInbox('nl').then(() => {
  if (root) render(<InboxApp />, root);
});
watchLock();
void startAdvisor(invitation);
