// The signed directory: a header with the Merkle root of all records, and the signatures of two of three root
// keys (crypto/KZ1.md 5.7). Signed offline, downloaded whole, so that nobody learns which school is looked
// up.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "crypto/directory_record.hpp"
#include "crypto/ids.hpp"
#include "crypto/refusal.hpp"
#include "crypto/sign.hpp"

namespace kiezel::crypto {

inline constexpr std::size_t directory_header_bytes = 94;
inline constexpr std::size_t directory_signatures_max = 8;
inline constexpr std::size_t directory_records_max = 20'000;
inline constexpr std::size_t directory_bytes_max = 16'777'216;
inline constexpr std::size_t root_key_count = 3;
inline constexpr std::size_t root_signatures_needed = 2;
/// How far the signing machine's clock may be ahead of ours.
inline constexpr std::uint64_t directory_clock_skew_s = 300;

/// Unix seconds.
struct DirectoryHeader {
  std::uint64_t version = 0;
  std::uint64_t issued_s = 0;
  std::uint64_t expires_s = 0;
  /// Head hash of the version before; zeros for version 1.
  Digest previous_head{};
  std::uint32_t record_count = 0;
  Digest merkle_root{};

  friend bool operator==(const DirectoryHeader&, const DirectoryHeader&) = default;
};

[[nodiscard]] std::array<std::uint8_t, directory_header_bytes> encode(const DirectoryHeader& header);
/// hash("kz1/dir-head", header).
[[nodiscard]] DirectoryHead directory_head(const DirectoryHeader& header);

struct RootSignature {
  KeyId key{};
  Signature signature{};
};

/// A header with what the roots put under it: the beginning of a directory file, and an item of the published
/// history.
struct SignedDirectoryHeader {
  DirectoryHeader header{};
  std::vector<RootSignature> signatures{};
};

/// Well formed; not to be shown to anybody.
struct ParsedDirectory {
  DirectoryHeader header{};
  std::vector<RootSignature> signatures{};
  std::vector<DirectoryRecord> records{};
  /// Merkle root of the records as they came.
  Digest computed_root{};
};

using RootKeys = std::array<VerifyKey, root_key_count>;

/// Signed by enough roots and consistent with its header.
class Directory {
 public:
  [[nodiscard]] const DirectoryHeader& header() const { return header_; }
  [[nodiscard]] const DirectoryHead& head() const { return head_; }
  [[nodiscard]] const std::vector<DirectoryRecord>& records() const { return records_; }

 private:
  friend Checked<Directory> verify(ParsedDirectory, const RootKeys&, std::uint64_t);
  Directory() = default;
  DirectoryHeader header_;
  DirectoryHead head_;
  std::vector<DirectoryRecord> records_;
};

/// Reads one from the front of `reader`.
[[nodiscard]] Checked<SignedDirectoryHeader> read_signed_header(ByteReader& reader);
[[nodiscard]] Bytes encode(const SignedDirectoryHeader& header);
/// One signature alone, whoever `root` is.
[[nodiscard]] bool is_signature_of(const VerifyKey& root, const DirectoryHeader& header,
                                   const RootSignature& made);
/// Two distinct roots signed it, and no signature in a root's name is wrong.
[[nodiscard]] bool is_signed_by_roots(const SignedDirectoryHeader& header, const RootKeys& root_keys);

[[nodiscard]] Checked<ParsedDirectory> parse_directory(BytesView file);
/// signature: fewer than two distinct root keys signed it, or a signature in a root's name is wrong; others'
/// signatures count for nothing. rule: expired, from the future, or count or root other than the header says.
[[nodiscard]] Checked<Directory> verify(ParsedDirectory directory, const RootKeys& root_keys,
                                        std::uint64_t now_s);

/// Everything but version, times and previous head comes from the records.
struct DirectoryIssue {
  std::uint64_t version = 1;
  std::uint64_t issued_s = 0;
  std::uint64_t expires_s = 0;
  Digest previous_head{};
};
[[nodiscard]] DirectoryHeader make_directory_header(const DirectoryIssue& issue,
                                                    std::span<const DirectoryRecord> records);
[[nodiscard]] RootSignature sign_directory(const DirectoryHeader& header, const SigningKey& root_key);
[[nodiscard]] Bytes encode_directory(const DirectoryHeader& header, std::span<const RootSignature> signatures,
                                     std::span<const DirectoryRecord> records);

}  // namespace kiezel::crypto
