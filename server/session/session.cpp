#include "server/session/session.hpp"

#include <utility>

#include "protocol/limits.hpp"

namespace kiezel::session {
namespace {

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};

}  // namespace

Session::Session(std::uint64_t connection) : connection_(connection) {}

IssuedChallenge Session::challenge(std::chrono::sys_seconds now, crypto::Random& random) {
  const IssuedChallenge issued{random.fixed<crypto::Challenge>(),
                               now + std::chrono::seconds(protocol::limits::challenge_s)};
  std::visit(Match{[&](Anonymous&) { state_ = Challenged{issued}; },
                   [&](Challenged& challenged) { challenged.open = issued; },
                   [&](Authenticated& authenticated) { authenticated.open = issued; }, [](Closing&) {}},
             state_);
  return issued;
}

core::Result<IssuedChallenge> Session::take_challenge(std::chrono::sys_seconds now) {
  std::optional<IssuedChallenge> taken;
  if (const auto* const challenged = std::get_if<Challenged>(&state_)) {
    taken = challenged->open;
    state_ = Anonymous{};
  } else if (auto* const authenticated = std::get_if<Authenticated>(&state_)) {
    taken = std::exchange(authenticated->open, std::nullopt);
  }
  if (!taken || now >= taken->expires_at) return core::fail(core::ErrorCode::challenge_expired);
  return *taken;
}

bool Session::may_become(core::Role role, const core::MailboxId& mailbox) const {
  if (closing()) return false;
  const auto* const authenticated = std::get_if<Authenticated>(&state_);
  if (authenticated == nullptr) return true;
  return role == core::Role::client && authenticated->caller.role == role &&
         authenticated->caller.mailbox == mailbox;
}

void Session::authenticate_client(const core::MailboxId& mailbox) {
  core::Caller caller{.role = core::Role::client, .connection = connection_};
  caller.mailbox = mailbox;
  if (!closing()) state_ = Authenticated{caller, std::nullopt};
}

void Session::authenticate_advisor(const core::AdvisorId& advisor, const core::DeviceId& device) {
  core::Caller caller{.role = core::Role::advisor, .connection = connection_};
  caller.advisor = advisor;
  caller.device = device;
  if (!closing()) state_ = Authenticated{caller, std::nullopt};
}

core::Caller Session::caller() const {
  core::Caller caller{.role = core::Role::any, .connection = connection_};
  if (const auto* const authenticated = std::get_if<Authenticated>(&state_)) caller = authenticated->caller;
  if (!closing()) caller.factor = factor_;
  return caller;
}

}  // namespace kiezel::session
