// The demo organisation: real schools, two invitations, and an attendant that approves whoever enrols, so
// that a newcomer holds both ends of a conversation within a minute. Its root keys lie beside its data, which
// no real organisation may ever do.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "server/admin/workbench.hpp"

namespace kiezel::admin {

struct DemoInvitation {
  std::string name;
  account::InvitationToken token;
};

/// Makes what is missing and leaves what is there. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> prepare_demo(const std::filesystem::path& data,
                                                            const std::string& origin,
                                                            const std::filesystem::path& school_register);

/// The invitations that nobody has used.
[[nodiscard]] std::expected<std::vector<DemoInvitation>, std::string> open_invitations(
    Workbench& bench, const std::filesystem::path& data);

/// One look: approves who waits, lets them serve all schools, publishes when something changed or the
/// directory will soon expire. True when it published.
[[nodiscard]] core::Task<std::expected<bool, std::string>> attend_once(Workbench& bench,
                                                                       std::filesystem::path data);

}  // namespace kiezel::admin
