import { beforeAll, describe, expect, test } from 'vitest';
import type { Commit, CommitReason, Member, Role } from '../../src/crypto/commit.ts';
import { type CommitFacts, judgeCommit } from '../../src/crypto/commit_rules.ts';
import { entryHash, kemId, keyCommitment, NO_ENTRY, nonce } from '../../src/crypto/ids.ts';
import { keyIdOf, type VerifyKey, verifyKey } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { kemPublicKey } from '../../src/crypto/xwing.ts';
import { present } from './support/expect.ts';

beforeAll(loadSodium);

// People are small numbers here; a client's KEM key carries its number or, after a change, number + 100.
const idOf = (person: number): VerifyKey => present(verifyKey(new Uint8Array(32).fill(person)));
type Person = { readonly person: number; readonly role: Role; readonly kem?: number };

const pupil: Person = { person: 1, role: 'client' };
const parent: Person = { person: 2, role: 'second_client' };
const advisor: Person = { person: 3, role: 'advisor' };
const colleague: Person = { person: 4, role: 'advisor' };
const cover: Person = { person: 5, role: 'cover_advisor' };
const isClientRole = (role: Role): boolean => role === 'client' || role === 'second_client';

function recipientOf({ person, role, kem = person }: Person): Commit['recipients'][number] {
  const kemKey = isClientRole(role) ? present(kemPublicKey(new Uint8Array(1216).fill(kem))) : null;
  return {
    role,
    id: idOf(person),
    kemKey,
    kemId: kemId(new Uint8Array(32).fill(kem)),
    wrapped: new Uint8Array(0),
  };
}

function commitOf(reason: CommitReason, people: readonly Person[], authRef = NO_ENTRY): Commit {
  return {
    reason,
    authRef,
    commitment: keyCommitment(new Uint8Array(32)),
    recipients: people.map(recipientOf),
    rosterNonce: nonce(new Uint8Array(24)),
    sealedRoster: new Uint8Array(0),
  };
}

function memberOf({ person, role, kem = person }: Person): Member {
  const id = kemId(new Uint8Array(32).fill(isClientRole(role) ? kem : 0));
  return { role, id: idOf(person), kemId: id };
}

function judge(
  before: readonly Person[],
  sender: Person,
  commit: Commit,
  extra: Partial<CommitFacts> = {},
): string {
  const { role } = sender;
  const who = { key: idOf(sender.person), role, member: idOf(sender.person) };
  return judgeCommit(commit, { before: before.map(memberOf), sender: who, ...extra });
}

describe('commit rules: creation', () => {
  test.each([
    ['client and advisor', pupil, 'create', [pupil, advisor], 'allowed'],
    ['two advisors', pupil, 'create', [pupil, advisor, colleague], 'allowed'],
    ['no advisor', pupil, 'create', [pupil], 'not_a_creation'],
    ['a cover advisor', pupil, 'create', [pupil, advisor, cover], 'not_a_creation'],
    ['a second client', pupil, 'create', [pupil, parent, advisor], 'not_a_creation'],
    ['signed by an advisor', advisor, 'create', [pupil, advisor], 'not_a_creation'],
    ['another reason', pupil, 'rotate', [pupil, advisor], 'not_a_creation'],
  ] as const)('%s', (_, sender, reason, people, verdict) => {
    expect(judge([], sender, commitOf(reason, people))).toBe(verdict);
  });

  test('nothing can authorise it', () => {
    const authRef = entryHash(new Uint8Array(32).fill(1));

    expect(judge([], pupil, commitOf('create', [pupil, advisor], authRef))).toBe('not_a_creation');
  });

  test('it happens once', () => {
    expect(judge([pupil, advisor], pupil, commitOf('create', [pupil, advisor]))).toBe('already_created');
  });
});

const changedPupil: Person = { person: 9, role: 'client' };
const changedParent: Person = { person: 8, role: 'second_client' };
const both = [pupil, advisor];
const joint = [pupil, parent, advisor];

describe('commit rules: the client who began', () => {
  test.each([
    ['rotates', both, 'rotate', both, 'allowed'],
    ['adds an advisor', both, 'add', [...both, colleague], 'allowed'],
    ['removes an advisor', [...both, colleague], 'remove', both, 'allowed'],
    ['hands over', both, 'handover', [pupil, colleague], 'allowed'],
    ['asks for cover', both, 'handover', [...both, cover], 'allowed'],
    ['changes the code', both, 'code_changed', [changedPupil, advisor], 'allowed'],
    ['removes the parent', joint, 'remove', both, 'allowed'],
    ['adds with a parent present', joint, 'add', [...joint, colleague], 'no_statement'],
    ['hands over with a parent present', joint, 'handover', [pupil, parent, colleague], 'no_statement'],
    [
      'changes the parent’s code',
      joint,
      'code_changed',
      [pupil, changedParent, advisor],
      'change_not_reason',
    ],
    ['calls an addition rotation', both, 'rotate', [...both, colleague], 'change_not_reason'],
    ['calls rotation an addition', both, 'add', both, 'change_not_reason'],
    ['calls rotation a removal', both, 'remove', both, 'change_not_reason'],
    ['removes and adds at once', both, 'add', [pupil, colleague], 'change_not_reason'],
    ['changes roles', both, 'rotate', [pupil, { ...advisor, role: 'cover_advisor' }], 'change_not_reason'],
    [
      'changes its own KEM key quietly',
      both,
      'rotate',
      [{ ...pupil, kem: 101 }, advisor],
      'client_key_changed',
    ],
  ] as const)('%s', (_, before, reason, after, verdict) => {
    expect(judge(before, pupil, commitOf(reason, after))).toBe(verdict);
  });
});

