#include "server/admin/statement_words.hpp"

#include <string_view>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "server/admin/moment.hpp"
#include "server/admin/printable.hpp"

namespace kiezel::admin {
namespace {

constexpr std::size_t short_bytes = 8;

std::string short_key(const crypto::VerifyKey& key) {
  return crypto::to_hex(crypto::key_id(key).view().first(short_bytes));
}

std::string speaker_of(const CheckedStatement& checked, const crypto::VerifyKey& issuer) {
  const std::string key = " (key " + short_key(issuer) + ")";
  switch (checked.exported.role) {
    case crypto::Role::client:
      return "The client" + key;
    case crypto::Role::second_client:
      return "The second client" + key;
    case crypto::Role::advisor:
    case crypto::Role::cover_advisor:
      break;
  }
  const std::string name = checked.advisor ? printable(checked.advisor->name) : "of unknown name";
  const bool covers = checked.exported.role == crypto::Role::cover_advisor;
  return (covers ? "Covering advisor " : "Advisor ") + name + key;
}

std::string_view verb_of(const crypto::Statement& said) {
  using enum crypto::StatementAction;
  switch (said.action) {
    case grant:
      return "gave permission";
    case withdraw:
      return "took a permission back";
    case use:
      return "told somebody with permission";
    case acknowledge:
      return "saw it";
    case propose:
      return said.said_at_s ? "wrote down a permission that was spoken" : "asked for permission";
    case decline:
      return said.answer == crypto::Answer::talk_first ? "wanted to talk about it first" : "said no";
    case notice:
      return "told somebody without permission, because of danger";
  }
  return "";
}

std::string_view subject_of(crypto::StatementPurpose purpose) {
  using enum crypto::StatementPurpose;
  switch (purpose) {
    case tell:
      return "telling somebody";
    case cover:
      return "another advisor who joins or takes over";
    case joint:
      return "talking together";
    case appointment:
      return "an appointment";
    case other:
      return "something else";
  }
  return "";
}

/// "   name      first line", further lines below it.
class Lines {
 public:
  void add(std::string_view name, std::string_view text) {
    constexpr std::size_t indent = 3;
    constexpr std::size_t width = 12;
    std::string left = std::string(indent, ' ') + std::string(name);
    left.resize(indent + width, ' ');
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t end = std::min(text.find('\n', from), text.size());
      text_ += left + printable(text.substr(from, end - from)) + '\n';
      left.assign(indent + width, ' ');
      from = end + 1;
    }
  }
  void add_if(std::string_view name, const std::optional<std::string>& text) {
    if (text) add(name, *text);
  }
  void add_moment(std::string_view name, const std::optional<std::uint64_t>& at_s) {
    if (at_s) add(name, moment_of(*at_s));
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void add_said(const crypto::Statement& said, const CheckedStatement& checked, Lines& lines) {
  lines.add("concerns", subject_of(said.purpose));
  lines.add("said", moment_of(said.issued_at_s));
  lines.add("in the log", moment_of(checked.exported.received_at_s) + ", as the file says");
  if (said.ref) {
    lines.add("answers", checked.answers ? "statement " + std::to_string(*checked.answers)
                                         : "one that is not in the file");
  }
  if (said.to_advisor) lines.add("advisor", "key " + short_key(*said.to_advisor));
  lines.add_if("to whom", said.whom);
  lines.add_if("about", said.about);
  lines.add_moment("spoken", said.said_at_s);
  lines.add_moment("told", said.told_at_s);
  lines.add_if("why", said.why);
  lines.add_if("consulted", said.consulted);
  lines.add_if("as shown", said.text);
  if (said.action == crypto::StatementAction::grant || said.action == crypto::StatementAction::propose) {
    const bool ends = said.valid_until_s != 0;
    lines.add("valid", "from " + moment_of(said.valid_from_s) +
                           (ends ? " until " + moment_of(said.valid_until_s) : ", until it is taken back"));
  }
}

std::string_view proof_of(const CheckedStatement& checked) {
  if (crypto::is_client(checked.exported.role)) return "The signature holds.";
  return "The signature, the device's certificate and the identity key in the directory hold.";
}

}  // namespace

std::string short_hash(const crypto::ConversationId& conversation) {
  return crypto::to_hex(crypto::sha256(conversation).view().first(short_bytes));
}

std::string words_of(const CheckedStatement& checked, std::size_t number) {
  std::string head = std::to_string(number) + ". ";
  Lines lines;
  if (checked.statement) {
    const crypto::Statement& said = **checked.statement;
    head += speaker_of(checked, said.issuer) + " " + std::string(verb_of(said)) + ".\n";
    add_said(said, checked, lines);
    if (checked.exported.under_card)
      lines.add("mark", "given under a card that an advisor had made, as the file says");
    if (!checked.exported.counts) lines.add("mark", "does not count in its conversation, as the file says");
  } else {
    head += "Nobody's words.\n";
  }
  for (const std::string& fault : checked.faults) lines.add("WRONG", fault);
  if (checked.faults.empty()) lines.add("proof", proof_of(checked));
  return head + lines.text();
}

}  // namespace kiezel::admin
