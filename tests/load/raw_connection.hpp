// A WebSocket connection with as little work as can be, because the load generator shares two cores with what
// it measures: plain sockets, frames made beforehand, a mask of zeros.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/client/wire.hpp"

namespace kiezel::load {

class RawConnection {
 public:
  /// Connects and upgrades; blocks. Throws client::Failure.
  explicit RawConnection(const client::Endpoint& endpoint);
  ~RawConnection();
  RawConnection(RawConnection&& other) noexcept;
  RawConnection& operator=(RawConnection&&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// One text frame as it goes over the wire.
  [[nodiscard]] static std::string frame(std::string_view text);

  /// Blocking, for the set-up.
  void send_blocking(std::string_view frame);
  [[nodiscard]] std::string receive_blocking();

  /// From then on send and receive return at once.
  void stop_blocking();
  /// True when all of `frame` is sent or kept; false when the server closed.
  [[nodiscard]] bool send(std::string_view frame);
  /// Reads what is there. False when the server closed.
  [[nodiscard]] bool fill();
  /// The next whole text frame that fill() brought; valid until the next call of fill().
  [[nodiscard]] std::optional<std::string_view> next_text();
  [[nodiscard]] bool has_unsent() const { return !unsent_.empty(); }

 private:
  void upgrade(const client::Endpoint& endpoint);

  int descriptor_ = -1;
  std::string received_;
  std::size_t read_to_ = 0;
  std::string unsent_;
};

}  // namespace kiezel::load
