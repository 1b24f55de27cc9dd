// The open inbox: what exists only between unlocking and locking.
import type { SigningKey } from '../crypto/sign.ts';
import type { Call } from '../net/calls.ts';
import type { AnyNotification } from '../protocol/frame.ts';
import type { AdvisorContext } from './advisor_context.ts';
import { Agenda } from './agenda.ts';
import type { AgendaDesk } from './agenda_desk.ts';
import type { AgendaAct } from './agenda_messages.ts';
import { AttachmentDoor } from './attachment_door.ts';
import { CardGiving } from './card_giving.ts';
import type { Case } from './case.ts';
import { Colleagues } from './colleagues.ts';
import type { ConsentDesk } from './consent_desk.ts';
import type { AdvisorConsentAct } from './consent_messages.ts';
import { now } from './context.ts';
import type { CoverAskingDesk } from './cover_asking.ts';
import { CoverKeeper } from './cover_keeper.ts';
import type { CoverAct } from './cover_messages.ts';
import { Desk } from './desk.ts';
import { searchCases } from './desk_search.ts';
import { DeviceDesk } from './device_desk.ts';
import { DirectoryWatch } from './directory_watch.ts';
import type { DossierDesk } from './dossier_desk.ts';
import type { DossierAct } from './dossier_messages.ts';
import { Hours } from './hours.ts';
import type { Keystore } from './keystore.ts';
import { OwnDevices } from './own_devices.ts';
import { PasskeySeal } from './passkey_seal.ts';
import { renewCertificate } from './renewal.ts';
import type { SecondFactor } from './second_factor.ts';
import { selfTest } from './self_test.ts';

// Groups and waiting times depend on the clock.
const TICK_MS = 60_000;

export class Inbox {
  readonly keystore: Keystore;
  readonly call: Call;
  readonly desk: Desk;
  readonly calls: Agenda;
  readonly hours: Hours;
  readonly watch: DirectoryWatch;
  readonly cards: CardGiving;
  readonly files: AttachmentDoor;
  readonly devices: DeviceDesk;
  readonly seal: PasskeySeal | null;
  readonly covers: CoverKeeper;
  readonly #own: OwnDevices;
  readonly #context: AdvisorContext;
  readonly #colleagues: Colleagues;
  #agenda: Promise<AgendaDesk> | null = null;
  #consent: Promise<ConsentDesk> | null = null;
  #consentOf: ConsentDesk | null = null;
  #asking: Promise<CoverAskingDesk> | null = null;
  #dossier: Promise<DossierDesk> | null = null;

