// The attachments of a test's shard, in a folder that goes away.
#pragma once

#include "crypto/random.hpp"
#include "server/blob/service.hpp"
#include "server/core/clock.hpp"
#include "server/core/metrics.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kiezel::support {

struct BlobDomain {
  explicit BlobDomain(const core::Clock& clock)
      : service({.folder = folder, .disk = disk, .clock = clock, .metrics = metrics}) {}

  TemporaryFolder place;
  crypto::SystemRandom random;
  blob::Folder folder = blob::open_folder(place.path(), random).value();
  blob::Disk disk;
  core::Metrics metrics;
  blob::Service service;
};

}  // namespace kiezel::support
