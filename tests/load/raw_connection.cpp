#include "tests/load/raw_connection.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace kiezel::load {

using client::Failure;

namespace {

constexpr std::uint8_t text_frame = 0x81;
constexpr std::uint8_t opcode_bits = 0x0F;
constexpr std::uint8_t opcode_text = 0x1;
constexpr std::uint8_t opcode_close = 0x8;
constexpr std::uint8_t masked = 0x80;

int connect_to(const client::Endpoint& endpoint) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(endpoint.host.c_str(), endpoint.port.c_str(), &hints, &found) != 0)
    throw Failure("no such host");
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected = descriptor >= 0 && ::connect(descriptor, found->ai_addr, found->ai_addrlen) == 0;
  ::freeaddrinfo(found);
  if (!connected) throw Failure("could not connect to the server");
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return descriptor;
}

}  // namespace

RawConnection::RawConnection(const client::Endpoint& endpoint) : descriptor_(connect_to(endpoint)) {
  upgrade(endpoint);
}

RawConnection::~RawConnection() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      received_(std::move(other.received_)),
      read_to_(other.read_to_),
      unsent_(std::move(other.unsent_)) {}

std::string RawConnection::frame(std::string_view text) {
  std::string out;
  out.push_back(static_cast<char>(text_frame));
  if (text.size() < 126) {
    out.push_back(static_cast<char>(masked | text.size()));
  } else if (text.size() < 65'536) {
    out.push_back(static_cast<char>(masked | 126));
    out.push_back(static_cast<char>(text.size() >> 8));
    out.push_back(static_cast<char>(text.size() & 0xFF));
  } else {
    throw Failure("the load generator sends no frame this long");
  }
  out.append(4, '\0');
  out.append(text);
  return out;
}

void RawConnection::upgrade(const client::Endpoint& endpoint) {
  send_blocking("GET /api/socket HTTP/1.1\r\nHost: " + endpoint.host + ":" + endpoint.port +
                "\r\nOrigin: " + endpoint.origin +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: kiezel.v1\r\n\r\n");
  while (!received_.contains("\r\n\r\n")) {
    if (!fill()) throw Failure("the server closed before the upgrade");
  }
  if (!received_.starts_with("HTTP/1.1 101")) throw Failure("the server refused the upgrade");
  read_to_ = received_.find("\r\n\r\n") + 4;
}

void RawConnection::send_blocking(std::string_view frame) {
  while (!frame.empty()) {
    const ssize_t n = ::send(descriptor_, frame.data(), frame.size(), MSG_NOSIGNAL);
    if (n <= 0) throw Failure("the server closed the connection");
    frame.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string RawConnection::receive_blocking() {
  for (;;) {
    if (const auto text = next_text()) return std::string(*text);
    if (!fill()) throw Failure("the server closed the connection");
  }
}

void RawConnection::stop_blocking() {
  ::fcntl(descriptor_, F_SETFL, O_NONBLOCK);
}

bool RawConnection::send(std::string_view frame) {
  unsent_.append(frame);
  while (!unsent_.empty()) {
    const ssize_t n = ::send(descriptor_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN;
    unsent_.erase(0, static_cast<std::size_t>(n));
  }
  return true;
}

bool RawConnection::fill() {
  received_.erase(0, std::exchange(read_to_, 0));
  std::array<char, 65'536> bytes;
  const ssize_t n = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  if (n == 0 || (n < 0 && errno != EAGAIN)) return false;
  if (n > 0) received_.append(bytes.data(), static_cast<std::size_t>(n));
  return true;
}

std::optional<std::string_view> RawConnection::next_text() {
  for (;;) {
    const std::string_view rest = std::string_view(received_).substr(read_to_);
    if (rest.size() < 2) return std::nullopt;
    const auto byte = [&rest](std::size_t i) { return static_cast<std::uint8_t>(rest[i]); };
    std::size_t header = 2;
    std::size_t length = byte(1);
    if (length >= 126) {
      const std::size_t wide = length == 126 ? 2 : 8;
      if (rest.size() < 2 + wide) return std::nullopt;
      length = 0;
      for (std::size_t i = 0; i < wide; ++i) length = (length << 8) | byte(2 + i);
      header += wide;
    }
    if (rest.size() < header + length) return std::nullopt;
    read_to_ += header + length;
    const std::uint8_t opcode = byte(0) & opcode_bits;
    if (opcode == opcode_close) throw Failure("the server closed the connection");
    // Pings go unanswered: a run is shorter than the server's patience.
    if (opcode == opcode_text) return rest.substr(header, length);
  }
}

}  // namespace kiezel::load
