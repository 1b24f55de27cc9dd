// The link that lets one advisor enrol one browser.
#pragma once

#include <expected>
#include <string>

#include "server/admin/workbench.hpp"

namespace kiezel::admin {

/// Behind the '#', which browsers never send: the token stays between the link and the page.
[[nodiscard]] std::string invitation_link(const std::string& origin, const account::InvitationToken& token);

/// Makes and stores an invitation and gives its link: the only place where the token can be seen. The error
/// is a sentence.
[[nodiscard]] std::expected<std::string, std::string> make_invitation(Workbench& bench,
                                                                      const std::string& name, int days);
[[nodiscard]] std::expected<void, std::string> store_invitation(Workbench& bench,
                                                                const account::InvitationToken& token,
                                                                const std::string& name, int days);

}  // namespace kiezel::admin
