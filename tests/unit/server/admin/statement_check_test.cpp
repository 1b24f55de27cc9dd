// Saved statements: what holds, what does not, and what is no such file at all.
#include "server/admin/statement_check.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "crypto/encoding.hpp"
#include "server/admin/statement_words.hpp"
#include "tests/support/domains.hpp"

namespace kiezel::admin {
namespace {

using Json = nlohmann::json;
using crypto::StatementAction;
using support::named_bytes;
using support::TestAdvisor;
using support::TestClient;
using support::TestDirectory;

constexpr std::uint64_t now_s = 1'800'000'000;
constexpr std::uint64_t day_s = 86'400;

const TestClient& the_pupil() {
  static const TestClient pupil("pupil");
  return pupil;
}
const TestAdvisor& the_advisor() {
  static const TestAdvisor noor("noor", now_s - 10 * day_s);
  return noor;
}

/// A pupil and Noor, whose statements are saved as the advisors' page saves them.
struct Desk {
  const TestClient& pupil = the_pupil();
  const TestAdvisor& noor = the_advisor();
  TestDirectory listed = directory_of_noor();
  Json file{{"kind", "kiezel-statements"},
            {"version", 1},
            {"exported_at", now_s},
            {"statements", Json::array()},
            {"devices", Json::array()}};

  [[nodiscard]] TestDirectory directory_of_noor() const {
    TestDirectory directory;
    directory.issue = {.version = 1, .issued_s = now_s, .expires_s = now_s + 30 * day_s, .previous_head = {}};
    directory.list(noor);
    return directory;
  }
  [[nodiscard]] crypto::Statement statement(StatementAction action, const crypto::SigningKey& issuer) const {
    crypto::Statement said{
        .id = named_bytes<crypto::StatementId>("id " + std::to_string(file["statements"].size())),
        .conversation = named_bytes<crypto::ConversationId>("conversation"),
        .issuer = issuer.verify_key(),
        .action = action,
        .issued_at_s = now_s,
        .text_template = 1};
    if (action == StatementAction::withdraw) return said;
    said.whom = "de mentor";
    said.about = "wat er gebeurde\nwie erbij was";
    said.text = "Mag Noor dit vertellen?\x1b[2J";
    said.language = crypto::Language::dutch_informal;
    return said;
  }
  crypto::Digest add(const crypto::Statement& said, const crypto::SigningKey& issuer, const char* role) {
    const auto made = crypto::sign_statement(said, issuer).value();
    add_bytes(made.bytes(), role);
    return made.hash();
  }
  void add_bytes(crypto::BytesView bytes, const char* role) {
    file["statements"].push_back({{"seq", file["statements"].size()},
                                  {"received_at", now_s},
                                  {"entry", std::string(64, '0')},
                                  {"role", role},
                                  {"under_card", false},
                                  {"counts", true},
                                  {"statement", crypto::to_hex(bytes)}});
  }
  void add_device(crypto::BytesView certificate, const crypto::VerifyKey& identity) {
    file["devices"].push_back(
        {{"identity_key", crypto::to_hex(identity)}, {"certificate", crypto::to_hex(certificate)}});
  }
  /// Noor asks and the pupil says yes.
  Desk& with_question_and_yes() {
    add_device(noor.certificate, noor.identity.verify_key());
    crypto::Statement yes = statement(StatementAction::grant, pupil.signing);
    yes.ref = add(statement(StatementAction::propose, noor.device), noor.device, "advisor");
    yes.id = named_bytes<crypto::StatementId>("yes");
    add(yes, pupil.signing, "client");
    return *this;
  }

