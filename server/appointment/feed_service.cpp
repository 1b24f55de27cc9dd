// The part of Service that an advisor's own calendar reads.
#include "crypto/hash.hpp"
#include "server/appointment/calendar_text.hpp"
#include "server/appointment/on_wire.hpp"
#include "server/appointment/service.hpp"

namespace kiezel::appointment {

using core::ErrorCode;
using core::Result;
using core::Task;

namespace {

constexpr std::chrono::days shown_back{30};
constexpr std::chrono::days shown_ahead{150};

}  // namespace

Task<Result<protocol::AgendaFeedGetResult>> Service::feed_get(core::Caller caller,
                                                              protocol::AgendaFeedGetRequest) {
  const auto feed = co_await feed_store_.find(caller.advisor);
  if (!feed) co_return std::unexpected(feed.error());
  co_return protocol::AgendaFeedGetResult{.exists = feed->has_value(), .neutral = *feed && (*feed)->neutral};
}

Task<Result<protocol::AgendaFeedPutResult>> Service::feed_put(core::Caller caller,
                                                              protocol::AgendaFeedPutRequest request) {
  const auto put = co_await feed_store_.put({.advisor = caller.advisor, .neutral = request.neutral},
                                            crypto::Digest{request.token_hash});
  if (!put) co_return std::unexpected(put.error());
  if (!*put) co_return core::fail(ErrorCode::forbidden, "the advisor is not approved");
  co_return protocol::AgendaFeedPutResult{};
}

Task<Result<protocol::AgendaFeedRemoveResult>> Service::feed_remove(core::Caller caller,
                                                                    protocol::AgendaFeedRemoveRequest) {
  const auto put = co_await feed_store_.put({.advisor = caller.advisor}, std::nullopt);
  if (!put) co_return std::unexpected(put.error());
  co_return protocol::AgendaFeedRemoveResult{};
}

Task<Result<std::optional<std::string>>> Service::calendar(crypto::Secret<32> token) {
  const auto feed = co_await feed_store_.find(crypto::hash("kz1/agenda", {token.expose()}));
  if (!feed) co_return std::unexpected(feed.error());
  if (!*feed) co_return std::nullopt;
  const sys_seconds now = clock_.now();
  const auto ids =
      co_await store_.find((*feed)->advisor, Period{.from = now - shown_back, .until = now + shown_ahead});
  if (!ids) co_return std::unexpected(ids.error());
  const auto appointments = co_await store_.read(*ids);
  if (!appointments) co_return std::unexpected(appointments.error());
  co_return calendar_text(*appointments, (*feed)->neutral, now);
}

}  // namespace kiezel::appointment
