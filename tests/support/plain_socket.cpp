#include "tests/support/plain_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "tests/support/server_process.hpp"

namespace kiezel::support {
namespace {

constexpr int limit_ms = 30'000;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void append_frame(std::string& out, std::uint8_t opcode, std::string_view payload) {
  const auto length = [&](int byte_count) {
    for (int shift = 8 * (byte_count - 1); shift >= 0; shift -= 8) {
      out.push_back(static_cast<char>(payload.size() >> shift));
    }
  };
  out.push_back(static_cast<char>(0x80 | opcode));
  if (payload.size() < 126) {
    out.push_back(static_cast<char>(0x80 | payload.size()));
  } else if (payload.size() <= 0xffff) {
    out.push_back(static_cast<char>(0xfe));
    length(2);
  } else {
    out.push_back(static_cast<char>(0xff));
    length(8);
  }
  // A mask of zeros is a mask (RFC 6455 section 5.3 wants it unpredictable, for the sake of proxies).
  out.append(4, '\0').append(payload);
}

}  // namespace

PlainSocket::PlainSocket(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&place), sizeof(place)) != 0) {
    ::close(descriptor_);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
}

PlainSocket::~PlainSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

PlainSocket::PlainSocket(PlainSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), unread_(std::move(other.unread_)) {}

void PlainSocket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    // The server may hang up on what it refuses; what it said before is still to be read.
    if (sent < 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string PlainSocket::read_until(std::string_view end) {
  std::size_t place = unread_.find(end);
  while (place == std::string::npos) {
    if (!fill()) throw std::runtime_error("the peer closed in the middle of: " + unread_);
    place = unread_.find(end);
  }
  std::string text = unread_.substr(0, place + end.size());
  unread_.erase(0, text.size());
  return text;
}

std::string PlainSocket::read_exactly(std::size_t count) {
  while (unread_.size() < count) {
    if (!fill()) throw std::runtime_error("the peer closed too early");
  }
  std::string text = unread_.substr(0, count);
  unread_.erase(0, count);
  return text;
}

std::string PlainSocket::read_all() {
  while (fill()) {
  }
  return std::exchange(unread_, {});
}

bool PlainSocket::fill() {
  pollfd readable{descriptor_, POLLIN, 0};
  if (::poll(&readable, 1, limit_ms) != 1) throw std::runtime_error("the peer said nothing in time");
  char bytes[16'384];
  const ssize_t count = ::recv(descriptor_, bytes, sizeof(bytes), 0);
  if (count > 0) unread_.append(bytes, static_cast<std::size_t>(count));
  return count > 0;
}

std::string HttpReply::header(std::string_view name) const {
  std::string lower_head = head;
  std::ranges::transform(lower_head, lower_head.begin(), lower);
  std::string wanted = "\r\n" + std::string(name) + ": ";
  std::ranges::transform(wanted, wanted.begin(), lower);
  const std::size_t place = lower_head.find(wanted);
  if (place == std::string::npos) return {};
  const std::size_t start = place + wanted.size();
  return head.substr(start, head.find("\r\n", start) - start);
}

HttpReply http(std::uint16_t port, std::string_view method, std::string_view target,
               std::string_view headers) {
  PlainSocket socket(port);
  std::string request(method);
  // An upgrade is asked for in the Connection header too (RFC 9110 section 7.8).
  const std::string_view connection = headers.contains("Upgrade:") ? "close, Upgrade" : "close";
  request.append(" ")
      .append(target)
      .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: ")
      .append(connection);
  request.append("\r\n").append(headers).append("\r\n");
  socket.send(request);
  const std::string all = socket.read_all();
  const std::size_t end = all.find("\r\n\r\n");
  if (end == std::string::npos) throw std::runtime_error("no HTTP answer: " + all);
  HttpReply reply;
  reply.head = all.substr(0, end + 2);
  reply.body = all.substr(end + 4);
  std::from_chars(all.data() + 9, all.data() + 12, reply.status);
  return reply;
}

PlainWebSocket::PlainWebSocket(std::uint16_t port, std::string_view headers) : socket_(port) {
  socket_.send(
      "GET /api/socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      "Sec-WebSocket-Protocol: kiezel.v1\r\nOrigin: " +
      std::string(test_origin) + "\r\n" + std::string(headers) + "\r\n");
  const std::string head = socket_.read_until("\r\n\r\n");
  const bool agreed = head.starts_with("HTTP/1.1 101") && head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") &&
                      head.contains("kiezel.v1");
  if (!agreed) throw std::runtime_error("no WebSocket: " + head);
}

void PlainWebSocket::send_frame(std::uint8_t opcode, std::string_view payload) {
  std::string frame;
  append_frame(frame, opcode, payload);
  socket_.send(frame);
}

PlainWebSocket::Event PlainWebSocket::next() {
  for (;;) {
    std::string head;
    try {
      head = socket_.read_exactly(2);
    } catch (const std::runtime_error&) {
      return Closed{1006};
    }
    std::size_t size = static_cast<std::uint8_t>(head[1]);
    if (size >= 126) {
      const std::string length = socket_.read_exactly(size == 126 ? 2 : 8);
      size = 0;
      for (const char c : length) size = size << 8 | static_cast<std::uint8_t>(c);
    }
    std::string payload = socket_.read_exactly(size);
    const int opcode = head[0] & 0x0f;
    if (opcode == 0x1) return payload;
    if (opcode == 0x9) send_frame(0xa, payload);
    if (opcode != 0x8) continue;
    send_frame(0x8, payload);
    if (payload.size() < 2) return Closed{1005};
    return Closed{static_cast<std::uint16_t>(static_cast<std::uint8_t>(payload[0]) << 8 |
                                             static_cast<std::uint8_t>(payload[1]))};
  }
}

std::string PlainWebSocket::next_text() {
  Event event = next();
  if (const Closed* const closed = std::get_if<Closed>(&event)) {
    throw std::runtime_error("closed with " + std::to_string(closed->code));
  }
  return std::get<std::string>(std::move(event));
}

PlainWebSocket::Closed PlainWebSocket::wait_closed() {
  for (;;) {
    const Event event = next();
    if (const Closed* const closed = std::get_if<Closed>(&event)) return *closed;
  }
}

std::string PlainWebSocket::ask(std::string_view method, std::string_view params) {
  const std::string id = std::to_string(++id_);
  send_text(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + std::string(method) + R"(","params":)" +
            std::string(params) + "}");
  for (;;) {
    std::string text = next_text();
    if (text.contains("\"id\":" + id)) return text;
  }
}

}  // namespace kiezel::support