  [[nodiscard]] std::expected<StatementFile, std::string> parsed() const {
    return parse_statement_file(crypto::as_bytes(file.dump()));
  }
  [[nodiscard]] std::vector<CheckedStatement> checked() const {
    return check_statements(parsed().value(),
                            read_directory_of_any_age(listed.file(), support::root_keys()).value());
  }
  /// All that is wrong.
  [[nodiscard]] std::string fault() const {
    std::string found;
    for (const CheckedStatement& one : checked()) {
      for (const std::string& sentence : one.faults) found += found.empty() ? sentence : " AND " + sentence;
    }
    return found;
  }
  [[nodiscard]] std::string refusal() const {
    const auto file_read = parsed();
    return file_read ? "" : file_read.error();
  }
};

Desk asked() {
  Desk desk;
  desk.with_question_and_yes();
  return desk;
}

}  // namespace

TEST_CASE("statement: a question and its yes hold and are said in words", "[statement]") {
  const Desk desk = asked();
  const auto all = desk.checked();

  REQUIRE(all.size() == 2);
  CHECK(desk.fault().empty());
  CHECK(all[1].answers == 1);
  const std::string question = words_of(all[0], 1);
  const std::string yes = words_of(all[1], 2);
  CHECK(question.starts_with("1. Advisor A. Advisor (key "));
  CHECK(question.contains(") asked for permission.\n"));
  CHECK(question.contains("said        2027-01-15 08:00 UTC"));
  CHECK(question.contains("about       wat er gebeurde\n               wie erbij was\n"));
  CHECK(question.contains("identity key in the directory hold"));
  CHECK(yes.contains("2. The client (key "));
  CHECK(yes.contains(") gave permission.\n"));
  CHECK(yes.contains("answers     statement 1\n"));
  CHECK(yes.contains("until it is taken back"));
  // What somebody typed gives the terminal no orders.
  CHECK_FALSE(yes.contains('\x1b'));
  CHECK_FALSE(yes.contains(crypto::to_hex(named_bytes<crypto::ConversationId>("conversation"))));
}

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

TEST_CASE("statement: what is no such file is refused with the place", "[statement]") {
  const auto refusal_of = [](const std::string& text) {
    return parse_statement_file(crypto::as_bytes(text)).error();
  };
  CHECK(refusal_of("").contains("not JSON"));
  CHECK(refusal_of(asked().file.dump().substr(0, 400)).contains("not JSON"));
  CHECK(refusal_of("[]").contains("The file is not an object"));
  CHECK(refusal_of("{}").contains("\"kind\""));
  CHECK(refusal_of(std::string(100'000, '[')).contains("not JSON"));

  const auto with = [](const char* pointer, const Json& value) {
    Desk desk = asked();
    desk.file[Json::json_pointer(pointer)] = value;
    return desk.refusal();
  };
  CHECK(with("/version", 2).contains("\"version\""));
  CHECK(with("/exported_at", -1).contains("\"exported_at\""));
  CHECK(with("/statements", Json::array()).contains("no statement"));
  CHECK(with("/statements", 7).contains("a list"));
  CHECK(with("/statements/0", "x") == "Statement 1 is not an object.");
  CHECK(with("/statements/1/role", "king").starts_with("Statement 2: \"role\" must be client"));
  CHECK(with("/statements/1/statement", "xyz").contains("hexadecimal"));
  CHECK(with("/statements/1/received_at", crypto::number_max + 1).contains("whole number"));
  CHECK(with("/devices/0/identity_key", "00").contains("32 bytes"));
  CHECK(with("/devices/0/certificate", "00").starts_with("Device 1: \"certificate\""));
}

TEST_CASE("statement: those within a dossier are read like a file of their own", "[statement]") {
  Desk desk = asked();
  const Json statements = desk.file;
  desk.file = {
      {"kind", "kiezel-dossier"}, {"version", 1}, {"items", Json::array()}, {"statements", statements}};
  CHECK(desk.refusal().empty());
  CHECK(desk.checked().size() == 2);
  CHECK(desk.fault().empty());

  desk.file["statements"]["version"] = 2;
  CHECK(desk.refusal().contains("\"version\""));
  desk.file.erase("statements");
  CHECK(desk.refusal().contains("\"kind\""));
}

TEST_CASE("statement: times that no calendar has are said in words", "[statement]") {
  Desk desk;
  crypto::Statement yes = desk.statement(StatementAction::grant, desk.pupil.signing);
  yes.issued_at_s = crypto::number_max;
  desk.add(yes, desk.pupil.signing, "client");
  CHECK(words_of(desk.checked()[0], 1).contains("after the year 9999"));
}

}  // namespace kiezel::admin
