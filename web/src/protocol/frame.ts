// The JSON-RPC 2.0 envelope (protocol/README.md, "Framing"), as a client needs it. What the server sends is
// checked as strictly as the server checks us. Mirrors protocol/frame.hpp and protocol/codec.hpp.
import { type ErrorCode, type ErrorData, error_codes, error_data } from './error_codes.ts';
import { parseJson, refuse } from './json.ts';
import { frame_bytes_max, request_id_bytes_max } from './limits.ts';
import {
  type MethodName,
  type MethodShapes,
  type Methods,
  type NotificationName,
  type Notifications,
  notification_shapes,
} from './messages.ts';
import { integer, object, optional, type Shape, text } from './shape.ts';

export type RequestId = number | string;

export type AnyNotification = {
  [N in NotificationName]: { name: N; params: Notifications[N] };
}[NotificationName];

export type ServerFrame =
  | { kind: 'result'; id: RequestId; result: unknown }
  /** id is null when the server could not read the request's. */
  | { kind: 'error'; id: RequestId | null; code: ErrorCode; data: ErrorData }
  | ({ kind: 'notification' } & AnyNotification);

/** What somebody speaks of the wire: a page carries only the methods that it uses. */
export type Speech = Partial<MethodShapes>;

function shapesOf<M extends MethodName>(speech: Speech, method: M): MethodShapes[M] {
  const shapes = speech[method];
  if (!shapes) throw new RangeError(`${method} is not spoken here`);
  return shapes;
}

export function encodeRequest<M extends MethodName>(
  speech: Speech,
  id: RequestId,
  method: M,
  params: Methods[M]['params'],
): string {
  const [request] = shapesOf(speech, method);
  return JSON.stringify({ jsonrpc: '2.0', id, method, params: request.encode(params) });
}

/** Throws WireRefusal; notifications are decoded whole, results by decodeResult once their method is known. */
export function readFrame(frame: string): ServerFrame {
  const members = readEnvelope(frame, ['jsonrpc', 'id', 'method', 'params', 'result', 'error']);
  const kinds = ['method', 'result', 'error'].filter((key) => Object.hasOwn(members, key));
  if (kinds.length !== 1) refuse('shape');
  const hasId = Object.hasOwn(members, 'id');
  if (kinds[0] === 'method') {
    if (hasId) refuse('shape');
    return { kind: 'notification', ...readNotification(members.method, members.params ?? {}) };
  }
  if (!hasId || Object.hasOwn(members, 'params')) refuse('shape');
  const id = readId(members.id);
  if (kinds[0] === 'error') return { kind: 'error', id, ...readError(members.error) };
  if (id === null) refuse('shape');
  return { kind: 'result', id, result: members.result };
}

/** Throws WireRefusal. */
export function decodeResult<M extends MethodName>(
  speech: Speech,
  method: M,
  result: unknown,
): Methods[M]['result'] {
  const [, shape] = shapesOf(speech, method);
  return shape.decode(result);
}

export type AnyRequest = { [M in MethodName]: { method: M; params: Methods[M]['params'] } }[MethodName];

/** What a server does with a request; here so that both languages run the same vectors. */
export function readRequest(speech: Speech, frame: string): { id: RequestId } & AnyRequest {
  const members = readEnvelope(frame, ['jsonrpc', 'id', 'method', 'params']);
  const id = readId(members.id);
  const method = members.method;
  if (id === null || typeof method !== 'string' || !Object.hasOwn(speech, method)) refuse('shape');
  const [shape] = shapesOf(speech, method as MethodName) as readonly [Shape<unknown>, unknown];
  const params = shape.decode(Object.hasOwn(members, 'params') ? members.params : {});
  return { id, method, params } as { id: RequestId } & AnyRequest;
}

type Envelope = {
  jsonrpc?: unknown;
  id?: unknown;
  method?: unknown;
  params?: unknown;
  result?: unknown;
  error?: unknown;
};

function readEnvelope(frame: string, allowed: (keyof Envelope)[]): Envelope {
  // A UTF-16 unit takes at least one byte, so this refuses no frame that is small enough.
  if (frame.length > frame_bytes_max) refuse('limit');
  const value = parseJson(frame);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('shape');
  const members = value as Envelope;
  if (
    members.jsonrpc !== '2.0' ||
    Object.keys(members).some((key) => !allowed.includes(key as keyof Envelope))
  )
    refuse('shape');
  return members;
}

const id_text = text(1, request_id_bytes_max);
const id_number = integer(0, Number.MAX_SAFE_INTEGER);

function readId(value: unknown): RequestId | null {
  if (value === null) return null;
  return typeof value === 'string' ? id_text.decode(value) : id_number.decode(value);
}

function readNotification(name: unknown, params: unknown): AnyNotification {
  if (typeof name !== 'string' || !Object.hasOwn(notification_shapes, name)) refuse('shape');
  const shape = notification_shapes[name as NotificationName] as Shape<unknown>;
  return { name, params: shape.decode(params) } as AnyNotification;
}

const error_object = object<{ code: number; message: string; data?: ErrorData }>({
  code: integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  message: text(1, request_id_bytes_max),
  data: optional(error_data),
});

function readError(value: unknown): { code: ErrorCode; data: ErrorData } {
  const { code, message, data } = error_object.decode(value);
  if (!Object.hasOwn(error_codes, message) || error_codes[message as ErrorCode] !== code) refuse('shape');
  return { code: message as ErrorCode, data: data ?? {} };
}
