// The zip of a dossier: stored, not packed, because it is small; with AES-256 (the AE-2 of WinZip, which 7-Zip, WinZip
// and The Unarchiver open) when there is a passphrase. No other worker is started and nothing is compiled.
import {
  configure,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { toUtf8 } from '../crypto/encoding.ts';
import type { Random } from '../crypto/random.ts';
import { WORD_LIST } from '../crypto/word_list.ts';
import { codeIndexes, generateCode } from '../crypto/words.ts';

// Of AES, as zip writers count it.
const AES_256 = 3;

/** 66 random bits as six words: the key derivation of a zip is weak, so the phrase has to be strong by itself. */
export function dossierPhrase(random: Random): string {
  return codeIndexes(generateCode(random))
    .map((index) => WORD_LIST[index] ?? '')
    .join(' ');
}

export async function zipped(
  files: Readonly<Record<string, string>>,
  phrase: string | null,
  at: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  configure({ useWebWorkers: false, useCompressionStream: false });
  const lock = phrase === null ? {} : { password: phrase, encryptionStrength: AES_256 as 3 };
  const zip = new ZipWriter(new Uint8ArrayWriter(), {
    level: 0,
    lastModDate: at,
    extendedTimestamp: false,
    dataDescriptor: false,
    ...lock,
  });
  for (const [name, text] of Object.entries(files)) await zip.add(name, new Uint8ArrayReader(toUtf8(text)));
  return new Uint8Array(await zip.close());
}