  constructor(context: AdvisorContext, keystore: Keystore, factor: SecondFactor | null) {
    this.#context = context;
    this.keystore = keystore;
    this.call = context.call;
    this.watch = new DirectoryWatch(context, keystore);
    this.#colleagues = new Colleagues(context, this.watch);
    const calls: Agenda = new Agenda(context, (id) => desk.find(id));
    const desk: Desk = new Desk(context, {
      keystore,
      ownKey: keystore.identityKey,
      colleagues: this.#colleagues,
      calls,
      online: () => context.slices.get('status').connection === 'online',
      changed: (one) => this.#caseChanged(one),
    });
    this.desk = desk;
    this.calls = calls;
    this.hours = new Hours(context, keystore.advisor);
    this.cards = new CardGiving(context, this.#colleagues);
    const { call, slices } = context;
    const origin = context.organisation.apiOrigin || context.origin;
    this.files = new AttachmentDoor(
      { origin, call, logAt: (place) => desk.find(place) ?? null },
      {
        files: (drafts) => slices.set('files', drafts),
        opened: (file) => slices.set('opened', file),
      },
    );
    this.seal = factor && new PasskeySeal(context, keystore, factor);
    this.covers = new CoverKeeper(context, keystore.identityKey, this.#colleagues);
    this.#own = new OwnDevices(context, keystore, () => this.desk.cases);
    this.devices = new DeviceDesk(
      context,
      keystore,
      this.#own,
      async () => (await factor?.ensureProven()) ?? false,
    );
  }

  async start(): Promise<void> {
    const { identityKey } = this.keystore;
    await Promise.all([this.#colleagues.refreshDirectory(), this.#colleagues.refreshKeys([identityKey])]);
    await this.resume();
    setInterval(() => this.#tick(), TICK_MS);
  }

  // While the passphrase is fresh and the identity key at hand: renews what runs out, and looks whether all is well.
  async lookAfterKeys(identity: SigningKey): Promise<void> {
    const { keystore } = this;
    if (await renewCertificate(this.#context.call, keystore, identity)) await this.#own.refresh();
    const facts = { keystore, own: this.#own, identityOpened: true, now: now() };
    this.#context.slices.change('devices', { selfTest: await selfTest(facts) });
  }

  async resume(): Promise<void> {
    const known = this.#own.refresh();
    await Promise.all([this.desk.resume(), this.calls.load(), this.hours.load(), known]);
    this.desk.publish();
    if (await known) this.devices.publish();
    this.#own.repairSoon();
    await this.files.resume();
  }

  notified(notification: AnyNotification): void {
    if (notification.name === 'appointment.changed') {
      void this.calls.load().then(() => this.desk.publishSoon());
    } else this.desk.notified(notification);
  }

  // Fetched when the first case is looked at.
  async withAgenda(act: AgendaAct): Promise<void> {
    this.#agenda ??= import('./agenda_desk.ts').then(
      ({ AgendaDesk }) => new AgendaDesk(this.#context, this.calls, (id) => this.desk.find(id)),
    );
    const agenda = await this.#agenda.catch(() => null);
    if (agenda) return agenda.obey(act, this.keystore.advisor);
    this.#agenda = null;
    this.#context.slices.change('calls', { outcome: { state: 'failed' } });
  }

  async withConsent(id: string, act: AdvisorConsentAct): Promise<void> {
    this.#consent ??= import('./consent_desk.ts').then(
      ({ ConsentDesk }) => new ConsentDesk(this.#context, this.keystore, this.#colleagues, this.covers),
    );
    this.#consentOf = await this.#consent.catch(() => null);
    const one = this.desk.find(id);
    if (this.#consentOf && one) return this.#consentOf.act(one, act);
    if (!this.#consentOf) this.#consent = null;
    this.#context.slices.change('consent', { sending: 'failed' });
  }

  async withCover(act: CoverAct): Promise<void> {
    this.#asking ??= import('./cover_asking.ts').then(
      ({ CoverAskingDesk }) =>
        new CoverAskingDesk(this.#context, this.keystore, this.#colleagues, () => this.desk.cases),
    );
    const asking = await this.#asking.catch(() => null);
    if (asking) return asking.act(act);
    this.#asking = null;
    this.#context.slices.change('covering', { state: 'failed' });
  }

  async withDossier(id: string, act: DossierAct): Promise<void> {
    this.#dossier ??= import('./dossier_desk.ts').then(
      ({ DossierDesk }) => new DossierDesk(this.#context, this.keystore, this.#colleagues),
    );
    const dossier = await this.#dossier.catch(() => null);
    const one = this.desk.find(id);
    if (dossier && one) return dossier.act(one, act);
    if (!dossier) this.#dossier = null;
    this.#context.slices.change('dossier', { state: 'failed' });
  }

  // A last word goes first: a finished conversation takes none.
  async finish(id: string, text: string): Promise<void> {
    const one = this.desk.find(id);
    if (!one) return;
    if (text !== '') await one.reply(text, this.call);
    await one.finishing.set(true, this.call);
  }

  async reopen(id: string): Promise<void> {
    const one = this.desk.find(id);
    await one?.finishing.set(false, this.call);
    if (one && !one.finishing.isFinished) one.log.reopen();
  }

  search(query: string): void {
    const cases = this.desk.cases.map(({ id, items }) => ({ conversation: id, items }));
    this.#context.slices.set('search', searchCases(cases, query));
  }

  // Instructions for a call arrive inside conversations, and a school may be newer than our directory.
  #caseChanged(one: Case): void {
    this.#publishConsent(one);
    if (this.#context.slices.get('calls').list.length > 0) this.calls.publish();
    this.#refreshDirectory();
    this.#judgeDirectory();
    this.#own.repairSoon();
    void this.covers.look(one);
    const { query } = this.#context.slices.get('search');
    if (query !== '') this.search(query);
  }

  #publishConsent(one: Case): void {
    if (this.#context.slices.get('consent').id === one.id) this.#consentOf?.publish(one);
  }

  #tick(): void {
    this.#refreshDirectory();
    for (const one of this.desk.cases) void this.covers.look(one);
    void this.desk.forgetEnded();
    this.desk.publish();
  }

  // Whether every family was shown a directory that is in the published history.
  #judgeDirectory(): void {
    const cases = this.desk.cases.map(({ id, directoryHeads }) => ({ id, heads: directoryHeads }));
    if (this.watch.judge(cases)) this.#refreshDirectory('now');
  }

  #refreshDirectory(when: 'stale' | 'now' = 'stale'): void {
    void this.#colleagues.refreshDirectory(when).then((news) => {
      if (when === 'now' || news) this.#judgeDirectory();
      if (!news) return;
      for (const one of this.desk.cases) {
        one.forgetNames();
        this.#publishConsent(one);
      }
      this.desk.publishSoon();
    });
  }
}
