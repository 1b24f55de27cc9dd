#include "crypto/entry.hpp"

#include "crypto/epoch.hpp"
#include "crypto/padding.hpp"
#include "crypto/tlv.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

EntryPosition some_position(Random& random) {
  return {.conversation = random.fixed<ConversationId>(),
          .seq = 5,
          .prev = random.fixed<EntryHash>(),
          .epoch = 2};
}

Json accepted_entry(std::string_view name, BytesView bytes, const SigningKey& signer) {
  const ParsedEntry parsed = ParsedEntry::parse(bytes).value();
  const VerifiedEntry verified = verify(parsed, signer.verify_key()).value();
  Json result = vector(name, "accept");
  result["op"] = "entry";
  result["seed"] = hex(signer.seed());
  result["public_key"] = hex(signer.verify_key());
  result["kind"] = name_of(parsed.header().kind);
  result.update(json_of(parsed.header().position));
  result["sender"] = hex(parsed.header().sender);
  result["nonce"] = hex(parsed.header().nonce);
  result["payload"] = hex(parsed.payload());
  result["payload_hash"] = hex(verified.payload_hash());
  result["hash"] = hex(verified.hash());
  result["entry"] = hex(bytes);
  return result;
}

Json refused_entry(std::string_view name, std::string_view expect, BytesView bytes, const VerifyKey& signer) {
  Json result = vector(name, expect);
  result["op"] = "entry";
  result["public_key"] = hex(signer);
  result["entry"] = hex(bytes);
  return result;
}

/// What one flipped bit in this byte of the header of a MESSAGE with a three-byte payload must lead to.
std::string_view refusal_of_header_byte(std::size_t offset) {
  if (offset < 3) return "shape";     // magic, suite
  if (offset == 20) return "limit";   // seq above 2^53
  if (offset == 104) return "limit";  // payload of 16 MiB
  if (offset > 104) return "syntax";  // payload length that is not the payload's
  return "signature";
}

void add_flipped_headers(Json& vectors, const Bytes& entry, const VerifyKey& signer) {
  for (std::size_t offset = 0; offset < entry_header_bytes; ++offset) {
    Bytes flipped = entry;
    flipped[offset] ^= 1;
    const std::string name = "header byte " + std::to_string(offset) + " flipped";
    vectors.push_back(refused_entry(name, refusal_of_header_byte(offset), flipped, signer));
  }
}

Bytes with_byte(Bytes bytes, std::size_t offset, std::uint8_t value) {
  bytes.at(offset) = value;
  return bytes;
}

void add_refused_entries(Json& vectors, const Bytes& entry, const VerifyKey& signer, const VerifyKey& other) {
  const std::size_t last = entry.size() - 1;
  vectors.push_back(refused_entry("nothing", "syntax", {}, signer));
  vectors.push_back(refused_entry("half a header", "syntax", BytesView(entry).first(50), signer));
  vectors.push_back(refused_entry("one byte short", "syntax", BytesView(entry).first(last), signer));
  vectors.push_back(refused_entry("one byte more", "syntax", join({entry, Bytes(1)}), signer));
  vectors.push_back(refused_entry("kind 0", "shape", with_byte(entry, 3, 0), signer));
  vectors.push_back(refused_entry("kind 6", "shape", with_byte(entry, 3, 6), signer));
  vectors.push_back(refused_entry("a commit with a nonce", "shape", with_byte(entry, 3, 1), signer));
  vectors.push_back(refused_entry("an erasure with a nonce", "shape", with_byte(entry, 3, 5), signer));
  vectors.push_back(refused_entry("payload byte flipped", "signature", with_byte(entry, 108, 0xff), signer));
  vectors.push_back(
      refused_entry("signature byte flipped", "signature", with_byte(entry, last, entry[last] ^ 1), signer));
  vectors.push_back(refused_entry("another signer", "signature", entry, other));
}

Json erased_vector(std::string_view name, std::string_view expect, BytesView erased,
                   const VerifyKey& signer) {
  Json result = vector(name, expect);
  result["op"] = "erased";
  result["public_key"] = hex(signer);
  result["erased"] = hex(erased);
  return result;
}

void add_erased(Json& vectors, const Bytes& entry, const VerifyKey& signer) {
  const VerifiedEntry verified = verify(ParsedEntry::parse(entry).value(), signer).value();
  const Bytes erased = erase_payload(verified);
  Json accepted = erased_vector("payload erased", "accept", erased, signer);
  accepted["hash"] = hex(verified.hash());
  vectors.push_back(accepted);
  vectors.push_back(erased_vector("erased, payload hash flipped", "signature",
                                  with_byte(erased, 108, erased[108] ^ 1), signer));
  vectors.push_back(erased_vector("erased, cut short", "syntax", BytesView(erased).first(200), signer));
}

Json epoch_vector(std::string_view name, const ConversationShare& share, const EpochSecret& secret,
                  std::uint32_t epoch, Random& random) {
  const auto conversation = random.fixed<ConversationId>();
  const auto sender = random.fixed<KeyId>();
  const EpochKeys keys = EpochKeys::derive(share, secret, conversation, epoch).value();
  Json result = vector(name, "accept");
  result["share"] = hex(share);
  result["secret"] = hex(secret);
  result["conversation"] = hex(conversation);
  result["epoch"] = epoch;
  result["key_commitment"] = hex(keys.commitment());
  result["roster_key"] = hex(keys.roster_key());
  result["sender"] = hex(sender);
  result["sender_key"] = hex(keys.sender_key(sender));
  return result;
}

Json zero_epoch_vector(std::string_view name, BytesView share, BytesView secret) {
  Json result = vector(name, "shape");
  result["share"] = hex(share);
  result["secret"] = hex(secret);
  result["conversation"] = hex(Bytes(16, 1));
  result["epoch"] = 0;
  return result;
}

