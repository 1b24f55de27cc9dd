// Saved statements: what holds and what does not.
#include "server/admin/statement_check.hpp"

#include <catch2/catch.hpp>

#include "server/admin/statement_words.hpp"
#include "tests/unit/server/admin/statement_desk.hpp"

namespace kiezel::admin {
namespace {

using Desk = StatementDesk;
using crypto::StatementAction;
using support::named_bytes;
using support::TestAdvisor;
using support::TestDirectory;

}  // namespace

TEST_CASE("statement: one changed bit anywhere makes it nobody's words", "[statement]") {
  const Desk desk = asked();
  const auto whole = crypto::from_hex(desk.file["statements"][1]["statement"].get<std::string>()).value();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    crypto::Bytes changed = whole;
    changed[i] ^= 1;
    Desk other = desk;
    other.file["statements"][1]["statement"] = crypto::to_hex(changed);
    const auto all = other.checked();
    REQUIRE_FALSE(all[1].faults.empty());
    REQUIRE_FALSE(all[1].statement);
    REQUIRE_FALSE(words_of(all[1], 2).contains("mentor"));
    REQUIRE(all[0].faults.empty());
  }
}

TEST_CASE("statement: an advisor's words need a certificate by an identity key of the directory",
          "[statement]") {
  Desk none = asked();
  none.file["devices"].clear();
  CHECK(none.fault().contains("no certificate"));

  Desk by_stranger = asked();
  const TestAdvisor stranger("stranger", now_s - day_s);
  const auto forged = stranger.certify(by_stranger.noor.device, now_s - day_s, now_s + day_s);
  by_stranger.file["devices"].clear();
  by_stranger.add_device(forged, by_stranger.noor.identity.verify_key());
  CHECK(by_stranger.fault().contains("not signed by its identity key"));

  Desk unlisted = asked();
  unlisted.file["devices"].clear();
  unlisted.add_device(forged, stranger.identity.verify_key());
  CHECK(unlisted.fault().contains("no advisor's in this directory"));
}

TEST_CASE("statement: a certificate counts for its days, and one of several is enough", "[statement]") {
  Desk ended = asked();
  const auto renewed = ended.noor.certify(ended.noor.device, now_s - day_s, now_s + day_s);
  ended.file["devices"].clear();
  ended.add_device(ended.noor.certify(ended.noor.device, now_s - 9 * day_s, now_s - 5 * day_s),
                   ended.noor.identity.verify_key());
  CHECK(ended.fault().contains("not valid when"));

  Desk with_both = ended;
  with_both.add_device(renewed, ended.noor.identity.verify_key());
  CHECK(with_both.fault().empty());

  // A later time of arrival in the file does not help what was signed long before.
  Desk moved = asked();
  moved.file["devices"].clear();
  moved.add_device(moved.noor.certify(moved.noor.device, now_s + day_s, now_s + 3 * day_s),
                   moved.noor.identity.verify_key());
  moved.file["statements"][0]["received_at"] = now_s + 2 * day_s;
  CHECK(moved.fault().contains("not valid when"));
}

TEST_CASE("statement: a device that had been revoked says nothing any more", "[statement]") {
  Desk desk = asked();
  const auto revoked_at = [&desk](std::uint64_t at_s) {
    desk.listed = desk.directory_of_noor();
    desk.listed.records.emplace_back(
        crypto::RevokedDeviceRecord{.device = desk.noor.device.id(), .revoked_at_s = at_s});
    return desk.fault();
  };
  CHECK(revoked_at(now_s - 1).contains("had been revoked"));
  CHECK(revoked_at(now_s).contains("had been revoked"));
  CHECK(revoked_at(now_s + 1).empty());
}

TEST_CASE("statement: nobody speaks for the other side, twice, or elsewhere", "[statement]") {
  Desk as_client = asked();
  as_client.file["statements"][0]["role"] = "client";
  CHECK(as_client.fault().contains("role can say"));
  CHECK(as_client.fault().contains("an advisor's device signed it"));

  Desk as_advisor = asked();
  as_advisor.file["statements"][1]["role"] = "advisor";
  CHECK(as_advisor.fault().contains("role can say"));

  Desk twice = asked();
  twice.file["statements"].push_back(twice.file["statements"][1]);
  CHECK(twice.fault().contains("before it"));

  Desk elsewhere = asked();
  crypto::Statement said = elsewhere.statement(StatementAction::grant, elsewhere.pupil.signing);
  said.conversation = named_bytes<crypto::ConversationId>("another");
  elsewhere.add(said, elsewhere.pupil.signing, "client");
  CHECK(elsewhere.fault().contains("another conversation"));
}

TEST_CASE("statement: an old directory is as good as on its day, but must be the organisation's",
          "[statement]") {
  const Desk desk;
  const auto fault_of = [](crypto::BytesView file) {
    const auto read = read_directory_of_any_age(file, support::root_keys());
    return read ? "" : read.error();
  };
  TestDirectory old = desk.listed;
  old.issue.issued_s = 1'000'000'000;
  old.issue.expires_s = 1'000'000'001;
  CHECK(fault_of(old.file()).empty());

  const auto once = crypto::sign_directory(old.header(), support::root_key(0));
  CHECK(fault_of(old.signed_by({once})).contains("two root keys"));
  CHECK(fault_of(old.signed_by({once, once})).contains("two root keys"));
  crypto::Bytes damaged = old.file();
  damaged.back() ^= 1;
  CHECK(fault_of(damaged).contains("damaged"));
  CHECK(fault_of({}).contains("not a directory"));
}

}  // namespace kiezel::admin
