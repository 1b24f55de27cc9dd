// A sealed photo between a pupil and an advisor, and the requests that carry it.
#pragma once

#include <catch2/catch.hpp>
#include <charconv>

#include "crypto/attachment.hpp"
#include "crypto/encoding.hpp"
#include "protocol/limits.hpp"
#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/support/plain_socket.hpp"
#include "tests/support/service_process.hpp"

namespace kiezel::support {

inline constexpr auto part_bytes = static_cast<std::size_t>(protocol::limits::blob_part_bytes_max);

struct BlobReply {
  int status = 0;
  std::string head;
  std::string body;
};

[[nodiscard]] inline std::size_t content_length(const std::string& head) {
  const std::string name = "Content-Length: ";
  const std::size_t start = head.find(name);
  std::size_t length = 0;
  if (start != std::string::npos)
    std::from_chars(head.data() + start + name.size(), head.data() + head.size(), length);
  return length;
}

[[nodiscard]] inline std::uint16_t port_of(const ServiceProcess& service) {
  return static_cast<std::uint16_t>(std::stoi(service.origin().substr(service.origin().rfind(':') + 1)));
}

inline BlobReply exchange(const ServiceProcess& service, const std::string& request,
                          const std::string& body) {
  PlainSocket socket(port_of(service));
  socket.send(request + "Host: localhost\r\nConnection: close\r\n\r\n" + body);
  BlobReply reply;
  reply.head = socket.read_until("\r\n\r\n");
  reply.status = std::stoi(reply.head.substr(9, 3));
  reply.body = socket.read_exactly(content_length(reply.head));
  return reply;
}

/// What a request for a blob can say; anything but the right one is a test.
struct BlobRequest {
  std::string id;
  std::string ticket;
  std::string offset = "0";
};

inline BlobReply put(const ServiceProcess& service, const BlobRequest& request, crypto::BytesView part) {
  return exchange(service,
                  "PUT /api/blob/" + request.id + " HTTP/1.1\r\nKiezel-Ticket: " + request.ticket +
                      "\r\nKiezel-Offset: " + request.offset +
                      "\r\nContent-Length: " + std::to_string(part.size()) + "\r\n",
                  std::string(crypto::as_text(part)));
}

inline BlobReply get(const ServiceProcess& service, const BlobRequest& request, const std::string& range) {
  return exchange(service,
                  "GET /api/blob/" + request.id + " HTTP/1.1\r\nKiezel-Ticket: " + request.ticket +
                      "\r\nRange: " + range + "\r\n",
                  {});
}

/// A pupil and an advisor in conversation, and a sealed photo of two and a half parts.
struct AttachmentScene {
  ServiceProcess service;
  crypto::SystemRandom random;
  client::Endpoint endpoint = client::Endpoint::parse(service.origin());
  client::Advisor advisor{endpoint, random};
  client::Family pupil{endpoint, random};
  crypto::Bytes photo;
  crypto::SealedAttachment sealed;

  explicit AttachmentScene(std::vector<std::string> options = {}) : service(std::move(options)) {
    advisor.enrol(service.invitation());
    advisor.wait_for_approval();
    advisor.log_in();
    pupil.write_first({.advisor = advisor.identity(), .roster = {}, .text = "begin"});
    photo.resize(5 * part_bytes / 2);
    random.fill(photo);
    sealed = crypto::seal_attachment(photo, pupil.conversation(), {.name = "foto 1.jpg"}, random).value();
  }

  protocol::BlobBeginRequest begin_request() const {
    return {.conversation = pupil.conversation().bytes,
            .blob = sealed.manifest.blob.bytes,
            .bytes = static_cast<std::int64_t>(sealed.ciphertext.size())};
  }
  protocol::BlobFinishRequest finish_request() const {
    return {.conversation = pupil.conversation().bytes,
            .blob = sealed.manifest.blob.bytes,
            .bytes = static_cast<std::int64_t>(sealed.ciphertext.size()),
            .hash = sealed.manifest.ciphertext_hash.bytes};
  }
  protocol::BlobOpenRequest open_request() const {
    return {.conversation = pupil.conversation().bytes, .blob = sealed.manifest.blob.bytes};
  }
  std::string id() const { return crypto::to_base64url(sealed.manifest.blob); }

  template <class Result>
  BlobRequest with_ticket(const Result& result) const {
    return {.id = id(), .ticket = crypto::to_base64url(result.ticket)};
  }
  crypto::BytesView part(std::size_t offset) const {
    const crypto::BytesView all(sealed.ciphertext);
    return all.subspan(offset, std::min(part_bytes, all.size() - offset));
  }
  /// From where the server says on, up to the end.
  void send_rest(client::Wire& wire) {
    const auto begun = wire.must(begin_request());
    BlobRequest request = with_ticket(begun);
    for (auto offset = static_cast<std::size_t>(begun.received); offset < sealed.ciphertext.size();) {
      request.offset = std::to_string(offset);
      const BlobReply reply = put(service, request, part(offset));
      // 409: the server was still writing what came of a part that was cut off, and says where it is now.
      REQUIRE((reply.status == 200 || reply.status == 409));
      offset = std::stoul(reply.body);
    }
  }
  crypto::Bytes fetch(client::Wire& wire) {
    const auto opened = wire.must(open_request());
    crypto::Bytes all;
    while (all.size() < static_cast<std::size_t>(opened.bytes)) {
      const BlobReply reply =
          get(service, with_ticket(opened),
              "bytes=" + std::to_string(all.size()) + "-" + std::to_string(all.size() + part_bytes - 1));
      REQUIRE(reply.status == 206);
      all.insert(all.end(), reply.body.begin(), reply.body.end());
    }
    return all;
  }
};

template <class Request>
[[nodiscard]] protocol::ErrorCode refusal_of(client::Wire& wire, const Request& request) {
  const auto answer = wire.call(request);
  REQUIRE_FALSE(answer);
  return answer.error().code;
}

}  // namespace kiezel::support