Json tlv_vector(std::string_view name, std::string_view expect, BytesView bytes) {
  Json result = vector(name, expect);
  result["op"] = "tlv";
  result["bytes"] = hex(bytes);
  if (expect != "accept") return result;
  result["items"] = Json::array();
  for (const TlvItem& item : parse_tlv(bytes).value()) {
    result["items"].push_back({{"tag", item.tag}, {"value", hex(item.value)}});
  }
  return result;
}

void add_tlv(Json& vectors) {
  const Bytes two = TlvWriter().add_u8(1, 7).add(300, as_bytes("kiezel")).take();
  const Bytes one = TlvWriter().add_u8(2, 7).take();
  ByteWriter many;
  for (std::uint16_t tag = 1; tag <= 257; ++tag) many.u16(tag).u32(0);
  vectors.push_back(tlv_vector("nothing", "accept", {}));
  vectors.push_back(tlv_vector("two values", "accept", two));
  vectors.push_back(tlv_vector("an empty value", "accept", TlvWriter().add(9, {}).take()));
  vectors.push_back(tlv_vector("tags descend", "shape", join({two, one})));
  vectors.push_back(tlv_vector("a tag twice", "shape", join({one, one})));
  vectors.push_back(
      tlv_vector("a length beyond the end", "syntax", ByteWriter().u16(1).u32(5).u32(0).take()));
  vectors.push_back(tlv_vector("a huge length", "syntax", ByteWriter().u16(1).u32(0xffffffff).take()));
  vectors.push_back(tlv_vector("half a header", "syntax", ByteWriter().u16(1).u16(0).take()));
  vectors.push_back(tlv_vector("too many values", "limit", many.view()));
}

Json pad_vector(std::size_t size, std::size_t padded_size) {
  Json result = vector("pad " + std::to_string(size) + " bytes", padded_size == 0 ? "limit" : "accept");
  result["op"] = "pad";
  result["size"] = size;
  if (padded_size != 0) result["padded_size"] = padded_size;
  return result;
}

Json unpad_vector(std::string_view name, std::string_view expect, BytesView padded) {
  Json result = vector(name, expect);
  result["op"] = "unpad";
  result["padded"] = hex(padded);
  if (expect == "accept") result["size"] = unpadded_size(padded).value();
  return result;
}

void add_padding(Json& vectors) {
  vectors.push_back(pad_vector(0, 512));
  vectors.push_back(pad_vector(511, 512));
  vectors.push_back(pad_vector(512, 1024));
  vectors.push_back(pad_vector(4095, 4096));
  vectors.push_back(pad_vector(65'535, 65'536));
  vectors.push_back(pad_vector(65'536, 0));
  Bytes padded(512);
  padded[3] = 0x80;
  vectors.push_back(unpad_vector("three bytes in 512", "accept", padded));
  vectors.push_back(unpad_vector("no marker", "decrypt", Bytes(512)));
  vectors.push_back(unpad_vector("something after the marker", "decrypt", with_byte(padded, 511, 1)));
  vectors.push_back(unpad_vector("no size class", "decrypt", join({Bytes(511), Bytes{0x80}, Bytes(1)})));
  Bytes larger = padded;
  larger.resize(1024);
  vectors.push_back(unpad_vector("a class larger than needed", "decrypt", larger));
}

}  // namespace

VectorFile make_entry() {
  Json content = file_content(
      "Log entries: header, payload, signature, hash (KZ1 5.2). op erased: header || H(payload) || "
      "signature.");
  Json& vectors = content["vectors"];
  SeededRandom random("entry");
  const SigningKey signer = SigningKey::from_seed(random.secret<32>()).value();
  const SigningKey other = SigningKey::from_seed(random.secret<32>()).value();
  const EntryPosition position = some_position(random);
  const Bytes payload{1, 2, 3};
  const Bytes entry = sign_entry(EntryKind::message, position, random.fixed<Nonce>(), payload, signer);
  vectors.push_back(accepted_entry("a message", entry, signer));
  vectors.push_back(
      accepted_entry("a commit", sign_entry(EntryKind::commit, position, {}, payload, signer), signer));
  vectors.push_back(
      accepted_entry("an empty payload",
                     sign_entry(EntryKind::statement, position, random.fixed<Nonce>(), {}, signer), signer));
  add_refused_entries(vectors, entry, signer.verify_key(), other.verify_key());
  add_erased(vectors, entry, signer.verify_key());
  add_flipped_headers(vectors, entry, signer.verify_key());
  return {.name = "entry.json", .content = std::move(content)};
}

VectorFile make_epoch() {
  Json content = file_content("Keys of an epoch from its secret and the conversation's share (KZ1 5.3).");
  Json& vectors = content["vectors"];
  SeededRandom random("epoch");
  const auto share = random.secret<32>();
  const auto secret = random.secret<32>();
  vectors.push_back(epoch_vector("epoch 0", share, secret, 0, random));
  vectors.push_back(epoch_vector("another share", random.secret<32>(), secret, 0, random));
  vectors.push_back(epoch_vector("the last epoch", share, random.secret<32>(), 0xffffffff, random));
  vectors.push_back(zero_epoch_vector("a zero share", Bytes(32), Bytes(32, 1)));
  vectors.push_back(zero_epoch_vector("a zero secret", Bytes(32, 1), Bytes(32)));
  return {.name = "epoch.json", .content = std::move(content)};
}

VectorFile make_tlv_padding() {
  Json content = file_content("Tagged values and padding to size classes (KZ1 5.4, 5.5).");
  add_tlv(content["vectors"]);
  add_padding(content["vectors"]);
  return {.name = "tlv_padding.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
