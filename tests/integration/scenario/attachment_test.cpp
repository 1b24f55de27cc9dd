// Attachments between a pupil and an advisor over the wire: sent, read and cancelled, what becomes of an
// upload when the server dies under it, and what the server sees of all that.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/integration/scenario/attachment_scene.hpp"

namespace {

using namespace kiezel;
using support::exchange;
using support::get;
using support::part_bytes;
using support::port_of;
using support::put;
using Reply = support::BlobReply;
using Request = support::BlobRequest;
using Scene = support::AttachmentScene;

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
