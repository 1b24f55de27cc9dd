// Reads protocol/schema/*.json into a checked model. Anything outside the subset that protocol/README.md
// names is refused here, so that no generator behind it meets a keyword it does not know.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Shape =
  | { kind: "bytes"; min: number; max: number }
  | { kind: "string"; min: number; max: number; maxName: string }
  | { kind: "date" }
  | { kind: "integer"; min: number; max: number }
  | { kind: "boolean" }
  | { kind: "list"; min: number; max: number; maxName: string; item: Shape }
  | { kind: "named"; name: string };

export type Field = { name: string; shape: Shape; required: boolean; description: string };
// `home` is the file of the schema that defines it, without its ending.
export type Struct = { kind: "struct"; name: string; home: string; description: string; fields: Field[] };
export type Enumeration = { kind: "enum"; name: string; home: string; description: string; values: string[] };
export type Role = "any" | "client" | "advisor";
export type Method = {
  name: string;
  description: string;
  roles: Role[];
  params: Struct;
  result: Struct;
  errors: string[];
};
export type Notification = { name: string; description: string; params: Struct };
export type Limit = { name: string; value: number; description: string };
export type ErrorKind = { name: string; number: number; description: string };
export type Noun = { title: string; description: string; methods: Method[]; notifications: Notification[] };
export type Model = {
  limits: Limit[];
  errors: ErrorKind[];
  errorData: string[];
  types: (Struct | Enumeration)[];
  nouns: Noun[];
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
// What a file of the schema may hold; onlyKeys() says which of these where.
type Keyword =
  | "title"
  | "description"
  | "limits"
  | "value"
  | "data"
  | "errors"
  | "number"
  | "$defs"
  | "$ref"
  | "methods"
  | "notifications"
  | "roles"
  | "params"
  | "result"
  | "type"
  | "enum"
  | "format"
  | "properties"
  | "required"
  | "additionalProperties"
  | "items"
  | "minItems"
  | "maxItems"
  | "minBytes"
  | "maxBytes"
  | "minLength"
  | "maxLength"
  | "minimum"
  | "maximum";
type JsonObject = { [key: string]: Json | undefined } & { [K in Keyword]?: Json | undefined };

// The order of the story; a type is defined before the first noun that uses it.
const NOUNS = [
  "session",
  "advisor",
  "conversation",
  "desk",
  "note",
  "blob",
  "availability",
  "busy",
  "appointment",
  "waiting",
  "agenda",
  "reminder",
  "account",
  "factor",
  "device",
  "recovery",
];
const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const CAMEL = /^[A-Z][A-Za-z0-9]*$/;

export function pascal(name: string): string {
  return name
    .split(/[._]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

function refuse(where: string, why: string): never {
  throw new Error(`protocol/schema: ${where}: ${why}`);
}

function object(value: Json | undefined, where: string): JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value)) refuse(where, "must be an object");
  return value;
}

function text(value: Json | undefined, where: string): string {
  if (typeof value !== "string" || value === "") refuse(where, "must be a text");
  return value;
}

function texts(value: Json | undefined, where: string): string[] {
  if (!Array.isArray(value)) refuse(where, "must be a list");
  return value.map((item, index) => text(item, `${where}[${index}]`));
}

function onlyKeys(value: JsonObject, allowed: Keyword[], where: string): void {
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key as Keyword)) refuse(where, `"${key}" is outside the subset`);
  }
}

export class Reader {
  private readonly folder: string;
  private readonly files = new Map<string, JsonObject>();
  private readonly limits = new Map<string, number>();
  private readonly types = new Map<string, Struct | Enumeration>();

  constructor(folder: string) {
    this.folder = folder;
  }

  read(): Model {
    const limits = this.readLimits();
    const { errors, errorData } = this.readErrors();
    this.defineTypes("types");
    const nouns = NOUNS.map((title) => this.readNoun(title, errors));
    return { limits, errors, errorData, types: [...this.types.values()], nouns };
  }

  private file(name: string): JsonObject {
    const known = this.files.get(name);
    if (known) return known;
    const parsed = object(JSON.parse(readFileSync(join(this.folder, `${name}.json`), "utf8")) as Json, name);
    if (parsed.title !== name) refuse(name, "title must be the file's name");
    this.files.set(name, parsed);
    return parsed;
  }

