import type { CommitReason } from '../../../src/crypto/commit.ts';
import {
  advisorRecipient,
  clientRecipient,
  type NewRecipient,
  sealCommit,
} from '../../../src/crypto/commit_seal.ts';
import {
  type ParsedDeviceCertificate,
  parseDeviceCertificate,
  signDeviceCertificate,
  verifyDeviceCertificate,
} from '../../../src/crypto/device_certificate.ts';
import { type ConversationId, conversationId } from '../../../src/crypto/ids.ts';
import { type LogContext, LogReader } from '../../../src/crypto/log_reader.ts';
import { type Message, sealMessage } from '../../../src/crypto/message.ts';
import { type Prekey, parsePrekey, signPrekey, verifyPrekey } from '../../../src/crypto/prekey.ts';
import type { Random } from '../../../src/crypto/random.ts';
import type { Roster } from '../../../src/crypto/roster.ts';
import { type Share, share } from '../../../src/crypto/secret.ts';
import { generateSigningKey, type SigningKey } from '../../../src/crypto/sign.ts';
import { generateKemKeyPair, type KemKeyPair } from '../../../src/crypto/xwing.ts';
import { checkedValue, present } from './expect.ts';

export const NOW = 1_790_000_000;
export const DAY = 86_400;

export type Client = { readonly signing: SigningKey; readonly kem: KemKeyPair };

export type AdvisorDevice = {
  readonly identity: SigningKey;
  readonly signing: SigningKey;
  readonly kem: KemKeyPair;
  readonly certificate: ParsedDeviceCertificate;
  readonly prekey: Prekey;
};

export function makeClient(random: Random): Client {
  return { signing: generateSigningKey(random), kem: generateKemKeyPair(random) };
}

/** A device whose certificate and prekey are valid from a day before NOW. */
export function makeDevice(random: Random, identity = generateSigningKey(random)): AdvisorDevice {
  const signing = generateSigningKey(random);
  const kem = generateKemKeyPair(random);
  const times = { notBefore: NOW - DAY, notAfter: NOW + 30 * DAY };
  const issued = signDeviceCertificate({ deviceKey: signing.verifyKey, ...times }, identity);
  const certificate = checkedValue(parseDeviceCertificate(issued));
  const verified = present(verifyDeviceCertificate(certificate, identity.verifyKey));
  const prekeyBytes = signPrekey(
    { advisor: identity.keyId, number: 1, ...times, kemKey: kem.publicKey },
    signing,
  );
  const prekey = present(verifyPrekey(checkedValue(parsePrekey(prekeyBytes)), verified));
  return { identity, signing, kem, certificate, prekey };
}

export const PLAIN_ROSTER: Roster = {
  school: '00AB01',
  language: 'nl-je',
  excludedAdvisors: [],
  brake: false,
};

/** One conversation between a client and an advisor's device, and what the server has of it. */
export class Scenario {
  readonly random: Random;
  readonly client: Client;
  readonly device: AdvisorDevice;
  readonly conversation: ConversationId;
  readonly share: Share;
  readonly log: Uint8Array[] = [];
  /** Reads along as the client, so that it knows where the next entry goes. */
  readonly writer: LogReader;

  constructor(random: Random) {
    this.random = random;
    this.client = makeClient(random);
    this.device = makeDevice(random);
    this.conversation = conversationId(random.bytes(16));
    this.share = share(random.bytes(32));
    this.writer = this.clientReader();
  }

  clientReader(): LogReader {
    const { conversation, share } = this;
    return new LogReader({
      conversation,
      share,
      kemKeys: [this.client.kem],
      ownKey: this.client.signing.verifyKey,
    });
  }

  deviceReader(): LogReader {
    return new LogReader({ conversation: this.conversation, share: this.share, kemKeys: [this.device.kem] });
  }

  context(extra: Partial<LogContext> = {}): LogContext {
    return { receivedAt: NOW, certificates: [this.device.certificate], revocations: [], ...extra };
  }

  recipients(): readonly NewRecipient[] {
    return [
      clientRecipient(this.client.signing.verifyKey, this.client.kem.publicKey),
      advisorRecipient(this.device.prekey),
    ];
  }

  /** Seals without appending. */
  makeCommit(reason: CommitReason, recipients = this.recipients(), signer = this.client.signing): Uint8Array {
    const plan = { reason, recipients, roster: PLAIN_ROSTER };
    const position = this.writer.next('commit');
    const { share, random } = this;
    return present(sealCommit({ plan, position, share, signer, random })).entry;
  }

  makeMessage(message: Message, sender = this.client.signing): Uint8Array {
    const keys = present(this.writer.keys);
    return present(sealMessage({ message, position: this.writer.next(), keys, sender, random: this.random }));
  }

  append(entry: Uint8Array): Uint8Array {
    const result = this.writer.append(entry, this.context());
    if (!result.ok) throw new Error(`refused: ${result.refusal}`);
    this.log.push(entry);
    return entry;
  }

  /** Create, a message each way, a new epoch, one more message. */
  static usual(random: Random): Scenario {
    const scenario = new Scenario(random);
    scenario.append(scenario.makeCommit('create'));
    scenario.append(scenario.makeMessage({ text: 'Hoi' }));
    scenario.append(scenario.makeMessage({ text: 'Dag' }, scenario.device.signing));
    scenario.append(scenario.makeCommit('rotate'));
    scenario.append(scenario.makeMessage({ text: 'Ben je er nog?', readUpToSeq: 2 }));
    return scenario;
  }
}
