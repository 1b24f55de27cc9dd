#include "tests/support/tls_server.hpp"

#include <unistd.h>

#include <array>
#include <utility>

namespace kiezel::support {

TlsServer::TlsServer(const TlsIdentity& identity, std::map<std::string, std::string> pages)
    : context_(tls_context(identity)), pages_(std::move(pages)), thread_([this] { serve(); }) {}

TlsServer::~TlsServer() {
  listener_.stop();
  thread_.join();
}

void TlsServer::serve() {
  ignore_broken_pipes();
  for (int connection = listener_.accept(); connection >= 0; connection = listener_.accept()) {
    ++connections_;
    answer(connection);
    ::close(connection);
  }
}

void TlsServer::answer(int connection) {
  TlsStream tls(context_.get(), connection);
  std::string request;
  std::array<char, 2048> part{};
  while (!request.contains("\r\n\r\n")) {
    const std::size_t count = tls.read(part);
    if (count == 0) return;
    bytes_heard_ += count;
    request.append(part.data(), count);
  }
  tls.write(reply_to(request));
}

std::string TlsServer::reply_to(const std::string& request) const {
  const std::size_t begin = request.find(' ') + 1;
  const auto found = pages_.find(request.substr(begin, request.find(' ', begin) - begin));
  const std::string body = found == pages_.end() ? "" : found->second;
  return std::string("HTTP/1.1 ") + (found == pages_.end() ? "404 Not Found" : "200 OK") +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace kiezel::support