describe('commit rules: the second client', () => {
  test.each([
    ['rotates', 'rotate', joint, 'allowed'],
    ['leaves', 'remove', both, 'allowed'],
    ['changes its code', 'code_changed', [pupil, changedParent, advisor], 'allowed'],
    ['removes the pupil', 'remove', [parent, advisor], 'not_permitted'],
    ['removes the advisor', 'remove', [pupil, parent], 'not_permitted'],
    ['adds an advisor', 'add', [...joint, colleague], 'not_permitted'],
    ['replaces the pupil', 'code_changed', [changedPupil, parent, advisor], 'change_not_reason'],
  ] as const)('%s', (_, reason, after, verdict) => {
    expect(judge(joint, parent, commitOf(reason, after))).toBe(verdict);
  });
});

describe('commit rules: an advisor', () => {
  const before = [...both, colleague];
  test.each([
    ['rotates', 'rotate', before, 'allowed'],
    ['reports a lost device', 'device_revoked', before, 'allowed'],
    ['recovers', 'recovered', before, 'allowed'],
    ['leaves', 'remove', [pupil, colleague], 'allowed'],
    ['removes a colleague', 'remove', both, 'not_permitted'],
    ['removes the pupil', 'remove', [advisor, colleague], 'not_permitted'],
    ['adds a cover advisor', 'add', [...before, cover], 'no_statement'],
    ['hands over', 'handover', [pupil, colleague, cover], 'no_statement'],
    ['replaces the pupil', 'code_changed', [changedPupil, advisor, colleague], 'change_not_reason'],
    [
      'swaps the pupil’s KEM key',
      'rotate',
      [{ ...pupil, kem: 101 }, advisor, colleague],
      'client_key_changed',
    ],
  ] as const)('%s', (_, reason, after, verdict) => {
    expect(judge(before, advisor, commitOf(reason, after))).toBe(verdict);
  });
});

describe('commit rules: who may be added', () => {
  const adding = commitOf('add', [...both, colleague]);

  test('an advisor outside the directory is not', () => {
    expect(judge(both, pupil, adding, { directory: [idOf(3)] })).toBe('unknown_advisor');
    expect(judge(both, pupil, adding, { directory: [idOf(4)] })).toBe('allowed');
  });

  test('an excluded advisor is not, neither later nor at the start', () => {
    const excludedAdvisors = [keyIdOf(idOf(4))];

    expect(judge(both, pupil, adding, { excludedAdvisors })).toBe('excluded_advisor');
    expect(judge([], pupil, commitOf('create', [pupil, colleague]), { excludedAdvisors })).toBe(
      'excluded_advisor',
    );
  });

  test('members who stay are not asked for again', () => {
    expect(judge(both, pupil, commitOf('rotate', both), { directory: [] })).toBe('allowed');
  });

  test('auth_ref names nothing that could permit', () => {
    const authRef = entryHash(new Uint8Array(32).fill(1));

    expect(judge(both, advisor, commitOf('rotate', both, authRef))).toBe('no_statement');
  });
});

describe('commit rules: whoever stands in', () => {
  const before = [...both, cover];
  test.each([
    ['leaves', cover, both, 'allowed'],
    ['is sent away by the advisor', advisor, both, 'allowed'],
    ['is sent away by the pupil', pupil, both, 'allowed'],
    ['sends the advisor away', cover, [pupil, cover], 'not_permitted'],
    ['sends the pupil away', cover, [advisor, cover], 'not_permitted'],
    ['goes, and the advisor goes too', advisor, [pupil], 'not_permitted'],
  ] as const)('%s', (_, sender, after, verdict) => {
    expect(judge(before, sender, commitOf('remove', after))).toBe(verdict);
  });

  test('sends nobody else away who stands in', () => {
    const other: Person = { person: 6, role: 'cover_advisor' };
    expect(judge([...before, other], cover, commitOf('remove', before))).toBe('not_permitted');
    expect(judge([...before, other], advisor, commitOf('remove', both))).toBe('allowed');
  });
});
