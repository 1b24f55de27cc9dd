// The client's engine: everything that has keys, text or a socket, behind commands in and slices out.
import { loadSodium } from '../crypto/sodium.ts';
import { Connection, socketAddress } from '../net/connection.ts';
import { AttachmentDoor } from './attachment_door.ts';
import { BookingDoor } from './booking_door.ts';
import type { ClientConsent } from './client_consent.ts';
import type { ClientData } from './client_data.ts';
import { client_methods } from './client_methods.ts';
import type { ClientConsentAct, DataAct } from './consent_messages.ts';
import type { ClientContext } from './context.ts';
import { Founding } from './founding.ts';
import { Guide } from './guide.ts';
import type { Healing } from './healing.ts';
import { LiveConversation } from './live_conversation.ts';
import type { ClientCommand, ClientSlices, OrganisationFacts, SelfDescription } from './messages.ts';
import { Opening } from './opening.ts';
import type { Publisher } from './publisher.ts';
import type { WordChange } from './word_change.ts';

type Parts = {
  readonly context: ClientContext;
  readonly guide: Guide;
  readonly live: LiveConversation;
  readonly founding: Founding;
  readonly opening: Opening;
  readonly bookings: BookingDoor;
  readonly files: AttachmentDoor;
  readonly healing: () => Promise<Healing | null>;
};

function build(slices: Publisher<ClientSlices>, organisation: OrganisationFacts, origin: string): Parts {
  const connection: Connection = new Connection(
    socketAddress(organisation.apiOrigin || origin),
    client_methods,
    {
      greet: (call) => live.greet(call),
      changed: (state) => {
        slices.change('status', { connection: state });
        if (state === 'online') {
          void live.resume();
          void files.resume();
        }
      },
      notified: (notification) => {
        live.notified(notification);
        if (notification.name === 'appointment.changed') void bookings.changed();
      },
    },
  );
  const speech: ClientContext['speech'] = { language: 'nl', tone: 'je' };
  const context: ClientContext = {
    slices,
    organisation,
    origin,
    call: connection.call,
    renew: () => connection.renew(),
    end: () => connection.end(),
    speech,
  };
  const guide = new Guide(context);
  const live = new LiveConversation(context, guide);
  const founding = new Founding(context, guide, live);
  // Whoever begins a conversation has nothing to heal. What cannot be fetched now is done at the next visit.
  let loaded: Promise<Healing> | undefined;
  const healing = () => {
    loaded ??= import('./healing.ts').then(({ Healing }) => new Healing(context, guide, live));
    return loaded.catch(() => {
      loaded = undefined;
      return null;
    });
  };
  const opening = new Opening(context, guide, live, async () => (await healing())?.heal());
  const bookings = new BookingDoor(context, async () => {
    const { Bookings } = await import('./bookings.ts');
    const made = new Bookings(context, { guide, live, founding });
    live.listeners.add(() => made.list.publish());
    return made;
  });
  const files = new AttachmentDoor(
    {
      origin: organisation.apiOrigin || origin,
      call: connection.call,
      logAt: () =>
        live.log && live.conversation ? { conversation: live.conversation, log: live.log } : null,
    },
    {
      files: (drafts) => slices.set('files', drafts),
      opened: (file) => slices.set('opened', file),
    },
  );
  connection.start();
  return { context, guide, live, founding, opening, bookings, files, healing };
}

export class ClientEngine {
  readonly #slices: Publisher<ClientSlices>;
  // Commands that came while the library was loading wait for it.
  #parts: Promise<Parts> | null = null;
  #words: Promise<WordChange> | null = null;
  #consent: Promise<ClientConsent> | null = null;
  #data: Promise<ClientData> | null = null;

  constructor(slices: Publisher<ClientSlices>) {
    this.#slices = slices;
  }

