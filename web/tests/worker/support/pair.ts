// A pupil and an advisor in one conversation: both engines' own parts with real keys, over a log and a note as the server
// keeps them and a directory that three roots signed. Amir is a colleague, Noor one whom the pupil keeps out.

import { equalBytes } from '../../../src/crypto/bytes.ts';
import { advisorRecipient, clientRecipient, sealCommit } from '../../../src/crypto/commit_seal.ts';
import {
  type ParsedDeviceCertificate,
  parseDeviceCertificate,
  verifyDeviceCertificate,
} from '../../../src/crypto/device_certificate.ts';
import { conversationId } from '../../../src/crypto/ids.ts';
import { parsePrekey, verifyPrekey } from '../../../src/crypto/prekey.ts';
import { systemRandom } from '../../../src/crypto/random.ts';
import { share } from '../../../src/crypto/secret.ts';
import { generateSigningKey } from '../../../src/crypto/sign.ts';
import { generateCode } from '../../../src/crypto/words.ts';
import type { Call } from '../../../src/net/calls.ts';
import { initialAdvisorSlices } from '../../../src/worker/advisor_messages.ts';
import { Case } from '../../../src/worker/case.ts';
import { ClientConsent } from '../../../src/worker/client_consent.ts';
import { Colleagues } from '../../../src/worker/colleagues.ts';
import { ConsentDesk } from '../../../src/worker/consent_desk.ts';
import type { AdvisorConsentAct, ClientConsentAct } from '../../../src/worker/consent_messages.ts';
import { CoverAskingDesk } from '../../../src/worker/cover_asking.ts';
import { CoverKeeper } from '../../../src/worker/cover_keeper.ts';
import type { CoverAct } from '../../../src/worker/cover_messages.ts';
import { DirectoryWatch } from '../../../src/worker/directory_watch.ts';
import { Guide } from '../../../src/worker/guide.ts';
import { Healing } from '../../../src/worker/healing.ts';
import { ClientIdentity } from '../../../src/worker/identity.ts';
import type { Keystore } from '../../../src/worker/keystore.ts';
import { LiveConversation } from '../../../src/worker/live_conversation.ts';
import { initialSlices, type OrganisationFacts } from '../../../src/worker/messages.ts';
import { keepDevice, makeDevice, type NewDevice, presentationOf } from '../../../src/worker/new_device.ts';
import { Publisher } from '../../../src/worker/publisher.ts';
import { checkedValue, present } from '../../crypto/support/expect.ts';
import { PLAIN_ROSTER } from '../../crypto/support/scenario.ts';
import { MemoryVaultStore } from '../../inbox/memory_vault_store.ts';
import { DirectoryServer } from './directory_server.ts';
import { NoteServer } from './note_server.ts';
import { ServerLog } from './server_log.ts';
import { advisorRecord, rootTexts } from './signed_directory.ts';

const ORIGIN = 'https://kiezel.example';
export const SHOWN = { text: 'Zo stond het er.', language: 'nl-je' } as const;

function colleague(name: string) {
  const key = generateSigningKey(systemRandom);
  return { key, record: advisorRecord(key, { name, notBefore: 0 }) };
}

type Enrolled = { readonly device: NewDevice; readonly keystore: Keystore };

async function enrolled(name: string): Promise<Enrolled> {
  const device = makeDevice(name, Math.floor(Date.now() / 1000), systemRandom);
  return { device, keystore: present(await keepDevice(device, new MemoryVaultStore(), systemRandom)) };
}

// Once for a file of tests: deriving keys takes seconds.
export class Stage {
  readonly amir;
  readonly amirsKeystore: Keystore;
  readonly noor = colleague('Noor Voorbeeld');
  readonly device: NewDevice;
  readonly keystore: Keystore;
  readonly identity: ClientIdentity;
  readonly certificate: ParsedDeviceCertificate;
  organisation: OrganisationFacts = {} as OrganisationFacts;
  readonly #directory: DirectoryServer;
  readonly #presented: { readonly certificate: Uint8Array; readonly prekey: Uint8Array };
  readonly #amirsDevice: NewDevice;
  readonly #now = Math.floor(Date.now() / 1000);

