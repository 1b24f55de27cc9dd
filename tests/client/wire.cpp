#include "tests/client/wire.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <sstream>

#include "protocol/limits.hpp"

namespace kiezel::client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds answer_within{20'000};
constexpr std::size_t frame_bytes_max = 1U << 20U;

}  // namespace

Endpoint Endpoint::parse(std::string_view origin) {
  constexpr std::string_view scheme = "http://";
  const auto colon = origin.rfind(':');
  if (!origin.starts_with(scheme) || colon == std::string_view::npos || colon < scheme.size()) {
    throw Failure("the address must look like http://localhost:8080");
  }
  return {.origin = std::string(origin),
          .host = std::string(origin.substr(scheme.size(), colon - scheme.size())),
          .port = std::string(origin.substr(colon + 1))};
}

// Reads run in the background of run_for, so that waiting has a deadline and a late frame is not lost.
class Wire::Socket {
 public:
  explicit Socket(const Endpoint& endpoint) : stream_(context_) {
    tcp::resolver resolver(context_);
    beast::get_lowest_layer(stream_).connect(resolver.resolve(endpoint.host, endpoint.port));
    beast::get_lowest_layer(stream_).socket().set_option(tcp::no_delay(true));
    stream_.read_message_max(frame_bytes_max);
    stream_.text(true);
    stream_.set_option(
        beast::websocket::stream_base::decorator([&endpoint](beast::websocket::request_type& request) {
          request.set(http::field::origin, endpoint.origin);
          request.set(http::field::sec_websocket_protocol, "kiezel.v1");
        }));
    stream_.handshake(endpoint.host + ":" + endpoint.port, "/api/socket");
    read();
  }

  void send(std::string_view text) {
    beast::error_code failure;
    stream_.write(asio::buffer(text), failure);
    if (failure) throw Failure("the connection to the server is lost");
  }

  std::optional<std::string> receive(milliseconds within) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (received_.empty() && !closed_) {
      context_.restart();
      if (context_.run_one_until(until) == 0) return std::nullopt;
    }
    if (received_.empty()) return std::nullopt;
    std::string text = std::move(received_.front());
    received_.pop_front();
    return text;
  }

  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] std::uint16_t close_code() const { return stream_.reason().code; }

 private:
  void read() {
    stream_.async_read(buffer_, [this](const beast::error_code& failure, std::size_t) {
      if (failure) {
        closed_ = true;
        return;
      }
      received_.push_back(beast::buffers_to_string(buffer_.data()));
      buffer_.consume(buffer_.size());
      read();
    });
  }

  asio::io_context context_;
  beast::websocket::stream<beast::tcp_stream> stream_;
  beast::flat_buffer buffer_;
  std::deque<std::string> received_;
  bool closed_ = false;
};

Wire::Wire(const Endpoint& endpoint) {
  try {
    socket_ = std::make_unique<Socket>(endpoint);
  } catch (const boost::system::system_error& failure) {
    throw Failure("could not connect to the server: " + failure.code().message());
  }
}

Wire::~Wire() = default;
Wire::Wire(Wire&&) noexcept = default;
Wire& Wire::operator=(Wire&&) noexcept = default;

protocol::RequestId Wire::next_id() {
  return protocol::RequestId(++last_id_);
}

void Wire::keep(const protocol::NotificationFrame& frame) {
  auto notification = protocol::decode_notification(frame);
  if (!notification) throw Failure("the server sent a notification of an unknown shape");
  notifications_.push_back(*std::move(notification));
}

Wire::Answer Wire::exchange(const protocol::RequestId& id, const std::string& text) {
  send_text(text);
  for (;;) {
    auto received = socket_->receive(answer_within);
    if (!received)
      throw Failure(socket_->closed() ? "the server closed the connection"
                                      : "the server did not answer in time");
    Answer answer{*std::move(received), protocol::NotificationFrame{}};
    auto frame = protocol::read_server_frame(answer.text);
    if (!frame) throw Failure("the server sent a frame that is not of the protocol");
    if (const auto* notification = std::get_if<protocol::NotificationFrame>(&*frame)) {
      keep(*notification);
      continue;
    }
    const auto& answered = std::visit(
        [](const auto& one) -> protocol::RequestId {
          if constexpr (requires { one.id; }) return one.id;
          return {};
        },
        *frame);
    if (answered != id) throw Failure("the server answered another request");
    answer.frame = *std::move(frame);
    return answer;
  }
}

std::optional<protocol::Notification> Wire::next_notification(milliseconds within) {
  while (notifications_.empty()) {
    const auto text = socket_->receive(within);
    if (!text) return std::nullopt;
    const auto frame = protocol::read_server_frame(*text);
    const auto* notification = frame ? std::get_if<protocol::NotificationFrame>(&*frame) : nullptr;
    if (notification == nullptr) throw Failure("the server sent something that nobody asked for");
    keep(*notification);
  }
  protocol::Notification first = std::move(notifications_.front());
  notifications_.pop_front();
  return first;
}

void Wire::send_text(std::string_view text) {
  socket_->send(text);
}

std::optional<std::string> Wire::receive_text(milliseconds within) {
  return socket_->receive(within);
}

std::optional<std::uint16_t> Wire::close_code() const {
  if (!socket_->closed()) return std::nullopt;
  return socket_->close_code();
}

HttpAnswer http_get(const Endpoint& endpoint, std::string_view target) {
  try {
    asio::io_context context;
    beast::tcp_stream stream(context);
    tcp::resolver resolver(context);
    stream.connect(resolver.resolve(endpoint.host, endpoint.port));
    http::request<http::empty_body> request(http::verb::get, std::string(target), 11);
    request.set(http::field::host, endpoint.host + ":" + endpoint.port);
    request.set(http::field::connection, "close");
    http::write(stream, request);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(64U << 20U);
    http::read(stream, buffer, parser);
    std::ostringstream head;
    head << parser.get().base();
    return {.status = parser.get().result_int(),
            .head = std::move(head).str(),
            .body = std::move(parser.get().body())};
  } catch (const boost::system::system_error& failure) {
    throw Failure("could not fetch from the server: " + failure.code().message());
  }
}

}  // namespace kiezel::client
