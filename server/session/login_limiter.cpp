#include "server/session/login_limiter.hpp"

namespace kiezel::session {

LoginLimiter::LoginLimiter(const LoginLimits& limits, crypto::Random& random)
    : limits_(limits), per_address_(limits.address, random), service_(limits.service) {}

LoginLimiter::Admission LoginLimiter::admit(const SourceAddress& address, Now now) {
  if (!service_.has(limits_.service, 1, now)) {
    return {Verdict::service_spent, service_.wait_for(limits_.service, 1, now)};
  }
  const auto wait = per_address_.must_wait(address, now);
  return wait ? Admission{Verdict::address_spent, *wait} : Admission{};
}

void LoginLimiter::failed(const SourceAddress& address, Now now) {
  // Attempts that were admitted together may overdraw; an empty bucket says no to the next.
  (void)service_.take(limits_.service, 1, now);
  per_address_.spend(address, now);
}

}  // namespace kiezel::session
