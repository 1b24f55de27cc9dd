// Makes dossiers: collects what the advisor chose, and gives out what is left after hiding. The conversation is told
// before anything is given out, so that the family can always see that a copy was made. Loaded when first asked for.
import type { LogEntry } from '../crypto/log_reader.ts';
import { systemRandom } from '../crypto/random.ts';
import type { AdvisorContext } from './advisor_context.ts';
import type { Case } from './case.ts';
import type { Colleagues } from './colleagues.ts';
import { afterPublishing, now } from './context.ts';
import { dossierFile } from './dossier_file.ts';
import { dossierItems } from './dossier_items.ts';
import { type DossierAct, type DossierChoice, type DossierState, NO_DOSSIER } from './dossier_messages.ts';
import { dossierPage } from './dossier_page.ts';
import { dossierPhrase, zipped } from './dossier_zip.ts';
import type { Keystore } from './keystore.ts';

type Making = Extract<DossierAct, { act: 'make' }>;

export class DossierDesk {
  readonly #context: AdvisorContext;
  readonly #keystore: Keystore;
  readonly #colleagues: Colleagues;
  // As it was looked through: what came later has not been seen, and goes into no dossier.
  #choice: DossierChoice = { from: null, until: null, parts: [] };
  #entries: readonly LogEntry[] = [];

  constructor(context: AdvisorContext, keystore: Keystore, colleagues: Colleagues) {
    this.#context = context;
    this.#keystore = keystore;
    this.#colleagues = colleagues;
  }

  async act(one: Case, act: DossierAct): Promise<void> {
    switch (act.act) {
      case 'collect':
        return this.#collect(one, act.choice);
      case 'make':
        return this.#make(one, act);
      case 'settle':
        return this.#isMaking ? undefined : this.#show(NO_DOSSIER);
    }
  }

  // What is being made is told to the conversation, whatever the advisor does meanwhile.
  get #isMaking(): boolean {
    return this.#context.slices.get('dossier').state === 'making';
  }

  async #collect(one: Case, choice: DossierChoice): Promise<void> {
    await one.note.load(this.#context.call);
    if (this.#isMaking) return;
    this.#choice = choice;
    this.#entries = [...one.log.entries];
    this.#show({ ...NO_DOSSIER, id: one.id, state: 'review', items: dossierItems(one, choice) });
  }

  #show(part: Partial<DossierState>): void {
    this.#context.slices.change('dossier', part);
  }

  // Whoever only stands in makes none; and a conversation that takes no word could not be told.
  #mayMake(one: Case): boolean {
    const { state, finish } = one.view();
    return state === 'good' && finish.mayFinish && finish.state === 'open';
  }

  async #make(one: Case, act: Making): Promise<void> {
    const { slices, call } = this.#context;
    const { id, state } = slices.get('dossier');
    if (id !== one.id || state === 'making' || state === 'made') return;
    this.#show({ state: 'making' });
    await afterPublishing();
    const phrase = act.locked ? dossierPhrase(systemRandom) : null;
    const file = await this.#fileOf(act, phrase).catch(() => null);
    if (file === null) return this.#show({ state: 'failed' });
    const recorded = this.#mayMake(one) && (await one.reply(act.record, call));
    if (!recorded) return this.#show({ state: 'unrecorded' });
    this.#show({ state: 'made', items: [], file, phrase });
    // The page has it now: here it is not kept.
    await afterPublishing();
    this.#show({ file: null });
  }

  #fileOf({ hidden, texts }: Making, phrase: string | null): Promise<Uint8Array<ArrayBuffer>> {
    const { items } = this.#context.slices.get('dossier');
    const madeBy = this.#colleagues.nameOf(this.#keystore.identityKey);
    const content = {
      choice: this.#choice,
      items,
      hidden,
      entries: this.#entries,
      certificates: this.#colleagues.certificates,
      madeBy,
      at: now(),
    };
    const files = {
      'dossier.html': dossierPage(items, hidden, texts, madeBy),
      'dossier.json': `${JSON.stringify(dossierFile(content), null, 2)}\n`,
    };
    return zipped(files, phrase, new Date());
  }
}
