#include "server/redis/client.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "server/redis/pipeline.hpp"

namespace kiezel::redis {
namespace {

// Redis is there but cannot take a write or a question now: full or failing disk, memory limit, replica,
// loading, blocked, or a Cluster that misses a part.
bool is_unavailability(std::string_view word) {
  constexpr std::string_view words[] = {"MISCONF", "OOM",        "READONLY",    "LOADING",    "BUSY",
                                        "NOAUTH",  "NOREPLICAS", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN"};
  return std::ranges::find(words, word) != std::end(words);
}

// The rest of an error may repeat arguments of the command, so only its first word and a line in our
// own script go to the log.
core::Error error_from(std::string_view text) {
  const std::string_view word = text.substr(0, text.find(' '));
  std::string detail = "Redis answered " + std::string(word);
  constexpr std::string_view mark = "user_script:";
  if (const std::size_t at = text.find(mark); at != std::string_view::npos) {
    const std::string_view line = text.substr(at + mark.size());
    detail += " at script line " + std::string(line.substr(0, line.find_first_not_of("0123456789")));
  }
  // A script that a write error stops reports it as its own, with the word inside.
  const bool wrapped = text.contains("-MISCONF") || text.contains("-OOM") || text.contains("-READONLY");
  const bool unavailable = is_unavailability(word) || wrapped;
  return {unavailable ? core::ErrorCode::unavailable : core::ErrorCode::internal_error, std::move(detail)};
}

core::Result<Reply> checked(core::Result<Reply> reply) {
  if (reply && reply->kind == Kind::error) return std::unexpected(error_from(reply->text));
  return reply;
}

bool is_unknown_script(const core::Result<Reply>& reply) {
  return reply && reply->kind == Kind::error && reply->text.starts_with("NOSCRIPT");
}

}  // namespace

Client::Client(core::Executor executor, ClientSettings settings, const core::Log& log, core::Metrics& metrics)
    : settings_(std::move(settings)),
      metrics_(std::make_unique<LinkMetrics>(metrics, settings_.name)),
      link_connected_(executor) {
  assert(settings_.links > 0);
  for (std::size_t i = 0; i < settings_.links; ++i) {
    links_.push_back(std::make_unique<Pipeline>(executor, settings_, log, *metrics_, link_connected_));
  }
}

Client::~Client() = default;

void Client::start(core::TaskGroup& tasks) {
  for (const auto& link : links_) {
    if (!tasks.spawn("redis link", link->run())) throw std::logic_error("no room for the links to Redis");
  }
}

void Client::stop() {
  for (const auto& link : links_) link->stop();
}

core::Task<bool> Client::wait_connected(core::Deadline deadline) {
  while (!std::ranges::all_of(links_, &Pipeline::connected)) {
    if (!co_await link_connected_.wait_until(deadline)) co_return false;
  }
  co_return true;
}

bool Client::connected() const {
  return std::ranges::any_of(links_, &Pipeline::connected);
}

core::Task<core::Result<Reply>> Client::execute(Affinity affinity, Command command) {
  Pipeline& link = link_for(affinity);
  if (auto sent = link.send(command); !sent) co_return std::unexpected(std::move(sent.error()));
  co_return checked(co_await link.answer());
}

core::Task<core::Result<Reply>> Client::run(const Script& script, Affinity affinity, Keys keys, Args args) {
  Pipeline& link = link_for(affinity);
  const Command by_hash{"EVALSHA", script.sha1(), keys.count(), keys, args};
  if (auto sent = link.send(by_hash); !sent) co_return std::unexpected(std::move(sent.error()));
  core::Result<Reply> reply = co_await link.answer();
  if (is_unknown_script(reply)) {
    // Redis has started afresh. EVAL also teaches it the script for the next call.
    const Command by_source{"EVAL", script.source(), keys.count(), keys, args};
    if (auto sent = link.send(by_source); !sent) co_return std::unexpected(std::move(sent.error()));
    reply = co_await link.answer();
  }
  co_return checked(std::move(reply));
}

Pipeline& Client::link_for(Affinity affinity) {
  return *links_[affinity.value % links_.size()];
}

}  // namespace kiezel::redis
