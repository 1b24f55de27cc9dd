// The file of statements that an advisor saves (web/src/worker/statement_export.ts), taken apart. Nothing in
// it is believed here: statement_check.hpp does the checking.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "crypto/bytes.hpp"
#include "crypto/commit.hpp"
#include "crypto/device_certificate.hpp"

namespace kiezel::admin {

inline constexpr std::size_t statement_file_bytes_max = 64 * 1'048'576;
inline constexpr std::size_t exported_statements_max = 10'000;
inline constexpr std::size_t exported_devices_max = 1'000;

/// All but `bytes` is the word of whoever saved the file. Times in unix seconds.
struct ExportedStatement {
  std::uint64_t seq = 0;
  std::uint64_t received_at_s = 0;
  crypto::Role role = crypto::Role::client;
  bool under_card = false;
  bool counts = false;
  /// Body and signature.
  crypto::Bytes bytes{};
};

/// An advisor's device may have several certificates: they are renewed.
struct ExportedDevice {
  crypto::VerifyKey identity_key{};
  crypto::ParsedDeviceCertificate certificate{};
};

struct StatementFile {
  std::uint64_t exported_at_s = 0;
  std::vector<ExportedStatement> statements{};
  std::vector<ExportedDevice> devices{};
};

/// The error is a sentence that says where the file is not what it should be.
[[nodiscard]] std::expected<StatementFile, std::string> parse_statement_file(crypto::BytesView json);

}  // namespace kiezel::admin
