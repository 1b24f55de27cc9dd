// The folder of the blobs: made at the start, with the key of the tickets in it. Machines that serve one
// organisation share it.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "crypto/random.hpp"
#include "server/blob/ticket.hpp"

namespace kiezel::blob {

struct Folder {
  std::filesystem::path path;
  TicketKey ticket_key;
};

/// Makes the folder (mode 0700) and its key (0600) when they are not there. The error is a sentence for
/// whoever starts the server.
[[nodiscard]] std::expected<Folder, std::string> open_folder(const std::filesystem::path& path,
                                                             crypto::Random& random);

}  // namespace kiezel::blob
