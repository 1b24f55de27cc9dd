// What only the members of a conversation may know about it: sealed in every COMMIT (crypto/KZ1.md 5.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/ids.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

enum class Language : std::uint8_t { dutch_informal, dutch_formal, english };
/// As it is written in every structure: "nl-je", "nl-u", "en".
[[nodiscard]] std::string_view to_string(Language language);
[[nodiscard]] std::optional<Language> language_from(std::string_view name);
enum class ClientRole : std::uint8_t { pupil = 1, parent = 2 };
enum class AgeBand : std::uint8_t {
  not_said = 0,
  under_12 = 1,
  from_12_to_15 = 2,
  from_16_to_17 = 3,
  adult = 4
};
enum class CoverPreference : std::uint8_t { ask = 0, new_messages = 1, all_messages = 2, nobody = 3 };

inline constexpr std::size_t roster_excluded_max = 64;
inline constexpr std::size_t roster_covers_max = 16;
inline constexpr std::size_t roster_name_bytes_max = 64;

struct SelfDescription {
  ClientRole role = ClientRole::pupil;
  AgeBand age = AgeBand::not_said;
  std::string name{};

  friend bool operator==(const SelfDescription&, const SelfDescription&) = default;
};

/// Who stands in and until when; 0 = until the client withdraws it. It permits nothing.
struct Cover {
  static constexpr std::size_t byte_count = 24;
  KeyId advisor{};
  std::uint64_t until_s = 0;

  friend bool operator==(const Cover&, const Cover&) = default;
};

struct Roster {
  /// BRIN and branch: six characters.
  std::optional<std::string> school{};
  std::optional<DirectoryHead> directory{};
  std::optional<Language> language{};
  std::vector<KeyId> excluded_advisors{};
  std::optional<SelfDescription> self{};
  std::optional<CoverPreference> cover{};
  /// "Talk to me first before telling my parents."
  bool brake = false;
  /// In a COMMIT that gives a client new keys: what these keys say about it (succession.hpp).
  std::optional<Signature> succession{};
  /// For whoever stands in: they cannot open the GRANT that says until when.
  std::vector<Cover> covers{};

  friend bool operator==(const Roster&, const Roster&) = default;
};

[[nodiscard]] Bytes encode(const Roster& roster);
[[nodiscard]] Checked<Roster> parse_roster(BytesView bytes);

}  // namespace kiezel::crypto
