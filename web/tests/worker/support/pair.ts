// A pupil and an advisor in one conversation: both engines' own parts with real keys, over a log and a note as the server
// keeps them and a directory that three roots signed. Amir is a colleague, Noor one whom the pupil keeps out.
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
import { DirectoryWatch } from '../../../src/worker/directory_watch.ts';
import { Guide } from '../../../src/worker/guide.ts';
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

// Once for a file of tests: deriving keys takes seconds.
export class Stage {
  readonly amir = colleague('Amir Yilmaz');
  readonly noor = colleague('Noor Voorbeeld');
  readonly device: NewDevice;
  readonly keystore: Keystore;
  readonly identity: ClientIdentity;
  readonly certificate: ParsedDeviceCertificate;
  organisation: OrganisationFacts = {} as OrganisationFacts;
  readonly #directory: DirectoryServer;
  readonly #presented: { readonly certificate: Uint8Array; readonly prekey: Uint8Array };
  readonly #now = Math.floor(Date.now() / 1000);

  private constructor(device: NewDevice, keystore: Keystore, identity: ClientIdentity) {
    this.device = device;
    this.keystore = keystore;
    this.identity = identity;
    this.#presented = presentationOf(device, this.#now);
    this.certificate = checkedValue(parseDeviceCertificate(this.#presented.certificate));
    const sanne = advisorRecord(device.identity, { name: 'Sanne de Vries', notBefore: 0 });
    this.#directory = new DirectoryServer([sanne, this.amir.record, this.noor.record]);
  }

  static async set(): Promise<Stage> {
    const device = makeDevice('Sanne', Math.floor(Date.now() / 1000), systemRandom);
    const keystore = present(await keepDevice(device, new MemoryVaultStore(), systemRandom));
    const identity = present(ClientIdentity.derive(generateCode(systemRandom), 'kiezel.example', ORIGIN));
    const stage = new Stage(device, keystore, identity);
    const apiOrigin = await stage.#directory.start();
    stage.organisation = { apiOrigin, rootKeys: rootTexts() } as unknown as OrganisationFacts;
    return stage;
  }

  strike(): void {
    this.#directory.stop();
  }

  answerKeys(): unknown {
    const device = { device: this.device.signing.keyId, ...this.#presented };
    return { ok: true, value: { devices: [device], retired: [] } };
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
  readonly #clientConsent: ClientConsent;
  readonly #desk: ConsentDesk;
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
    this.#clientConsent = new ClientConsent(context, this.live);
    const desk = { ...common, slices: this.advisor };
    const { keystore } = stage;
    this.colleagues = new Colleagues(desk, new DirectoryWatch(desk, keystore));
    this.#desk = new ConsentDesk(desk, keystore, this.colleagues);
    this.case = this.newCase();
  }

  // One with an empty log: another device, or the same one later.
  newCase(): Case {
    const { keystore } = this.stage;
    const place = { keystore, ownKey: keystore.identityKey, colleagues: this.colleagues };
    return new Case(this.conversation, this.share, { ...place, online: () => true, changed: () => {} });
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
    if (method === 'advisor.keys') return this.stage.answerKeys();
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
    const rest = { until: 0, saidAt: null, shown: SHOWN };
    return this.counsellor({ act: 'ask', ...plain, ...rest, ...part });
  }

  // Yes to the newest card, as it stands there.
  allow(points?: readonly string[]): Promise<boolean> {
    const card = present(this.pupilCards[0]);
    const chosen = { whom: card.whom, points: points ?? card.points, until: card.until };
    return this.pupil({ act: 'allow', card: card.id, ...chosen, shown: SHOWN });
  }
}
