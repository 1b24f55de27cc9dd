#include "crypto/statement.hpp"

#include <utility>

#include "crypto/hash.hpp"
#include "crypto/labels.hpp"
#include "crypto/statement_shape.hpp"
#include "crypto/tlv_fields.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::size_t head_bytes = 156;

enum Tag : std::uint16_t {
  tag_whom = 1,
  tag_about = 2,
  tag_text = 3,
  tag_language = 4,
  tag_told_at = 5,
  tag_why = 6,
  tag_consulted = 7,
  tag_answer = 8,
  tag_said_at = 9,
};

Bytes encode_details(const Statement& statement) {
  TlvWriter writer;
  const auto words = [&writer](Tag tag, const std::optional<std::string>& text) {
    if (text) writer.add(tag, as_bytes(*text));
  };
  words(tag_whom, statement.whom);
  words(tag_about, statement.about);
  words(tag_text, statement.text);
  if (statement.language) writer.add(tag_language, as_bytes(to_string(*statement.language)));
  if (statement.told_at_s) writer.add_u64(tag_told_at, *statement.told_at_s);
  words(tag_why, statement.why);
  words(tag_consulted, statement.consulted);
  if (statement.answer) writer.add_u8(tag_answer, static_cast<std::uint8_t>(*statement.answer));
  if (statement.said_at_s) writer.add_u64(tag_said_at, *statement.said_at_s);
  return writer.take();
}

/// Words that say nothing are refused: an empty name is nobody.
std::string read_words(const TlvItem& item, TlvFields& fields, std::size_t bytes_max) {
  std::string text = fields.text(item, bytes_max);
  if (item.value.empty()) fields.refuse(Refusal::shape);
  return text;
}

void read_detail(const TlvItem& item, TlvFields& fields, Statement& statement) {
  switch (item.tag) {
    case tag_whom:
      statement.whom = read_words(item, fields, whom_bytes_max);
      break;
    case tag_about:
      statement.about = read_words(item, fields, about_bytes_max);
      break;
    case tag_text:
      statement.text = read_words(item, fields, statement_text_bytes_max);
      break;
    case tag_language:
      statement.language = language_from(as_text(item.value));
      if (!statement.language) fields.refuse(Refusal::shape);
      break;
    case tag_told_at:
      statement.told_at_s = fields.number(item);
      break;
    case tag_why:
      statement.why = read_words(item, fields, why_bytes_max);
      break;
    case tag_consulted:
      statement.consulted = read_words(item, fields, consulted_bytes_max);
      break;
    case tag_answer:
      statement.answer = fields.choice(item, Answer::no, Answer::talk_first);
      break;
    case tag_said_at:
      statement.said_at_s = fields.number(item);
      break;
    default:
      break;
  }
}

Checked<Statement> parse_body(BytesView body) {
  ByteReader reader(body);
  TlvFields fields;
  Statement statement;
  statement.id = reader.fixed<StatementId>();
  statement.conversation = reader.fixed<ConversationId>();
  statement.issuer = reader.fixed<VerifyKey>();
  statement.action = fields.checked_choice(reader.u8(), StatementAction::grant, StatementAction::notice);
  statement.purpose = fields.checked_choice(reader.u8(), StatementPurpose::tell, StatementPurpose::other);
  if (statement.issuer.is_zero()) fields.refuse(Refusal::shape);
  const auto ref = reader.fixed<Digest>();
  const auto advisor = reader.fixed<VerifyKey>();
  if (!ref.is_zero()) statement.ref = ref;
  if (!advisor.is_zero()) statement.to_advisor = advisor;
  statement.valid_from_s = fields.checked_number(reader.u64());
  statement.valid_until_s = fields.checked_number(reader.u64());
  statement.issued_at_s = fields.checked_number(reader.u64());
  statement.text_template = reader.u16();
  const auto checked = fields.finish(true);
  if (!checked) return std::unexpected(checked.error());
  const auto items = parse_tlv(reader.rest());
  if (!items) return std::unexpected(items.error());
  for (const TlvItem& item : *items) read_detail(item, fields, statement);
  return fields.finish(std::move(statement));
}

}  // namespace

Bytes encode(const Statement& statement) {
  constexpr Digest none{};
  return ByteWriter(head_bytes)
      .raw(statement.id)
      .raw(statement.conversation)
      .raw(statement.issuer)
      .u8(static_cast<std::uint8_t>(statement.action))
      .u8(static_cast<std::uint8_t>(statement.purpose))
      .raw(statement.ref.value_or(none))
      .raw(statement.to_advisor.value_or(VerifyKey{}))
      .u64(statement.valid_from_s)
      .u64(statement.valid_until_s)
      .u64(statement.issued_at_s)
      .u16(statement.text_template)
      .raw(encode_details(statement))
      .take();
}

VerifiedStatement::VerifiedStatement(Statement statement, BytesView bytes)
    : statement_(std::move(statement)), bytes_(to_bytes(bytes)), hash_(sha256(bytes)) {}

Checked<VerifiedStatement> VerifiedStatement::verify(BytesView bytes) {
  if (bytes.size() > statement_bytes_max) return std::unexpected(Refusal::limit);
  if (bytes.size() < head_bytes + Signature::byte_count) return std::unexpected(Refusal::syntax);
  const BytesView body = bytes.first(bytes.size() - Signature::byte_count);
  auto statement = parse_body(body);
  if (!statement) return std::unexpected(statement.error());
  if (!is_statement_shape(*statement)) return std::unexpected(Refusal::shape);
  const auto signature = Signature::from(bytes.last(Signature::byte_count));
  if (!crypto::verify(statement->issuer, labels::statement, {body}, *signature))
    return std::unexpected(Refusal::signature);
  return VerifiedStatement(*std::move(statement), bytes);
}

std::optional<VerifiedStatement> sign_statement(const Statement& statement, const SigningKey& issuer) {
  const Bytes body = encode(statement);
  auto checked = VerifiedStatement::verify(join({body, sign(issuer, labels::statement, {body})}));
  if (!checked) return std::nullopt;
  return *std::move(checked);
}

}  // namespace kiezel::crypto