  private constructor(sanne: Enrolled, amir: Enrolled, identity: ClientIdentity) {
    this.device = sanne.device;
    this.keystore = sanne.keystore;
    this.#amirsDevice = amir.device;
    this.amirsKeystore = amir.keystore;
    const key = amir.device.identity;
    this.amir = { key, record: advisorRecord(key, { name: 'Amir Yilmaz', notBefore: 0 }) };
    this.identity = identity;
    this.#presented = presentationOf(this.device, this.#now);
    this.certificate = checkedValue(parseDeviceCertificate(this.#presented.certificate));
    const record = advisorRecord(this.device.identity, { name: 'Sanne de Vries', notBefore: 0 });
    this.#directory = new DirectoryServer([record, this.amir.record, this.noor.record]);
  }

  static async set(): Promise<Stage> {
    const [sanne, amir] = [await enrolled('Sanne'), await enrolled('Amir')];
    const identity = present(ClientIdentity.derive(generateCode(systemRandom), 'kiezel.example', ORIGIN));
    const stage = new Stage(sanne, amir, identity);
    const apiOrigin = await stage.#directory.start();
    stage.organisation = { apiOrigin, rootKeys: rootTexts() } as unknown as OrganisationFacts;
    return stage;
  }

  strike(): void {
    this.#directory.stop();
  }

  // Noor has no device: nobody can be reached there.
  answerKeys(advisor: Uint8Array): unknown {
    const [sanne, amir] = [this.device, this.#amirsDevice].map(({ signing, identity }, which) => ({
      id: identity.keyId,
      device: {
        device: signing.keyId,
        ...(which === 0 ? this.#presented : presentationOf(this.#amirsDevice, this.#now)),
      },
    }));
    const found = [sanne, amir].filter((one) => one && equalBytes(one.id, advisor));
    return { ok: true, value: { devices: found.flatMap((one) => one?.device ?? []), retired: [] } };
  }

  get prekey() {
    const certificate = present(verifyDeviceCertificate(this.certificate, this.device.identity.verifyKey));
    return present(verifyPrekey(checkedValue(parsePrekey(this.#presented.prekey)), certificate));
  }

  get now(): number {
    return this.#now;
  }
}

export class Pair {
  readonly stage: Stage;
  readonly server: ServerLog;
  readonly notes = new NoteServer();
  readonly conversation = conversationId(systemRandom.bytes(16));
  readonly share = share(systemRandom.bytes(32));
  readonly client;
  readonly advisor;
  readonly live: LiveConversation;
  readonly colleagues: Colleagues;
  readonly case: Case;
  readonly healing: Healing;
  readonly keeper: CoverKeeper;
  // Whether the family's page lets a colleague in by itself, as it does; off to see what the advisor's does.
  familyLetsIn = false;
  readonly #clientConsent: ClientConsent;
  readonly #desk: ConsentDesk;
  readonly #asking: CoverAskingDesk;
  readonly #guide: Guide;

  private constructor(stage: Stage) {
    this.stage = stage;
    this.server = new ServerLog(stage.now);
    const { organisation } = stage;
    const common = { organisation, origin: ORIGIN, call: this.call };
    this.client = new Publisher(initialSlices, () => {});
    this.advisor = new Publisher(initialAdvisorSlices, () => {});
    this.client.set('status', { engine: 'ready', connection: 'online' });
    const speech = { language: 'nl', tone: 'je' } as const;
    const context = { ...common, slices: this.client, renew: () => {}, end: () => {}, speech };
    this.#guide = new Guide(context);
    this.live = new LiveConversation(context, this.#guide);
    this.healing = new Healing(context, this.#guide, this.live);
    this.#clientConsent = new ClientConsent(context, this.live, () =>
      this.familyLetsIn ? this.healing.standIn() : Promise.resolve(),
    );
    const desk = { ...common, slices: this.advisor };
    const { keystore } = stage;
    this.colleagues = new Colleagues(desk, new DirectoryWatch(desk, keystore));
    this.keeper = new CoverKeeper(desk, keystore.identityKey, this.colleagues);
    this.#desk = new ConsentDesk(desk, keystore, this.colleagues, this.keeper);
    this.#asking = new CoverAskingDesk(desk, keystore, this.colleagues, () => [this.case]);
    this.case = this.newCase();
  }

  // One with an empty log: another device, or the same one later.
  newCase(): Case {
    const { keystore } = this.stage;
    const place = { keystore, ownKey: keystore.identityKey, colleagues: this.colleagues };
    return new Case(this.conversation, this.share, { ...place, online: () => true, changed: () => {} });
  }

  // Amir's inbox: it has the conversation as the server gives it to whoever was let in.
  async atAmirs() {
    const { amirsKeystore: keystore, organisation } = this.stage;
    const slices = new Publisher(initialAdvisorSlices, () => {});
    const desk = { organisation, origin: ORIGIN, call: this.call, slices };
    const colleagues = new Colleagues(desk, new DirectoryWatch(desk, keystore));
    await colleagues.refreshDirectory();
    const place = { keystore, ownKey: keystore.identityKey, colleagues };
    const one = new Case(this.conversation, this.share, { ...place, online: () => true, changed: () => {} });
    await one.log.receive(this.server.entries);
    this.server.follow((received) => void one.log.receive(received));
    return { case: one, keeper: new CoverKeeper(desk, keystore.identityKey, colleagues) };
  }

  // What the pupil or the advisor writes, until it is in the log.
  async says(text: string, whose: 'pupil' | 'advisor' = 'pupil'): Promise<void> {
    const log = whose === 'pupil' ? this.live.log : this.case.log;
    await present(log).send({ kind: 'message', message: { text, clientTimeMs: Date.now() } }, this.call);
    await this.#settled();
  }

  async look(): Promise<void> {
    await this.keeper.look(this.case);
    await this.#settled();
  }

  static async of(stage: Stage): Promise<Pair> {
    const pair = new Pair(stage);
    const { identity, keystore } = stage;
    const { conversation, share } = pair;
    await pair.#guide.load();
    await pair.colleagues.refreshDirectory();
    await pair.colleagues.refreshKeys([keystore.identityKey]);
    const log = pair.live.newLog(identity, conversation, share);
    const signer = identity.signingKey(conversation);
    const recipients = [
      clientRecipient(signer.verifyKey, identity.kem.publicKey),
      advisorRecipient(stage.prekey),
    ];
    const roster = { ...PLAIN_ROSTER, excludedAdvisors: [stage.noor.key.keyId] };
    const plan = { reason: 'create', recipients, roster } as const;
    const position = log.reader.next('commit');
    pair.server.add(present(sealCommit({ plan, position, share, signer, random: systemRandom })).entry);
    await Promise.all([log.receive(pair.server.entries), pair.case.log.receive(pair.server.entries)]);
    pair.live.adopt(identity, conversation, log);
    await pair.live.refreshKeys();
    pair.server.follow((received) => void log.receive(received));
    pair.server.follow((received) => void pair.case.log.receive(received));
    return pair;
  }

  readonly call = (async (method: string, params: { advisor?: Uint8Array }) => {
    if (method === 'advisor.keys') return this.stage.answerKeys(present(params.advisor));
    if (method.startsWith('note.')) return this.notes.call(method as never, params as never);
    return this.server.call(method as never, params as never);
  }) as Call;

  // What a person does, until both sides have read it. Says whether it was laid down.
  async pupil(act: ClientConsentAct): Promise<boolean> {
    await this.#clientConsent.act(act);
    await this.#settled();
    return this.client.get('consent').sending === 'done';
  }

  async counsellor(act: AdvisorConsentAct): Promise<boolean> {
    await this.#desk.act(this.case, act);
    await this.#settled();
    return this.advisor.get('consent').sending === 'done';
  }

  // Before an absence, about all conversations at once: of which there is one here.
  async beforeAbsence(act: CoverAct) {
    await this.#asking.act(act);
    await this.#settled();
    return this.advisor.get('covering');
  }

  async #settled(): Promise<void> {
    const last = this.server.entries.length - 1;
    await Promise.all([this.live.log?.reached(last), this.case.log.reached(last)]);
    this.#clientConsent.publish();
    this.#desk.publish(this.case);
  }

  get pupilCards() {
    return this.client.get('consent').cards;
  }

  get deskCards() {
    return this.advisor.get('consent').cards;
  }

  ask(part: Partial<Extract<AdvisorConsentAct, { act: 'ask' }>> = {}): Promise<boolean> {
    const plain = { purpose: 'tell', colleague: null, whom: 'de mentor', points: ['één', 'twee'] } as const;
    const rest = { from: 0, until: 0, saidAt: null, shown: SHOWN };
    return this.counsellor({ act: 'ask', ...plain, ...rest, ...part });
  }

  // Yes to the newest card, as it stands there.
  allow(points?: readonly string[]): Promise<boolean> {
    const card = present(this.pupilCards[0]);
    const chosen = { whom: card.whom, points: points ?? card.points, until: card.until };
    return this.pupil({ act: 'allow', card: card.id, ...chosen, shown: SHOWN });
  }
}
