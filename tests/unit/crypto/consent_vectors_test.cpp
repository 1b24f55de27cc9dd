#include <catch2/catch.hpp>

#include "crypto/consent_ledger.hpp"
#include "tests/unit/crypto/vector_runner.hpp"

namespace kiezel::crypto::testing {
namespace {

struct Folded {
  ConsentLedger ledger;
  std::vector<Member> members;
  std::vector<std::uint64_t> ignored;
};

void take(const Json& event, Folded& folded) {
  if (event.contains("members")) {
    folded.members = parse_members(bytes_of(event, "members")).value();
    folded.ledger.take_members(folded.members, event["own_change"].get<bool>());
    return;
  }
  if (event.contains("permitted")) {
    const bool permitted = folded.ledger.permits_adding({.auth_ref = fixed_of<EntryHash>(event, "auth_ref"),
                                                         .advisor = fixed_of<VerifyKey>(event, "advisor"),
                                                         .members = folded.members,
                                                         .at_s = number_of(event, "at_s")});
    CHECK(permitted == event["permitted"].get<bool>());
    return;
  }
  const std::uint64_t seq = number_of(event, "seq");
  const auto member = fixed_of<VerifyKey>(event, "member");
  if (event.contains("unopened")) return folded.ledger.take_unopened(seq, member);
  const StatedBy by{.role = Role{static_cast<std::uint8_t>(number_of(event, "role"))},
                    .member = member,
                    .under_card = event["under_card"].get<bool>()};
  auto statement = VerifiedStatement::verify(bytes_of(event, "statement")).value();
  const bool counts = folded.ledger.take({.seq = seq,
                                          .entry_hash = fixed_of<EntryHash>(event, "entry_hash"),
                                          .by = by,
                                          .statement = std::move(statement)});
  if (!counts) folded.ignored.push_back(seq);
}

Json words_for(const ConsentRecord& record, std::uint64_t at_s) {
  return {{"proposal", record.proposal.has_value()},
          {"grant", record.grant.has_value()},
          {"declined", record.declined.has_value()},
          {"withdrawn", record.withdrawn.has_value()},
          {"uses", record.uses.size()},
          {"seen", record.seen.size()},
          {"in_force", record.is_in_force(at_s)}};
}

}  // namespace

TEST_CASE("consent vectors: what the statements of a conversation come to", "[statement]") {
  run_vectors("consent.json", [](const Json& vector) -> std::string_view {
    Folded folded;
    for (const Json& event : vector["events"]) take(event, folded);
    CHECK(Json(folded.ignored) == vector["ignored"]);
    Json records = Json::array();
    for (const ConsentRecord& record : folded.ledger.records())
      records.push_back(words_for(record, number_of(vector, "at_s")));
    CHECK(records == vector["records"]);
    CHECK(folded.ledger.notices().size() == vector["notices"].size());
    return "accept";
  });
}

}  // namespace kiezel::crypto::testing
