// Vector objects as ours: the vectors write names of closed sets as their numbers.
import type { AttachmentManifest } from '../../../src/crypto/attachment_manifest.ts';
import { ByteReader } from '../../../src/crypto/bytes.ts';
import { type CommitReason, type Member, ROLES, type Role } from '../../../src/crypto/commit.ts';
import type { Device } from '../../../src/crypto/commit_rules.ts';
import type { HistoryGrant } from '../../../src/crypto/commit_seal.ts';
import {
  type EntryPosition,
  parseEntry,
  type VerifiedEntry,
  verifyEntry,
} from '../../../src/crypto/entry.ts';
import {
  advisorId,
  appointmentId,
  blobId,
  conversationId,
  entryHash,
  hashValue,
  kemId,
} from '../../../src/crypto/ids.ts';
import type { Message } from '../../../src/crypto/message.ts';
import type { CallDetails } from '../../../src/crypto/private_entry.ts';
import type { DirectoryHead, Roster } from '../../../src/crypto/roster.ts';
import { attachmentKey, epochKey } from '../../../src/crypto/secret.ts';
import { type VerifyKey, verifyKey } from '../../../src/crypto/sign.ts';
import type { Talk } from '../../../src/crypto/talk.ts';
import { checkedValue, present } from './expect.ts';
import type { Fields } from './vector.ts';

export function keyFrom(fields: Fields, name: string): VerifyKey {
  return present(verifyKey(fields.hex(name)));
}

export function roleOf(number: number): Role {
  return present(ROLES.name(number));
}

const REASONS: readonly CommitReason[] = [
  'create',
  'add',
  'remove',
  'rotate',
  'handover',
  'device_revoked',
  'code_changed',
  'recovered',
  'new_card',
];

export function reasonOf(number: number): CommitReason {
  return present(REASONS[number]);
}

export function positionOf(vector: Fields): EntryPosition {
  return {
    conversation: conversationId(vector.hex('conversation')),
    seq: vector.number('seq'),
    prev: entryHash(vector.hex('prev')),
    epoch: vector.number('epoch'),
  };
}

/** The entry of a vector whose signature is right. */
export function verifiedFrom(vector: Fields, signer: VerifyKey): VerifiedEntry {
  return present(verifyEntry(checkedValue(parseEntry(vector.hex('entry'))), signer));
}

/** u8 n || n x (u8 role, id 32, kem_id 32). */
export function membersFrom(bytes: Uint8Array): readonly Member[] {
  const reader = new ByteReader(bytes);
  return Array.from({ length: reader.u8() }, () => ({
    role: roleOf(reader.u8()),
    id: present(verifyKey(reader.take(32))),
    kemId: kemId(reader.take(32)),
  }));
}

export function deviceFrom(fields: Fields): Device {
  return {
    key: keyFrom(fields, 'key'),
    advisor: keyFrom(fields, 'advisor'),
    notBefore: fields.number('not_before_s'),
    notAfter: fields.number('not_after_s'),
    revokedAt: fields.has('revoked_at_s') ? fields.number('revoked_at_s') : undefined,
  };
}

export function historyFrom(fields: Fields): readonly HistoryGrant[] {
  return fields
    .list('history')
    .map((grant) => ({ epoch: grant.number('epoch'), key: epochKey(grant.hex('secret')) }));
}

/** Reads a field that may be absent. */
function optional<T>(fields: Fields, name: string, read: (name: string) => T): T | undefined {
  return fields.has(name) ? read(name) : undefined;
}

/** `names` in the order of their numbers; `first` is the number of the first. */
function choice<Name extends string>(
  fields: Fields,
  name: string,
  names: readonly Name[],
  first = 0,
): Name | undefined {
  return optional(fields, name, () => present(names[fields.number(name) - first]));
}

function headFrom(fields: Fields, name: string): DirectoryHead | undefined {
  return optional(fields, name, () => {
    const head = fields.object(name);
    return { hash: hashValue(head.hex('hash')), version: head.number('version') };
  });
}

