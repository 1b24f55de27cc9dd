// organisation.json: what everybody may know of the organisation that runs this Kiezel, its root keys above
// all. It lies in the data folder and is served as it is, beside the pages (crypto/KZ1.md 5.7: pages and
// roots come from one place).
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "crypto/directory.hpp"

namespace kiezel::directory {

struct Organisation {
  /// As shown on screen.
  std::string name;
  /// Goes into every return word's derivation (crypto/KZ1.md 3.4): once chosen it can never change.
  std::string deployment_id;
  /// The hash tag of the Redis keys: lower-case letters, digits and hyphens.
  std::string tag;
  /// Where the pages live, such as "https://kiezel.example"; the first is the canonical one.
  std::vector<std::string> origins;
  crypto::RootKeys root_keys{};
  std::string phone;
  std::string email;
  /// Where "leave quickly" leads: a page that says nothing about the visitor.
  std::string exit_url;
};

inline constexpr std::size_t organisation_bytes_max = 16'384;

/// The error is a sentence that names the file and what is wrong with it.
[[nodiscard]] std::expected<Organisation, std::string> read_organisation(const std::filesystem::path& file);

/// Replaces the file as a whole or not at all. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_organisation(const std::filesystem::path& file,
                                                                  const Organisation& organisation);

}  // namespace kiezel::directory
