#include "server/blob/rules.hpp"

namespace kiezel::blob {

BeginVerdict judge_begin(std::uint64_t bytes, const Usage& usage, const Bounds& bounds) {
  if (usage.blobs >= bounds.blobs_max || usage.bytes + bytes > bounds.bytes_max) {
    return BeginVerdict::conversation_full;
  }
  if (usage.uploads >= bounds.uploads_max) return BeginVerdict::too_many_uploads;
  if (usage.disk_free < bounds.disk_free_min + bytes) return BeginVerdict::disk_full;
  return BeginVerdict::allowed;
}

}  // namespace kiezel::blob
