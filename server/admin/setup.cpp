#include "server/admin/setup.hpp"

#include "server/admin/root_keys.hpp"

namespace kiezel::admin {

std::expected<directory::Organisation, std::string> create_organisation(NewOrganisation wanted,
                                                                        crypto::Random& random) {
  const std::filesystem::path file = wanted.data / "organisation.json";
  std::error_code failure;
  if (std::filesystem::exists(file, failure)) {
    return std::unexpected("There is an organisation at " + file.string() +
                           " already. It was left as it is.");
  }
  std::filesystem::create_directories(wanted.data, failure);
  if (failure)
    return std::unexpected("Could not make the folder " + wanted.data.string() + ": " + failure.message() +
                           ".");
  const auto keys = make_root_keys(wanted.keys, random);
  if (!keys) return std::unexpected(keys.error());
  wanted.facts.root_keys = *keys;
  if (auto written = directory::write_organisation(file, wanted.facts); !written) {
    for (std::size_t number = 1; number <= keys->size(); ++number) {
      std::filesystem::remove(root_key_file(wanted.keys, number), failure);
    }
    return std::unexpected(written.error());
  }
  return wanted.facts;
}

}  // namespace kiezel::admin
