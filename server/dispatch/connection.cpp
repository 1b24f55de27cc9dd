#include "server/dispatch/connection.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"

namespace kiezel::dispatch {
namespace {

constexpr auto in_flight_max = static_cast<std::size_t>(protocol::limits::in_flight_max);

}  // namespace

Connection::Connection(Transport& transport, const Peer& peer, const ConnectionParts& parts)
    : transport_(transport),
      peer_(peer),
      parts_(parts),
      session_(peer.number),
      limiter_(parts.budget),
      feeds_(parts.bus, parts.outbox, parts.tasks, parts.executor, parts.feed_metrics) {}

bool Connection::may_read() const {
  return waiting_.size() < in_flight_max && !in_turn_ && parts_.outbox.may_push();
}

Connection::Ticket Connection::begin(protocol::RequestId id, core::Deadline deadline, Order order) {
  assert(waiting_.size() < in_flight_max && !in_turn_);
  waiting_.push_back({++tickets_, deadline, std::move(id), order, false});
  if (order == Order::in_turn) in_turn_ = true;
  return tickets_;
}

bool Connection::finish(Ticket ticket) {
  const bool could_read = may_read();
  const auto place = std::ranges::find(waiting_, ticket, &Waiting::ticket);
  assert(place != waiting_.end());
  const bool answered = place->answered;
  if (place->order == Order::in_turn) in_turn_ = false;
  waiting_.erase(place);
  if (!could_read && may_read()) transport_.read_on();
  if (waiting_.empty()) {
    waiting_.shrink_to_fit();
    transport_.all_answered();
  }
  return !answered;
}

std::size_t Connection::expire(core::Deadline now) {
  std::size_t expired = 0;
  for (Waiting& waiting : waiting_) {
    if (waiting.answered || now < waiting.deadline) continue;
    waiting.answered = true;
    ++expired;
    parts_.outbox.send_text(protocol::encode_error(waiting.id, protocol::ErrorCode::deadline_exceeded));
  }
  return expired;
}

void Connection::outbox_drained() {
  feeds_.resume();
  if (may_read()) transport_.read_on();
}

void Connection::stop() {
  session_.close();
  feeds_.stop();
}

}  // namespace kiezel::dispatch
