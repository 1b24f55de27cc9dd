#include <sodium.h>

#include <utility>

#include "crypto/attachment.hpp"
#include "crypto/hash.hpp"
#include "crypto/labels.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

// --- Streams ---------------------------------------------------------------

/// Half-open, of the base ciphertext.
using Part = std::pair<std::size_t, std::size_t>;

constexpr std::size_t sealed_chunk_bytes = attachment_chunk_bytes + attachment_chunk_overhead_bytes;
/// Two full chunks and a part of one.
constexpr std::size_t file_bytes = 2 * attachment_chunk_bytes + 2000;

struct StreamScene {
  SeededRandom random{"attachment"};
  ConversationId conversation = random.fixed<ConversationId>();
  AttachmentManifest manifest{.blob = random.fixed<BlobId>(),
                              .key = random.secret<32>(),
                              .bytes = file_bytes,
                              .kind = AttachmentKind::jpeg,
                              .form = AttachmentForm::remade,
                              .name = "foto 1.jpg"};
  Bytes stream_header = to_bytes(random.secret<attachment_header_bytes>().expose());
  Bytes file = made_file();

  Bytes made_file() {
    Bytes bytes(file_bytes);
    random.fill(bytes);
    return bytes;
  }
};

struct Chunks {
  Bytes plaintext;
  std::vector<unsigned char> tags;
};

/// A pushing and a pulling state made from the same header are the same, which is the only way to choose a
/// header: sealing draws it inside libsodium (KZ1 2.4, T5).
Bytes seal_with_header(const StreamScene& scene, const Chunks& chunks) {
  const Bytes associated =
      ByteWriter().label(labels::attachment).raw(scene.conversation).raw(scene.manifest.blob).take();
  crypto_secretstream_xchacha20poly1305_state state;
  crypto_secretstream_xchacha20poly1305_init_pull(&state, scene.stream_header.data(),
                                                  scene.manifest.key.expose().data());
  Bytes ciphertext = scene.stream_header;
  BytesView rest = chunks.plaintext;
  for (const unsigned char tag : chunks.tags) {
    const BytesView chunk = rest.first(std::min<std::size_t>(rest.size(), attachment_chunk_bytes));
    rest = rest.subspan(chunk.size());
    Bytes sealed(chunk.size() + attachment_chunk_overhead_bytes);
    crypto_secretstream_xchacha20poly1305_push(&state, sealed.data(), nullptr, chunk.data(), chunk.size(),
                                               associated.data(), associated.size(), tag);
    ciphertext.insert(ciphertext.end(), sealed.begin(), sealed.end());
  }
  return ciphertext;
}

Bytes joined(BytesView base, const std::vector<Part>& parts) {
  Bytes result;
  for (const auto& [from, to] : parts) {
    const BytesView part = base.subspan(from, to - from);
    result.insert(result.end(), part.begin(), part.end());
  }
  return result;
}

/// The manifest names the changed ciphertext's own hash, so that the stream and nothing before it refuses.
Json stream_vector(std::string_view name, std::string_view expect, const StreamScene& scene, Json ciphertext,
                   BytesView bytes) {
  Json result = vector(name, expect);
  result["op"] = "open";
  result["conversation"] = hex(scene.conversation);
  result["manifest"] = json_of(scene.manifest);
  result["manifest"]["ciphertext_hash"] = hex(sha256(bytes));
  result["ciphertext"] = std::move(ciphertext);
  return result;
}

void add_parts(Json& vectors, const StreamScene& scene, BytesView base) {
  const std::size_t end = base.size();
  const Part header{0, attachment_header_bytes};
  const Part first{header.second, header.second + sealed_chunk_bytes};
  const Part second{first.second, first.second + sealed_chunk_bytes};
  const Part last{second.second, end};
  const auto add = [&](std::string_view name, std::string_view expect, const std::vector<Part>& parts) {
    vectors.push_back(stream_vector(name, expect, scene, Json(parts), joined(base, parts)));
    return &vectors.back();
  };
  (*add("the file", "accept", {{0, end}}))["file_hash"] = hex(sha256(scene.file));
  add("swapped chunks", "decrypt", {header, second, first, last});
  add("a chunk twice", "decrypt", {header, first, first, last});
  add("without the last chunk", "decrypt", {header, first, second});
  add("without a middle chunk", "decrypt", {header, first, last});
  add("one byte short", "decrypt", {{0, end - 1}});
  add("a byte more", "decrypt", {{0, end}, {0, 1}});
  add("the last chunk again", "decrypt", {{0, end}, last});
  add("the header only", "decrypt", {header});
  add("nothing", "decrypt", {});
}

