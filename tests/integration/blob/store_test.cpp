// Attachments as files on a real disk: what is whole, what is resumed, what goes.
#include "server/blob/store.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "server/blob/folder.hpp"
#include "tests/support/domains.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kiezel::blob {
namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using support::code_of;
using Kind = AppendOutcome::Kind;

const crypto::Bytes content{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

BlobName name_of(std::uint8_t conversation, std::uint8_t blob) {
  BlobName name;
  name.conversation.bytes.fill(conversation);
  name.blob.bytes.fill(blob);
  return name;
}

struct Scene {
  support::TemporaryFolder folder;
  Store store{folder.path()};
  Bounds bounds{.disk_free_min = 0};
  BlobName name = name_of(1, 2);

  fs::path conversation_folder() const { return folder.path() / crypto::to_hex(name.conversation); }
  std::size_t files() const {
    std::error_code ignored;
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(conversation_folder(), ignored), fs::directory_iterator()));
  }
  void send_all(const BlobName& blob) {
    REQUIRE(store.begin(blob, content.size(), bounds) == 0);
    REQUIRE(store.append(blob, content.size(), 0, content)->kind == Kind::appended);
  }
  void keep(const BlobName& blob) {
    send_all(blob);
    REQUIRE(store.finish(blob, content.size(), crypto::sha256(content)));
  }
};

}  // namespace

TEST_CASE("blob store: what was sent in parts is read back whole", "[blob]") {
  Scene scene;
  const crypto::BytesView all(content);

  REQUIRE(scene.store.begin(scene.name, 10, scene.bounds) == 0);
  CHECK(scene.store.append(scene.name, 10, 0, all.first(4))->received == 4);
  CHECK(scene.store.append(scene.name, 10, 4, all.subspan(4))->received == 10);
  REQUIRE(scene.store.finish(scene.name, 10, crypto::sha256(content)));

  CHECK(scene.store.size(scene.name) == 10);
  CHECK(crypto::as_bytes(**scene.store.read(scene.name, 3, 5))[0] == 4);
  CHECK(scene.files() == 1);
}

