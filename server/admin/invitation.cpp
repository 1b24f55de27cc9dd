#include "server/admin/invitation.hpp"

#include "crypto/encoding.hpp"

namespace kiezel::admin {

std::string invitation_link(const std::string& origin, const account::InvitationToken& token) {
  return origin + "/advies#uitnodiging=" + crypto::to_base64url(token);
}

std::expected<void, std::string> store_invitation(Workbench& bench, const account::InvitationToken& token,
                                                  const std::string& name, int days) {
  const std::uint64_t expires_s = bench.now_s() + static_cast<std::uint64_t>(days) * 86'400;
  const auto invited = bench.run(bench.accounts().invite(token, name, expires_s));
  if (invited) return {};
  return std::unexpected(invited.error().code == core::ErrorCode::invalid_params
                             ? "The name is empty or too long."
                             : "Redis did not take the invitation.");
}

std::expected<std::string, std::string> make_invitation(Workbench& bench, const std::string& name, int days) {
  const auto token = bench.random().fixed<account::InvitationToken>();
  if (auto stored = store_invitation(bench, token, name, days); !stored)
    return std::unexpected(stored.error());
  return invitation_link(bench.organisation().origins.front(), token);
}

}  // namespace kiezel::admin
