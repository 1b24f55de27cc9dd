#include "crypto/message.hpp"

#include "crypto/padding.hpp"
#include "crypto/private_seal.hpp"
#include "crypto/tlv.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Json json_of(const Message& message) {
  Json result = Json::object();
  if (message.text) result["text"] = *message.text;
  if (message.client_time_ms) result["client_time_ms"] = *message.client_time_ms;
  if (message.reply_to) result["reply_to"] = hex(*message.reply_to);
  if (message.appointment) {
    result["appointment"] = {{"action", static_cast<int>(message.appointment->action)},
                             {"id", hex(message.appointment->id)},
                             {"start_s", message.appointment->start_s},
                             {"end_s", message.appointment->end_s},
                             {"mode", static_cast<int>(message.appointment->mode)}};
  }
  if (message.directory_seen) {
    result["directory_seen"] = {{"hash", hex(message.directory_seen->hash)},
                                {"version", message.directory_seen->version}};
  }
  if (message.read_up_to_seq) result["read_up_to_seq"] = *message.read_up_to_seq;
  return result;
}

struct MessageScene {
  SeededRandom random{"message"};
  ConversationShare share = random.secret<32>();
  EpochSecret secret = random.secret<32>();
  SigningKey sender = SigningKey::from_seed(random.secret<32>()).value();
  EntryPosition position{.conversation = random.fixed<ConversationId>(),
                         .seq = 14,
                         .prev = random.fixed<EntryHash>(),
                         .epoch = 3};
  EpochKeys keys = EpochKeys::derive(share, secret, position.conversation, position.epoch).value();
};

Json entry_vector(std::string_view name, std::string_view expect, const MessageScene& scene,
                  BytesView entry) {
  Json result = vector(name, expect);
  result["op"] = "open";
  result["share"] = hex(scene.share);
  result["secret"] = hex(scene.secret);
  result["public_key"] = hex(scene.sender.verify_key());
  result["entry"] = hex(entry);
  return result;
}

Json sealed_vector(std::string_view name, MessageScene& scene, const Message& message) {
  static_cast<void>(scene.random.take_used());
  const Bytes entry = seal_message(message, scene.position, scene.keys, scene.sender, scene.random).value();
  Json result = entry_vector(name, "accept", scene, entry);
  result["op"] = "seal";
  result["seed"] = hex(scene.sender.seed());
  result.update(vectors::json_of(scene.position));
  result["random"] = hex(scene.random.take_used());
  result["message"] = json_of(message);
  return result;
}

Json tlv_vector(std::string_view name, std::string_view expect, BytesView tlv) {
  Json result = vector(name, expect);
  result["op"] = "tlv";
  result["tlv"] = hex(tlv);
  if (expect == "accept") result["message"] = json_of(parse_message(tlv).value());
  return result;
}

