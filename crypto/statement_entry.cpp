#include "crypto/statement_entry.hpp"

#include <algorithm>

#include "crypto/message.hpp"
#include "crypto/tlv.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::uint16_t statement_tag = 16;

}  // namespace

std::optional<Bytes> seal_statement(const VerifiedStatement& statement, const EntryPosition& position,
                                    const EpochKeys& keys, const SigningKey& sender, Random& random) {
  const bool is_ours =
      statement->issuer == sender.verify_key() && statement->conversation == position.conversation;
  if (!is_ours) return std::nullopt;
  TlvWriter writer;
  writer.add(statement_tag, statement.bytes());
  const SecretBytes tlv(writer.take());
  return seal_entry(EntryKind::statement, tlv.expose(), position, keys, sender, random.fixed<Nonce>());
}

std::optional<VerifiedStatement> open_statement(const VerifiedEntry& entry, const EpochKeys& keys) {
  if (entry.header().kind != EntryKind::statement) return std::nullopt;
  const auto tlv = open_entry(entry, keys);
  if (!tlv) return std::nullopt;
  const auto items = parse_tlv(tlv->expose());
  if (!items) return std::nullopt;
  const auto found = std::ranges::find(*items, statement_tag, &TlvItem::tag);
  if (found == items->end()) return std::nullopt;
  auto statement = VerifiedStatement::verify(found->value);
  if (!statement) return std::nullopt;
  const bool belongs = (*statement)->issuer == entry.signer() &&
                       (*statement)->conversation == entry.header().position.conversation;
  if (!belongs) return std::nullopt;
  return *std::move(statement);
}

}  // namespace kiezel::crypto
