#include "server/admin/statement_check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <variant>

#include "crypto/statement_shape.hpp"

namespace kiezel::admin {
namespace {

/// How far the clock of a device may be off beside the server's.
constexpr std::uint64_t clock_slack_s = 3'600;

std::string sentence_of(crypto::Refusal refusal) {
  if (refusal == crypto::Refusal::signature)
    return "The signature is not the one of the key in the statement: it was changed, or is not theirs.";
  return "This is not a statement as Kiezel makes them (" + std::string(crypto::to_string(refusal)) + ").";
}

class Checker {
 public:
  Checker(const StatementFile& file, const crypto::Directory& directory) : file_(file) {
    for (const crypto::DirectoryRecord& record : directory.records()) {
      if (const auto* advisor = std::get_if<crypto::AdvisorRecord>(&record))
        advisors_.emplace(advisor->identity_key, *advisor);
      if (const auto* revoked = std::get_if<crypto::RevokedDeviceRecord>(&record))
        revoked_at_s_.emplace(revoked->device, revoked->revoked_at_s);
    }
  }

  CheckedStatement check(const ExportedStatement& exported) {
    ++number_;
    CheckedStatement checked{.exported = exported};
    auto statement = crypto::VerifiedStatement::verify(exported.bytes);
    if (!statement) {
      checked.faults.push_back(sentence_of(statement.error()));
      return checked;
    }
    checked.statement = *std::move(statement);
    check_place(checked);
    const crypto::Statement& said = **checked.statement;
    if (!crypto::may_issue(exported.role, said.action))
      checked.faults.emplace_back("Nobody with this role can say such a thing.");
    if (!crypto::is_client(exported.role)) {
      check_advisor(said, checked);
    } else if (is_device(said.issuer)) {
      checked.faults.emplace_back("The file calls this a client's, but an advisor's device signed it.");
    }
    return checked;
  }

 private:
  [[nodiscard]] bool is_device(const crypto::VerifyKey& key) const {
    return std::ranges::any_of(file_.devices, [&key](const ExportedDevice& device) {
      return device.certificate.fields.device_key == key;
    });
  }

  /// One conversation a file, every statement once, and which of them it answers.
  void check_place(CheckedStatement& checked) {
    const crypto::Statement& said = **checked.statement;
    if (!conversation_) conversation_ = said.conversation;
    if (*conversation_ != said.conversation)
      checked.faults.emplace_back("It was said in another conversation than the first one in this file.");
    if (!ids_.insert(said.id).second)
      checked.faults.emplace_back("A statement with this number stands in the file before it.");
    if (said.ref) {
      const auto found = numbers_.find(*said.ref);
      if (found != numbers_.end()) checked.answers = found->second;
    }
    numbers_.emplace(checked.statement->hash(), number_);
  }

  void check_advisor(const crypto::Statement& said, CheckedStatement& checked) const {
    bool has_certificate = false;
    std::optional<crypto::DeviceCertificate> held;
    for (const ExportedDevice& device : file_.devices) {
      if (device.certificate.fields.device_key != said.issuer) continue;
      has_certificate = true;
      auto certificate = crypto::verify(device.certificate, device.identity_key);
      if (!certificate) continue;
      if (!held || was_valid(*certificate, said, checked.exported)) held = *std::move(certificate);
    }
    if (!held) {
      checked.faults.emplace_back(has_certificate
                                      ? "The certificate of the device is not signed by its identity key."
                                      : "There is no certificate in the file of the device that signed.");
      return;
    }
    if (!was_valid(*held, said, checked.exported))
      checked.faults.emplace_back("The certificate of the device was not valid when this was said.");
    check_revocation(said, checked);
    const auto listed = advisors_.find(held->advisor_key());
    if (listed == advisors_.end()) {
      checked.faults.emplace_back(
          "The identity key is no advisor's in this directory. Was it another one when this was said?");
    } else {
      checked.advisor = listed->second;
    }
  }

  void check_revocation(const crypto::Statement& said, CheckedStatement& checked) const {
    const auto revoked = revoked_at_s_.find(crypto::key_id(said.issuer));
    if (revoked == revoked_at_s_.end()) return;
    if (revoked->second <= std::max(said.issued_at_s, checked.exported.received_at_s))
      checked.faults.emplace_back("The device had been revoked when this was said.");
  }

  /// By the server's time as the readers judge it, and by the time under the signature, which the file cannot
  /// change.
  static bool was_valid(const crypto::DeviceCertificate& certificate, const crypto::Statement& said,
                        const ExportedStatement& exported) {
    const auto& fields = certificate.fields();
    return certificate.is_valid_at(exported.received_at_s) &&
           fields.not_before_s <= said.issued_at_s + clock_slack_s &&
           said.issued_at_s < fields.not_after_s + clock_slack_s;
  }

  const StatementFile& file_;
  std::map<crypto::VerifyKey, crypto::AdvisorRecord> advisors_;
  std::map<crypto::KeyId, std::uint64_t> revoked_at_s_;
  std::optional<crypto::ConversationId> conversation_;
  std::set<crypto::StatementId> ids_;
  std::map<crypto::Digest, std::size_t> numbers_;
  /// Of the statement at hand, counted from 1.
  std::size_t number_ = 0;
};

}  // namespace

std::expected<crypto::Directory, std::string> read_directory_of_any_age(crypto::BytesView file,
                                                                        const crypto::RootKeys& root_keys) {
  auto parsed = crypto::parse_directory(file);
  if (!parsed) return std::unexpected("The directory is not a directory, or was cut short.");
  const std::uint64_t issued_s = parsed->header.issued_s;
  auto directory = crypto::verify(*std::move(parsed), root_keys, issued_s);
  if (directory) return *std::move(directory);
  return std::unexpected(directory.error() == crypto::Refusal::signature
                             ? "The directory is not signed by two root keys of this organisation."
                             : "The directory was damaged or changed after it was signed.");
}

std::vector<CheckedStatement> check_statements(const StatementFile& file,
                                               const crypto::Directory& directory) {
  Checker checker(file, directory);
  std::vector<CheckedStatement> all;
  all.reserve(file.statements.size());
  for (const ExportedStatement& exported : file.statements) all.push_back(checker.check(exported));
  return all;
}

}  // namespace kiezel::admin
