#include <catch2/catch.hpp>

#include "crypto/attachment_manifest.hpp"
#include "crypto/commit.hpp"
#include "crypto/device_certificate.hpp"
#include "crypto/directory.hpp"
#include "crypto/entry.hpp"
#include "crypto/message.hpp"
#include "crypto/note.hpp"
#include "crypto/prekey.hpp"
#include "crypto/private_entry.hpp"
#include "crypto/roster.hpp"
#include "tests/unit/crypto/vector_runner.hpp"
#include "tests/vectors/seeded_random.hpp"

// Every parser meets bytes of strangers. These tests look for nothing but a crash, a hang or a wild read: run
// them under the sanitizers.
namespace kiezel::crypto::testing {
namespace {

constexpr int rounds = 300;

std::uint32_t draw(Random& random, std::size_t below) {
  Bytes bytes(4);
  random.fill(bytes);
  return ByteReader(bytes).u32() % static_cast<std::uint32_t>(below);
}

/// One to four bytes changed, and sometimes the end cut off.
Bytes damaged(Bytes bytes, Random& random) {
  if (bytes.empty()) return bytes;
  for (std::uint32_t i = draw(random, 4) + 1; i > 0; --i) {
    bytes[draw(random, bytes.size())] = static_cast<std::uint8_t>(draw(random, 256));
  }
  if (draw(random, 4) == 0) bytes.resize(draw(random, bytes.size() + 1));
  return bytes;
}

template <class Parse>
void survive(const Bytes& good, Parse parse) {
  vectors::SeededRandom random("hostile bytes");
  std::size_t refused = 0;
  for (int i = 0; i < rounds; ++i) {
    if (!parse(damaged(good, random))) ++refused;
  }
  CHECK(refused > 0);
}

Bytes first_bytes(std::string_view file, std::string_view field) {
  for (const Json& vector : read_vectors(file)["vectors"]) {
    if (vector["expect"] == "accept" && vector.contains(std::string(field))) return bytes_of(vector, field);
  }
  return {};
}

}  // namespace

TEST_CASE("hostile bytes: entries and their payloads", "[hostile]") {
  survive(first_bytes("entry.json", "entry"),
          [](const Bytes& bytes) { return ParsedEntry::parse(bytes).has_value(); });
  survive(first_bytes("entry.json", "erased"),
          [](const Bytes& bytes) { return parse_erased(bytes).has_value(); });
  survive(first_bytes("commit.json", "payload"),
          [](const Bytes& bytes) { return parse_commit(bytes).has_value(); });
  survive(first_bytes("private.json", "payload"),
          [](const Bytes& bytes) { return parse_private(bytes).has_value(); });
}

TEST_CASE("hostile bytes: attachments", "[hostile]") {
  survive(first_bytes("attachment.json", "manifest"),
          [](const Bytes& bytes) { return parse_attachment_manifest(bytes).has_value(); });
}

TEST_CASE("hostile bytes: what is sealed inside", "[hostile]") {
  survive(first_bytes("private.json", "tlv"),
          [](const Bytes& bytes) { return parse_call_details(bytes).has_value(); });
  survive(first_bytes("private.json", "tlv"),
          [](const Bytes& bytes) { return parse_message(bytes).has_value(); });
  survive(first_bytes("private.json", "tlv"),
          [](const Bytes& bytes) { return parse_roster(bytes).has_value(); });
  survive(first_bytes("private.json", "tlv"),
          [](const Bytes& bytes) { return parse_note(bytes).has_value(); });
}

TEST_CASE("hostile bytes: certificates, prekeys and directories", "[hostile]") {
  survive(first_bytes("device_certificate.json", "certificate"),
          [](const Bytes& bytes) { return parse_device_certificate(bytes).has_value(); });
  survive(first_bytes("prekey.json", "prekey"),
          [](const Bytes& bytes) { return parse_prekey(bytes).has_value(); });
  survive(first_bytes("directory.json", "file"),
          [](const Bytes& bytes) { return parse_directory(bytes).has_value(); });
  survive(first_bytes("commit.json", "before"),
          [](const Bytes& bytes) { return parse_members(bytes).has_value(); });
}

}  // namespace kiezel::crypto::testing
