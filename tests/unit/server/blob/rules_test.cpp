#include "server/blob/rules.hpp"

#include <catch2/catch.hpp>

namespace kiezel::blob {
namespace {

constexpr Bounds bounds{.bytes_max = 1000, .blobs_max = 4, .uploads_max = 2, .disk_free_min = 500};
constexpr Usage plenty{.bytes = 0, .blobs = 0, .uploads = 0, .disk_free = 100'000};

}  // namespace

TEST_CASE("blob rules: up to the last byte of the conversation", "[blob]") {
  Usage usage = plenty;
  usage.bytes = 600;

  CHECK(judge_begin(400, usage, bounds) == BeginVerdict::allowed);
  CHECK(judge_begin(401, usage, bounds) == BeginVerdict::conversation_full);
}

TEST_CASE("blob rules: a number of files and of uploads", "[blob]") {
  Usage files = plenty;
  files.blobs = 4;
  Usage uploads = plenty;
  uploads.blobs = 2;
  uploads.uploads = 2;

  CHECK(judge_begin(1, files, bounds) == BeginVerdict::conversation_full);
  CHECK(judge_begin(1, uploads, bounds) == BeginVerdict::too_many_uploads);
}

TEST_CASE("blob rules: Redis keeps its room on the disk", "[blob]") {
  Usage usage = plenty;
  usage.disk_free = 600;

  CHECK(judge_begin(100, usage, bounds) == BeginVerdict::allowed);
  CHECK(judge_begin(101, usage, bounds) == BeginVerdict::disk_full);
}

}  // namespace kiezel::blob
