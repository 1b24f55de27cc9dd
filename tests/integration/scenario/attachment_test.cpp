// Attachments between a pupil and an advisor over the wire: what is allowed, what is refused, and what
// becomes of an upload when the server dies under it.
#include <catch2/catch.hpp>
#include <charconv>
#include <fstream>
#include <iterator>

#include "crypto/attachment.hpp"
#include "crypto/encoding.hpp"
#include "protocol/limits.hpp"
#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/support/plain_socket.hpp"
#include "tests/support/service_process.hpp"

using namespace kiezel;
using protocol::ErrorCode;

namespace {

constexpr auto part_bytes = static_cast<std::size_t>(protocol::limits::blob_part_bytes_max);

struct Reply {
  int status = 0;
  std::string head;
  std::string body;
};

std::size_t content_length(const std::string& head) {
  const std::string name = "Content-Length: ";
  const std::size_t start = head.find(name);
  std::size_t length = 0;
  if (start != std::string::npos)
    std::from_chars(head.data() + start + name.size(), head.data() + head.size(), length);
  return length;
}

std::uint16_t port_of(const support::ServiceProcess& service) {
  return static_cast<std::uint16_t>(std::stoi(service.origin().substr(service.origin().rfind(':') + 1)));
}

Reply exchange(const support::ServiceProcess& service, const std::string& request, const std::string& body) {
  support::PlainSocket socket(port_of(service));
  socket.send(request + "Host: localhost\r\nConnection: close\r\n\r\n" + body);
  Reply reply;
  reply.head = socket.read_until("\r\n\r\n");
  reply.status = std::stoi(reply.head.substr(9, 3));
  reply.body = socket.read_exactly(content_length(reply.head));
  return reply;
}

/// What a request for a blob can say; anything but the right one is a test.
struct Request {
  std::string id;
  std::string ticket;
  std::string offset = "0";
};

Reply put(const support::ServiceProcess& service, const Request& request, crypto::BytesView part) {
  return exchange(service,
                  "PUT /api/blob/" + request.id + " HTTP/1.1\r\nKiezel-Ticket: " + request.ticket +
                      "\r\nKiezel-Offset: " + request.offset +
                      "\r\nContent-Length: " + std::to_string(part.size()) + "\r\n",
                  std::string(crypto::as_text(part)));
}

Reply get(const support::ServiceProcess& service, const Request& request, const std::string& range) {
  return exchange(service,
                  "GET /api/blob/" + request.id + " HTTP/1.1\r\nKiezel-Ticket: " + request.ticket +
                      "\r\nRange: " + range + "\r\n",
                  {});
}

/// A pupil and an advisor in conversation, and a sealed photo of two and a half parts.
struct Scene {
  support::ServiceProcess service;
  crypto::SystemRandom random;
  client::Endpoint endpoint = client::Endpoint::parse(service.origin());
  client::Advisor advisor{endpoint, random};
  client::Family pupil{endpoint, random};
  crypto::Bytes photo;
  crypto::SealedAttachment sealed;

