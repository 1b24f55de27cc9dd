// A new organisation: its root keys and organisation.json.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "crypto/random.hpp"
#include "server/directory/organisation.hpp"

namespace kiezel::admin {

struct NewOrganisation {
  std::filesystem::path data;
  /// Where the root keys go. Three people should take one each, away from this machine.
  std::filesystem::path keys;
  /// root_keys are made here.
  directory::Organisation facts;
};

/// Refuses a data folder that has an organisation. The error is a sentence, and nothing is left half made.
[[nodiscard]] std::expected<directory::Organisation, std::string> create_organisation(NewOrganisation wanted,
                                                                                      crypto::Random& random);

}  // namespace kiezel::admin
