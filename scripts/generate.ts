// Writes both halves of the wire from protocol/schema/. Run with Node 24: node scripts/generate.ts [--check]
// --check writes nothing and fails when a committed file is not what the schema says.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { decoders, encoders, errorsHeader, limitsHeader, messagesHeader, nounHeaders } from "./generate/cpp.ts";
import { catalogue, openrpc } from "./generate/documents.ts";
import { Reader } from "./generate/model.ts";
import { errorsModule, limitsModule, messagesModule, methodsModule } from "./generate/typescript.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const model = new Reader(join(root, "protocol/schema")).read();

const files = new Map<string, string>([
  ["protocol/limits.hpp", limitsHeader(model)],
  ["protocol/error_codes.hpp", errorsHeader(model)],
  ["protocol/messages.hpp", messagesHeader(model)],
  ...nounHeaders(model),
  ["protocol/messages_decode.cpp", decoders(model)],
  ["protocol/messages_encode.cpp", encoders(model)],
  ["protocol/openrpc.json", openrpc(model)],
  ["protocol/METHODS.md", catalogue(model)],
  ["web/src/protocol/limits.ts", limitsModule(model)],
  ["web/src/protocol/error_codes.ts", errorsModule(model)],
  ["web/src/protocol/messages.ts", messagesModule(model)],
  ["web/src/protocol/methods.ts", methodsModule(model)],
]);

const check = process.argv.includes("--check");
let stale = 0;
for (const [path, text] of files) {
  const target = join(root, path);
  if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
  if (check) {
    console.error(`${path} is not what protocol/schema says; run: ./scripts/dev generate`);
    stale += 1;
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
