// A plain client of the wire: one WebSocket, one request at a time, notifications kept in order. It is what a
// program in another language would write from protocol/README.md, and knows nothing of the server's code.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <expected>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"
#include "protocol/codec.hpp"

namespace kiezel::client {

/// Something that a scenario did not expect: the text says what was being done. Never holds content.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// "http://localhost:8080".
struct Endpoint {
  std::string origin;
  std::string host;
  std::string port;

  /// Throws Failure for anything but http://HOST:PORT.
  [[nodiscard]] static Endpoint parse(std::string_view origin);
};

class Wire {
 public:
  /// Throws Failure when the server does not accept the connection.
  explicit Wire(const Endpoint& endpoint);
  ~Wire();
  Wire(Wire&&) noexcept;
  Wire& operator=(Wire&&) noexcept;

  /// The result, or the error that the server answered. Throws Failure when the connection is lost or the
  /// answer is not what the protocol promises.
  template <class RequestType>
  [[nodiscard]] std::expected<protocol::ResultOf<RequestType>, protocol::ErrorFrame> call(
      const RequestType& request) {
    const protocol::RequestId id = next_id();
    const auto answer = exchange(id, protocol::encode_request(id, request));
    if (const auto* error = std::get_if<protocol::ErrorFrame>(&answer.frame)) return std::unexpected(*error);
    auto result = protocol::decode_result<protocol::ResultOf<RequestType>>(
        std::get<protocol::ResultFrame>(answer.frame));
    if (!result) throw Failure("the server's result is not of the promised shape");
    return *std::move(result);
  }

  /// The same for calls that must succeed.
  template <class RequestType>
  [[nodiscard]] protocol::ResultOf<RequestType> must(const RequestType& request) {
    auto result = call(request);
    if (!result) {
      throw Failure(std::string(protocol::name(protocol::MethodOf<RequestType>)) +
                    " was refused: " + std::string(protocol::name(result.error().code)));
    }
    return *std::move(result);
  }

  /// Nothing when none came in time.
  [[nodiscard]] std::optional<protocol::Notification> next_notification(std::chrono::milliseconds within);

  /// Any text as a frame, and the next frame that comes: for what a well-behaved client never sends.
  void send_text(std::string_view text);
  [[nodiscard]] std::optional<std::string> receive_text(std::chrono::milliseconds within);
  /// Why the server closed; nothing while it is open.
  [[nodiscard]] std::optional<std::uint16_t> close_code() const;

 private:
  /// The frame borrows the text, whose bytes stay where they are when it is moved: a frame is longer than
  /// what a string keeps inside itself.
  struct Answer {
    std::string text;
    protocol::ServerFrame frame;
  };
  [[nodiscard]] protocol::RequestId next_id();
  [[nodiscard]] Answer exchange(const protocol::RequestId& id, const std::string& text);
  void keep(const protocol::NotificationFrame& frame);

  class Socket;
  std::unique_ptr<Socket> socket_;
  std::int64_t last_id_ = 0;
  std::deque<protocol::Notification> notifications_;
};

struct HttpAnswer {
  unsigned status = 0;
  std::string head;
  std::string body;
};

/// One GET on a connection of its own.
[[nodiscard]] HttpAnswer http_get(const Endpoint& endpoint, std::string_view target);

}  // namespace kiezel::client