void add_strangers(Json& vectors, StreamScene& scene, BytesView base) {
  const Json whole = Json(std::vector<Part>{{0, base.size()}});
  const auto add = [&](std::string_view name, auto change) {
    Json changed = stream_vector(name, "decrypt", scene, whole, base);
    change(changed);
    vectors.push_back(std::move(changed));
  };
  add("another conversation",
      [&](Json& changed) { changed["conversation"] = hex(scene.random.fixed<ConversationId>()); });
  add("another blob",
      [&](Json& changed) { changed["manifest"]["blob"] = hex(scene.random.fixed<BlobId>()); });
  add("another key", [&](Json& changed) { changed["manifest"]["key"] = hex(scene.random.secret<32>()); });
  add("another hash",
      [&](Json& changed) { changed["manifest"]["ciphertext_hash"] = hex(scene.random.fixed<Digest>()); });
  add("a smaller file", [&](Json& changed) { changed["manifest"]["bytes"] = file_bytes - 4096; });
  add("a file that ends in its padding",
      [&](Json& changed) { changed["manifest"]["bytes"] = file_bytes - 1; });
}

/// Sealed whole by `chunks`, small, so that the bytes stand in the vector.
void add_small(Json& vectors, StreamScene& scene, std::string_view name, std::string_view expect,
               const Chunks& chunks, std::uint64_t bytes) {
  scene.manifest.bytes = bytes;
  const Bytes ciphertext = seal_with_header(scene, chunks);
  Json result = stream_vector(name, expect, scene, hex(ciphertext), ciphertext);
  if (expect == "accept") result["file_hash"] = hex(sha256(BytesView(chunks.plaintext).first(bytes)));
  vectors.push_back(std::move(result));
}

void add_streams(Json& content) {
  constexpr unsigned char message = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
  constexpr unsigned char push = crypto_secretstream_xchacha20poly1305_TAG_PUSH;
  constexpr unsigned char final = crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  Json& vectors = content["vectors"];
  StreamScene scene;
  Bytes plaintext = scene.file;
  plaintext.resize(padme(file_bytes));
  const Bytes base = seal_with_header(scene, {.plaintext = plaintext, .tags = {message, message, final}});
  content["base_ciphertext"] = hex(base);
  add_parts(vectors, scene, base);
  add_strangers(vectors, scene, base);

  const Bytes hundred(104, 0x61);
  add_small(vectors, scene, "one byte", "accept", {.plaintext = {7}, .tags = {final}}, 1);
  add_small(vectors, scene, "one chunk without an end", "decrypt", {.plaintext = {7}, .tags = {message}}, 1);
  add_small(vectors, scene, "one chunk with another tag", "decrypt", {.plaintext = {7}, .tags = {push}}, 1);
  add_small(vectors, scene, "padding that is not zeros", "decrypt", {.plaintext = hundred, .tags = {final}},
            101);
}

// --- Manifests -------------------------------------------------------------

Json manifest_vector(std::string_view name, std::string_view expect, BytesView bytes) {
  Json result = vector(name, expect);
  result["op"] = "manifest";
  result["manifest"] = hex(bytes);
  if (expect == "accept") result["fields"] = json_of(parse_attachment_manifest(bytes).value());
  return result;
}

AttachmentManifest plain_manifest() {
  SeededRandom random("manifest");
  return {.blob = random.fixed<BlobId>(),
          .key = random.secret<32>(),
          .ciphertext_hash = random.fixed<Digest>(),
          .bytes = 1'234'567,
          .kind = AttachmentKind::pdf,
          .form = AttachmentForm::original,
          .name = "verslag caf\xc3\xa9.pdf"};
}

