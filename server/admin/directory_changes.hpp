// What a draft of the directory changes, in sentences for the people who sign it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "crypto/directory_record.hpp"

namespace kiezel::admin {

enum class Weight {
  ordinary,
  grave,  ///< may be an attack: a key that changed, a revocation taken back, an advisor who is gone
};

struct Change {
  Weight weight = Weight::ordinary;
  /// One line without control characters, whatever the records hold.
  std::string sentence;
};

/// Advisors first, then devices, schools, and records that this program does not read. That an advisor's
/// record is valid longer than before is no change. Works out two safety numbers for each key that changed:
/// 64 MiB and some 0.2 s each.
[[nodiscard]] std::vector<Change> directory_changes(std::span<const crypto::DirectoryRecord> before,
                                                    std::span<const crypto::DirectoryRecord> after);

}  // namespace kiezel::admin
