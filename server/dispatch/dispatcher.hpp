// From a text frame to its answer: codec, role, budget, handler, reply. One per shard.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "protocol/codec.hpp"
#include "server/core/metrics.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/dispatch/connection.hpp"

namespace kiezel::dispatch {

struct Services;

// One set per shard.
class DispatchMetrics {
 public:
  explicit DispatchMetrics(core::Metrics& metrics);

  void answered(protocol::Method method) { requests_[static_cast<std::size_t>(method)]->add(); }
  void refused(protocol::ErrorCode code);
  void took(core::Deadline started);

 private:
  core::Metrics& metrics_;
  // Labels live as long as the metrics do: both belong to the shard.
  std::deque<std::string> labels_;
  std::array<core::Counter*, protocol::method_count> requests_{};
  std::unordered_map<protocol::ErrorCode, core::Counter*> refusals_;
  core::Histogram& seconds_;
};

class Dispatcher {
 public:
  // Both must outlive the dispatcher.
  Dispatcher(const Services& services, core::Metrics& metrics);
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // Takes one frame; the answer goes to the connection's outbox, now or later. Only while
  // connection.may_read(). The text is not needed after the call.
  void receive(Connection& connection, std::string_view text);

  // The peer is gone for good, not only to come back after our restart: what was kept for it is free again.
  [[nodiscard]] core::Task<void> forget(std::uint64_t connection_number);
  // A device that was revoked hears nothing more, even when it asks for nothing.
  [[nodiscard]] bool is_revoked(Connection& connection) const;

  // Answers what waited too long on this connection.
  void expire(Connection& connection, core::Deadline now);

 private:
  void refuse(Connection& connection, const protocol::RequestId& id, protocol::ErrorCode code,
              const protocol::ErrorData& data = {});
  template <class Request>
  void start(Connection& connection, protocol::RequestId id, Request request);
  template <class Request>
  [[nodiscard]] core::Task<void> run(Connection& connection, Connection::Ticket ticket,
                                     protocol::RequestId id, Request request);
  template <class Request>
  [[nodiscard]] core::Task<std::string> reply_to(Connection& connection, const protocol::RequestId& id,
                                                 Request request);
  // Closes the connection of an advisor who may do nothing any more: `forbidden`.
  [[nodiscard]] core::Task<core::Result<void>> advisor_stands(Connection& connection);
  [[nodiscard]] bool admit(Connection& connection, const protocol::RequestId& id, double cost);
  [[nodiscard]] std::string error_text(protocol::Method method, const protocol::RequestId& id,
                                       const core::Error& error);
  [[nodiscard]] std::string bug_text(protocol::Method method, const protocol::RequestId& id);

  const Services& services_;
  DispatchMetrics metrics_;
};

// Whether a caller may use a method: nothing, or why not.
[[nodiscard]] std::optional<protocol::ErrorCode> refusal_of(protocol::Access access, core::Role role);

}  // namespace kiezel::dispatch
