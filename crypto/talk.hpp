// What an appointment is: the part of a MESSAGE that the server never reads (crypto/KZ1.md 5.5, tag 8).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"
#include "crypto/refusal.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t place_bytes_max = 300;
inline constexpr std::size_t talk_language_bytes_max = 60;
inline constexpr std::size_t agenda_bytes_max = 2'000;
inline constexpr std::size_t attendees_bytes_max = 1'000;
inline constexpr std::size_t ground_rules_bytes_max = 4'000;
inline constexpr std::uint64_t talk_s_max = 12 * 3'600;

enum class TalkAction : std::uint8_t {
  proposed = 1,
  booked = 2,
  accepted = 3,
  declined = 4,
  move_proposed = 5,
  moved = 6,
  kept = 7,  ///< no to a proposed move: the old time stays
  cancelled = 8,
};

enum class TalkKind : std::uint8_t {
  call = 1,
  in_person = 2,
  joint = 3,  ///< together with the school
  mediation = 4,
  hearing = 5,    ///< its time is fixed by others
  three_way = 6,  ///< together with the parents
};

enum class CallMode : std::uint8_t { client_calls = 1, advisor_calls = 2 };
enum class Companion : std::uint8_t { alone = 1, my_age = 2, adult = 3, not_known = 4 };

/// Bits of Talk::help.
inline constexpr std::uint8_t help_interpreter = 1;
inline constexpr std::uint8_t help_sign_language = 2;
inline constexpr std::uint8_t help_text_instead = 4;

/// Times in unix seconds; the end is not part of it.
struct TalkTime {
  std::uint64_t start_s = 0;
  std::uint64_t end_s = 0;

  friend bool operator==(const TalkTime&, const TalkTime&) = default;
};

/// Which fields go with which action and kind: parse_talk().
struct Talk {
  TalkAction action = TalkAction::booked;
  AppointmentId id{};
  TalkTime time{};
  TalkKind kind = TalkKind::call;
  std::optional<CallMode> mode{};
  std::optional<std::string> place{};
  std::optional<Companion> companion{};
  /// help_* bits, 0 for none.
  std::uint8_t help = 0;
  /// Of the interpreter.
  std::optional<std::string> language{};
  /// What it is about, what one hopes for.
  std::optional<std::string> agenda{};
  /// One a line.
  std::optional<std::string> attendees{};
  std::optional<TalkTime> earlier{};
  /// The appointment's at the server after this action.
  std::uint64_t revision = 0;
  std::optional<std::string> ground_rules{};

  friend bool operator==(const Talk&, const Talk&) = default;
};

[[nodiscard]] Bytes encode(const Talk& talk);

/// The value of MESSAGE tag 8. Refuses what is missing, what does not go with the action or the kind, empty
/// text and times that are backwards or longer than talk_s_max (shape), and text that is too long (limit).
[[nodiscard]] Checked<Talk> parse_talk(BytesView bytes);

}  // namespace kiezel::crypto
