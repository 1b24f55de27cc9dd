// What lets a request over HTTP touch one blob: handed out over the socket to a member of the conversation,
// shown again with the bytes (protocol/README.md, "Attachments"). It is a claim with a keyed hash, so nothing
// is kept for it: any shard, any machine with the same folder and a restarted server know their own tickets.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "crypto/ids.hpp"
#include "crypto/secret.hpp"
#include "protocol/limits.hpp"

namespace kiezel::blob {

/// 32 random bytes beside the blobs; never leaves the server.
using TicketKey = crypto::Secret<32>;
using Ticket = std::array<std::uint8_t, static_cast<std::size_t>(protocol::limits::blob_ticket_bytes)>;

/// Names one blob of one conversation.
struct BlobName {
  crypto::ConversationId conversation{};
  crypto::BlobId blob{};
};

enum class Permission : std::uint8_t { write = 1, read = 2 };

struct Claim {
  Permission permission = Permission::read;
  BlobName name{};
  /// Of the whole ciphertext.
  std::uint64_t bytes = 0;
  std::chrono::sys_seconds expires_at{};
};

[[nodiscard]] Ticket seal_ticket(const Claim& claim, const TicketKey& key);
/// The claim of a ticket in base64url as a header carries it. Nothing for a ticket that is not ours, is for
/// something else or has expired; the comparison takes the same time wherever they differ.
[[nodiscard]] std::optional<Claim> open_ticket(std::string_view text, const TicketKey& key,
                                               Permission permission, std::chrono::sys_seconds now);

}  // namespace kiezel::blob