  private readLimits(): Limit[] {
    const file = this.file("limits");
    onlyKeys(file, ["title", "description", "limits"], "limits");
    return Object.entries(object(file.limits, "limits")).map(([name, raw]) => {
      const entry = object(raw, name);
      onlyKeys(entry, ["value", "description"], name);
      if (!SNAKE.test(name)) refuse(name, "must be snake_case");
      if (!Number.isSafeInteger(entry.value)) refuse(name, "value must be an integer");
      this.limits.set(name, entry.value as number);
      return { name, value: entry.value as number, description: text(entry.description, name) };
    });
  }

  private readErrors(): { errors: ErrorKind[]; errorData: string[] } {
    const file = this.file("errors");
    onlyKeys(file, ["title", "description", "data", "errors"], "errors");
    const numbers = new Set<number>();
    const errors = Object.entries(object(file.errors, "errors")).map(([name, raw]) => {
      const entry = object(raw, name);
      onlyKeys(entry, ["number", "description"], name);
      const number = entry.number;
      if (typeof number !== "number" || !Number.isSafeInteger(number)) refuse(name, "number must be an integer");
      if (!SNAKE.test(name) || numbers.has(number)) refuse(name, "name or number is not fit or not unique");
      numbers.add(number);
      return { name, number, description: text(entry.description, name) };
    });
    return { errors, errorData: texts(file.data, "errors.data") };
  }

  private readNoun(title: string, errors: ErrorKind[]): Noun {
    const file = this.file(title);
    onlyKeys(file, ["title", "description", "$defs", "methods", "notifications"], title);
    this.defineTypes(title);
    const known = new Set(errors.map((error) => error.name));
    const methods = Object.entries(object(file.methods, title)).map(([name, raw]) =>
      this.readMethod(title, name, raw, known),
    );
    const notifications = Object.entries(object(file.notifications ?? {}, title)).map(([name, raw]) => {
      const entry = object(raw, name);
      onlyKeys(entry, ["description", "params"], name);
      const params = this.struct(`${pascal(name)}Notification`, object(entry.params, name), title);
      return { name, description: text(entry.description, name), params };
    });
    return { title, description: text(file.description, title), methods, notifications };
  }

  private readMethod(title: string, name: string, raw: Json | undefined, knownErrors: Set<string>): Method {
    const entry = object(raw, name);
    onlyKeys(entry, ["description", "roles", "params", "result", "errors"], name);
    const [noun, verb, ...rest] = name.split(".");
    if (noun !== title || !verb || !SNAKE.test(verb) || rest.length > 0) refuse(name, `must be ${title}.<verb>`);
    const roles = texts(entry.roles, name) as Role[];
    if (roles.length === 0 || roles.some((role) => !["any", "client", "advisor"].includes(role))) {
      refuse(name, "roles must be any, client or advisor");
    }
    const errors = texts(entry.errors, name);
    for (const error of errors) if (!knownErrors.has(error)) refuse(name, `unknown error ${error}`);
    return {
      name,
      description: text(entry.description, name),
      roles,
      params: this.struct(`${pascal(name)}Request`, object(entry.params, name), title),
      result: this.struct(`${pascal(name)}Result`, object(entry.result, name), title),
      errors,
    };
  }

  // Scalars stay anonymous; objects and enumerations become named types, in order of definition.
  private defineTypes(title: string): void {
    for (const [name, raw] of Object.entries(object(this.file(title).$defs, title))) {
      const schema = object(raw, name);
      if (!CAMEL.test(name)) refuse(name, "must be CamelCase");
      const description = text(schema.description, name);
      if (this.types.has(name)) refuse(name, "is defined twice");
      if (schema.type === "object") this.types.set(name, this.struct(name, schema, title));
      if (schema.enum !== undefined) {
        onlyKeys(schema, ["type", "enum", "description"], name);
        const values = texts(schema.enum, name);
        if (schema.type !== "string" || values.some((value) => !SNAKE.test(value))) refuse(name, "bad enum");
        this.types.set(name, { kind: "enum", name, home: title, description, values });
      }
    }
  }

