// Saved statements: what is no such file at all, and what is said in words of what is one.
#include <catch2/catch.hpp>

#include "server/admin/statement_words.hpp"
#include "tests/unit/server/admin/statement_desk.hpp"

namespace kiezel::admin {
namespace {

using Json = nlohmann::json;
using Desk = StatementDesk;
using crypto::StatementAction;
using support::named_bytes;

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
