#include "crypto/attachment.hpp"

#include <catch2/catch.hpp>

#include "crypto/hash.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto::testing {
namespace {

const AttachmentLabel photo{
    .kind = AttachmentKind::jpeg, .form = AttachmentForm::remade, .name = "foto 1.jpg"};

Bytes file_of(std::size_t size) {
  Bytes bytes(size);
  vectors::SeededRandom("file").fill(bytes);
  return bytes;
}

}  // namespace

TEST_CASE("attachment: what is sealed opens, at every edge of a chunk", "[attachment]") {
  vectors::SeededRandom random("attachment test");
  const auto conversation = random.fixed<ConversationId>();
  for (const std::size_t size :
       std::initializer_list<std::size_t>{1, 100, 65'535, 65'536, 65'537, 131'072, 200'000}) {
    const Bytes file = file_of(size);

    const auto sealed = seal_attachment(file, conversation, photo, random);

    REQUIRE(sealed);
    CHECK(sealed->ciphertext.size() == attachment_ciphertext_bytes(size));
    CHECK(sealed->manifest.ciphertext_hash == sha256(sealed->ciphertext));
    const auto opened = open_attachment(sealed->ciphertext, sealed->manifest, conversation);
    REQUIRE(opened);
    const bool same = to_bytes(opened->expose()) == file;
    CHECK(same);
  }
}

TEST_CASE("attachment: every file has a key and a name of its own", "[attachment]") {
  SystemRandom random;
  const ConversationId conversation{};
  const auto one = seal_attachment(file_of(10), conversation, photo, random).value();
  const auto two = seal_attachment(file_of(10), conversation, photo, random).value();

  CHECK_FALSE(one.manifest.blob == two.manifest.blob);
  CHECK_FALSE(one.manifest.key == two.manifest.key);
  CHECK_FALSE(one.ciphertext == two.ciphertext);
}

TEST_CASE("attachment: what no reader would take is not sealed", "[attachment]") {
  vectors::SeededRandom random("attachment test");
  const ConversationId conversation{};
  AttachmentLabel path = photo;
  path.name = "../foto.jpg";

  CHECK_FALSE(seal_attachment({}, conversation, photo, random));
  CHECK_FALSE(seal_attachment(Bytes(attachment_bytes_max + 1), conversation, photo, random));
  CHECK_FALSE(seal_attachment(file_of(10), conversation, path, random));
}

TEST_CASE("attachment: PADMÉ adds at most 12 % and never takes away", "[attachment]") {
  for (std::uint64_t size = 1; size <= attachment_bytes_max; size += 1 + size / 97) {
    const std::uint64_t padded = padme(size);
    CHECK(padded >= size);
    CHECK(padded * 100 <= size * 112);
    CHECK(padme(padded) == padded);
  }
}

}  // namespace kiezel::crypto::testing
