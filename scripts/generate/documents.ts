// Writes what people read: an OpenRPC document for other clients, and the catalogue of methods.
import { methodsOf, notificationsOf, structsOf } from "./cpp.ts";
import type { Field, Method, Model, Shape, Struct } from "./model.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function schema(shape: Shape): { [key: string]: Json } {
  switch (shape.kind) {
    case "bytes":
      // Unpadded base64url of n bytes has ceil(4n / 3) characters.
      return {
        type: "string",
        contentEncoding: "base64url",
        minLength: Math.ceil((shape.min * 4) / 3),
        maxLength: Math.ceil((shape.max * 4) / 3),
      };
    case "string":
      return { type: "string", minLength: shape.min === 0 ? 0 : 1, maxLength: shape.max };
    case "date":
      return { type: "string", format: "date" };
    case "integer":
      return { type: "integer", minimum: shape.min, maximum: shape.max };
    case "boolean":
      return { type: "boolean" };
    case "list":
      return { type: "array", minItems: shape.min, maxItems: shape.max, items: schema(shape.item) };
    case "named":
      return { $ref: `#/components/schemas/${shape.name}` };
  }
}

function described(field: Field): { [key: string]: Json } {
  const plain = schema(field.shape);
  return field.description === "" ? plain : { ...plain, description: field.description };
}

function objectSchema(one: Struct): Json {
  return {
    type: "object",
    additionalProperties: false,
    required: one.fields.filter((field) => field.required).map((field) => field.name),
    properties: Object.fromEntries(one.fields.map((field) => [field.name, described(field)])),
  };
}

function methodEntry(method: Method): Json {
  return {
    name: method.name,
    description: method.description,
    paramStructure: "by-name",
    params: method.params.fields.map((field) => ({
      name: field.name,
      required: field.required,
      schema: described(field),
    })),
    result: { name: method.result.name, schema: { $ref: `#/components/schemas/${method.result.name}` } },
    errors: method.errors.map((name) => ({ $ref: `#/components/errors/${name}` })),
    "x-roles": method.roles,
  };
}

export function openrpc(model: Model): string {
  const params = new Set(methodsOf(model).map((method) => method.params.name));
  const schemas: { [key: string]: Json } = {};
  for (const one of model.types) {
    if (one.kind === "enum") schemas[one.name] = { type: "string", enum: one.values, description: one.description };
  }
  for (const one of structsOf(model)) if (!params.has(one.name)) schemas[one.name] = objectSchema(one);
  const document = {
    openrpc: "1.3.2",
    info: {
      title: "Kiezel",
      version: "kiezel.v1",
      description: "JSON-RPC 2.0 in text frames of a WebSocket with subprotocol kiezel.v1. The meaning is in protocol/README.md.",
    },
    methods: methodsOf(model).map(methodEntry),
    "x-notifications": notificationsOf(model).map((one) => ({
      name: one.name,
      description: one.description,
      params: { $ref: `#/components/schemas/${one.params.name}` },
    })),
    components: {
      errors: Object.fromEntries(
        model.errors.map((one) => [one.name, { code: one.number, message: one.name, "x-description": one.description }]),
      ),
      schemas,
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function short(shape: Shape): string {
  switch (shape.kind) {
    case "bytes":
      return shape.min === shape.max ? `bytes(${shape.max})` : `bytes(${shape.min}..${shape.max})`;
    case "string":
      return `text(${shape.min}..${shape.max} bytes)`;
    case "date":
      return "date";
    case "integer":
      return `int(${shape.min}..${shape.max === Number.MAX_SAFE_INTEGER ? "2^53-1" : shape.max})`;
    case "boolean":
      return "boolean";
    case "list":
      return `[${short(shape.item)}] (${shape.min}..${shape.max})`;
    case "named":
      return `[${shape.name}](#${shape.name.toLowerCase()})`;
  }
}

function members(one: Struct): string {
  if (one.fields.length === 0) return "nothing";
  return one.fields
    .map((field) => {
      const about = field.description === "" ? "" : ` – ${field.description}`;
      return `\n  - \`${field.name}${field.required ? "" : "?"}\` ${short(field.shape)}${about}`;
    })
    .join("");
}

export function catalogue(model: Model): string {
  const types = model.types.map((one) =>
    one.kind === "enum"
      ? `### ${one.name}\n\n${one.description}\n\n- one of ${one.values.map((v) => `\`${v}\``).join(", ")}\n\n`
      : `### ${one.name}\n\n${one.description}\n${members(one).replaceAll("\n  -", "\n-")}\n\n`,
  );
  const nouns = model.nouns.map((noun) => {
    const methods = noun.methods.map(
      (m) => `### ${m.name}

${m.description}

- who: ${m.roles.join(", ")}
- takes: ${members(m.params)}
- gives: ${members(m.result)}
- errors: ${m.errors.length === 0 ? "only the general ones" : m.errors.join(", ")}

`,
    );
    const pushes = noun.notifications.map(
      (n) => `### ${n.name} (notification)\n\n${n.description}\n\n- carries: ${members(n.params)}\n\n`,
    );
    return `## ${noun.title}\n\n${noun.description}\n\n${methods.join("")}${pushes.join("")}`;
  });
  const limits = model.limits.map((one) => `| \`${one.name}\` | ${one.value} | ${one.description} |\n`);
  const errors = model.errors.map((one) => `| \`${one.name}\` | ${one.number} | ${one.description} |\n`);
  return `# Catalogue of the wire

Written by \`scripts/generate.ts\` from \`protocol/schema/\`; do not edit. How the parts play together is in
[README.md](README.md). \`bytes(n)\` is base64url without padding, \`?\` marks what may be absent, and a
number before \`..\` is the least.

${nouns.join("")}## Types

${types.join("")}## Limits

| name | value | meaning |
| --- | --: | --- |
${limits.join("")}
## Errors

Any method may also answer with the general errors: those below zero, \`unauthenticated\`, \`forbidden\`,
\`unavailable\`, \`busy\`, \`too_large\` and \`deadline_exceeded\`.

| name | number | meaning |
| --- | --: | --- |
${errors.join("")}`;
}
