#include "crypto/private_seal.hpp"
#include "crypto/tlv.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

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
