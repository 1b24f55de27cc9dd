// The domains a shard offers, and what the session's own methods need. One per shard; borrows everything.
#pragma once

#include <tuple>

#include "crypto/random.hpp"
#include "server/account/devices.hpp"
#include "server/account/recovery.hpp"
#include "server/account/service.hpp"
#include "server/appointment/service.hpp"
#include "server/blob/service.hpp"
#include "server/conversation/service.hpp"
#include "server/core/clock.hpp"
#include "server/directory/service.hpp"
#include "server/factor/service.hpp"
#include "server/reminder/service.hpp"
#include "server/session/login_limiter.hpp"

namespace kiezel::dispatch {

struct Services {
  std::tuple<conversation::Service&, appointment::Service&, directory::Service&, account::Service&,
             factor::Service&, account::Devices&, account::Recovery&, blob::Service&, reminder::Service&>
      domains;
  session::LoginLimiter& logins;
  // Of holds, which a stranger may take too.
  session::AddressBudget& holds;
  const core::Clock& clock;
  crypto::Random& random;
  const core::Log& log;

  template <class Service>
  [[nodiscard]] Service& domain() const {
    return std::get<Service&>(domains);
  }
};

}  // namespace kiezel::dispatch
