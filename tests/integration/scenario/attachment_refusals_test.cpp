// Attachments over the wire: whom the server refuses, and what of a request it takes for none.
#include <catch2/catch.hpp>

#include "tests/integration/scenario/attachment_scene.hpp"

namespace {

using namespace kiezel;
using protocol::ErrorCode;
using support::exchange;
using support::get;
using support::part_bytes;
using support::put;
using support::refusal_of;
using Reply = support::BlobReply;
using Request = support::BlobRequest;
using Scene = support::AttachmentScene;

}  // namespace

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

TEST_CASE("attachment: a conversation holds so much, and a disk keeps a reserve", "[scenario][blob]") {
  Scene small({"--blob_conversation_mib_max", "3"});
  static_cast<void>(small.pupil.wire().must(small.begin_request()));
  auto second = small.begin_request();
  second.blob.fill(9);
  CHECK(refusal_of(small.pupil.wire(), second) == ErrorCode::blobs_full);

  Scene full({"--blob_disk_free_mib_min", "1048576"});
  CHECK(refusal_of(full.pupil.wire(), full.begin_request()) == ErrorCode::storage_full);
}