void add_manifests(Json& vectors) {
  const auto add = [&](std::string_view name, std::string_view expect, auto change) {
    AttachmentManifest manifest = plain_manifest();
    change(manifest);
    vectors.push_back(manifest_vector(name, expect, encode(manifest)));
  };
  const auto edited = [&](std::string_view name, std::string_view expect, std::size_t index,
                          std::uint8_t value) {
    Bytes bytes = encode(plain_manifest());
    bytes.at(index) = value;
    vectors.push_back(manifest_vector(name, expect, bytes));
  };
  add("a manifest", "accept", [](AttachmentManifest&) {});
  add("the largest file", "accept", [](AttachmentManifest& m) { m.bytes = attachment_bytes_max; });
  add("a byte over the largest", "limit", [](AttachmentManifest& m) { m.bytes = attachment_bytes_max + 1; });
  add("an empty file", "shape", [](AttachmentManifest& m) { m.bytes = 0; });
  add("a key of zeros", "shape", [](AttachmentManifest& m) { m.key = AttachmentKey(); });
  edited("another padded size", "shape", 95, 1);
  edited("another chunk size", "shape", 97, 2);
  edited("kind 0", "shape", 100, 0);
  edited("an unknown kind", "shape", 100, 10);
  edited("form 0", "shape", 101, 0);
  edited("an unknown form", "shape", 101, 3);
  edited("a name that is cut off", "syntax", 102, 60);
  const Bytes good = encode(plain_manifest());
  vectors.push_back(manifest_vector("a byte more", "syntax", join({good, Bytes(1)})));
  vectors.push_back(manifest_vector("nothing", "syntax", {}));
}

void add_names(Json& vectors) {
  const auto add = [&](std::string_view what, std::string_view expect, std::string_view name) {
    AttachmentManifest manifest = plain_manifest();
    manifest.name = name;
    vectors.push_back(manifest_vector(what, expect, encode(manifest)));
  };
  add("a name of 120 bytes", "accept", std::string(120, 'k'));
  add("a name of 121 bytes", "shape", std::string(121, 'k'));
  add("no name", "shape", "");
  add("a name in Arabic", "accept", "\xd8\xb5\xd9\x88\xd8\xb1\xd8\xa9.jpg");
  add("a name that is not UTF-8", "shape", "\xff.jpg");
  add("a slash in a name", "shape", "../foto.jpg");
  add("a backslash in a name", "shape", "a\\b.jpg");
  add("a line break in a name", "shape", "a\nb.jpg");
  add("a DEL in a name", "shape", "a\x7f.jpg");
  add("a right-to-left override in a name", "shape", "foto\xe2\x80\xaegpj.exe");
  add("an isolate in a name", "shape", "foto\xe2\x81\xa6.jpg");
  add("a zero-width space in a name", "shape", "foto\xe2\x80\x8b.jpg");
  add("an Arabic letter mark in a name", "shape", "foto\xd8\x9c.jpg");
  add("a byte order mark in a name", "shape",
      "\xef\xbb\xbf"
      "foto.jpg");
}

void add_sizes(Json& vectors) {
  for (const std::uint64_t bytes :
       std::initializer_list<std::uint64_t>{1, 2, 3, 9, 10, 100, 1000, 65'535, 65'536, 65'537, 133'072,
                                            1'234'567, 20'000'000, 20'447'233, 20'971'519, 20'971'520}) {
    Json result = vector(std::to_string(bytes) + " bytes", "accept");
    result["op"] = "size";
    result["bytes"] = bytes;
    result["padded_bytes"] = padme(bytes);
    result["ciphertext_bytes"] = attachment_ciphertext_bytes(bytes);
    vectors.push_back(std::move(result));
  }
}

}  // namespace

VectorFile make_attachment() {
  Json content = file_content(
      "Attachments (KZ1 5.6): manifests, sizes, and streams to open. A ciphertext is hex or a list of "
      "half-open ranges of `base_ciphertext`; `file_hash` is SHA-256 of what opens.");
  content["base_ciphertext"] = "";
  add_manifests(content["vectors"]);
  add_names(content["vectors"]);
  add_sizes(content["vectors"]);
  add_streams(content);
  return {.name = "attachment.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
