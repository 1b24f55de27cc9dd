// Whether saved statements hold: each signature by the key in the statement, and for an advisor the way from
// that key over the device's certificate and the identity key to a directory that two root keys signed.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "crypto/directory.hpp"
#include "crypto/statement.hpp"
#include "server/admin/statement_file.hpp"

namespace kiezel::admin {

struct CheckedStatement {
  ExportedStatement exported{};
  /// Nothing when the signature does not hold: then none of its words is anybody's.
  std::optional<crypto::VerifiedStatement> statement{};
  /// Whose device signed, as the directory has it; nothing for a client.
  std::optional<crypto::AdvisorRecord> advisor{};
  /// Counted from 1: the statement of the same file that this one answers.
  std::optional<std::size_t> answers{};
  /// Sentences; none when it holds.
  std::vector<std::string> faults{};
};

/// A directory of any age, judged as on the day it was signed: what people said long ago is checked with the
/// directory of then. The error is a sentence.
[[nodiscard]] std::expected<crypto::Directory, std::string> read_directory_of_any_age(
    crypto::BytesView file, const crypto::RootKeys& root_keys);

/// In the order of the file.
[[nodiscard]] std::vector<CheckedStatement> check_statements(const StatementFile& file,
                                                             const crypto::Directory& directory);

}  // namespace kiezel::admin
