// A blocking TCP connection that speaks HTTP and WebSocket by hand, so that a test can also say what no
// proper client would. Every wait has a limit and throws when it passes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace kiezel::support {

class PlainSocket {
 public:
  explicit PlainSocket(std::uint16_t port);
  ~PlainSocket();
  PlainSocket(PlainSocket&& other) noexcept;
  PlainSocket& operator=(PlainSocket&&) = delete;

  void send(std::string_view bytes);
  // Up to and with `end`; throws when the peer closes before.
  [[nodiscard]] std::string read_until(std::string_view end);
  [[nodiscard]] std::string read_exactly(std::size_t count);
  // Everything until the peer closes.
  [[nodiscard]] std::string read_all();

 private:
  // False at the end of the stream.
  [[nodiscard]] bool fill();

  int descriptor_ = -1;
  std::string unread_;
};

struct HttpReply {
  int status = 0;
  std::string head;
  std::string body;

  // Empty when absent.
  [[nodiscard]] std::string header(std::string_view name) const;
};

// One request on a connection of its own. `headers` are whole lines, each with its end.
[[nodiscard]] HttpReply http(std::uint16_t port, std::string_view method, std::string_view target,
                             std::string_view headers = {});

// A WebSocket client.
class PlainWebSocket {
 public:
  struct Closed {
    std::uint16_t code = 0;  // 1006 when the stream ended without a close frame.
  };
  using Event = std::variant<std::string, Closed>;

  // Throws unless the server agrees. `headers` are whole lines, each with its end.
  explicit PlainWebSocket(std::uint16_t port, std::string_view headers = {});

  void send_text(std::string_view text) { send_frame(0x1, text); }
  // Opcodes of RFC 6455 section 5.2.
  void send_frame(std::uint8_t opcode, std::string_view payload);

  // The next text, or how it ended. Answers pings and a close frame.
  [[nodiscard]] Event next();
  // The next text; throws when it ends instead.
  [[nodiscard]] std::string next_text();
  // Reads on until it ends.
  [[nodiscard]] Closed wait_closed();

  // Sends a request and waits for its answer; notifications in between are dropped.
  [[nodiscard]] std::string ask(std::string_view method, std::string_view params);

 private:
  PlainSocket socket_;
  int id_ = 0;
};

}  // namespace kiezel::support
