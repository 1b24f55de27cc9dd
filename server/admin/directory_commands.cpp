#include <iostream>

#include "server/admin/command.hpp"
#include "server/admin/files.hpp"
#include "server/admin/ids.hpp"
#include "server/admin/printable.hpp"
#include "server/admin/publication.hpp"

namespace kiezel::admin {
namespace {

std::expected<DraftOptions, std::string> draft_options(const Arguments& arguments, int days) {
  DraftOptions options{
      .lifetime_days = static_cast<std::uint64_t>(days),
      .fewest = arguments.has("allow-single-advisor") ? FewestAdvisors::one : FewestAdvisors::two};
  if (!arguments.has("release")) return options;
  const auto bytes = crypto::from_hex(arguments.text("release"));
  options.release = bytes ? crypto::Digest::from(*bytes) : std::nullopt;
  if (!options.release || options.release->is_zero()) {
    return std::unexpected(
        "--release is the number that ./scripts/dev bundle prints: 64 characters of 0-9 and a-f.");
  }
  return options;
}

Outcome draft(const Arguments& arguments) {
  const auto days = arguments.number_or("days", directory_lifetime_days_default, 1, 90);
  if (!days) return std::unexpected(days.error());
  const auto options = draft_options(arguments, *days);
  if (!options) return std::unexpected(options.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto bytes = (*bench)->run(draft_directory(**bench, *options));
  if (!bytes) return std::unexpected(bytes.error());
  if (auto written = write_bytes(arguments.operands()[0], *bytes); !written)
    return std::unexpected(written.error());
  std::cout
      << "Draft written. Two people sign it, each on a machine without a network: kiezel-admin directory "
         "sign "
      << arguments.operands()[0]
      << " --key root-1.key --organisation organisation.json --previous published.directory\n";
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

// A copy for the signers, as it is served.
Outcome copy(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto current = (*bench)->directory().snapshot();
  if (!current) return std::unexpected("No directory is published yet.");
  if (auto written = write_bytes(arguments.operands()[0], current->file()); !written)
    return std::unexpected(written.error());
  print_header(current->header());
  return ExitCode::done;
}

Outcome status(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto left_s = (*bench)->directory().expires_in_s();
  if (!left_s) {
    std::cout << "No directory is published yet: nobody can start a conversation.\n";
    return ExitCode::faults;
  }
  const std::string version = "Version " + std::to_string((*bench)->directory().snapshot()->header().version);
  constexpr std::int64_t day_s = 86'400;
  if (*left_s <= 0) {
    std::cout << version
              << " has EXPIRED: no new conversation can begin. Draft, sign and publish the next.\n";
    return ExitCode::faults;
  }
  const std::int64_t days = *left_s / day_s;
  std::cout << version << " expires in " << days << (days == 1 ? " day" : " days");
  if (*left_s >= static_cast<std::int64_t>(directory::sign_again_before_s)) {
    std::cout << ".\n";
    return ExitCode::done;
  }
  std::cout << ": draft, sign and publish the next one now.\n";
  return ExitCode::faults;
}

void print_record(const crypto::DirectoryRecord& record) {
  if (const auto* advisor = std::get_if<crypto::AdvisorRecord>(&record)) {
    std::cout << "advisor  " << crypto::to_hex(advisor->id()) << "  " << printable(advisor->name) << '\n';
  } else if (const auto* school = std::get_if<crypto::SchoolRecord>(&record)) {
    std::cout << "school   " << school->code << "  " << school->advisors.size() << " advisors  "
              << printable(school->name) << ", " << printable(school->place) << '\n';
  } else if (const auto* revoked = std::get_if<crypto::RevokedDeviceRecord>(&record)) {
    std::cout << "revoked  " << crypto::to_hex(revoked->device) << '\n';
  } else if (const auto* release = std::get_if<crypto::ReleaseRecord>(&record)) {
    std::cout << "release  " << crypto::to_hex(release->bundle) << '\n';
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
       .options = with_data(
           {{"days", Takes::value, "N", "how long it will be valid (default: 30)"},
            {"release", Takes::value, "HASH", "the pages that are served from now on (./scripts/dev bundle)"},
            {"allow-single-advisor", Takes::nothing, "",
             "demonstrations only: publish schools with one advisor"}}),
       .run = draft},
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
      {.words = "directory status",
       .operands = {},
       .sentence = "Say how long the directory is still valid; exit code 3 when it must be signed again.",
       .options = with_data({}),
       .run = status},
      {.words = "directory copy",
       .operands = {"FILE"},
       .sentence = "Write the published directory to a file, for the signers to compare with.",
       .options = with_data({}),
       .run = copy},
  };
}

}  // namespace kiezel::admin
