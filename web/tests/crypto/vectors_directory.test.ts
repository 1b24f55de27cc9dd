// The vectors of certificates, prekeys and the directory (protocol/vectors): the C++ tests run the same files.
import { beforeAll, expect } from 'vitest';
import {
  certificateCovers,
  parseDeviceCertificate,
  signDeviceCertificate,
  verifyDeviceCertificate,
} from '../../src/crypto/device_certificate.ts';
import { encodeDirectory, parseDirectory, verifyDirectory } from '../../src/crypto/directory.ts';
import { followDirectoryHistory, parseDirectoryHistory } from '../../src/crypto/directory_history.ts';
import { type DirectoryRecord, encodeRecord, parseRecord } from '../../src/crypto/directory_record.ts';
import { advisorId, deviceId, hashValue, keyId } from '../../src/crypto/ids.ts';
import { parsePrekey, prekeyCovers, signPrekey, verifyPrekey } from '../../src/crypto/prekey.ts';
import { signingSeed } from '../../src/crypto/secret.ts';
import { signingKeyFromSeed, verifyKey } from '../../src/crypto/sign.ts';
import { loadSodium } from '../../src/crypto/sodium.ts';
import { kemPublicKey } from '../../src/crypto/xwing.ts';
import { checkedValue, present, refusalOf } from './support/expect.ts';
import { type Fields, testVectors } from './support/vector.ts';
import { keyFrom } from './support/vector_objects.ts';

beforeAll(loadSodium);

const timesOf = (vector: Fields) => ({
  notBefore: vector.number('not_before_s'),
  notAfter: vector.number('not_after_s'),
});

testVectors('device_certificate.json', {
  '': (vector) => {
    const parsed = parseDeviceCertificate(vector.hex('certificate'));
    if (!parsed.ok) return parsed.refusal;
    const verified = verifyDeviceCertificate(parsed.value, keyFrom(vector, 'identity_key'));
    if (verified === null) return 'signature';
    if (!certificateCovers(verified, vector.number('at_s'))) return 'rule';
    if (vector.has('seed')) {
      const issue = { deviceKey: keyFrom(vector, 'device_key'), ...timesOf(vector) };
      const identity = signingKeyFromSeed(signingSeed(vector.hex('seed')));
      expect(signDeviceCertificate(issue, identity)).toEqual(vector.hex('certificate'));
    }
    return 'accept';
  },
});

testVectors('prekey.json', {
  '': (vector) => {
    const parsed = parsePrekey(vector.hex('prekey'));
    if (!parsed.ok) return parsed.refusal;
    const certificate = checkedValue(parseDeviceCertificate(vector.hex('certificate')));
    const device = present(verifyDeviceCertificate(certificate, keyFrom(vector, 'identity_key')));
    const verified = verifyPrekey(parsed.value, device);
    if (verified === null) return 'signature';
    if (!prekeyCovers(verified, vector.number('at_s'))) return 'rule';
    expect(verified.fields.device).toEqual(vector.hex('device'));
    const kemKey = present(kemPublicKey(vector.hex('kem_key')));
    const advisor = advisorId(vector.hex('advisor'));
    const issue = { advisor, number: vector.number('number'), ...timesOf(vector), kemKey };
    const deviceKey = signingKeyFromSeed(signingSeed(vector.hex('seed')));
    expect(signPrekey(issue, deviceKey)).toEqual(vector.hex('prekey'));
    return 'accept';
  },
});

function recordFrom(fields: Fields): DirectoryRecord {
  switch (fields.text('type')) {
    case 'advisor':
      return {
        type: 'advisor',
        id: advisorId(fields.hex('id')),
        identityKey: keyFrom(fields, 'identity_key'),
        ...timesOf(fields),
        name: fields.text('name'),
        languages: fields.text('languages'),
        escrow: fields.flag('escrow'),
        phone: fields.text('phone'),
        email: fields.text('email'),
        introInformal: fields.text('intro_informal'),
        introFormal: fields.text('intro_formal'),
        introEnglish: fields.text('intro_english'),
        workingDays: fields.number('working_days'),
        repliesWithinSchoolDays: fields.number('replies_within_school_days'),
      };
    case 'school':
      return {
        type: 'school',
        code: fields.text('code'),
        name: fields.text('name'),
        place: fields.text('place'),
        advisors: fields.hexList('advisors').map(keyId),
        street: fields.text('street'),
        kind: fields.text('kind'),
        aliases: fields.text('aliases'),
        boardNumber: fields.text('board_number'),
        boardName: fields.text('board_name'),
      };
    case 'revoked_device':
      return {
        type: 'revoked_device',
        device: deviceId(fields.hex('device')),
        revokedAt: fields.number('revoked_at_s'),
      };
    default:
      return { type: 'unknown', code: fields.number('code'), body: fields.hex('body') };
  }
}

testVectors('directory.json', {
  verify: (vector) => {
    const parsed = parseDirectory(vector.hex('file'));
    if (!parsed.ok) return parsed.refusal;
    const roots = vector.hexList('root_keys').map((key) => present(verifyKey(key)));
    const verified = verifyDirectory(parsed.value, roots, vector.number('now_s'));
    if (verified.ok && vector.has('records')) {
      const { header, head, records } = verified.value;
      const expected = vector.list('records').map(recordFrom);
      expect(head).toEqual({ hash: vector.hex('head'), version: vector.number('version') });
      expect(header.merkleRoot).toEqual(vector.hex('merkle_root'));
      expect(records).toEqual(expected);
      expect(encodeDirectory(header, parsed.value.signatures, expected)).toEqual(vector.hex('file'));
    }
    return refusalOf(verified);
  },
  history: (vector) => {
    const parsed = parseDirectoryHistory(vector.hex('page'));
    if (!parsed.ok) return parsed.refusal;
    const roots = vector.hexList('root_keys').map((key) => present(verifyKey(key)));
    const seen = vector.has('last') ? vector.object('last') : undefined;
    const last = seen && { hash: hashValue(seen.hex('hash')), version: seen.number('version') };
    const heads = followDirectoryHistory(last, parsed.value, roots);
    if (!heads.ok) return heads.refusal;
    const head = { hash: vector.hex('head'), version: vector.number('version') };
    expect(heads.value.at(-1) ?? last).toEqual(head);
    return 'accept';
  },
  record: (vector) => {
    const record = parseRecord(vector.number('code'), vector.hex('body'));
    if (record.ok && record.value.type !== 'unknown' && !vector.text('name').includes('unknown')) {
      expect(encodeRecord(record.value).slice(6)).toEqual(vector.hex('body'));
    }
    return refusalOf(record);
  },
});
