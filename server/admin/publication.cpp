#include "server/admin/publication.hpp"

#include <algorithm>

namespace kiezel::admin {
namespace {

using Records = std::vector<crypto::DirectoryRecord>;

constexpr std::uint64_t day_s = 86'400;
// A record outlives its directory a little, so that an advisor never vanishes between two versions.
constexpr std::uint64_t advisor_validity_days = 400;
// The pages that are served, and those that somebody may still have open.
constexpr std::size_t releases_max = 2;

std::string sentence(std::string_view doing, const core::Error& error) {
  return "Could not " + std::string(doing) + " (" + std::string(protocol::name(error.code)) + ").";
}

core::Task<std::expected<Records, std::string>> advisor_records(Workbench& bench) {
  const auto advisors = co_await bench.accounts().advisors();
  if (!advisors) co_return std::unexpected(sentence("read the advisors", advisors.error()));
  Records records;
  for (const account::Advisor& advisor : *advisors) {
    if (advisor.state != protocol::AccountState::approved) continue;
    const auto profile = co_await bench.registry().profile(advisor.id);
    if (!profile) co_return std::unexpected(sentence("read a profile", profile.error()));
    records.emplace_back(
        crypto::AdvisorRecord{.identity_key = advisor.identity_key,
                              .not_before_s = bench.now_s() - day_s,
                              .not_after_s = bench.now_s() + advisor_validity_days * day_s,
                              .name = advisor.name,
                              .languages = profile->languages,
                              .phone = profile->phone,
                              .email = profile->email,
                              .intro_informal = profile->intro_informal,
                              .intro_formal = profile->intro_formal,
                              .intro_english = profile->intro_english,
                              .working_days = profile->working_days,
                              .replies_within_school_days = profile->replies_within_school_days});
  }
  co_return records;
}

std::vector<crypto::KeyId> published_advisors(const std::vector<core::AdvisorId>& attached,
                                              const Records& advisors) {
  std::vector<crypto::KeyId> ids;
  for (const core::AdvisorId& id : attached) {
    const bool is_published = std::ranges::any_of(advisors, [&id](const crypto::DirectoryRecord& record) {
      const auto* advisor = std::get_if<crypto::AdvisorRecord>(&record);
      return advisor != nullptr && advisor->id().bytes == id.bytes;
    });
    if (is_published && ids.size() < crypto::school_advisors_max) ids.push_back(crypto::KeyId{id.bytes});
  }
  return ids;
}

crypto::SchoolRecord school_record(const School& school, std::vector<crypto::KeyId> advisors,
                                   const Boards& boards) {
  const auto board = boards.find(school.board_number);
  return {.code = school.code,
          .name = school.name,
          .place = school.place,
          .advisors = std::move(advisors),
          .street = school.street,
          .kind = school.kind,
          .aliases = school.aliases,
          .board_number = school.board_number,
          .board_name = board == boards.end() ? std::string() : board->second};
}

struct SchoolFacts {
  Schools schools;
  Boards boards;
  Attachments attachments;
};

core::Task<std::expected<SchoolFacts, std::string>> school_facts(Registry& registry) {
  auto schools = co_await registry.schools();
  if (!schools) co_return std::unexpected(sentence("read the schools", schools.error()));
  auto boards = co_await registry.boards();
  if (!boards) co_return std::unexpected(sentence("read the boards", boards.error()));
  auto attachments = co_await registry.attachments();
  if (!attachments) co_return std::unexpected(sentence("read who serves which school", attachments.error()));
  co_return SchoolFacts{*std::move(schools), *std::move(boards), *std::move(attachments)};
}

// A school without any advisor is simply not served; one with too few is a mistake that a person must hear
// of.
std::expected<void, std::string> add_schools(Records& records, const SchoolFacts& facts,
                                             FewestAdvisors fewest) {
  const Records advisors = records;
  const std::size_t needed = fewest == FewestAdvisors::two ? 2 : 1;
  std::string short_of;
  std::size_t short_count = 0;
  for (const auto& [code, attached] : facts.attachments) {
    const auto school = facts.schools.find(code);
    if (school == facts.schools.end() || school->second.closed || attached.empty()) continue;
    auto ids = published_advisors(attached, advisors);
    if (ids.size() < needed) {
      if (++short_count <= 5) short_of += (short_of.empty() ? "" : ", ") + code;
      continue;
    }
    records.emplace_back(school_record(school->second, std::move(ids), facts.boards));
  }
  if (short_count > 0 && fewest == FewestAdvisors::two) {
    return std::unexpected(std::to_string(short_count) + " schools have fewer than two approved advisors (" +
                           short_of + (short_count > 5 ? ", ...)" : ")") +
                           ". Attach a second one: it stands in, and helps the other side of an incident.");
  }
  return {};
}

crypto::DirectoryIssue next_issue(const Workbench& bench, const directory::Snapshot* current,
                                  std::uint64_t lifetime_days) {
  crypto::DirectoryIssue issue{.version = 1,
                               .issued_s = bench.now_s(),
                               .expires_s = bench.now_s() + lifetime_days * day_s,
                               .previous_head = {}};
  if (current != nullptr) {
    issue.version = current->header().version + 1;
    issue.previous_head = current->head().hash;
  }
  return issue;
}

// The new release and the newest of those that were published, or all that were when there is no new one.
void add_releases(Records& records, const directory::Snapshot* current,
                  const std::optional<crypto::Digest>& release, std::uint64_t now_s) {
  std::vector<crypto::ReleaseRecord> known;
  if (release) known.push_back({.bundle = *release, .released_at_s = now_s});
  const Records none;
  for (const crypto::DirectoryRecord& record : current == nullptr ? none : current->records()) {
    const auto* const published = std::get_if<crypto::ReleaseRecord>(&record);
    if (published != nullptr && published->bundle != release) known.push_back(*published);
  }
  std::ranges::sort(known, std::ranges::greater{}, &crypto::ReleaseRecord::released_at_s);
  known.resize(std::min(known.size(), releases_max));
  for (const crypto::ReleaseRecord& one : known) records.emplace_back(one);
}

}  // namespace

core::Task<std::expected<crypto::Bytes, std::string>> draft_directory(Workbench& bench,
                                                                      DraftOptions options) {
  auto records = co_await advisor_records(bench);
  if (!records) co_return std::unexpected(records.error());
  if (records->empty())
    co_return std::unexpected("No advisor is approved yet. Invite one: kiezel-admin advisor invite");
  const auto facts = co_await school_facts(bench.registry());
  if (!facts) co_return std::unexpected(facts.error());
  if (auto added = add_schools(*records, *facts, options.fewest); !added)
    co_return std::unexpected(added.error());
  const auto revocations = co_await bench.registry().revocations();
  if (!revocations) co_return std::unexpected(sentence("read the revoked devices", revocations.error()));
  for (const auto& [device, at_s] : *revocations) {
    records->emplace_back(
        crypto::RevokedDeviceRecord{.device = crypto::KeyId{device.bytes}, .revoked_at_s = at_s});
  }
  if (const auto refreshed = co_await bench.directory().refresh(); !refreshed) {
    co_return std::unexpected(sentence("read the current directory", refreshed.error()));
  }
  const auto current = bench.directory().snapshot();
  add_releases(*records, current.get(), options.release, bench.now_s());
  const auto header =
      crypto::make_directory_header(next_issue(bench, current.get(), options.lifetime_days), *records);
  co_return crypto::encode_directory(header, {}, *records);
}

std::expected<crypto::Bytes, std::string> sign_draft(crypto::BytesView draft,
                                                     const crypto::SigningKey& root_key) {
  auto parsed = crypto::parse_directory(draft);
  if (!parsed) return std::unexpected("This file is not a directory or a draft of one.");
  if (parsed->computed_root != parsed->header.merkle_root) {
    return std::unexpected("This draft was damaged: its records are not those its header speaks of.");
  }
  const bool is_signed = std::ranges::any_of(
      parsed->signatures, [&](const crypto::RootSignature& s) { return s.key == root_key.id(); });
  if (is_signed) return std::unexpected("This key has signed this draft already.");
  parsed->signatures.push_back(crypto::sign_directory(parsed->header, root_key));
  return crypto::encode_directory(parsed->header, parsed->signatures, parsed->records);
}

core::Task<std::expected<crypto::DirectoryHeader, std::string>> publish_directory(Workbench& bench,
                                                                                  crypto::Bytes file) {
  const auto parsed = crypto::parse_directory(file);
  if (!parsed) co_return std::unexpected("This file is not a directory.");
  const crypto::DirectoryHeader header = parsed->header;
  const auto outcome = co_await bench.directory().publish(std::move(file));
  if (!outcome) co_return std::unexpected(sentence("publish", outcome.error()));
  switch (*outcome) {
    case directory::PublishOutcome::published:
    case directory::PublishOutcome::already_published:
      co_return header;
    case directory::PublishOutcome::refused:
      co_return std::unexpected("Refused: two different root keys of this organisation must have signed it.");
    case directory::PublishOutcome::expired:
      co_return std::unexpected(
          "Refused: it has expired, or was issued in the future. Check this machine's clock.");
    case directory::PublishOutcome::not_next:
      co_return std::unexpected("Refused: another version was published meanwhile. Make a new draft.");
    case directory::PublishOutcome::full:
      co_return std::unexpected("Refused: the history of this directory is full.");
  }
  co_return std::unexpected("Refused.");
}

}  // namespace kiezel::admin
