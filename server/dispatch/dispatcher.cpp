#include "server/dispatch/dispatcher.hpp"

#include <chrono>
#include <exception>
#include <utility>
#include <variant>

#include "server/dispatch/routes.hpp"

namespace kiezel::dispatch {
namespace {

using protocol::ErrorCode;
using protocol::RequestId;

// A frame that makes no sense cost us the reading of it.
constexpr double nonsense_cost = 4;

protocol::ErrorData wire_data(const core::ErrorData& data) {
  return {.retry_after_s = data.retry_after_s, .head_seq = data.head_seq, .revision = data.revision};
}

// Gives the place of a request back, however its handler ends.
class Place {
 public:
  Place(Connection& connection, Connection::Ticket ticket) : connection_(connection), ticket_(ticket) {}
  ~Place() {
    if (!finished_) (void)connection_.finish(ticket_);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  [[nodiscard]] bool finish() {
    finished_ = true;
    return connection_.finish(ticket_);
  }

 private:
  Connection& connection_;
  Connection::Ticket ticket_;
  bool finished_ = false;
};

}  // namespace

std::optional<ErrorCode> refusal_of(protocol::Access access, core::Role role) {
  const bool fits = access == protocol::Access::anyone ||
                    (role == core::Role::client && access != protocol::Access::advisor) ||
                    (role == core::Role::advisor && access != protocol::Access::client);
  if (access != protocol::Access::anyone && role == core::Role::any) return ErrorCode::unauthenticated;
  if (!fits) return ErrorCode::forbidden;
  return std::nullopt;
}

Dispatcher::Dispatcher(const Services& services, core::Metrics& metrics)
    : services_(services), metrics_(metrics) {}

void Dispatcher::receive(Connection& connection, std::string_view text) {
  auto decoded = protocol::decode_request(text);
  if (!decoded) {
    const protocol::RefusedRequest& refused = decoded.error();
    if (admit(connection, refused.id, nonsense_cost)) refuse(connection, refused.id, refused.refused.code);
    return;
  }
  std::visit(
      [&]<class Request>(Request& request) { start(connection, std::move(decoded->id), std::move(request)); },
      decoded->request);
}

core::Task<void> Dispatcher::forget(std::uint64_t connection_number) {
  // What Redis does not hear of ends by itself.
  static_cast<void>(co_await services_.domain<appointment::Service>().connection_ended(connection_number));
}

void Dispatcher::expire(Connection& connection, core::Deadline now) {
  for (std::size_t expired = connection.expire(now); expired > 0; --expired) {
    metrics_.refused(ErrorCode::deadline_exceeded);
  }
}

template <class Request>
void Dispatcher::start(Connection& connection, RequestId id, Request request) {
  constexpr protocol::Method method = protocol::MethodOf<Request>;
  constexpr const Route<Request>& route = route_of<Request>;
  if (!admit(connection, id, route.cost)) return;
  const core::Role role = connection.session().caller().role;
  if (const auto code = refusal_of(protocol::access(method), role)) return refuse(connection, id, *code);
  const Connection::Ticket ticket =
      connection.begin(id, services_.clock.steady() + route.deadline, route.order);
  core::Task<void> task = run<Request>(connection, ticket, std::move(id), std::move(request));
  const bool started = connection.tasks().spawn(protocol::name(method), std::move(task));
  // Full or stopping: the connection is closing, and nobody waits for this answer.
  if (!started) (void)connection.finish(ticket);
}

template <class Request>
core::Task<void> Dispatcher::run(Connection& connection, Connection::Ticket ticket, RequestId id,
                                 Request request) {
  const core::Deadline started = services_.clock.steady();
  Place place(connection, ticket);
  std::string reply = co_await reply_to<Request>(connection, id, std::move(request));
  metrics_.answered(protocol::MethodOf<Request>);
  metrics_.took(started);
  if (place.finish()) connection.outbox().send_text(reply);
}

// The boundary for exceptions: one in a handler is a bug of ours, and costs one answer, not the connection.
template <class Request>
core::Task<std::string> Dispatcher::reply_to(Connection& connection, const RequestId& id, Request request) {
  constexpr protocol::Method method = protocol::MethodOf<Request>;
  try {
    const auto standing = co_await advisor_stands(connection);
    if (!standing) co_return error_text(method, id, standing.error());
    const auto result = co_await route_of<Request>.handle(services_, connection, std::move(request));
    if (result) co_return protocol::encode_result(id, *result);
    co_return error_text(method, id, result.error());
  } catch (const std::exception&) {
    // Its text is not logged, because it may quote what was being handled.
    co_return bug_text(method, id);
  }
}

// A device can be revoked and an advisor suspended while they are connected. What is known of them is kept by
// the directory until an account changes, so this costs no question to Redis.
core::Task<core::Result<void>> Dispatcher::advisor_stands(Connection& connection) {
  constexpr auto closing = "the connection is closing";
  if (connection.session().closing()) co_return core::fail(ErrorCode::unavailable, closing);
  const core::Caller caller = connection.session().caller();
  if (caller.role != core::Role::advisor) co_return core::Result<void>{};
  const auto now_s = static_cast<std::uint64_t>(services_.clock.now().time_since_epoch().count());
  const auto active = co_await services_.domain<directory::Service>().active_device(caller.device, now_s);
  if (!active) co_return std::unexpected(active.error());
  // The handler asks the session again who calls, and a closed one says nobody.
  if (connection.session().closing()) co_return core::fail(ErrorCode::unavailable, closing);
  if (*active) co_return core::Result<void>{};
  connection.close(session::CloseReason::policy);
  co_return core::fail(ErrorCode::forbidden, "the device is no longer active");
}

bool Dispatcher::is_revoked(Connection& connection) const {
  if (connection.session().closing()) return false;
  const core::Caller caller = connection.session().caller();
  const auto now_s = static_cast<std::uint64_t>(services_.clock.now().time_since_epoch().count());
  return caller.role == core::Role::advisor &&
         services_.domain<directory::Service>().is_revoked(caller.device, now_s);
}

bool Dispatcher::admit(Connection& connection, const RequestId& id, double cost) {
  const auto now = services_.clock.steady();
  if (connection.limiter().admit(cost, now)) return true;
  if (connection.limiter().is_ignored()) {
    connection.close(session::CloseReason::policy);
    return false;
  }
  protocol::ErrorData data;
  data.retry_after_s = connection.limiter().retry_after(cost, now).count();
  refuse(connection, id, ErrorCode::rate_limited, data);
  return false;
}

void Dispatcher::refuse(Connection& connection, const RequestId& id, ErrorCode code,
                        const protocol::ErrorData& data) {
  metrics_.refused(code);
  connection.outbox().send_text(protocol::encode_error(id, code, data));
}

std::string Dispatcher::error_text(protocol::Method method, const RequestId& id, const core::Error& error) {
  metrics_.refused(error.code);
  if (error.code == ErrorCode::internal_error) {
    services_.log.error("request_failed", {{"method", core::own_words(protocol::name(method))},
                                           {"why", core::own_words(error.detail)}});
  } else if (error.code == ErrorCode::unavailable) {
    services_.log.debug("request_unavailable", {{"method", core::own_words(protocol::name(method))},
                                                {"why", core::own_words(error.detail)}});
  }
  return protocol::encode_error(id, error.code, wire_data(error.data));
}

std::string Dispatcher::bug_text(protocol::Method method, const RequestId& id) {
  metrics_.refused(ErrorCode::internal_error);
  services_.log.error("handler_threw", {{"method", core::own_words(protocol::name(method))}});
  return protocol::encode_error(id, ErrorCode::internal_error);
}

}  // namespace kiezel::dispatch