void add_tlv(Json& vectors) {
  const auto text = [](BytesView bytes) { return TlvWriter().add(1, bytes).take(); };
  const Bytes notice =
      ByteWriter().u8(1).raw(Bytes(16, 9)).u64(1'795'003'200).u64(1'795'005'000).u8(2).take();
  Bytes ends_before = notice;
  ends_before[25 + 7] = 0;
  ends_before[25 + 6] = 0;
  ends_before[25 + 5] = 0;
  Bytes unknown_action = notice;
  unknown_action[0] = 3;
  const Bytes attachments = join({TlvWriter().add(3, Bytes(4)).take(), TlvWriter().add(3, Bytes(4)).take()});

  vectors.push_back(tlv_vector("nothing at all", "accept", {}));
  vectors.push_back(
      tlv_vector("an unknown tag", "accept", TlvWriter().add_u64(7, 3).add(99, Bytes(5)).take()));
  vectors.push_back(tlv_vector("two reserved attachments", "accept", attachments));
  vectors.push_back(tlv_vector("an appointment", "accept", TlvWriter().add(5, notice).take()));
  vectors.push_back(tlv_vector("8000 characters", "accept", text(Bytes(8000, 'k'))));
  vectors.push_back(tlv_vector("8001 characters", "limit", text(Bytes(8001, 'k'))));
  vectors.push_back(tlv_vector("32001 bytes", "limit", text(Bytes(32'001, 'k'))));
  vectors.push_back(tlv_vector("text that is not UTF-8", "shape", text(Bytes{0xc3, 0x28})));
  vectors.push_back(tlv_vector("an overlong encoding", "shape", text(Bytes{0xc0, 0xaf})));
  vectors.push_back(tlv_vector("half a surrogate pair", "shape", text(Bytes{0xed, 0xa0, 0x80})));
  vectors.push_back(tlv_vector("text twice", "shape", join({text({}), text({})})));
  vectors.push_back(tlv_vector("a time of seven bytes", "shape", TlvWriter().add(2, Bytes(7)).take()));
  vectors.push_back(
      tlv_vector("a time above 2^53", "limit", TlvWriter().add_u64(2, std::uint64_t{1} << 53).take()));
  vectors.push_back(tlv_vector("a reply to 31 bytes", "shape", TlvWriter().add(4, Bytes(31)).take()));
  vectors.push_back(tlv_vector("an appointment of 33 bytes", "shape",
                               TlvWriter().add(5, BytesView(notice).first(33)).take()));
  vectors.push_back(tlv_vector("an appointment that ends before it starts", "shape",
                               TlvWriter().add(5, ends_before).take()));
  vectors.push_back(tlv_vector("an appointment with an unknown action", "shape",
                               TlvWriter().add(5, unknown_action).take()));
  vectors.push_back(
      tlv_vector("a directory head of 41 bytes", "shape", TlvWriter().add(6, Bytes(41)).take()));
}

Bytes with_flipped(Bytes bytes, std::size_t index) {
  bytes.at(index) ^= 1;
  return bytes;
}

/// Signs a payload again: the signature is right, only the seal is not.
Bytes signed_again(const EntryPosition& position, const ParsedEntry& original, BytesView payload,
                   const SigningKey& key) {
  return sign_entry(EntryKind::message, position, original.header().nonce, payload, key);
}

void add_refused_opening(Json& vectors, MessageScene& scene) {
  const Message message{.text = "Durf je het nog niet te zeggen? Dat is goed."};
  const Bytes entry = seal_message(message, scene.position, scene.keys, scene.sender, scene.random).value();
  const ParsedEntry parsed = ParsedEntry::parse(entry).value();
  const Bytes payload = to_bytes(parsed.payload());
  const SigningKey thief = SigningKey::from_seed(scene.random.secret<32>()).value();
  EntryPosition later = scene.position;
  later.seq += 1;

  const auto refuse = [&](std::string_view name, BytesView bytes) {
    vectors.push_back(entry_vector(name, "decrypt", scene, bytes));
  };
  refuse("a changed ciphertext",
         signed_again(scene.position, parsed, with_flipped(payload, 0), scene.sender));
  refuse("a changed tag",
         signed_again(scene.position, parsed, with_flipped(payload, payload.size() - 1), scene.sender));
  refuse("replayed at a later place", signed_again(later, parsed, payload, scene.sender));
  Json stolen = entry_vector("signed again by somebody else", "decrypt", scene,
                             signed_again(scene.position, parsed, payload, thief));
  stolen["public_key"] = hex(thief.verify_key());
  vectors.push_back(stolen);
  Json wrong_share = entry_vector("another share", "decrypt", scene, entry);
  wrong_share["share"] = hex(scene.random.secret<32>());
  vectors.push_back(wrong_share);
  const Nonce nonce = scene.random.fixed<Nonce>();
  const Bytes unpadded = seal_entry(EntryKind::message, TlvWriter().add(2, Bytes(7)).take(), scene.position,
                                    scene.keys, scene.sender, nonce)
                             .value();
  refuse("opens, but what is inside is malformed", unpadded);
}

Json json_of(const CallDetails& details) {
  Json result = Json::object();
  const auto put = [&](std::string_view name, const auto& value) {
    if (value) result[std::string(name)] = static_cast<int>(*value);
  };
  const auto put_text = [&](std::string_view name, const std::optional<std::string>& value) {
    if (value) result[std::string(name)] = *value;
  };
  if (details.appointment) result["appointment"] = hex(*details.appointment);
  put("mode", details.mode);
  put_text("phone_number", details.phone_number);
  put("may_answer", details.may_answer);
  put("if_somebody_else", details.if_somebody_else);
  put("voicemail", details.voicemail);
  put_text("name_to_use", details.name_to_use);
  put_text("code_word", details.code_word);
  put("show_number", details.show_number);
  put_text("what_helps", details.what_helps);
  put("companion", details.companion);
  put_text("note", details.note);
  return result;
}

CallDetails full_details(Random& random) {
  return {.appointment = random.fixed<AppointmentId>(),
          .mode = CallMode::advisor_calls,
          .phone_number = "06 00 00 00 00",
          .may_answer = MayAnswer::maybe_somebody_else,
          .if_somebody_else = IfSomebodyElse::say_you_call_later,
          .voicemail = Voicemail::no,
          .name_to_use = "Kim van de sportclub",
          .code_word = "zeester",
          .show_number = ShowNumber::hidden,
          .what_helps = "Even wachten als ik stil ben.",
          .companion = Companion::my_age,
          .note = "Na vieren graag."};
}

struct PrivateScene {
  SeededRandom random{"private"};
  ConversationShare share = random.secret<32>();
  ClientActor client = make_client(random);
  AdvisorActor advisor = make_advisor(random);
  AdvisorActor colleague = make_advisor(random);
  EntryPosition position{.conversation = random.fixed<ConversationId>(),
                         .seq = 3,
                         .prev = random.fixed<EntryHash>(),
                         .epoch = 0};
};

Json private_vector(std::string_view name, std::string_view expect, const PrivateScene& scene,
                    BytesView entry, const KemKeyPair& reader) {
  Json result = vector(name, expect);
  result["op"] = "open";
  result["share"] = hex(scene.share);
  result["public_key"] = hex(scene.client.signing_key.verify_key());
  result["kem_seed"] = hex(reader.seed());
  result["entry"] = hex(entry);
  return result;
}

Json details_vector(std::string_view name, std::string_view expect, BytesView tlv) {
  Json result = vector(name, expect);
  result["op"] = "tlv";
  result["tlv"] = hex(tlv);
  if (expect == "accept") result["details"] = json_of(parse_call_details(tlv).value());
  return result;
}

void add_details(Json& vectors, Random& random) {
  vectors.push_back(details_vector("all details", "accept", encode(full_details(random))));
  vectors.push_back(details_vector("no details", "accept", {}));
  vectors.push_back(
      details_vector("a number of 33 bytes", "limit", TlvWriter().add(3, Bytes(33, '0')).take()));
  vectors.push_back(details_vector("an unknown mode", "shape", TlvWriter().add_u8(2, 3).take()));
  vectors.push_back(details_vector("an unknown voicemail choice", "shape", TlvWriter().add_u8(6, 3).take()));
  vectors.push_back(
      details_vector("a note of 1001 bytes", "limit", TlvWriter().add(12, Bytes(1001, 'k')).take()));
  vectors.push_back(
      details_vector("a name that is not UTF-8", "shape", TlvWriter().add(7, Bytes{0xff}).take()));
}

Json payload_vector(std::string_view name, std::string_view expect, BytesView payload) {
  Json result = vector(name, expect);
  result["op"] = "parse";
  result["payload"] = hex(payload);
  return result;
}

void add_payloads(Json& vectors) {
  const auto wrap_of = [](std::uint8_t device) {
    return join({Bytes(32, device), Bytes(private_wrap_bytes)});
  };
  const Bytes sealed(528);
  const auto payload = [&](std::uint8_t count, BytesView wraps) {
    return join({Bytes{count}, wraps, sealed});
  };
  vectors.push_back(payload_vector("two devices", "accept", payload(2, join({wrap_of(1), wrap_of(2)}))));
  vectors.push_back(payload_vector("no devices", "shape", payload(0, {})));
  vectors.push_back(payload_vector("a device twice", "shape", payload(2, join({wrap_of(1), wrap_of(1)}))));
  vectors.push_back(payload_vector("seventeen devices", "limit", payload(17, wrap_of(1))));
  vectors.push_back(payload_vector("fewer wraps than counted", "syntax", payload(2, wrap_of(1))));
  vectors.push_back(payload_vector("nothing", "syntax", {}));
}

}  // namespace

VectorFile make_message() {
  Json content = file_content(
      "MESSAGEs: their tagged values, sealed and opened (KZ1 5.5). `random` is the nonce that sealing "
      "draws.");
  Json& vectors = content["vectors"];
  MessageScene scene;
  Random& random = scene.random;
  vectors.push_back(
      sealed_vector("a text", scene, {.text = "Hoi, ik wil iets vertellen. \xe2\x80\x93 \xf0\x9f\x99\x82"}));
  vectors.push_back(sealed_vector("a read mark", scene, {.read_up_to_seq = 13}));
  const AppointmentNotice notice{.action = AppointmentAction::booked,
                                 .id = random.fixed<AppointmentId>(),
                                 .start_s = 1'795'003'200,
                                 .end_s = 1'795'005'000,
                                 .mode = CallMode::advisor_calls};
  vectors.push_back(
      sealed_vector("everything", scene,
                    {.text = "Tot dan!",
                     .client_time_ms = 1'795'000'000'123,
                     .reply_to = random.fixed<EntryHash>(),
                     .appointment = notice,
                     .directory_seen = DirectoryHead{.hash = random.fixed<Digest>(), .version = 12},
                     .read_up_to_seq = 13}));
  vectors.push_back(sealed_vector("two size classes up", scene, {.text = std::string(1100, 'k')}));
  add_refused_opening(vectors, scene);
  add_tlv(vectors);
  return {.name = "message.json", .content = std::move(content)};
}

VectorFile make_private() {
  Json content = file_content(
      "PRIVATE entries: for the advisor's devices only (KZ1 5.5). `random` is what sealing draws: X 32, "
      "nonce 24, then 64 "
      "for each device.");
  Json& vectors = content["vectors"];
  PrivateScene scene;
  const CallDetails details = full_details(scene.random);
  const std::array devices{scene.advisor.prekey.public_key(), scene.colleague.prekey.public_key()};
  static_cast<void>(scene.random.take_used());
  const Bytes entry =
      seal_private(details, scene.position, scene.share, devices, scene.client.signing_key, scene.random)
          .value();
  const Bytes used = scene.random.take_used();
  for (const AdvisorActor* reader : {&scene.advisor, &scene.colleague}) {
    Json accepted = private_vector("opened on an advisor's device", "accept", scene, entry, reader->prekey);
    accepted["op"] = "seal";
    accepted["seed"] = hex(scene.client.signing_key.seed());
    accepted.update(vectors::json_of(scene.position));
    accepted["devices"] = {hex(devices[0]), hex(devices[1])};
    accepted["random"] = hex(used);
    accepted["x"] = hex(BytesView(used).first(32));
    accepted["details"] = json_of(details);
    vectors.push_back(accepted);
  }
  vectors.push_back(private_vector("opened with the return code", "decrypt", scene, entry, scene.client.kem));
  Json wrong_share = private_vector("another share", "decrypt", scene, entry, scene.advisor.prekey);
  wrong_share["share"] = hex(scene.random.secret<32>());
  vectors.push_back(wrong_share);

  const ParsedEntry parsed = ParsedEntry::parse(entry).value();
  EntryPosition later = scene.position;
  later.seq += 1;
  const Bytes moved = sign_entry(EntryKind::private_details, later, parsed.header().nonce, parsed.payload(),
                                 scene.client.signing_key);
  vectors.push_back(private_vector("moved to another place", "decrypt", scene, moved, scene.advisor.prekey));
  add_details(vectors, scene.random);
  add_payloads(vectors);
  return {.name = "private.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
