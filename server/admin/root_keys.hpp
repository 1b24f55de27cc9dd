// The three root keys as files, each for one person's keeping: root-1.key to root-3.key, readable by the
// owner only.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "crypto/directory.hpp"
#include "crypto/random.hpp"
#include "crypto/sign.hpp"

namespace kiezel::admin {

/// Makes the folder and three new keys in it. The error is a sentence; keys that are there are never
/// overwritten.
[[nodiscard]] std::expected<crypto::RootKeys, std::string> make_root_keys(const std::filesystem::path& folder,
                                                                          crypto::Random& random);

/// The error is a sentence.
[[nodiscard]] std::expected<crypto::SigningKey, std::string> read_root_key(const std::filesystem::path& file);
[[nodiscard]] std::filesystem::path root_key_file(const std::filesystem::path& folder, std::size_t number);

}  // namespace kiezel::admin
