#include "server/blob/ticket.hpp"

#include <algorithm>

#include "crypto/bytes.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/labels.hpp"
#include "protocol/base64url.hpp"

namespace kiezel::blob {
namespace {

constexpr std::size_t claim_bytes = 49;
constexpr std::size_t proof_bytes = 32;
static_assert(claim_bytes + proof_bytes == std::tuple_size_v<Ticket>);

crypto::Bytes encode(const Claim& claim) {
  return crypto::ByteWriter(claim_bytes)
      .u8(static_cast<std::uint8_t>(claim.permission))
      .raw(claim.name.conversation)
      .raw(claim.name.blob)
      .u64(claim.bytes)
      .u64(static_cast<std::uint64_t>(claim.expires_at.time_since_epoch().count()))
      .take();
}

Claim decode(crypto::BytesView bytes) {
  crypto::ByteReader reader(bytes);
  Claim claim;
  claim.permission = Permission{reader.u8()};
  claim.name.conversation = reader.fixed<crypto::ConversationId>();
  claim.name.blob = reader.fixed<crypto::BlobId>();
  claim.bytes = reader.u64();
  claim.expires_at = std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(reader.u64())));
  return claim;
}

}  // namespace

Ticket seal_ticket(const Claim& claim, const TicketKey& key) {
  const crypto::Bytes claimed = encode(claim);
  const auto proof = crypto::expand(key, crypto::labels::blob_ticket, claimed);
  Ticket ticket{};
  const auto end = std::ranges::copy(claimed, ticket.begin()).out;
  std::ranges::copy(proof.expose(), end);
  return ticket;
}

std::optional<Claim> open_ticket(std::string_view text, const TicketKey& key, Permission permission,
                                 std::chrono::sys_seconds now) {
  Ticket ticket{};
  if (protocol::decoded_size(text.size()) != ticket.size()) return std::nullopt;
  if (!protocol::decode_base64url(text, ticket)) return std::nullopt;
  const crypto::BytesView bytes(ticket);
  const auto proof = crypto::expand(key, crypto::labels::blob_ticket, bytes.first(claim_bytes));
  if (!crypto::equal_in_constant_time(proof.expose(), bytes.subspan(claim_bytes))) return std::nullopt;
  const Claim claim = decode(bytes.first(claim_bytes));
  if (claim.permission != permission || claim.expires_at <= now) return std::nullopt;
  return claim;
}

}  // namespace kiezel::blob