  explicit Scene(std::vector<std::string> options = {}) : service(std::move(options)) {
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
  Request with_ticket(const Result& result) const {
    return {.id = id(), .ticket = crypto::to_base64url(result.ticket)};
  }
  crypto::BytesView part(std::size_t offset) const {
    const crypto::BytesView all(sealed.ciphertext);
    return all.subspan(offset, std::min(part_bytes, all.size() - offset));
  }
  /// From where the server says on, up to the end.
  void send_rest(client::Wire& wire) {
    const auto begun = wire.must(begin_request());
    Request request = with_ticket(begun);
    for (auto offset = static_cast<std::size_t>(begun.received); offset < sealed.ciphertext.size();) {
      request.offset = std::to_string(offset);
      const Reply reply = put(service, request, part(offset));
      // 409: the server was still writing what came of a part that was cut off, and says where it is now.
      REQUIRE((reply.status == 200 || reply.status == 409));
      offset = std::stoul(reply.body);
    }
  }
  crypto::Bytes fetch(client::Wire& wire) {
    const auto opened = wire.must(open_request());
    crypto::Bytes all;
    while (all.size() < static_cast<std::size_t>(opened.bytes)) {
      const Reply reply =
          get(service, with_ticket(opened),
              "bytes=" + std::to_string(all.size()) + "-" + std::to_string(all.size() + part_bytes - 1));
      REQUIRE(reply.status == 206);
      all.insert(all.end(), reply.body.begin(), reply.body.end());
    }
    return all;
  }
};

template <class Request>
ErrorCode refusal_of(client::Wire& wire, const Request& request) {
  const auto answer = wire.call(request);
  REQUIRE_FALSE(answer);
  return answer.error().code;
}

}  // namespace

TEST_CASE("attachment: what a pupil sends, the advisor opens", "[scenario][blob]") {
  Scene scene;
  scene.send_rest(scene.pupil.wire());
  static_cast<void>(scene.pupil.wire().must(scene.finish_request()));
  static_cast<void>(scene.pupil.wire().must(scene.finish_request()));

  const crypto::Bytes ciphertext = scene.fetch(scene.advisor.wire());

  const auto opened = crypto::open_attachment(ciphertext, scene.sealed.manifest, scene.pupil.conversation());
  REQUIRE(opened);
  const bool same = crypto::to_bytes(opened->expose()) == scene.photo;
  CHECK(same);
}

TEST_CASE("attachment: an upload survives kill -9 and goes on where it was", "[scenario][blob]") {
  Scene scene;
  const auto begun = scene.pupil.wire().must(scene.begin_request());
  REQUIRE(put(scene.service, scene.with_ticket(begun), scene.part(0)).status == 200);

  scene.service.kill();
  scene.service.start();
  scene.pupil.reconnect();

  CHECK(scene.pupil.wire().must(scene.begin_request()).received == static_cast<std::int64_t>(part_bytes));
  // Its ticket outlives the process too.
  Request second = scene.with_ticket(begun);
  second.offset = std::to_string(part_bytes);
  CHECK(put(scene.service, second, scene.part(part_bytes)).status == 200);
  scene.send_rest(scene.pupil.wire());
  static_cast<void>(scene.pupil.wire().must(scene.finish_request()));
  CHECK(scene.fetch(scene.pupil.wire()).size() == scene.sealed.ciphertext.size());
}

TEST_CASE("attachment: a part that is cut off counts as far as it came", "[scenario][blob]") {
  Scene scene;
  const auto begun = scene.pupil.wire().must(scene.begin_request());
  {
    support::PlainSocket socket(port_of(scene.service));
    socket.send("PUT /api/blob/" + scene.id() + " HTTP/1.1\r\nHost: localhost\r\nKiezel-Ticket: " +
                scene.with_ticket(begun).ticket + "\r\nKiezel-Offset: 0\r\nContent-Length: 1048576\r\n\r\n" +
                std::string(crypto::as_text(scene.part(0).first(400'000))));
  }

  scene.send_rest(scene.pupil.wire());

  CHECK_NOTHROW(scene.pupil.wire().must(scene.finish_request()));
}

TEST_CASE("attachment: strangers hear that there is nothing", "[scenario][blob]") {
  Scene scene;
  scene.send_rest(scene.pupil.wire());
  static_cast<void>(scene.pupil.wire().must(scene.finish_request()));
  client::Family stranger(scene.endpoint, scene.random);
  stranger.write_first({.advisor = scene.advisor.identity(), .roster = {}, .text = "ander"});

  CHECK(refusal_of(stranger.wire(), scene.begin_request()) == ErrorCode::not_found);
  CHECK(refusal_of(stranger.wire(), scene.finish_request()) == ErrorCode::not_found);
  CHECK(refusal_of(stranger.wire(), scene.open_request()) == ErrorCode::not_found);
  client::Wire nobody(scene.endpoint);
  CHECK(refusal_of(nobody, scene.open_request()) == ErrorCode::unauthenticated);
  // The blob of one conversation does not exist in another of the same member.
  protocol::BlobOpenRequest elsewhere = scene.open_request();
  elsewhere.conversation = stranger.conversation().bytes;
  CHECK(refusal_of(scene.advisor.wire(), elsewhere) == ErrorCode::not_found);
}

TEST_CASE("attachment: a ticket opens its own blob for its own purpose", "[scenario][blob]") {
  Scene scene;
  const auto begun = scene.pupil.wire().must(scene.begin_request());
  const Request good = scene.with_ticket(begun);
  Request other = good;
  other.id = crypto::to_base64url(crypto::Bytes(16, 7));
  Request none = good;
  none.ticket = "";
  Request changed = good;
  changed.ticket[60] = changed.ticket[60] == 'A' ? 'B' : 'A';

  CHECK(put(scene.service, other, scene.part(0)).status == 403);
  CHECK(put(scene.service, none, scene.part(0)).status == 403);
  CHECK(put(scene.service, changed, scene.part(0)).status == 403);
  CHECK(get(scene.service, good, "bytes=0-9").status == 403);
  for (const std::string id : {"..", "../../organisation.json", "%2e%2e", "a/b", "", "short"}) {
    Request trick = good;
    trick.id = id;
    CHECK(put(scene.service, trick, scene.part(0)).status == 404);
  }
  CHECK(scene.pupil.wire().must(scene.begin_request()).received == 0);
}

TEST_CASE("attachment: parts out of place, too large or too many change nothing", "[scenario][blob]") {
  Scene scene;
  Request request = scene.with_ticket(scene.pupil.wire().must(scene.begin_request()));
  const auto put_at = [&](const std::string& offset, crypto::BytesView part) {
    request.offset = offset;
    return put(scene.service, request, part);
  };

  const Reply ahead = put_at("5", scene.part(0));
  CHECK(ahead.status == 409);
  CHECK(ahead.body == "0\n");
  for (const char* offset : {"", "-1", "+0", "00", "0x0", "1e3", "99999999999999999999"}) {
    CHECK(put_at(offset, scene.part(0)).status == 400);
  }
  // Refused by its header: the body is not waited for.
  CHECK(
      exchange(scene.service, "PUT /api/blob/" + scene.id() + " HTTP/1.1\r\nContent-Length: 1048577\r\n", {})
          .status == 413);
  CHECK(scene.pupil.wire().must(scene.begin_request()).received == 0);
  scene.send_rest(scene.pupil.wire());
  CHECK(put_at(std::to_string(scene.sealed.ciphertext.size()), crypto::Bytes{1}).status == 413);
  CHECK_NOTHROW(scene.pupil.wire().must(scene.finish_request()));
}

TEST_CASE("attachment: what arrived otherwise than announced is not kept", "[scenario][blob]") {
  Scene scene;
  CHECK(refusal_of(scene.pupil.wire(), scene.finish_request()) == ErrorCode::not_found);
  const auto begun = scene.pupil.wire().must(scene.begin_request());
  CHECK(refusal_of(scene.pupil.wire(), scene.finish_request()) == ErrorCode::blob_incomplete);
  REQUIRE(put(scene.service, scene.with_ticket(begun), scene.part(part_bytes)).status == 200);
  scene.send_rest(scene.pupil.wire());

  CHECK(refusal_of(scene.pupil.wire(), scene.finish_request()) == ErrorCode::blob_refused);

  CHECK(refusal_of(scene.pupil.wire(), scene.open_request()) == ErrorCode::not_found);
  CHECK(scene.pupil.wire().must(scene.begin_request()).received == 0);
}

TEST_CASE("attachment: reading takes ranges within the blob", "[scenario][blob]") {
  Scene scene;
  scene.send_rest(scene.pupil.wire());
  static_cast<void>(scene.pupil.wire().must(scene.finish_request()));
  const Request request = scene.with_ticket(scene.pupil.wire().must(scene.open_request()));
  const std::string size = std::to_string(scene.sealed.ciphertext.size());

  const Reply some = get(scene.service, request, "bytes=10-19");
  CHECK(some.status == 206);
  CHECK(some.body == crypto::as_text(crypto::BytesView(scene.sealed.ciphertext).subspan(10, 10)));
  CHECK(some.head.contains("Content-Range: bytes 10-19/" + size));
  CHECK(some.head.contains("Content-Type: application/octet-stream"));
  CHECK(some.head.contains("Cache-Control: no-store"));
  CHECK(some.head.contains("X-Content-Type-Options: nosniff"));
  CHECK(get(scene.service, request, "bytes=" + size + "-" + size).status == 416);
  for (const char* range :
       {"", "bytes=", "bytes=5-4", "bytes=-5", "bytes=5-", "bytes=0-1,3-4", "chars=0-1", "bytes=0-1048576"}) {
    CHECK(get(scene.service, request, range).status == 400);
  }
  CHECK(exchange(scene.service, "DELETE /api/blob/" + scene.id() + " HTTP/1.1\r\n", {}).status == 405);
  CHECK(exchange(scene.service, "PUT /api/directory HTTP/1.1\r\nContent-Length: 3\r\n", "abc").status == 413);
}

TEST_CASE("attachment: a cancelled upload is gone", "[scenario][blob]") {
  Scene scene;
  const auto begun = scene.pupil.wire().must(scene.begin_request());
  REQUIRE(put(scene.service, scene.with_ticket(begun), scene.part(0)).status == 200);

  static_cast<void>(scene.pupil.wire().must(protocol::BlobCancelRequest{
      .conversation = scene.pupil.conversation().bytes, .blob = scene.sealed.manifest.blob.bytes}));

  Request late = scene.with_ticket(begun);
  late.offset = std::to_string(part_bytes);
  CHECK(put(scene.service, late, scene.part(part_bytes)).status == 404);
  CHECK(scene.pupil.wire().must(scene.begin_request()).received == 0);
}

TEST_CASE("attachment: a conversation holds so much, and a disk keeps a reserve", "[scenario][blob]") {
  Scene small({"--blob_conversation_mib_max", "3"});
  static_cast<void>(small.pupil.wire().must(small.begin_request()));
  auto second = small.begin_request();
  second.blob.fill(9);
  CHECK(refusal_of(small.pupil.wire(), second) == ErrorCode::blobs_full);

  Scene full({"--blob_disk_free_mib_min", "1048576"});
  CHECK(refusal_of(full.pupil.wire(), full.begin_request()) == ErrorCode::storage_full);
}

TEST_CASE("privacy: of an attachment the server has sealed bytes only", "[scenario][blob]") {
  Scene scene;
  const std::string betraying = "GPS 52.3702, 4.8952 van Quirijntje";
  crypto::Bytes file(40'000);
  std::ranges::copy(betraying, file.begin());
  scene.sealed = crypto::seal_attachment(file, scene.pupil.conversation(),
                                         {.name = "IMG_2034 Quirijntje.jpg"}, scene.random)
                     .value();
  scene.send_rest(scene.pupil.wire());
  static_cast<void>(scene.pupil.wire().must(scene.finish_request()));
  crypto::Message message;
  message.text = "Kijk maar.";
  message.attachments.push_back(std::move(scene.sealed.manifest));
  const std::string key(crypto::as_text(message.attachments[0].key.expose()));
  const std::string id = crypto::to_base64url(message.attachments[0].blob);
  scene.pupil.write(message);

  std::size_t searched = 0;
  for (const auto& file_entry : std::filesystem::recursive_directory_iterator(scene.service.folder())) {
    if (!file_entry.is_regular_file()) continue;
    std::ifstream in(file_entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (const std::string& secret : {betraying, std::string("IMG_2034"), std::string("Quirijntje"), key}) {
      INFO(file_entry.path().filename().string());
      CHECK_FALSE(bytes.contains(secret));
    }
    ++searched;
  }
  CHECK(searched > 3);
  CHECK_FALSE(scene.service.log().contains(id));
  CHECK_FALSE(scene.service.log().contains(crypto::to_hex(message.attachments[0].blob)));
}
