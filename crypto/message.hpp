// MESSAGE entries: text, attachments, appointments, read marks (crypto/KZ1.md 5.5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/attachment_manifest.hpp"
#include "crypto/entry.hpp"
#include "crypto/epoch.hpp"
#include "crypto/random.hpp"
#include "crypto/refusal.hpp"
#include "crypto/talk.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t message_text_characters_max = 8'000;
inline constexpr std::size_t message_text_bytes_max = 32'000;

struct Message {
  std::optional<std::string> text{};
  std::optional<std::uint64_t> client_time_ms{};
  /// At most attachments_max, no blob twice.
  std::vector<AttachmentManifest> attachments{};
  std::optional<EntryHash> reply_to{};
  std::optional<DirectoryHead> directory_seen{};
  /// "I have read up to and including this seq."
  std::optional<std::uint64_t> read_up_to_seq{};
  std::optional<Talk> talk{};

  friend bool operator==(const Message&, const Message&) = default;
};

[[nodiscard]] Bytes encode(const Message& message);
/// Refuses a known tag twice (attachments may repeat), values of a wrong size or meaning, text that is not
/// UTF-8 (shape) or too long (limit).
[[nodiscard]] Checked<Message> parse_message(BytesView tlv);

/// The whole signed entry. Nothing when the message passes a bound or `keys` are of another epoch than
/// `position`.
[[nodiscard]] std::optional<Bytes> seal_message(const Message& message, const EntryPosition& position,
                                                const EpochKeys& keys, const SigningKey& sender,
                                                Random& random);
/// Nothing when it does not open or what is inside is refused.
[[nodiscard]] std::optional<Message> open_message(const VerifiedEntry& entry, const EpochKeys& keys);

/// The steps that MESSAGE and later kinds share: pad, seal with the sender's key and the header as associated
/// data, sign.
[[nodiscard]] std::optional<Bytes> seal_entry(EntryKind kind, BytesView tlv, const EntryPosition& position,
                                              const EpochKeys& keys, const SigningKey& sender,
                                              const Nonce& nonce);
/// The TLV inside. Nothing when it does not open or the padding is wrong.
[[nodiscard]] std::optional<SecretBytes> open_entry(const VerifiedEntry& entry, const EpochKeys& keys);

}  // namespace kiezel::crypto
