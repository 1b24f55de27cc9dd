// PRIVATE entries: how to call somebody, readable on the advisor's devices only, not even with the return
// code (crypto/KZ1.md 5.5). The public structure and the plaintext; private_seal.hpp makes and opens them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"
#include "crypto/kem_key.hpp"
#include "crypto/message.hpp"
#include "crypto/refusal.hpp"
#include "crypto/secret.hpp"

namespace kiezel::crypto {

/// enc 1120 + X 32 + tag 16.
inline constexpr std::size_t private_wrap_bytes = wrap_overhead_bytes + 32;

enum class MayAnswer : std::uint8_t { only_me = 1, maybe_somebody_else = 2 };
enum class IfSomebodyElse : std::uint8_t { hang_up = 1, ask_for_me = 2, say_you_call_later = 3 };
enum class Voicemail : std::uint8_t { no = 0, without_reason = 1, yes = 2 };
enum class ShowNumber : std::uint8_t { hidden = 1, normal = 2 };

struct CallDetails {
  std::optional<AppointmentId> appointment{};
  std::optional<CallMode> mode{};
  std::optional<std::string> phone_number{};
  std::optional<MayAnswer> may_answer{};
  std::optional<IfSomebodyElse> if_somebody_else{};
  std::optional<Voicemail> voicemail{};
  std::optional<std::string> name_to_use{};
  std::optional<std::string> code_word{};
  std::optional<ShowNumber> show_number{};
  std::optional<std::string> what_helps{};
  std::optional<Companion> companion{};
  std::optional<std::string> note{};

  friend bool operator==(const CallDetails&, const CallDetails&) = default;
};

inline constexpr std::size_t phone_number_bytes_max = 32;
inline constexpr std::size_t name_to_use_bytes_max = 64;
inline constexpr std::size_t code_word_bytes_max = 64;
inline constexpr std::size_t what_helps_bytes_max = 500;
inline constexpr std::size_t call_note_bytes_max = 1000;

[[nodiscard]] Bytes encode(const CallDetails& details);
[[nodiscard]] Checked<CallDetails> parse_call_details(BytesView tlv);

struct PrivateWrap {
  KemId kem_id{};
  BytesView wrapped{};
};

/// Borrows the payload that it was parsed from.
struct PrivatePayload {
  std::vector<PrivateWrap> wraps{};
  /// Everything before the ciphertext: bound by the seal.
  BytesView wraps_bytes{};
  BytesView sealed{};
};

/// 1 to 16 wraps, no device twice, then a ciphertext of one of the size classes. The server may check this
/// much.
[[nodiscard]] Checked<PrivatePayload> parse_private(BytesView payload);

}  // namespace kiezel::crypto
