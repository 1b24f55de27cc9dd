// The advisor's own eye on the directory: follows its history, keeps what was seen, and says aloud when the past, the own
// record or what a family saw does not fit.

import type { DirectoryHead } from '../crypto/roster.ts';
import { safetyNumber } from '../crypto/safety_number.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { DirectoryAlarm, PosterSchool } from './advisor_messages.ts';
import { afterPublishing, now } from './context.ts';
import { directoryAlarms, mayRemember } from './directory_alarms.ts';
import { type DirectoryBook, rootKeys } from './directory_book.ts';
import { DirectoryChain, type FetchPage, type Followed, pagesOf } from './directory_chain.ts';
import type { Keystore } from './keystore.ts';

// What a conversation's commits say their writer saw.
export type SeenInCase = { readonly id: string; readonly heads: readonly DirectoryHead[] };

export class DirectoryWatch {
  readonly #context: AdvisorContext;
  readonly #keystore: Keystore;
  readonly #chain: DirectoryChain;
  #book: DirectoryBook | null = null;
  #followed: Followed = 'unreachable';
  #looking: Promise<void> = Promise.resolve();
  // Newest version that families saw and we did not, with the moment at which that was noticed.
  #newer: { readonly version: number; readonly lookedUpTo: number } | null = null;
  #looks = 0;

  constructor(context: AdvisorContext, keystore: Keystore, fetchFrom?: FetchPage) {
    this.#context = context;
    this.#keystore = keystore;
    const { rootKeys: roots, apiOrigin } = context.organisation;
    this.#chain = new DirectoryChain(rootKeys(roots), fetchFrom ?? pagesOf(apiOrigin));
  }

  // A directory that two roots signed, also one that goes back.
  look(book: DirectoryBook): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look(book));
    return this.#looking;
  }

  // What the service serves is not signed by two roots.
  distrust(): void {
    this.#show([{ kind: 'forged' }]);
  }

  async #look(book: DirectoryBook): Promise<void> {
    this.#followed = await this.#chain.follow(book.directory.head);
    this.#book = book;
    this.#looks += 1;
    const alarms = this.#alarms();
    this.#show(alarms);
    if (this.#followed === 'complete' && mayRemember(alarms)) await this.#remember(book);
  }

  // The advisor has called and heard that it is right. What is gone stays gone until the directory has it again.
  async confirm(): Promise<void> {
    if (!this.#book || this.#followed !== 'complete') return;
    await this.#remember(this.#book);
    this.#show(this.#alarms());
  }

  #alarms(): readonly DirectoryAlarm[] {
    const book = this.#book;
    if (!book) return [];
    const { identityKey, directorySeen } = this.#keystore;
    return directoryAlarms({
      book,
      chain: this.#chain,
      followed: this.#followed,
      rootKeys: rootKeys(this.#context.organisation.rootKeys),
      ownKey: identityKey,
      seen: directorySeen,
      now: now(),
    });
  }

  #remember(book: DirectoryBook): Promise<void> {
    const { identityKey, directorySeen } = this.#keystore;
    return this.#keystore.rememberDirectory({
      head: book.directory.head,
      rootKeys: rootKeys(this.#context.organisation.rootKeys),
      ownRecord: book.advisorByKey(identityKey) ?? directorySeen?.ownRecord ?? null,
    });
  }

  #show(alarms: readonly DirectoryAlarm[]): void {
    const header = this.#book?.directory.header;
    this.#context.slices.change('trust', {
      alarms,
      directory: header ? { version: header.version, expires: header.expires } : null,
    });
  }

  // Conversations whose family saw a directory that was never published. True when one is newer than ours: then the
  // caller fetches ours anew, and only what is still unknown after that is an alarm.
  judge(cases: readonly SeenInCase[]): boolean {
    if (this.#followed !== 'complete') return false;
    const ours = this.#chain.length;
    const newest = Math.max(0, ...cases.flatMap(({ heads }) => heads.map(({ version }) => version)));
    const mustLook = newest > ours && this.#newer?.version !== newest;
    if (mustLook) this.#newer = { version: newest, lookedUpTo: this.#looks };
    const lookedSince = this.#newer !== null && this.#looks > this.#newer.lookedUpTo;
    const isFalse = (head: DirectoryHead) =>
      head.version <= ours
        ? !this.#chain.holds(head)
        : lookedSince && head.version <= (this.#newer?.version ?? 0);
    const split = cases.filter(({ heads }) => heads.some(isFalse)).map(({ id }) => id);
    if (split.join() !== this.#context.slices.get('trust').split.join())
      this.#context.slices.change('trust', { split });
    return mustLook;
  }

  // The own number and the schools for posters; a quarter of a second for each person, once.
  async load(): Promise<void> {
    const { slices } = this.#context;
    const { identityKey } = this.#keystore;
    await afterPublishing();
    slices.change('trust', { number: safetyNumber(identityKey) });
    const book = this.#book;
    if (!book) return;
    const numbers = new Map<string, string>();
    const posters: PosterSchool[] = [];
    for (const school of book.schoolsOf(identityKey)) {
      const people = book.advisorsFor(school.code, now()).map((advisor) => {
        const number = numbers.get(advisor.name) ?? safetyNumber(advisor.identityKey) ?? '';
        numbers.set(advisor.name, number);
        return { name: advisor.name, number };
      });
      posters.push({ code: school.code, name: school.name, place: school.place, people });
    }
    slices.change('trust', { posters });
  }
}
