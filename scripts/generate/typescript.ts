// Writes the TypeScript half of the wire: the same names and bounds, as shapes that decode and encode.
import { NOTICE, methodsOf, notificationsOf, structsOf } from "./cpp.ts";
import type { Enumeration, Field, Model, Shape, Struct } from "./model.ts";

function doc(text: string, indent = ""): string {
  return text === "" ? "" : `${indent}/** ${text} */\n`;
}

function literal(value: number): string {
  return value === Number.MAX_SAFE_INTEGER ? "Number.MAX_SAFE_INTEGER" : String(value);
}

export function limitsModule(model: Model): string {
  const limits = model.limits
    .map(({ name, value, description }) => `${doc(description)}export const ${name} = ${literal(value)};\n`)
    .join("");
  return `// ${NOTICE}\n// Every bound of the wire (protocol/README.md, "Limits"). Units end the name.\n\n${limits}`;
}

export function errorsModule(model: Model): string {
  const codes = model.errors
    .map(({ name, number, description }) => `${doc(description, "  ")}  ${name}: ${number},\n`)
    .join("");
  const data = model.errorData.map((name) => `  ${name}?: number;\n`).join("");
  const shapes = model.errorData.map((name) => `  ${name}: optional(integer(0, Number.MAX_SAFE_INTEGER)),\n`).join("");
  return `// ${NOTICE}
// The errors a reply may carry (protocol/README.md, "Errors").
import { integer, object, optional, type Shape } from "./shape.ts";

export const error_codes = {
${codes}} as const;

export type ErrorCode = keyof typeof error_codes;

/** What an error may tell beside its code. */
export type ErrorData = {
${data}};

export const error_data: Shape<ErrorData> = object({
${shapes}});
`;
}

function type(shape: Shape): string {
  switch (shape.kind) {
    case "bytes":
      return "Uint8Array";
    case "string":
    case "date":
      return "string";
    case "integer":
      return "number";
    case "boolean":
      return "boolean";
    case "list":
      return `${type(shape.item)}[]`;
    case "named":
      return shape.name;
  }
}

function value(shape: Shape): string {
  switch (shape.kind) {
    case "bytes":
      return `bytes(${shape.min}, ${shape.max})`;
    case "string":
      return `text(${shape.min}, ${shape.max})`;
    case "date":
      return "date()";
    case "integer":
      return `integer(${shape.min}, ${literal(shape.max)})`;
    case "boolean":
      return "flag()";
    case "list":
      return `list(${value(shape.item)}, ${shape.min}, ${shape.max})`;
    case "named":
      return constant(shape.name);
  }
}

const constant = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function fieldType(field: Field): string {
  return `${doc(field.description, "  ")}  ${field.name}${field.required ? "" : "?"}: ${type(field.shape)};\n`;
}

function struct(one: Struct, about: string): string {
  if (one.fields.length === 0) {
    return `${doc(about)}export type ${one.name} = Record<never, never>;\n\nexport const ${constant(one.name)}: Shape<${one.name}> = object({});\n\n`;
  }
  const shapes = one.fields.map((field) => {
    const plain = value(field.shape);
    return `  ${field.name}: ${field.required ? plain : `optional(${plain})`},\n`;
  });
  return `${doc(about)}export type ${one.name} = {
${one.fields.map(fieldType).join("")}};

export const ${constant(one.name)}: Shape<${one.name}> = object({
${shapes.join("")}});

`;
}

function enumeration(one: Enumeration): string {
  const values = one.values.map((v) => `"${v}"`);
  return `${doc(one.description)}export type ${one.name} = ${values.join(" | ")};

export const ${constant(one.name)}: Shape<${one.name}> = choice(${values.join(", ")});

`;
}

export function messagesModule(model: Model): string {
  const about = new Map<string, string>();
  for (const one of model.types) about.set(one.name, one.description);
  for (const m of methodsOf(model)) about.set(m.params.name, `${m.name}: ${m.description}`);
  for (const n of notificationsOf(model)) about.set(n.params.name, `${n.name}: ${n.description}`);
  const named = new Set(model.types.map((one) => one.name));
  const types = model.types.map((one) => (one.kind === "enum" ? enumeration(one) : struct(one, one.description)));
  const messages = structsOf(model)
    .filter((one) => !named.has(one.name))
    .map((one) => struct(one, about.get(one.name) ?? ""));
  const methods = methodsOf(model);
  const notifications = notificationsOf(model);
  const used = ["bytes", "choice", "date", "flag", "integer", "list", "object", "optional", "text"].filter(
    (name) => [...types, ...messages].some((one) => one.includes(`${name}(`)),
  );
  const imports = [...used, "type Shape"].map((name) => `  ${name},\n`).join("");
  // Marked pure, so that a page carries the shapes of the messages that it sends and no others.
  const pure = (source: string) =>
    source.replace(new RegExp(`(?<![A-Za-z_.])(${used.join("|")})\\(`, "g"), "/* @__PURE__ */ $1(");
  return `// ${NOTICE}
// Every message of the wire (protocol/README.md, "Methods"), with the member names of the wire itself. Bytes
// travel as base64url, times are unix seconds. A value that a shape decoded lies within its bounds.
import {
${imports}} from "./shape.ts";

${pure(types.join("") + messages.join(""))}/** What goes in and what comes out of each method. */
export type Methods = {
${methods.map((m) => `  "${m.name}": { params: ${m.params.name}; result: ${m.result.name} };\n`).join("")}};

export type MethodName = keyof Methods;

/** What a server may send unasked. */
export type Notifications = {
${notifications.map((n) => `  "${n.name}": ${n.params.name};\n`).join("")}};

export type NotificationName = keyof Notifications;

/** Of each method what goes in and what comes out. */
export type MethodShapes<M extends MethodName = MethodName> = {
  readonly [N in M]: readonly [request: Shape<Methods[N]["params"]>, result: Shape<Methods[N]["result"]>];
};

export const notification_shapes: { [N in NotificationName]: Shape<Notifications[N]> } = {
${notifications.map((n) => `  "${n.name}": ${constant(n.params.name)},\n`).join("")}};
`;
}

export function methodsModule(model: Model): string {
  const methods = methodsOf(model);
  return `// ${NOTICE}
// Every method of the wire. Whoever needs only some names those (worker/client_methods.ts).
import * as messages from "./messages.ts";

export const all_methods: messages.MethodShapes = {
${methods
  .map((m) => `  "${m.name}": [messages.${constant(m.params.name)}, messages.${constant(m.result.name)}],\n`)
  .join("")}};
`;
}
