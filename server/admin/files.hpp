// Whole files in and out.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "crypto/bytes.hpp"

namespace kiezel::admin {

/// The error is a sentence.
[[nodiscard]] std::expected<crypto::Bytes, std::string> read_bytes(const std::filesystem::path& file);
/// Replaces the file as a whole or not at all. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_bytes(const std::filesystem::path& file,
                                                           crypto::BytesView bytes);

}  // namespace kiezel::admin