  async handle(command: ClientCommand): Promise<void> {
    if (command.type === 'start') {
      this.#parts ??= this.#start(command.organisation, command.origin);
      await this.#parts;
    } else if (this.#parts) await this.#obey(await this.#parts, command);
  }

  async #start(organisation: OrganisationFacts, origin: string): Promise<Parts> {
    this.#slices.set('status', { engine: 'starting', connection: 'connecting' });
    await loadSodium();
    const parts = build(this.#slices, organisation, origin);
    this.#slices.change('status', { engine: 'ready' });
    return parts;
  }

  async #obey(parts: Parts, command: Exclude<ClientCommand, { type: 'start' }>): Promise<void> {
    const { context, guide, live, founding, opening, bookings, files, healing } = parts;
    switch (command.type) {
      case 'speak':
        context.speech = { language: command.language, tone: command.tone };
        return;
      case 'load_directory':
        await guide.load();
        return;
      case 'search':
        return guide.search(command.query);
      case 'choose_school':
        return guide.chooseSchool(command.school);
      case 'choose_advisor':
        return guide.chooseAdvisor(command.advisor);
      case 'prepare':
        await founding.prepare();
        return;
      case 'send_first':
        return this.#sendFirst(parts, command.text, command.self);
      case 'open':
        return opening.open(command.words);
      case 'send':
        // Nothing is sealed to somebody whose time is over.
        if (live.isCovered) await (await healing())?.standIn();
        await live.write({ text: command.text });
        return;
      case 'file':
        return files.act(command.file);
      case 'give_history_back':
        return (await healing())?.giveHistoryBack();
      case 'make_new_words':
        return (await this.#wordChange(parts)).make();
      case 'take_new_words':
        return (await this.#wordChange(parts)).take();
      case 'drop_new_words':
        return (await this.#wordChange(parts)).drop();
      case 'consent':
        return this.#withConsent(parts, command.consent);
      case 'data':
        return this.#withData(parts, command.data);
      // All the rest is about appointments.
      default:
        return bookings.obey(command);
    }
  }

  // Fetched when it is first wanted: few visits change the words.
  #wordChange({ context, guide, live, opening }: Parts): Promise<WordChange> {
    this.#words ??= import('./word_change.ts').then(
      ({ WordChange }) => new WordChange(context, { guide, live, opening }),
    );
    return this.#words;
  }

  // Both are fetched when they are first wanted. Without a network the screen says so and asks again.
  async #withConsent({ context, live, healing }: Parts, act: ClientConsentAct): Promise<void> {
    this.#consent ??= import('./client_consent.ts').then(({ ClientConsent }) => {
      const consent = new ClientConsent(context, live, async () => (await healing())?.standIn());
      live.listeners.add(() => consent.publish());
      return consent;
    });
    const consent = await this.#consent.catch(() => null);
    if (consent) return consent.act(act);
    this.#consent = null;
    this.#slices.change('consent', { sending: 'failed' });
  }

  async #withData({ context, live, opening }: Parts, act: DataAct): Promise<void> {
    this.#data ??= import('./client_data.ts').then(
      ({ ClientData }) => new ClientData(context, live, opening),
    );
    const data = await this.#data.catch(() => null);
    if (data) return data.act(act);
    this.#data = null;
    this.#slices.change('data', { state: 'failed', failure: { kind: 'unreachable' } });
  }

  async #sendFirst({ guide, founding, files }: Parts, text: string, self: SelfDescription): Promise<void> {
    const advisor = guide.advisor;
    const { state } = this.#slices.get('first');
    if (!advisor || state === 'sending' || state === 'waiting' || state === 'working') return;
    this.#slices.set('first', { state: 'sending', failure: null });
    const failure = await founding.found({ advisor, text, self }, (delay) =>
      this.#slices.set('first', { state: delay ?? 'sending', failure: null }),
    );
    this.#slices.set('first', { state: failure ? 'failed' : 'arrived', failure });
    // Files wait in memory until there is a conversation that they can be sealed for.
    if (!failure) void files.resume();
  }
}
