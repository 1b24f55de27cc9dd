#include <chrono>
#include <iostream>

#include "crypto/encoding.hpp"
#include "server/admin/ceremony.hpp"
#include "server/admin/command.hpp"
#include "server/admin/files.hpp"
#include "server/admin/moment.hpp"
#include "server/admin/root_keys.hpp"
#include "server/directory/organisation.hpp"

namespace kiezel::admin {
namespace {

std::expected<SignersFacts, std::string> signers_facts(const Arguments& arguments) {
  const auto organisation = directory::read_organisation(arguments.text("organisation"));
  if (!organisation) return std::unexpected(organisation.error());
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  SignersFacts facts{.root_keys = organisation->root_keys,
                     .now_s = static_cast<std::uint64_t>(now.time_since_epoch().count())};
  if (arguments.has("previous")) {
    auto previous = read_bytes(arguments.text("previous"));
    if (!previous) return std::unexpected(previous.error());
    facts.previous = *std::move(previous);
  }
  return facts;
}

// The same lines for everybody, so that signers can read them to each other.
void print_draft(const CheckedDraft& draft) {
  const crypto::DirectoryHeader& header = draft.header;
  std::cout << "Version " << header.version << ", " << header.record_count << " records, valid from "
            << day_of(header.issued_s) << " to " << day_of(header.expires_s) << ".\nHead "
            << crypto::to_hex(crypto::directory_head(header).hash) << '\n';
  for (const std::size_t root : draft.signed_by) std::cout << "Signed by root " << root << ".\n";
  std::cout << (draft.changes.empty() ? "Nothing changes but the dates.\n" : "What changes:\n");
  for (const Change& change : draft.changes)
    std::cout << (change.weight == Weight::grave ? "!! " : "   ") << change.sentence << '\n';
}

Outcome check(const Arguments& arguments) {
  const auto draft = read_bytes(arguments.operands()[0]);
  if (!draft) return std::unexpected(draft.error());
  const auto facts = signers_facts(arguments);
  if (!facts) return std::unexpected(facts.error());
  const auto checked = check_draft(*draft, *facts);
  if (!checked) return std::unexpected(checked.error());
  print_draft(*checked);
  return ExitCode::done;
}

Outcome sign(const Arguments& arguments) {
  const std::filesystem::path file = arguments.operands()[0];
  const auto draft = read_bytes(file);
  if (!draft) return std::unexpected(draft.error());
  const auto facts = signers_facts(arguments);
  if (!facts) return std::unexpected(facts.error());
  const auto key = read_root_key(arguments.text("key"));
  if (!key) return std::unexpected(key.error());
  const auto made = sign_checked_draft(*draft, *facts, *key);
  if (!made) return std::unexpected(made.error());
  const auto checked = check_draft(*made, *facts);
  if (!checked) return std::unexpected(checked.error());
  if (auto written = write_bytes(file, *made); !written) return std::unexpected(written.error());
  print_draft(*checked);
  return ExitCode::done;
}

std::vector<Option> with_facts(std::vector<Option> options) {
  options.push_back({"organisation", Takes::value, "FILE", "your own copy of organisation.json", true});
  options.push_back({"previous", Takes::value, "FILE",
                     "the directory that is published now, as you kept it (needed but for version 1)"});
  return options;
}

}  // namespace

std::vector<Command> signing_commands() {
  return {
      {.words = "directory check",
       .operands = {"FILE"},
       .sentence = "Show what a draft changes, in sentences. Needs no network and no server.",
       .options = with_facts({}),
       .run = check},
      {.words = "directory sign",
       .operands = {"FILE"},
       .sentence = "Show a draft and add the signature of one root key. Needs no network and no server.",
       .options = with_facts({{"key", Takes::value, "FILE", "the root key", true}}),
       .run = sign},
  };
}

}  // namespace kiezel::admin
