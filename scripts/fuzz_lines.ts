// How much of each parser the inputs reach that are committed or were found by earlier runs: lines, by LLVM's source-based
// coverage. Lines that only write what is read back are counted too. Usage: ./scripts/dev fuzz lines
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const programs = join(root, 'build/coverage/bin');
const profiles = join(root, 'build/coverage/fuzz');

const parsers: Record<string, readonly string[]> = {
  administrator: ['server/admin/command_line.cpp', 'server/admin/printable.cpp'],
  commit: ['crypto/commit.cpp', 'crypto/commit_rules.cpp'],
  contents: ['attachment_manifest', 'message', 'note', 'padding', 'private_entry', 'roster', 'tlv', 'tlv_fields'].map((name) => `crypto/${name}.cpp`),
  devices: ['crypto/device_bundle.cpp', 'crypto/device_certificate.cpp', 'crypto/device_offer.cpp', 'crypto/prekey.cpp', 'server/account/presented.cpp'],
  directory: ['crypto/directory.cpp', 'crypto/directory_history.cpp', 'crypto/directory_record.cpp'],
  entry: ['crypto/entry.cpp'],
  http: ['server/net/forwarded_for.cpp', 'server/net/http_answer.cpp', 'server/net/static_files.cpp'],
  log: ['crypto/log_chain.cpp'],
  outbox: ['server/event/outbox.cpp'],
  passkey: ['authenticator_data', 'cbor', 'client_data', 'cose_key', 'passkey', 'signature', 'totp'].map((name) => `server/factor/${name}.cpp`),
  recovery: ['crypto/recovery_card.cpp'],
  redis_reply: ['server/redis/reply.cpp', 'server/redis/reply_decoder.cpp'],
  register: ['server/admin/csv.cpp', 'server/admin/text_encoding.cpp'],
  server_frame: ['protocol/checked_json.cpp', 'protocol/frame.cpp', 'protocol/json_reader.cpp'],
  statement: ['statement', 'statement_shape', 'consent_ledger', 'erase_order'].map((name) => `crypto/${name}.cpp`),
  statement_file: ['moment', 'printable', 'statement_check', 'statement_file', 'statement_words'].map((name) => `server/admin/${name}.cpp`),
  text: ['crypto/encoding.cpp', 'crypto/utf8.cpp', 'crypto/words.cpp', 'protocol/base64url.cpp'],
  wire: ['base64url', 'checked_json', 'codec', 'json_reader', 'json_writer', 'messages_decode'].map((name) => `protocol/${name}.cpp`),
  work: ['crypto/work.cpp', 'server/conversation/pressure.cpp', 'server/conversation/work_nonces.cpp'],
};

type Summary = { data: { totals: { lines: { count: number; covered: number } } }[] };

function lines(name: string): { count: number; covered: number } {
  const program = join(programs, `${name}_fuzzer`);
  const raw = join(profiles, `${name}.profraw`);
  const merged = join(profiles, `${name}.profdata`);
  const inputs = ['tests/fuzz/corpus', 'build/fuzz/seeds', 'build/fuzz/found'].map((folder) => join(root, folder, name));
  execFileSync(program, inputs.filter((folder) => existsSync(folder)), { env: { ...process.env, LLVM_PROFILE_FILE: raw }, stdio: 'ignore' });
  execFileSync('llvm-profdata-19', ['merge', '-o', merged, raw]);
  const sources = (parsers[name] ?? []).map((source) => join(root, source));
  const printed = execFileSync('llvm-cov-19', ['export', '-summary-only', `-instr-profile=${merged}`, program, ...sources], { encoding: 'utf8' });
  const summary: Summary = JSON.parse(printed);
  return summary.data[0]?.totals.lines ?? { count: 0, covered: 0 };
}

const chosen = process.argv.slice(2);
for (const name of Object.keys(parsers).filter((parser) => chosen.length === 0 || chosen.includes(parser))) {
  const { count, covered } = lines(name);
  console.log(`${name.padEnd(16)} ${String(covered).padStart(5)} of ${String(count).padStart(5)} lines, ${((100 * covered) / count).toFixed(1).padStart(5)} %`);
}
