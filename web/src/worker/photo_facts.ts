// What kind of file this is by its first bytes, and what a photo says about place, time and device: just enough of
// Exif, XMP and PNG to say so before the original is sent. Never believes the name or the type that was given.
import type { AttachmentKind } from '../crypto/attachment_manifest.ts';
import type { PhotoFacts } from './attachment_messages.ts';

// A picture with more would need more memory than a telephone has.
export const PHOTO_PIXELS_MAX = 64_000_000;
const SEGMENTS_MAX = 1000;
const FIELDS_MAX = 512;

const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

export function kindOf(bytes: Uint8Array): AttachmentKind | null {
  const head = ascii(bytes, 0, 12);
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  if (head.startsWith('RIFF') && head.endsWith('WAVE')) return 'wav';
  if (head.startsWith('%PDF-')) return 'pdf';
  if (head.startsWith('OggS')) return 'ogg_audio';
  if (head.startsWith('ID3') || /^\xff[\xf2\xf3\xfa\xfb]/.test(head)) return 'mp3';
  if (/^....ftypM4A/s.test(head)) return 'mp4_audio';
  if (head.startsWith('\x1a\x45\xdf\xa3') && !ascii(bytes, 0, 4096).includes('V_')) return 'webm_audio';
  return null;
}

type Found = { place: boolean; time: boolean; device: boolean };

export function photoFacts(kind: AttachmentKind, bytes: Uint8Array): PhotoFacts {
  const found: Found = { place: false, time: false, device: false };
  if (kind === 'jpeg') readJpeg(bytes, found);
  if (kind === 'png') readPng(bytes, found);
  if (kind === 'webp') readWebp(bytes, found);
  return found;
}

// Width times height as the file says; null when it does not say.
export function pixelsOf(kind: AttachmentKind, bytes: Uint8Array): number | null {
  const view = viewOf(bytes);
  if (kind === 'png') return bytes.length < 24 ? null : view.getUint32(16) * view.getUint32(20);
  if (kind !== 'jpeg') return null;
  for (const { marker, start, end } of jpegSegments(bytes)) {
    // Start of frame: any but the tables C4, C8 and CC.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && end - start >= 5) return view.getUint16(start + 1) * view.getUint16(start + 3);
  }
  return null;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

type Segment = { readonly marker: number; readonly start: number; readonly end: number };

// The segments before the picture itself.
function* jpegSegments(bytes: Uint8Array): Generator<Segment> {
  const view = viewOf(bytes);
  let at = 2;
  for (let count = 0; count < SEGMENTS_MAX && at + 4 <= bytes.length; count++) {
    if (view.getUint8(at) !== 0xff) return;
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) return;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return;
    yield { marker, start: at + 4, end };
    at = end;
  }
}

function readJpeg(bytes: Uint8Array, found: Found): void {
  for (const { marker, start, end } of jpegSegments(bytes)) {
    if (marker !== 0xe1) continue;
    const segment = bytes.subarray(start, end);
    if (ascii(segment, 0, 6) === 'Exif\0\0') readExif(segment.subarray(6), found);
    else readText(segment, found);
  }
}

function readPng(bytes: Uint8Array, found: Found): void {
  const view = viewOf(bytes);
  let at = 8;
  for (let count = 0; count < SEGMENTS_MAX && at + 12 <= bytes.length; count++) {
    const type = ascii(bytes, at + 4, at + 8);
    const end = at + 8 + view.getUint32(at);
    if (end > bytes.length) return;
    const chunk = bytes.subarray(at + 8, end);
    if (type === 'eXIf') readExif(chunk, found);
    if (type === 'tIME') found.time = true;
    if (['tEXt', 'iTXt', 'zTXt'].includes(type)) readText(chunk, found);
    at = end + 4;
  }
}

function readWebp(bytes: Uint8Array, found: Found): void {
  const view = viewOf(bytes);
  let at = 12;
  for (let count = 0; count < SEGMENTS_MAX && at + 8 <= bytes.length; count++) {
    const type = ascii(bytes, at, at + 4);
    const size = view.getUint32(at + 4, true);
    const chunk = bytes.subarray(at + 8, at + 8 + size);
    if (type === 'EXIF') readExif(ascii(chunk, 0, 6) === 'Exif\0\0' ? chunk.subarray(6) : chunk, found);
    if (type === 'XMP ') readText(chunk, found);
    at += 8 + size + (size % 2);
  }
}

// XMP and PNG's texts: looked through as words, which is enough to warn.
function readText(bytes: Uint8Array, found: Found): void {
  const text = new TextDecoder('latin1').decode(bytes);
  if (/GPS|Location|City/.test(text)) found.place = true;
  if (/Date|date:|Time/.test(text)) found.time = true;
  if (/CreatorTool|Software|Make=|Model=|tiff:M/.test(text)) found.device = true;
}

const DEVICE_TAGS = new Set([0x010f, 0x0110, 0x0131, 0x013c, 0x927c, 0xa430, 0xa431, 0xa433, 0xa434, 0xa435]);
const TIME_TAGS = new Set([0x0132, 0x9003, 0x9004]);
const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;

// A TIFF structure: one directory of fields, and the two that it points to.
function readExif(tiff: Uint8Array, found: Found): void {
  if (tiff.length < 8) return;
  const view = viewOf(tiff);
  const little = ascii(tiff, 0, 2) === 'II';
  const main = readDirectory(view, view.getUint32(4, little), little, found);
  if (main !== null) readDirectory(view, main, little, found);
}

// The place of the Exif directory when this one points to it.
function readDirectory(view: DataView, start: number, little: boolean, found: Found): number | null {
  if (start + 2 > view.byteLength) return null;
  const count = Math.min(view.getUint16(start, little), FIELDS_MAX);
  let exif: number | null = null;
  for (let i = 0; i < count; i++) {
    const at = start + 2 + 12 * i;
    if (at + 12 > view.byteLength) return exif;
    const tag = view.getUint16(at, little);
    if (tag === GPS_POINTER) found.place = true;
    if (TIME_TAGS.has(tag)) found.time = true;
    if (DEVICE_TAGS.has(tag)) found.device = true;
    if (tag === EXIF_POINTER) exif = view.getUint32(at + 8, little);
  }
  return exif;
}
