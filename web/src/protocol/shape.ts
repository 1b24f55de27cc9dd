// The building stones of the generated messages: each shape decodes what came from outside into its type, or
// throws WireRefusal, and encodes it back. The only place where the wire's JSON is cast to types.
import { fromBase64Url, toBase64Url } from '../crypto/encoding.ts';
import { refuse } from './json.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type Shape<T> = {
  decode(value: unknown): T;
  encode(value: T): Json;
};

type Optional<T> = Shape<T> & { optional: true };
type Members = Record<string, Shape<never>>;

/** base64url of min to max bytes. */
export function bytes(min: number, max: number): Shape<Uint8Array> {
  return {
    decode(value) {
      if (typeof value !== 'string') refuse('shape');
      if (value.length % 4 === 1) refuse('shape');
      if (Math.floor((value.length * 3) / 4) > max) refuse('limit');
      const decoded = fromBase64Url(value);
      if (decoded === null) refuse('shape');
      if (decoded.length < min) refuse('limit');
      return decoded;
    },
    encode: toBase64Url,
  };
}

/** A text of min to max bytes of UTF-8. */
export function text(min: number, max: number): Shape<string> {
  return {
    decode(value) {
      if (typeof value !== 'string') refuse('shape');
      const length = new TextEncoder().encode(value).length;
      if (length < min || length > max) refuse('limit');
      return value;
    },
    encode: (value) => value,
  };
}

/** YYYY-MM-DD in digits; whether the day exists is not looked at. */
export function date(): Shape<string> {
  return {
    decode(value) {
      if (typeof value !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) refuse('shape');
      return value;
    },
    encode: (value) => value,
  };
}

export function integer(min: number, max: number): Shape<number> {
  return {
    decode(value) {
      if (!Number.isSafeInteger(value)) refuse('shape');
      const number = value as number;
      if (number < min || number > max) refuse('limit');
      return number;
    },
    encode: (value) => value,
  };
}

export function flag(): Shape<boolean> {
  return {
    decode(value) {
      if (typeof value !== 'boolean') refuse('shape');
      return value;
    },
    encode: (value) => value,
  };
}

export function choice<const T extends string>(...values: T[]): Shape<T> {
  return {
    decode(value) {
      const found = values.find((one) => one === value);
      if (found === undefined) refuse('shape');
      return found;
    },
    encode: (value) => value,
  };
}

export function list<T>(item: Shape<T>, min: number, max: number): Shape<T[]> {
  return {
    decode(value) {
      if (!Array.isArray(value)) refuse('shape');
      // What lies behind the limit is not looked at.
      const decoded = value.slice(0, max).map((one) => item.decode(one));
      if (value.length < min || value.length > max) refuse('limit');
      return decoded;
    },
    encode: (value) => value.map((one) => item.encode(one)),
  };
}

export function optional<T>(shape: Shape<T>): Optional<T> {
  return { ...shape, optional: true };
}

/** Exactly these members; those that are not optional must be there. */
export function object<T extends object>(
  members: {
    [K in keyof T]-?: Shape<NonNullable<T[K]>>;
  },
): Shape<T> {
  const shapes = members as unknown as Members;
  return {
    decode(value) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('shape');
      const given = value as Record<string, unknown>;
      const decoded: Record<string, unknown> = {};
      for (const [key, member] of Object.entries(given)) {
        const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
        if (shape === undefined) refuse('shape');
        decoded[key] = shape.decode(member);
      }
      for (const [key, shape] of Object.entries(shapes)) {
        if (!('optional' in shape) && !Object.hasOwn(given, key)) refuse('shape');
      }
      return decoded as T;
    },
    encode(value) {
      const given = value as Record<string, never>;
      const encoded: { [key: string]: Json } = {};
      for (const [key, shape] of Object.entries(shapes)) {
        if (given[key] !== undefined) encoded[key] = shape.encode(given[key]);
      }
      return encoded;
    },
  };
}