  private struct(name: string, schema: JsonObject, title: string): Struct {
    onlyKeys(schema, ["type", "additionalProperties", "description", "required", "properties"], name);
    if (schema.type !== "object" || schema.additionalProperties !== false) {
      refuse(name, "must be an object that allows no additional properties");
    }
    const required = texts(schema.required, name);
    const properties = Object.entries(object(schema.properties, name));
    for (const key of required) {
      if (!properties.some(([property]) => property === key)) refuse(name, `requires the unknown "${key}"`);
    }
    const fields = properties.map(([key, raw]) => {
      if (!SNAKE.test(key)) refuse(`${name}.${key}`, "must be snake_case");
      const property = object(raw, key);
      const description = property.description === undefined ? "" : text(property.description, key);
      const shape = this.shape(property, `${name}.${key}`, title);
      return { name: key, shape, required: required.includes(key), description };
    });
    if (fields.length > this.bound("json_members_max", name)) refuse(name, "has too many members");
    return { kind: "struct", name, home: title, description: (schema.description as string | undefined) ?? "", fields };
  }

  private shape(schema: JsonObject, where: string, title: string): Shape {
    if (schema.$ref !== undefined) return this.reference(schema, where, title);
    if (schema.type === "boolean") {
      onlyKeys(schema, ["type", "description"], where);
      return { kind: "boolean" };
    }
    if (schema.type === "integer") {
      onlyKeys(schema, ["type", "minimum", "maximum", "description"], where);
      return this.ordered({ kind: "integer", min: this.bound(schema.minimum, where), max: this.bound(schema.maximum, where) }, where);
    }
    if (schema.type === "array") {
      onlyKeys(schema, ["type", "minItems", "maxItems", "items", "description"], where);
      const min = this.bound(schema.minItems ?? 0, where);
      const max = this.bound(schema.maxItems, where);
      const item = this.shape(object(schema.items, where), `${where}[]`, title);
      if (item.kind === "list") refuse(where, "lists of lists are outside the subset");
      return this.ordered({ kind: "list", min, max, maxName: String(schema.maxItems), item }, where);
    }
    if (schema.type === "string") return this.stringShape(schema, where);
    refuse(where, "has no type of the subset (objects and enumerations are named in $defs)");
  }

  private stringShape(schema: JsonObject, where: string): Shape {
    if (schema.format === "date") {
      onlyKeys(schema, ["type", "format", "description"], where);
      return { kind: "date" };
    }
    if (schema.format === "base64url") {
      onlyKeys(schema, ["type", "format", "minBytes", "maxBytes", "description"], where);
      return this.ordered({ kind: "bytes", min: this.bound(schema.minBytes, where), max: this.bound(schema.maxBytes, where) }, where);
    }
    onlyKeys(schema, ["type", "minLength", "maxLength", "description"], where);
    const min = this.bound(schema.minLength ?? 0, where);
    const max = this.bound(schema.maxLength, where);
    return this.ordered({ kind: "string", min, max, maxName: String(schema.maxLength) }, where);
  }

  private reference(schema: JsonObject, where: string, title: string): Shape {
    onlyKeys(schema, ["$ref", "description"], where);
    const match = /^([a-z]+\.json)?#\/\$defs\/([A-Za-z0-9]+)$/.exec(text(schema.$ref, where));
    if (!match) refuse(where, "$ref must be [file.json]#/$defs/Name");
    const file = match[1] === undefined ? title : match[1].replace(".json", "");
    const name = match[2] as string;
    const target = object(object(this.file(file).$defs, where)[name], `${where} -> ${name}`);
    if (target.type !== "object" && target.enum === undefined) return this.shape(target, where, file);
    if (!this.types.has(name)) refuse(where, `${name} is used before it is defined`);
    return { kind: "named", name };
  }

  private bound(value: Json | undefined, where: string): number {
    if (typeof value === "string") {
      const limit = this.limits.get(value);
      if (limit === undefined) refuse(where, `no limit is called ${value}`);
      return limit;
    }
    if (typeof value !== "number" || !Number.isSafeInteger(value)) refuse(where, "needs a bound");
    return value;
  }

  private ordered<T extends Shape & { min: number; max: number }>(shape: T, where: string): T {
    if (shape.min > shape.max) refuse(where, "the minimum is above the maximum");
    return shape;
  }
}
