// Runs protocol/vectors/wire; tests/unit/protocol/wire_vector_test.cpp runs the same files.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../../src/crypto/encoding.ts';
import { error_codes } from '../../src/protocol/error_codes.ts';
import { decodeResult, encodeRequest, readFrame, readRequest } from '../../src/protocol/frame.ts';
import { WireRefusal } from '../../src/protocol/json.ts';
import { type MethodName, notification_shapes } from '../../src/protocol/messages.ts';
import { all_methods } from '../../src/protocol/methods.ts';
import type { Json, Shape } from '../../src/protocol/shape.ts';

type Part = string | [string, number];
type Vector = {
  name: string;
  expect: string;
  frame?: string | Part[];
  frame_hex?: string;
  encodes?: string;
  id?: number | string;
  code?: string;
  method?: MethodName;
};

function vectorsOf(file: string): Vector[] {
  const url = new URL(`../../../protocol/vectors/wire/${file}`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { vectors: Vector[] }).vectors;
}

// A WebSocket hands over text; bytes that are no UTF-8 never get that far.
function frameOf(vector: Vector): string {
  if (vector.frame_hex !== undefined) {
    const bytes = fromHex(vector.frame_hex) ?? new Uint8Array();
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new WireRefusal('syntax');
    }
  }
  const frame = vector.frame ?? '';
  if (typeof frame === 'string') return frame;
  return frame.map((part) => (typeof part === 'string' ? part : part[0].repeat(part[1]))).join('');
}

function encodedOf(vector: Vector): unknown {
  return JSON.parse(vector.encodes ?? frameOf(vector));
}

function verdict(run: () => void): string {
  try {
    run();
    return 'accept';
  } catch (error) {
    if (error instanceof WireRefusal) return error.layer;
    throw error;
  }
}

describe('wire: requests', () => {
  test.each(vectorsOf('requests.json').map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    expect(verdict(() => readRequest(all_methods, frameOf(vector)))).toBe(vector.expect);
    if (vector.expect !== 'accept') return;

    const request = readRequest(all_methods, frameOf(vector));

    expect(request.id).toBe(vector.id);
    expect(JSON.parse(encodeRequest(all_methods, request.id, request.method, request.params))).toEqual(
      encodedOf(vector),
    );
  });
});

describe('wire: results', () => {
  test.each(vectorsOf('results.json').map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const method = vector.method ?? 'session.ping';
    const frame = readFrame(frameOf(vector));
    if (frame.kind !== 'result') throw new Error('not a result');

    expect(verdict(() => decodeResult(all_methods, method, frame.result))).toBe(vector.expect);
    if (vector.expect !== 'accept') return;

    const shape = all_methods[method][1] as Shape<unknown>;
    const result = shape.encode(decodeResult(all_methods, method, frame.result));
    expect({ jsonrpc: '2.0', id: frame.id, result }).toEqual(encodedOf(vector));
  });
});

function encodeServerFrame(text: string): { [key: string]: Json } {
  const frame = readFrame(text);
  if (frame.kind === 'notification') {
    const shape = notification_shapes[frame.name] as Shape<unknown>;
    return { jsonrpc: '2.0', method: frame.name, params: shape.encode(frame.params) };
  }
  if (frame.kind !== 'error') throw new Error('not expected here');
  const data = Object.keys(frame.data).length > 0 ? { data: frame.data as { [key: string]: Json } } : {};
  return {
    jsonrpc: '2.0',
    id: frame.id,
    error: { code: error_codes[frame.code], message: frame.code, ...data },
  };
}

describe('wire: notifications and errors', () => {
  test.each(vectorsOf('pushes.json').map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    expect(verdict(() => readFrame(frameOf(vector)))).toBe(vector.expect);
    if (vector.expect !== 'accept') return;

    expect(encodeServerFrame(frameOf(vector))).toEqual(encodedOf(vector));
  });
});
