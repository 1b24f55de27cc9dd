// A pupil, an advisor and the file of what they stated.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "crypto/encoding.hpp"
#include "server/admin/statement_check.hpp"
#include "tests/support/domains.hpp"

namespace kiezel::admin {

inline constexpr std::uint64_t now_s = 1'800'000'000;
inline constexpr std::uint64_t day_s = 86'400;

[[nodiscard]] inline const support::TestClient& the_pupil() {
  static const support::TestClient pupil("pupil");
  return pupil;
}
[[nodiscard]] inline const support::TestAdvisor& the_advisor() {
  static const support::TestAdvisor noor("noor", now_s - 10 * day_s);
  return noor;
}

/// A pupil and Noor, whose statements are saved as the advisors' page saves them.
struct StatementDesk {
  const support::TestClient& pupil = the_pupil();
  const support::TestAdvisor& noor = the_advisor();
  support::TestDirectory listed = directory_of_noor();
  nlohmann::json file{{"kind", "kiezel-statements"},
                      {"version", 1},
                      {"exported_at", now_s},
                      {"statements", nlohmann::json::array()},
                      {"devices", nlohmann::json::array()}};

  [[nodiscard]] support::TestDirectory directory_of_noor() const {
    support::TestDirectory directory;
    directory.issue = {.version = 1, .issued_s = now_s, .expires_s = now_s + 30 * day_s, .previous_head = {}};
    directory.list(noor);
    return directory;
  }
  [[nodiscard]] crypto::Statement statement(crypto::StatementAction action,
                                            const crypto::SigningKey& issuer) const {
    crypto::Statement said{
        .id = support::named_bytes<crypto::StatementId>("id " + std::to_string(file["statements"].size())),
        .conversation = support::named_bytes<crypto::ConversationId>("conversation"),
        .issuer = issuer.verify_key(),
        .action = action,
        .issued_at_s = now_s,
        .text_template = 1};
    if (action == crypto::StatementAction::withdraw) return said;
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
  StatementDesk& with_question_and_yes() {
    add_device(noor.certificate, noor.identity.verify_key());
    crypto::Statement yes = statement(crypto::StatementAction::grant, pupil.signing);
    yes.ref = add(statement(crypto::StatementAction::propose, noor.device), noor.device, "advisor");
    yes.id = support::named_bytes<crypto::StatementId>("yes");
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

[[nodiscard]] inline StatementDesk asked() {
  StatementDesk desk;
  desk.with_question_and_yes();
  return desk;
}

}  // namespace kiezel::admin
