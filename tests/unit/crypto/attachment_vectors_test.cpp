#include <catch2/catch.hpp>

#include "crypto/attachment.hpp"
#include "crypto/hash.hpp"
#include "tests/unit/crypto/attachment_json.hpp"
#include "tests/unit/crypto/vector_runner.hpp"

namespace kiezel::crypto::testing {
namespace {

Bytes ciphertext_of(const Json& vector, const Bytes& base) {
  if (vector["ciphertext"].is_string()) return bytes_of(vector, "ciphertext");
  Bytes result;
  for (const Json& part : vector["ciphertext"]) {
    const auto from = part[0].get<std::ptrdiff_t>();
    const auto to = part[1].get<std::ptrdiff_t>();
    result.insert(result.end(), base.begin() + from, base.begin() + to);
  }
  return result;
}

std::string_view run_open(const Json& vector, const Bytes& base) {
  const auto manifest = manifest_of(vector["manifest"]);
  const auto file = open_attachment(ciphertext_of(vector, base), manifest,
                                    fixed_of<ConversationId>(vector, "conversation"));
  if (!file) return "decrypt";
  CHECK(file->expose().size() == manifest.bytes);
  CHECK(sha256(file->expose()) == fixed_of<Digest>(vector, "file_hash"));
  return "accept";
}

std::string_view run_manifest(const Json& vector) {
  const Bytes bytes = bytes_of(vector, "manifest");
  const auto manifest = parse_attachment_manifest(bytes);
  if (!manifest) return to_string(manifest.error());
  CHECK(*manifest == manifest_of(vector["fields"]));
  CHECK(encode(*manifest) == bytes);
  return "accept";
}

std::string_view run_size(const Json& vector) {
  CHECK(padme(number_of(vector, "bytes")) == number_of(vector, "padded_bytes"));
  CHECK(attachment_ciphertext_bytes(number_of(vector, "bytes")) == number_of(vector, "ciphertext_bytes"));
  return "accept";
}

}  // namespace

TEST_CASE("vectors: attachments", "[vectors][attachment]") {
  const Bytes base = bytes_of(read_vectors("attachment.json"), "base_ciphertext");
  run_vectors("attachment.json", [&](const Json& vector) {
    const std::string op = text_of(vector, "op");
    if (op == "manifest") return run_manifest(vector);
    if (op == "size") return run_size(vector);
    return run_open(vector, base);
  });
}

}  // namespace kiezel::crypto::testing
