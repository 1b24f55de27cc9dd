#include "server/appointment/feed_store.hpp"

#include "protocol/messages/account.hpp"
#include "server/appointment/put_feed.lua.hpp"
#include "server/appointment/script_reply.hpp"
#include "server/appointment/stored.hpp"

namespace kiezel::appointment {

using core::Result;
using core::Task;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;

FeedStore::FeedStore(redis::Client& log_link, const redis::KeySpace& keys)
    : log_(log_link), keys_(keys), put_("appointment_put_feed", put_feed_lua) {}

Task<Result<std::optional<Feed>>> FeedStore::find(crypto::Digest token_hash) {
  const auto reply = co_await log_.execute(
      Affinity{}, Command{"HMGET", keys_.agenda_feed(token_hash), "advisor", "neutral"});
  if (!reply) co_return std::unexpected(reply.error());
  const auto advisor = id_at<core::AdvisorId>(*reply, 0);
  if (!advisor) co_return std::nullopt;
  const auto state =
      co_await log_.execute(Affinity{*advisor}, Command{"HGET", keys_.advisor(*advisor), "state"});
  if (!state) co_return std::unexpected(state.error());
  if (state->text != name(protocol::AccountState::approved)) co_return std::nullopt;
  co_return Feed{.advisor = *advisor, .neutral = reply->elements[1].text == "1"};
}

Task<Result<std::optional<Feed>>> FeedStore::find(core::AdvisorId advisor) {
  const auto reply = co_await log_.execute(Affinity{advisor}, Command{"GET", keys_.agenda_feed_of(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  const auto token_hash = crypto::Digest::from(reply->bytes());
  if (!token_hash) co_return std::nullopt;
  co_return co_await find(*token_hash);
}

Task<Result<bool>> FeedStore::put(Feed feed, std::optional<crypto::Digest> token_hash) {
  const std::string own = keys_.agenda_feed_of(feed.advisor);
  // The key of a hash of zeros, without the hash.
  std::string begins = keys_.agenda_feed(crypto::Digest{});
  begins.resize(begins.size() - 2 * crypto::Digest::byte_count);
  const std::string hash = token_hash ? std::string(crypto::as_text(*token_hash)) : std::string();
  const auto reply = co_await log_.run(
      put_, Affinity{feed.advisor},
      Keys{keys_.advisor(feed.advisor), own, token_hash ? keys_.agenda_feed(*token_hash) : own},
      Args{feed.advisor, begins, hash, feed.neutral ? "1" : "0"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return outcome_of(*reply) == "put";
}

}  // namespace kiezel::appointment
