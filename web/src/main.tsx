// The client page's entry: takes over the start screen that the build wrote into the page.
import './ui/styles/client.css';
import { hydrate } from 'preact';
import { exit, forget, stop } from './app/actions.ts';
import { App } from './app/app.tsx';
import { watchShift } from './app/shift_exit.ts';
import { keepTitle } from './app/title.ts';
import { organisation } from './store/organisation.ts';
import { watchVisibility } from './ui/cover.ts';
import { refuseRestoredPage } from './ui/quick_exit.ts';

const root = document.getElementById('app');
if (root) hydrate(<App />, root);

keepTitle();
watchShift(exit);
watchVisibility(document, forget);
refuseRestoredPage(stop);
void organisation();
