// A port of 127.0.0.1 that takes one connection after the other, each of which waits some seconds at most.
#pragma once

#include <cstdint>

namespace kiezel::support {

class Listener {
 public:
  Listener();
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The caller closes it. -1 after stop(), from any thread.
  [[nodiscard]] int accept() const;
  void stop() const;

 private:
  int listener_ = -1;
  std::uint16_t port_ = 0;
};

/// For the thread that serves: a peer that hangs up early is what several tests are about.
void ignore_broken_pipes();

}  // namespace kiezel::support
