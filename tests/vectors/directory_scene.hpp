// The organisation that the directory vectors are about.
#pragma once

#include <array>
#include <vector>

#include "crypto/directory.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {

inline constexpr std::uint64_t scene_day_s = 86'400;

/// An advisor about whom everything is said.
[[nodiscard]] crypto::AdvisorRecord full_advisor(const crypto::VerifyKey& identity_key);

struct DirectoryScene {
  SeededRandom random{"directory"};
  std::array<crypto::SigningKey, 3> roots{crypto::SigningKey::from_seed(random.secret<32>()).value(),
                                          crypto::SigningKey::from_seed(random.secret<32>()).value(),
                                          crypto::SigningKey::from_seed(random.secret<32>()).value()};
  crypto::SigningKey outsider = crypto::SigningKey::from_seed(random.secret<32>()).value();
  crypto::VerifyKey first_advisor = crypto::SigningKey::from_seed(random.secret<32>()).value().verify_key();
  crypto::VerifyKey second_advisor = crypto::SigningKey::from_seed(random.secret<32>()).value().verify_key();
  std::vector<crypto::DirectoryRecord> records = make_records();
  crypto::DirectoryIssue issue{.version = 2,
                               .issued_s = scene_now_s - scene_day_s,
                               .expires_s = scene_now_s + 29 * scene_day_s,
                               .previous_head = random.fixed<crypto::Digest>()};

  std::vector<crypto::DirectoryRecord> make_records();
};

/// One record's body alone.
void add_directory_records(Json& vectors, const DirectoryScene& scene);

/// Pages of the published heads.
void add_directory_history(Json& vectors, const DirectoryScene& scene);

}  // namespace kiezel::vectors
