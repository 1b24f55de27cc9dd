#include "server/admin/ceremony.hpp"

#include <catch2/catch.hpp>

#include "tests/support/domains.hpp"

namespace kiezel::admin {
namespace {

using support::root_key;
using support::TestAdvisor;
using support::TestDirectory;

constexpr std::uint64_t now_s = 1'800'000'000;
constexpr std::uint64_t day_s = 86'400;

struct Table {
  TestAdvisor noor{"noor", now_s};
  TestAdvisor bo{"bo", now_s};
  TestDirectory published = first();

  TestDirectory first() const {
    TestDirectory directory;
    directory.issue = {
        .version = 1, .issued_s = now_s - day_s, .expires_s = now_s + 29 * day_s, .previous_head = {}};
    directory.list(noor);
    advisor(directory, 0).name = "Noor";
    return directory;
  }
  static crypto::AdvisorRecord& advisor(TestDirectory& directory, std::size_t index) {
    return std::get<crypto::AdvisorRecord>(directory.records.at(index));
  }
  TestDirectory next() const { return published.next(now_s); }
  SignersFacts facts() const {
    return {.root_keys = support::root_keys(), .previous = published.file(), .now_s = now_s};
  }
  std::string refusal_of(const crypto::Bytes& draft) const { return refusal_of(draft, facts()); }
  static std::string refusal_of(const crypto::Bytes& draft, const SignersFacts& facts) {
    const auto checked = check_draft(draft, facts);
    return checked ? "" : checked.error();
  }
  std::vector<Change> changes(const TestDirectory& draft) const {
    return check_draft(draft.signed_by({}), facts()).value().changes;
  }
};

bool says(const std::vector<Change>& changes, Weight weight, std::string_view part) {
  return std::ranges::any_of(changes, [&](const Change& change) {
    return change.weight == weight && change.sentence.contains(part);
  });
}

}  // namespace

TEST_CASE("ceremony: two keys sign, one after the other, and nothing changes but dates", "[ceremony]") {
  const Table table;
  const crypto::Bytes draft = table.next().signed_by({});

  const auto once = sign_checked_draft(draft, table.facts(), root_key(2));
  REQUIRE(once);
  const auto twice = sign_checked_draft(*once, table.facts(), root_key(0));
  REQUIRE(twice);

  const auto checked = check_draft(*twice, table.facts());
  REQUIRE(checked);
  CHECK(checked->signed_by == std::vector<std::size_t>{3, 1});
  CHECK(checked->changes.empty());
  CHECK(crypto::verify(crypto::parse_directory(*twice).value(), support::root_keys(), now_s));
}

TEST_CASE("ceremony: a wrong key, and one that has signed, are refused", "[ceremony]") {
  const Table table;
  const crypto::Bytes draft = table.next().signed_by({});
  const auto once = sign_checked_draft(draft, table.facts(), root_key(0));
  REQUIRE(once);

  CHECK(sign_checked_draft(draft, table.facts(), root_key(7)).error().contains("not a root key"));
  CHECK(sign_checked_draft(*once, table.facts(), root_key(0)).error().contains("already"));
}

TEST_CASE("ceremony: a draft that was damaged or changed after a signature is refused", "[ceremony]") {
  const Table table;
  const TestDirectory next = table.next();
  crypto::Bytes damaged = next.signed_by({});
  damaged.back() ^= 1;
  TestDirectory other = next;
  other.list(table.bo);
  const auto before = crypto::sign_directory(next.header(), root_key(0));
  const auto by_stranger = crypto::sign_directory(next.header(), root_key(7));

  CHECK(table.refusal_of(damaged).contains("damaged"));
  CHECK(table.refusal_of(other.signed_by({before})).contains("changed after somebody signed"));
  CHECK(table.refusal_of(next.signed_by({by_stranger})).contains("not of this organisation"));
  CHECK(table.refusal_of({}).contains("not a directory"));
}

TEST_CASE("ceremony: an old, a forked and a far version are refused", "[ceremony]") {
  const Table table;
  TestDirectory forked = table.next();
  forked.issue.previous_head.bytes[0] ^= 1;
  TestDirectory far = table.next();
  far.issue.version = 3;
  SignersFacts unsigned_previous = table.facts();
  unsigned_previous.previous = table.published.signed_by({});
  SignersFacts without = table.facts();
  without.previous.reset();

  CHECK(table.refusal_of(table.first().signed_by({})).contains("was signed already"));
  CHECK(table.refusal_of(forked.signed_by({})).contains("another history"));
  CHECK(table.refusal_of(far.signed_by({})).contains("does not follow"));
  CHECK(Table::refusal_of(table.next().signed_by({}), unsigned_previous)
            .contains("not one that two root keys"));
  CHECK(Table::refusal_of(table.next().signed_by({}), without).contains("--previous"));
  CHECK(Table::refusal_of(table.first().signed_by({}), without).empty());
}

TEST_CASE("ceremony: an expired, an early and a very long draft are refused", "[ceremony]") {
  const Table table;
  TestDirectory expired = table.next();
  expired.issue.issued_s = now_s - 31 * day_s;
  expired.issue.expires_s = now_s;
  TestDirectory early = table.next();
  early.issue.issued_s = now_s + 301;
  TestDirectory long_lived = table.next();
  long_lived.issue.expires_s = now_s + 91 * day_s;

  CHECK(table.refusal_of(expired.signed_by({})).contains("expired"));
  CHECK(table.refusal_of(early.signed_by({})).contains("from the future"));
  CHECK(table.refusal_of(long_lived.signed_by({})).contains("more than 90 days"));
}

TEST_CASE("ceremony: signers read who is new, gone, changed and revoked", "[ceremony]") {
  const Table table;
  TestDirectory draft = table.next();
  Table::advisor(draft, 0).phone = "030 1\x1b[2J";
  draft.list(table.bo);
  Table::advisor(draft, 1).name = "Bo";
  draft.records.emplace_back(
      crypto::RevokedDeviceRecord{.device = table.bo.device.id(), .revoked_at_s = now_s});
  draft.records.emplace_back(crypto::UnknownRecord{.type = 77, .body = {1, 2}});

  const auto changes = table.changes(draft);

  CHECK(changes.size() == 4);
  CHECK(says(changes, Weight::ordinary, "Advisor Bo ("));
  CHECK(says(changes, Weight::ordinary, "is new. Safety number: "));
  CHECK(says(changes, Weight::ordinary, "phone:  -> 030 1\u00b7[2J"));
  CHECK(says(changes, Weight::ordinary, "is revoked"));
  CHECK(says(changes, Weight::ordinary, "type 77, 0102"));

  Table later;
  later.published = draft;
  const auto back = later.changes([&] {
    TestDirectory less = draft.next(now_s);
    less.records.erase(less.records.begin() + 1, less.records.end());
    return less;
  }());
  CHECK(says(back, Weight::grave, "Advisor Bo ("));
  CHECK(says(back, Weight::grave, "TAKEN BACK"));
}

TEST_CASE("ceremony: a replaced key stands out, with both safety numbers", "[ceremony]") {
  const Table table;
  TestDirectory draft = table.next();
  Table::advisor(draft, 0).identity_key = table.bo.identity.verify_key();

  const auto changes = table.changes(draft);

  REQUIRE(changes.size() == 1);
  CHECK(changes[0].weight == Weight::grave);
  CHECK(changes[0].sentence.contains("REPLACED"));
  CHECK(changes[0].sentence.contains("Safety number before: "));
}

TEST_CASE("ceremony: a later end of an advisor's record is no change", "[ceremony]") {
  const Table table;
  TestDirectory draft = table.next();
  Table::advisor(draft, 0).not_after_s += 7 * day_s;
  CHECK(table.changes(draft).empty());
  Table::advisor(draft, 0).not_after_s = now_s + day_s;
  CHECK(says(table.changes(draft), Weight::ordinary, "valid shorter"));
}

}  // namespace kiezel::admin
