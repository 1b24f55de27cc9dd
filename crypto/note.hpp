// An advisor's notes to self about one conversation: sealed on the device, kept by the server
// (crypto/KZ1.md 5.13).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/aead.hpp"
#include "crypto/held_notice.hpp"
#include "crypto/ids.hpp"
#include "crypto/random.hpp"
#include "crypto/refusal.hpp"

namespace kiezel::crypto {

/// NK: 32 random bytes in the advisor's vault.
using NotesKey = Secret<32>;

struct Note {
  std::string text{};
  std::string alias{};
  std::vector<std::string> labels{};
  std::vector<HeldNotice> held{};

  friend bool operator==(const Note&, const Note&) = default;
};

inline constexpr std::size_t note_text_bytes_max = 32'000;
inline constexpr std::size_t note_alias_bytes_max = 200;
inline constexpr std::size_t note_labels_bytes_max = 2'000;
/// With all of them as long as they may be, a note still fits the largest size class.
inline constexpr std::size_t note_held_max = 3;

[[nodiscard]] Bytes encode(const Note& note);
[[nodiscard]] Checked<Note> parse_note(BytesView tlv);

/// nonce || ciphertext. The revision starts at 1 and is what the server compares and sets: an old note cannot
/// pass for the newest. Nothing when a bound is passed.
[[nodiscard]] std::optional<Bytes> seal_note(const Note& note, const NotesKey& key,
                                             const ConversationId& conversation, std::uint64_t revision,
                                             Random& random);
[[nodiscard]] std::optional<Note> open_note(BytesView sealed, const NotesKey& key,
                                            const ConversationId& conversation, std::uint64_t revision);

}  // namespace kiezel::crypto