TEST_CASE("blob store: files are ours alone, are not programs, and tell no minute", "[blob]") {
  Scene scene;
  scene.keep(scene.name);

  struct stat facts{};
  REQUIRE(::stat((scene.conversation_folder() / crypto::to_hex(scene.name.blob)).c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600);
  CHECK(facts.st_mtim.tv_sec % 3600 == 0);
  REQUIRE(::stat(scene.conversation_folder().c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0700);
}

TEST_CASE("blob store: an upload goes on where it was, and nowhere else", "[blob]") {
  Scene scene;
  const crypto::BytesView all(content);
  REQUIRE(scene.store.begin(scene.name, 10, scene.bounds) == 0);
  REQUIRE(scene.store.append(scene.name, 10, 0, all.first(4)));

  CHECK(scene.store.begin(scene.name, 10, scene.bounds) == 4);
  const auto again = scene.store.append(scene.name, 10, 0, all.first(4));
  CHECK(again->kind == Kind::elsewhere);
  CHECK(again->received == 4);
  CHECK(scene.store.append(scene.name, 10, 5, all.first(1))->kind == Kind::elsewhere);
  CHECK(scene.store.append(scene.name, 10, 4, all.first(7))->kind == Kind::beyond);
  CHECK(scene.store.begin(scene.name, 10, scene.bounds) == 4);
}

TEST_CASE("blob store: another size than announced is refused", "[blob]") {
  Scene scene;
  REQUIRE(scene.store.begin(scene.name, 10, scene.bounds) == 0);

  CHECK(code_of(scene.store.begin(scene.name, 11, scene.bounds)) == ErrorCode::blob_refused);
  CHECK(scene.store.append(scene.name, 11, 0, content)->kind == Kind::absent);
  CHECK(code_of(scene.store.finish(scene.name, 10, crypto::sha256(content))) == ErrorCode::blob_incomplete);
}

TEST_CASE("blob store: another hash than announced keeps nothing", "[blob]") {
  Scene scene;
  scene.send_all(scene.name);

  CHECK(code_of(scene.store.finish(scene.name, 10, crypto::sha256(crypto::Bytes{1}))) ==
        ErrorCode::blob_refused);

  CHECK(scene.files() == 0);
  CHECK(code_of(scene.store.finish(scene.name, 10, crypto::sha256(content))) == ErrorCode::not_found);
}

TEST_CASE("blob store: finishing twice is one blob; another one may not take its name", "[blob]") {
  Scene scene;
  scene.keep(scene.name);

  CHECK(scene.store.finish(scene.name, 10, crypto::sha256(content)));
  CHECK(scene.store.begin(scene.name, 10, scene.bounds) == 10);
  CHECK(code_of(scene.store.begin(scene.name, 9, scene.bounds)) == ErrorCode::blob_refused);
  CHECK(code_of(scene.store.finish(scene.name, 10, crypto::sha256(crypto::Bytes{1}))) ==
        ErrorCode::blob_refused);
  CHECK(scene.store.size(scene.name) == 10);
}

TEST_CASE("blob store: what is not finished cannot be read", "[blob]") {
  Scene scene;
  scene.send_all(scene.name);

  CHECK(code_of(scene.store.size(scene.name)) == ErrorCode::not_found);
  CHECK(code_of(scene.store.read(scene.name, 0, 10)) == ErrorCode::not_found);
}

TEST_CASE("blob store: the bounds of a conversation count what is under way", "[blob]") {
  Scene scene;
  scene.bounds.bytes_max = 25;
  scene.bounds.uploads_max = 2;
  REQUIRE(scene.store.begin(name_of(1, 1), 10, scene.bounds));
  REQUIRE(scene.store.begin(name_of(1, 2), 10, scene.bounds));

  CHECK(code_of(scene.store.begin(name_of(1, 3), 10, scene.bounds)) == ErrorCode::blobs_full);
  CHECK(code_of(scene.store.begin(name_of(1, 3), 5, scene.bounds)) == ErrorCode::busy);
  CHECK(scene.store.begin(name_of(2, 3), 10, scene.bounds));
  REQUIRE(scene.store.cancel(name_of(1, 2)));
  CHECK(scene.store.begin(name_of(1, 3), 10, scene.bounds));
}

TEST_CASE("blob store: a full disk is said before anything is made", "[blob]") {
  Scene scene;
  scene.bounds.disk_free_min = std::uint64_t{1} << 60U;

  CHECK(code_of(scene.store.begin(scene.name, 10, scene.bounds)) == ErrorCode::storage_full);
  CHECK(scene.files() == 0);
}

TEST_CASE("blob store: cancelling removes the upload and never a blob", "[blob]") {
  Scene scene;
  scene.send_all(scene.name);
  scene.keep(name_of(1, 3));

  CHECK(scene.store.cancel(scene.name));
  CHECK(scene.store.cancel(scene.name));
  CHECK(scene.store.cancel(name_of(1, 3)));

  CHECK(scene.files() == 1);
  CHECK(scene.store.append(scene.name, 10, 0, content)->kind == Kind::absent);
}

TEST_CASE("blob store: erasing takes all of a conversation and nothing of another", "[blob]") {
  Scene scene;
  scene.keep(scene.name);
  scene.send_all(name_of(1, 3));
  scene.keep(name_of(2, 2));

  CHECK(scene.store.erase(scene.name.conversation));
  CHECK(scene.store.erase(scene.name.conversation));

  CHECK_FALSE(fs::exists(scene.conversation_folder()));
  CHECK(scene.store.size(name_of(2, 2)) == 10);
  CHECK(scene.store.conversations({}, 10) == std::vector{name_of(2, 2).conversation});
}

TEST_CASE("blob store: a sweep removes old uploads and what an erasing left", "[blob]") {
  Scene scene;
  scene.keep(scene.name);
  scene.send_all(name_of(1, 3));
  scene.send_all(name_of(2, 3));
  fs::create_directory(scene.folder.path() / "00112233445566778899aabbccddeeff.erased");
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());

  CHECK(scene.store.sweep(now - std::chrono::hours(1))->uploads == 0);
  const auto swept = scene.store.sweep(now + std::chrono::hours(1));

  CHECK(swept->uploads == 2);
  CHECK(scene.store.size(scene.name) == 10);
  CHECK(scene.store.conversations({}, 10) == std::vector{scene.name.conversation});
  CHECK_FALSE(fs::exists(scene.folder.path() / "00112233445566778899aabbccddeeff.erased"));
}

TEST_CASE("blob store: conversations come in pages", "[blob]") {
  Scene scene;
  for (const std::uint8_t id : std::initializer_list<std::uint8_t>{5, 3, 9, 1})
    REQUIRE(scene.store.begin(name_of(id, 1), 1, scene.bounds));

  const auto first = scene.store.conversations({}, 3);
  const auto second = scene.store.conversations(first->back(), 3);

  CHECK(first->size() == 3);
  CHECK(first->front() == name_of(1, 1).conversation);
  CHECK(*second == std::vector{name_of(9, 1).conversation});
}

TEST_CASE("blob store: a link in the place of a file is not followed", "[blob]") {
  Scene scene;
  REQUIRE(scene.store.begin(scene.name, 10, scene.bounds) == 0);
  const fs::path part = fs::directory_iterator(scene.conversation_folder())->path();
  const fs::path target = scene.folder.path() / "target";
  std::ofstream(target) << "";
  fs::remove(part);
  fs::create_symlink(target, part);

  CHECK_FALSE(scene.store.append(scene.name, 10, 0, content));
  CHECK(fs::file_size(target) == 0);
}

TEST_CASE("blob folder: its key is made once and stays", "[blob]") {
  support::TemporaryFolder folder;
  crypto::SystemRandom random;

  const auto first = open_folder(folder.path() / "blobs", random);
  const auto second = open_folder(folder.path() / "blobs", random);

  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->ticket_key == second->ticket_key);
  CHECK_FALSE(first->ticket_key.is_zero());
  std::ofstream(folder.path() / "blobs" / "ticket-key", std::ios::trunc) << "short";
  CHECK_FALSE(open_folder(folder.path() / "blobs", random));
}

}  // namespace kiezel::blob
