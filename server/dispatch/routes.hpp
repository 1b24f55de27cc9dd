// THE table: every method of the wire with its handler, cost, deadline and order. Who may call it comes from
// the schema (protocol::access). A request without a route, or with two, does not compile.
#pragma once

#include <chrono>
#include <cstdint>
#include <tuple>
#include <utility>

#include "protocol/messages.hpp"
#include "server/core/caller.hpp"
#include "server/dispatch/connection.hpp"
#include "server/dispatch/handlers.hpp"
#include "server/dispatch/services.hpp"

namespace kiezel::dispatch {

template <class RequestType>
struct Route {
  using Request = RequestType;
  Answer<RequestType> (*handle)(const Services&, Connection&, RequestType);
  // Taken from the connection's budget. One is a look-up in memory, ten is work for Redis's disk and a
  // signature.
  double cost = 0;
  // After this the peer hears deadline_exceeded.
  std::chrono::milliseconds deadline{};
  Order order = Order::free;
};

// A service's method as a handler: it gets the caller and the request.
template <auto Method>
struct ServiceCall;

template <class Service, class Request, class Result,
          core::Task<core::Result<Result>> (Service::*Method)(core::Caller, Request)>
struct ServiceCall<Method> {
  static core::Task<core::Result<Result>> call(const Services& services, Connection& connection,
                                               Request request) {
    return (services.domain<Service>().*Method)(connection.session().caller(), std::move(request));
  }
};

template <auto Method>
inline constexpr auto ask = &ServiceCall<Method>::call;

// The same for a service that does not know who takes part in a conversation: whoever does not hears
// not_found before the service hears anything.
template <auto Method>
struct MemberCall;

template <class Service, class Request, class Result,
          core::Task<core::Result<Result>> (Service::*Method)(Request)>
struct MemberCall<Method> {
  static core::Task<core::Result<Result>> call(const Services& services, Connection& connection,
                                               Request request) {
    const auto takes_part = co_await services.domain<conversation::Service>().head(
        connection.session().caller(), core::ConversationId{request.conversation});
    if (!takes_part) co_return std::unexpected(takes_part.error());
    co_return co_await (services.domain<Service>().*Method)(std::move(request));
  }
};

template <auto Method>
inline constexpr auto ask_as_member = &MemberCall<Method>::call;

// Redis answers within five seconds or not at all (redis::ClientSettings); a handler asks it at most three
// times.
inline constexpr std::chrono::seconds quick{5};
inline constexpr std::chrono::seconds patient{15};

inline constexpr std::tuple routes{
    Route{&challenge, 2, quick, Order::in_turn},
    Route{&login, 10, patient, Order::in_turn},
    Route{&ping, 1, quick},
    Route{ask<&directory::Service::keys>, 4, patient},
    Route{&create, 20, patient, Order::in_turn},
    Route{ask<&conversation::Service::work>, 2, patient},
    Route{ask<&conversation::Service::list>, 4, patient},
    Route{ask<&conversation::Service::open>, 2, patient},
    Route{ask<&conversation::Service::append>, 4, patient},
    Route{&rekey, 20, patient, Order::in_turn},
    Route{ask<&conversation::Service::close>, 10, patient},
    Route{&subscribe, 2, patient},
    Route{&unsubscribe, 1, quick},
    Route{&subscribe_desk, 2, patient},
    Route{ask<&conversation::Service::note_get>, 2, patient},
    Route{ask<&conversation::Service::note_put>, 4, patient},
    Route{ask<&appointment::Service::availability_get>, 2, patient},
    Route{ask<&appointment::Service::availability_set>, 10, patient},
    Route{ask<&appointment::Service::busy_list>, 4, patient},
    Route{ask<&appointment::Service::busy_put>, 4, patient},
    Route{ask<&appointment::Service::busy_remove>, 4, patient},
    Route{ask<&appointment::Service::busy_import>, 20, patient},
    Route{ask<&appointment::Service::offered>, 10, patient},
    Route{&hold, 10, patient},
    Route{ask<&appointment::Service::extend>, 4, patient},
    Route{ask<&appointment::Service::release>, 4, patient},
    Route{ask<&appointment::Service::book>, 10, patient},
    Route{ask<&appointment::Service::move>, 10, patient},
    Route{ask<&appointment::Service::propose>, 10, patient},
    Route{ask<&appointment::Service::propose_move>, 10, patient},
    Route{ask<&appointment::Service::answer>, 10, patient},
    Route{ask<&appointment::Service::cancel>, 10, patient},
    Route{ask<&appointment::Service::waiting_put>, 10, patient},
    Route{ask<&appointment::Service::waiting_get>, 4, patient},
    Route{ask<&appointment::Service::waiting_remove>, 10, patient},
    Route{ask<&appointment::Service::feed_get>, 4, patient},
    Route{ask<&appointment::Service::feed_put>, 20, patient},
    Route{ask<&appointment::Service::feed_remove>, 10, patient},
    Route{ask<&reminder::Service::get>, 4, patient},
    Route{ask<&reminder::Service::set>, 20, patient},
    Route{ask<&appointment::Service::list>, 4, patient},
    Route{ask<&account::Service::invitation>, 10, patient},
    Route{ask<&account::Service::enrol>, 20, patient},
    Route{ask<&account::Service::status>, 4, patient},
    Route{ask<&account::Service::device_share>, 10, patient},
    Route{ask<&account::Service::publish_prekey>, 10, patient},
    Route{&factor_challenge, 4, patient, Order::in_turn},
    Route{&prove_passkey, 10, patient, Order::in_turn},
    Route{&prove_code, 10, patient, Order::in_turn},
    Route{&add_passkey, 10, patient, Order::in_turn},
    Route{&add_app, 10, patient, Order::in_turn},
    Route{ask<&factor::Service::remove>, 10, patient},
    // Anybody may offer, and it is kept for a while: dear.
    Route{ask<&account::Devices::offer>, 40, patient},
    Route{ask<&account::Devices::offered>, 4, patient},
    Route{ask<&account::Devices::bundle_put>, 10, patient},
    Route{ask<&account::Devices::admit>, 10, patient},
    Route{ask<&account::Devices::bundle_get>, 4, patient},
    Route{ask<&account::Devices::join>, 20, patient},
    Route{ask<&account::Devices::list>, 4, patient},
    Route{ask<&account::Devices::revoke>, 10, patient},
    Route{ask<&account::Devices::renew>, 10, patient},
    Route{ask<&account::Devices::state>, 4, patient},
    Route{ask<&account::Recovery::put>, 10, patient},
    Route{ask<&account::Recovery::get>, 10, patient},
    Route{ask<&account::Recovery::claim>, 20, patient},
    Route{ask<&account::Recovery::refuse>, 10, patient},
    Route{ask_as_member<&blob::Service::begin>, 10, patient},
    Route{ask_as_member<&blob::Service::finish>, 20, patient},
    Route{ask_as_member<&blob::Service::cancel>, 4, patient},
    Route{ask_as_member<&blob::Service::open>, 4, patient},
};

static_assert(std::tuple_size_v<decltype(routes)> == protocol::method_count);

// Does not compile for a request that has no route or two.
template <class Request>
inline constexpr const Route<Request>& route_of = std::get<Route<Request>>(routes);

}  // namespace kiezel::dispatch
