// How fast a file is sealed and opened natively (crypto/attachment.hpp), hash included.
#pragma once

#include <cstddef>

namespace kiezel::load {

/// Prints one line of JSON with MB/s, the best of a few rounds. Throws client::Failure when what opens is not
/// what was sealed.
void seal_file(std::size_t bytes);

}  // namespace kiezel::load
