// What the directory says: advisors, schools, revoked devices, releases (crypto/KZ1.md 5.7).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/ids.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

enum class RecordType : std::uint16_t {
  advisor = 1,
  school = 2,
  revoked_device = 3,
  root_rotation = 4,
  release = 5,
};

inline constexpr std::size_t school_code_bytes = 6;
inline constexpr std::size_t school_advisors_max = 8;
inline constexpr std::size_t record_text_bytes_max = 4'000;
inline constexpr std::size_t record_bytes_max = 65'536;

struct AdvisorRecord {
  VerifyKey identity_key{};
  std::uint64_t not_before_s = 0;
  std::uint64_t not_after_s = 0;
  std::string name{};
  /// Comma separated: "nl,en".
  std::string languages{};
  /// The organisation holds a second key to this advisor's cases; clients are told.
  bool escrow = false;
  std::string phone{};
  std::string email{};
  std::string intro_informal{};
  std::string intro_formal{};
  std::string intro_english{};
  /// Bit 0 = Monday.
  std::uint8_t working_days = 0;
  std::uint8_t replies_within_school_days = 0;

  /// key_id(identity_key).
  [[nodiscard]] KeyId id() const { return key_id(identity_key); }
  [[nodiscard]] bool is_valid_at(std::uint64_t at_s) const {
    return not_before_s <= at_s && at_s < not_after_s;
  }
  friend bool operator==(const AdvisorRecord&, const AdvisorRecord&) = default;
};

struct SchoolRecord {
  /// BRIN and branch, such as "00AB01".
  std::string code{};
  std::string name{};
  std::string place{};
  /// One to eight. Publishing asks for two or more, because of conflicts of interest.
  std::vector<KeyId> advisors{};
  std::string street{};
  std::string kind{};
  /// Other names people use, newline separated.
  std::string aliases{};
  std::string board_number{};
  std::string board_name{};

  friend bool operator==(const SchoolRecord&, const SchoolRecord&) = default;
};

struct RevokedDeviceRecord {
  KeyId device{};
  std::uint64_t revoked_at_s = 0;

  friend bool operator==(const RevokedDeviceRecord&, const RevokedDeviceRecord&) = default;
};

/// The pages that this organisation means to serve: what a browser got can be compared with it.
struct ReleaseRecord {
  /// sha256 of the list of their files (web/README.md, "What was built").
  Digest bundle{};
  std::uint64_t released_at_s = 0;

  friend bool operator==(const ReleaseRecord&, const ReleaseRecord&) = default;
};

/// A type this version does not read: kept, hashed, ignored.
struct UnknownRecord {
  std::uint16_t type = 0;
  Bytes body{};

  friend bool operator==(const UnknownRecord&, const UnknownRecord&) = default;
};

using DirectoryRecord =
    std::variant<AdvisorRecord, SchoolRecord, RevokedDeviceRecord, ReleaseRecord, UnknownRecord>;

/// u16 type || u32 length || body: also the leaf of the Merkle tree.
[[nodiscard]] Bytes encode(const DirectoryRecord& record);
/// `body` without type and length.
[[nodiscard]] Checked<DirectoryRecord> parse_record(std::uint16_t type, BytesView body);

}  // namespace kiezel::crypto
