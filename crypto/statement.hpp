// What somebody allowed, took back, was asked or was told, signed so that it can be shown to others without
// any key of the conversation (crypto/KZ1.md 5.5, STATEMENT). statement_entry.hpp seals it,
// consent_ledger.hpp says what is in force.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crypto/ids.hpp"
#include "crypto/refusal.hpp"
#include "crypto/roster.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t statement_bytes_max = 16'384;
inline constexpr std::size_t whom_bytes_max = 200;
inline constexpr std::size_t about_bytes_max = 4'000;
inline constexpr std::size_t statement_text_bytes_max = 8'000;
inline constexpr std::size_t why_bytes_max = 2'000;
inline constexpr std::size_t consulted_bytes_max = 500;

enum class StatementAction : std::uint8_t {
  grant = 1,
  withdraw = 2,
  use = 3,          ///< an advisor told somebody, under a GRANT or under an oral yes
  acknowledge = 4,  ///< "I have seen this"
  propose = 5,
  decline = 6,
  notice = 7,  ///< an advisor told somebody without consent, because of danger
};
enum class StatementPurpose : std::uint8_t { tell = 1, cover = 2, joint = 3, appointment = 4, other = 5 };
enum class Answer : std::uint8_t { no = 1, talk_first = 2 };

/// Times in unix seconds. Which fields an action needs and allows: statement_shape.hpp.
struct Statement {
  StatementId id{};
  ConversationId conversation{};
  /// Signs the statement and its entry: a client's key in this conversation, an advisor's device key.
  VerifyKey issuer{};
  StatementAction action = StatementAction::grant;
  StatementPurpose purpose = StatementPurpose::tell;
  /// The hash of the statement that this one answers.
  std::optional<Digest> ref{};
  /// Purposes cover and joint: whose identity key it is about.
  std::optional<VerifyKey> to_advisor{};
  std::uint64_t valid_from_s = 0;
  /// 0 = until withdrawn.
  std::uint64_t valid_until_s = 0;
  std::uint64_t issued_at_s = 0;
  /// Version of the page's text that `text` was made from.
  std::uint16_t text_template = 0;
  std::optional<std::string> whom{};
  /// Points, one a line.
  std::optional<std::string> about{};
  /// The whole text as it stood on the screen.
  std::optional<std::string> text{};
  std::optional<Language> language{};
  std::optional<std::uint64_t> told_at_s{};
  std::optional<std::string> why{};
  std::optional<std::string> consulted{};
  std::optional<Answer> answer{};
  /// PROPOSE: an oral yes and when it was said, as the advisor wrote it down.
  std::optional<std::uint64_t> said_at_s{};

  friend bool operator==(const Statement&, const Statement&) = default;
};

/// Signed by its issuer. `bytes()` is what is exported, `hash()` what others refer to.
class VerifiedStatement {
 public:
  /// Refuses more than statement_bytes_max (limit), less than a head and a signature (syntax), fields with
  /// wrong values or that the action has no use for (shape), and a signature that is not the issuer's.
  [[nodiscard]] static Checked<VerifiedStatement> verify(BytesView bytes);

  [[nodiscard]] const Statement& operator*() const { return statement_; }
  [[nodiscard]] const Statement* operator->() const { return &statement_; }
  [[nodiscard]] BytesView bytes() const { return bytes_; }
  [[nodiscard]] const Digest& hash() const { return hash_; }

 private:
  VerifiedStatement(Statement statement, BytesView bytes);

  Statement statement_;
  Bytes bytes_;
  Digest hash_;
};

/// Everything but the signature.
[[nodiscard]] Bytes encode(const Statement& statement);
/// Nothing when we would refuse to read it.
[[nodiscard]] std::optional<VerifiedStatement> sign_statement(const Statement& statement,
                                                              const SigningKey& issuer);

}  // namespace kiezel::crypto
