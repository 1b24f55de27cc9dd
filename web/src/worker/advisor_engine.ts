// The advisor's engine: everything that has keys, text or a socket, behind commands in and slices out.
import type { SigningKey } from '../crypto/sign.ts';
import { loadSodium } from '../crypto/sodium.ts';
import type { Call } from '../net/calls.ts';
import { Connection, socketAddress } from '../net/connection.ts';
import { all_methods } from '../protocol/methods.ts';
import { Account } from './account.ts';
import {
  atTheDoor,
  type DoorCommand,
  type FactorCommand,
  withDevices,
  withFactor,
} from './advisor_commands.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { logInAdvisor } from './advisor_identity.ts';
import type { AdvisorCommand, AdvisorSlices } from './advisor_messages.ts';
import { Inbox } from './inbox.ts';
import type { Keystore } from './keystore.ts';
import type { OrganisationFacts } from './messages.ts';
import type { Publisher } from './publisher.ts';
import { openDrafts, sealDrafts } from './sealed_drafts.ts';
import type { VaultStore } from './vault_store.ts';

type InboxCommand = Exclude<AdvisorCommand, DoorCommand | FactorCommand | { type: 'start' }>;

export class AdvisorEngine {
  readonly #slices: Publisher<AdvisorSlices>;
  readonly #store: VaultStore;
  #account: Promise<Account> | null = null;
  #inbox: Inbox | null = null;

  constructor(slices: Publisher<AdvisorSlices>, store: VaultStore) {
    this.#slices = slices;
    this.#store = store;
  }

  async handle(command: AdvisorCommand): Promise<void> {
    switch (command.type) {
      case 'start': {
        const { organisation, origin, invitation } = command;
        this.#account ??= this.#build(organisation, origin);
        return (await this.#account).start(invitation);
      }
      case 'make_keys':
      case 'step_done':
      case 'unlock':
      case 'offer_device':
      case 'confirm_join':
      case 'ask_card':
      case 'recover':
      case 'back_to_door':
        return atTheDoor(await this.#account, command);
      case 'add_passkey':
      case 'try_passkey':
      case 'offer_app':
      case 'withdraw_app':
      case 'add_app':
      case 'passkey_answered':
      case 'load_factors':
      case 'remove_factor':
      case 'prove_factor':
      case 'close_factor':
        return withFactor(await this.#account, command);
      default:
        return this.#inbox ? this.#inside(this.#inbox, command) : undefined;
    }
  }

  async #build(organisation: OrganisationFacts, origin: string): Promise<Account> {
    const slices = this.#slices;
    slices.set('status', { engine: 'starting', connection: 'connecting' });
    await loadSodium();
    const connection: Connection = new Connection(
      socketAddress(organisation.apiOrigin || origin),
      all_methods,
      {
        // Whoever is inside logs in at every reconnect.
        greet: (call) => this.#greet(call, origin),
        changed: (state) => {
          slices.change('status', { connection: state });
          if (state === 'online') void this.#inbox?.resume();
        },
        notified: (notification) => this.#inbox?.notified(notification),
      },
    );
    connection.start();
    slices.change('status', { engine: 'ready' });
    const context: AdvisorContext = { slices, organisation, origin, call: connection.call };
    return new Account(context, this.#store, (keystore, identity) =>
      this.#enter(context, keystore, identity),
    );
  }

  // A device that was revoked has no business with its keys any more: the page ends this worker when it hears so.
  async #greet(call: Call, origin: string): Promise<boolean> {
    if (this.#inbox === null) return true;
    const { keystore } = this.#inbox;
    const login = await logInAdvisor(call, keystore, origin);
    if (login.ok) return true;
    const asked =
      login.error.code === 'login_failed' ? await call('device.state', { device: keystore.device }) : null;
    if (asked?.ok && asked.value.state === 'revoked') this.#slices.change('account', { state: 'revoked' });
    return false;
  }

  async #enter(context: AdvisorContext, keystore: Keystore, identity: SigningKey): Promise<void> {
    const account = await this.#account;
    const inbox = new Inbox(context, keystore, account?.factor ?? null);
    this.#inbox = inbox;
    await inbox.start();
    void inbox.lookAfterKeys(identity);
  }

  async #inside(inbox: Inbox, command: InboxCommand): Promise<void> {
    const { desk, calls, hours, files, keystore } = inbox;
    switch (command.type) {
      case 'file':
        return files.act(command.file);
      case 'open_case':
        return desk.open(command.id);
      case 'close_case':
        return desk.close();
      case 'search':
        return inbox.search(command.query);
      case 'reveal_number':
        return calls.reveal(command.call);
      case 'hide_number':
        return calls.hide(command.call);
      case 'agenda':
        return inbox.withAgenda(command.agenda);
      case 'drop_card':
        return inbox.cards.drop();
      case 'consent':
        return inbox.withConsent(command.id, command.consent);
      case 'dossier':
        return inbox.withDossier(command.id, command.dossier);
      case 'cover':
        return inbox.withCover(command.cover);
      case 'finish':
        return inbox.finish(command.id, command.text);
      case 'reopen':
        return inbox.reopen(command.id);
      case 'put_erased_away':
        return desk.putErasedAway();
      case 'load_hours':
        return hours.load();
      case 'save_hours':
        return hours.save(command.hours);
      case 'load_trust':
        return inbox.watch.load();
      case 'confirm_directory':
        return inbox.watch.confirm();
      case 'seal_drafts':
        return this.#slices.change('drafts', { sealed: sealDrafts(keystore.notesKey, command.texts) });
      case 'open_drafts':
        return this.#slices.change('drafts', { opened: openDrafts(keystore.notesKey, command.sealed) });
      case 'reply':
      case 'seen':
      case 'save_note':
      case 'take_their_note':
      case 'make_card':
      case 'give_card':
        return this.#inCase(inbox, command);
      default:
        return withDevices(inbox, command);
    }
  }

  async #inCase(
    { desk, call, cards }: Inbox,
    command: Extract<
      AdvisorCommand,
      { type: 'reply' | 'seen' | 'save_note' | 'take_their_note' | 'make_card' | 'give_card' }
    >,
  ): Promise<void> {
    const found = desk.find(command.id);
    if (!found) return;
    switch (command.type) {
      case 'reply':
        return void found.reply(command.text, call);
      case 'seen':
        return found.markRead(command.seq, call);
      case 'save_note':
        return found.note.save(command.fields, call);
      case 'take_their_note':
        return found.note.takeTheirs();
      case 'make_card':
        return cards.make(found);
      case 'give_card':
        return cards.give(found, command.from, command.note);
    }
  }
}