export function rosterFrom(fields: Fields): Roster {
  const self = optional(fields, 'self', () => fields.object('self'));
  const ages = ['not_said', 'under_12', 'from_12_to_15', 'from_16_to_17', 'adult'] as const;
  return {
    school: optional(fields, 'school', (name) => fields.text(name)),
    directory: headFrom(fields, 'directory'),
    language: choice(fields, 'language', ['nl-je', 'nl-u', 'en']),
    excludedAdvisors: fields.has('excluded_advisors')
      ? fields.hexList('excluded_advisors').map(advisorId)
      : [],
    self: self && {
      role: self.number('role') === 1 ? 'pupil' : 'parent',
      age: present(ages[self.number('age')]),
      name: self.text('name'),
    },
    cover: choice(fields, 'cover', ['ask', 'new_messages', 'all_messages', 'nobody']),
    brake: fields.has('brake'),
    succession: undefined,
  };
}

export function manifestFrom(fields: Fields): AttachmentManifest {
  const kinds = ['jpeg', 'png', 'webp', 'pdf', 'mp3', 'mp4_audio', 'ogg_audio', 'wav', 'webm_audio'] as const;
  return {
    blob: blobId(fields.hex('blob')),
    key: attachmentKey(fields.hex('key')),
    ciphertextHash: hashValue(fields.hex('ciphertext_hash')),
    bytes: fields.number('bytes'),
    kind: present(choice(fields, 'kind', kinds, 1)),
    form: present(choice(fields, 'form', ['remade', 'original'] as const, 1)),
    name: fields.text('name'),
  };
}

const ACTIONS = [
  'proposed',
  'booked',
  'accepted',
  'declined',
  'move_proposed',
  'moved',
  'kept',
  'cancelled',
] as const;
const TALK_KINDS = ['call', 'in_person', 'joint', 'mediation', 'hearing', 'three_way'] as const;
const HELP = ['interpreter', 'sign_language', 'text_instead'] as const;

function talkFrom(fields: Fields): Talk {
  const text = (name: string) => optional(fields, name, () => fields.text(name));
  const bits = fields.number('help');
  const earlierStart = optional(fields, 'earlier_start_s', (name) => fields.number(name));
  return {
    action: present(choice(fields, 'action', ACTIONS, 1)),
    id: appointmentId(fields.hex('id')),
    start: fields.number('start_s'),
    end: fields.number('end_s'),
    kind: present(choice(fields, 'kind', TALK_KINDS, 1)),
    mode: choice(fields, 'mode', ['client_calls', 'advisor_calls'] as const, 1),
    place: text('place'),
    companion: choice(fields, 'companion', ['alone', 'my_age', 'adult', 'not_known'] as const, 1),
    help: bits === 0 ? undefined : HELP.filter((_, at) => bits & (1 << at)),
    language: text('language'),
    agenda: text('agenda'),
    attendees: text('attendees'),
    earlier:
      earlierStart === undefined ? undefined : { start: earlierStart, end: fields.number('earlier_end_s') },
    revision: fields.number('revision'),
    groundRules: text('ground_rules'),
  };
}

export function messageFrom(fields: Fields): Message {
  return {
    text: optional(fields, 'text', (name) => fields.text(name)),
    clientTimeMs: optional(fields, 'client_time_ms', (name) => fields.number(name)),
    attachments: optional(fields, 'attachments', (name) => fields.list(name).map(manifestFrom)),
    replyTo: optional(fields, 'reply_to', (name) => entryHash(fields.hex(name))),
    directorySeen: headFrom(fields, 'directory_seen'),
    readUpToSeq: optional(fields, 'read_up_to_seq', (name) => fields.number(name)),
    talk: optional(fields, 'talk', (name) => talkFrom(fields.object(name))),
  };
}

export function callDetailsFrom(fields: Fields): CallDetails {
  const text = (name: string) => optional(fields, name, () => fields.text(name));
  const from1 = <Name extends string>(name: string, ...names: readonly Name[]) =>
    choice(fields, name, names, 1);
  return {
    appointment: optional(fields, 'appointment', (name) => appointmentId(fields.hex(name))),
    mode: from1('mode', 'client_calls', 'advisor_calls'),
    phoneNumber: text('phone_number'),
    mayAnswer: from1('may_answer', 'only_me', 'maybe_somebody_else'),
    ifSomebodyElse: from1('if_somebody_else', 'hang_up', 'ask_for_me', 'say_you_call_later'),
    voicemail: choice(fields, 'voicemail', ['no', 'without_reason', 'yes']),
    nameToUse: text('name_to_use'),
    codeWord: text('code_word'),
    showNumber: from1('show_number', 'hidden', 'normal'),
    whatHelps: text('what_helps'),
    companion: from1('companion', 'alone', 'my_age', 'adult', 'not_known'),
    note: text('note'),
  };
}
