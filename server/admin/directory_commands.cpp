#include <fstream>
#include <iostream>
#include <sstream>

#include "server/admin/command.hpp"
#include "server/admin/ids.hpp"
#include "server/admin/publication.hpp"
#include "server/admin/root_keys.hpp"

namespace kiezel::admin {
namespace {

std::expected<crypto::Bytes, std::string> read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::unexpected("There is no file " + file.string() + ", or it cannot be read.");
  std::ostringstream text;
  text << in.rdbuf();
  return crypto::to_bytes(crypto::as_bytes(text.view()));
}

std::expected<void, std::string> write_bytes(const std::filesystem::path& file, crypto::BytesView bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << crypto::as_text(bytes);
  out.flush();
  if (!out) return std::unexpected("Could not write " + file.string() + ".");
  return {};
}

DraftOptions draft_options(const Arguments& arguments, int days) {
  return {.lifetime_days = static_cast<std::uint64_t>(days),
          .fewest = arguments.has("allow-single-advisor") ? FewestAdvisors::one : FewestAdvisors::two};
}

Outcome draft(const Arguments& arguments) {
  const auto days = arguments.number_or("days", directory_lifetime_days_default, 1, 90);
  if (!days) return std::unexpected(days.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto bytes = (*bench)->run(draft_directory(**bench, draft_options(arguments, *days)));
  if (!bytes) return std::unexpected(bytes.error());
  if (auto written = write_bytes(arguments.operands()[0], *bytes); !written)
    return std::unexpected(written.error());
  std::cout << "Draft written. Sign it with two root keys: kiezel-admin directory sign "
            << arguments.operands()[0] << " --key root-1.key\n";
  return ExitCode::done;
}

Outcome sign(const Arguments& arguments) {
  const std::filesystem::path file = arguments.operands()[0];
  const auto bytes = read_bytes(file);
  if (!bytes) return std::unexpected(bytes.error());
  const auto key = read_root_key(arguments.text("key"));
  if (!key) return std::unexpected(key.error());
  const auto signed_bytes = sign_draft(*bytes, *key);
  if (!signed_bytes) return std::unexpected(signed_bytes.error());
  if (auto written = write_bytes(file, *signed_bytes); !written) return std::unexpected(written.error());
  std::cout << "Signed.\n";
  return ExitCode::done;
}

void print_header(const crypto::DirectoryHeader& header) {
  std::cout << "Version       " << header.version << "\nIssued        " << header.issued_s
            << "\nExpires       " << header.expires_s << "\nRecords       " << header.record_count
            << "\nHead          " << crypto::to_hex(crypto::directory_head(header).hash) << '\n';
}

Outcome publish(const Arguments& arguments) {
  auto bytes = read_bytes(arguments.operands()[0]);
  if (!bytes) return std::unexpected(bytes.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto published = (*bench)->run(publish_directory(**bench, *std::move(bytes)));
  if (!published) return std::unexpected(published.error());
  print_header(*published);
  return ExitCode::done;
}

void print_record(const crypto::DirectoryRecord& record) {
  if (const auto* advisor = std::get_if<crypto::AdvisorRecord>(&record)) {
    std::cout << "advisor  " << crypto::to_hex(advisor->id()) << "  " << advisor->name << '\n';
  } else if (const auto* school = std::get_if<crypto::SchoolRecord>(&record)) {
    std::cout << "school   " << school->code << "  " << school->advisors.size() << " advisors  "
              << school->name << ", " << school->place << '\n';
  } else if (const auto* revoked = std::get_if<crypto::RevokedDeviceRecord>(&record)) {
    std::cout << "revoked  " << crypto::to_hex(revoked->device) << '\n';
  }
}

Outcome show(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto current = (*bench)->directory().snapshot();
  if (!current) return std::unexpected("No directory is published yet.");
  print_header(current->header());
  for (const crypto::DirectoryRecord& record : current->records()) print_record(record);
  if ((*bench)->directory().health() == directory::Health::current) return ExitCode::done;
  std::cout << "It has EXPIRED: new conversations cannot start. Draft, sign and publish it again.\n";
  return ExitCode::faults;
}

}  // namespace

std::vector<Command> directory_commands() {
  return {
      {.words = "directory draft",
       .operands = {"FILE"},
       .sentence = "Write the next directory to a file, ready to be signed elsewhere.",
       .options = with_data({{"days", Takes::value, "N", "how long it will be valid (default: 30)"},
                             {"allow-single-advisor", Takes::nothing, "",
                              "demonstrations only: publish schools with one advisor"}}),
       .run = draft},
      {.words = "directory sign",
       .operands = {"FILE"},
       .sentence = "Add the signature of one root key to a draft. Needs no network and no server.",
       .options = {{"key", Takes::value, "FILE", "the root key", true}},
       .run = sign},
      {.words = "directory publish",
       .operands = {"FILE"},
       .sentence = "Publish a draft that two root keys have signed.",
       .options = with_data({}),
       .run = publish},
      {.words = "directory show",
       .operands = {},
       .sentence = "Show the published directory; exit code 3 when it has expired.",
       .options = with_data({}),
       .run = show},
  };
}

}  // namespace kiezel::admin
