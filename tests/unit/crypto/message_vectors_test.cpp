#include <catch2/catch.hpp>

#include "crypto/message.hpp"
#include "crypto/private_seal.hpp"
#include "tests/unit/crypto/attachment_json.hpp"
#include "tests/unit/crypto/vector_runner.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto::testing {
namespace {

template <class Enum>
void read_choice(const Json& json, std::string_view field, std::optional<Enum>& choice) {
  const std::string name(field);
  if (json.contains(name)) choice = Enum{json[name].get<std::uint8_t>()};
}

void read_text(const Json& json, std::string_view field, std::optional<std::string>& text) {
  if (json.contains(std::string(field))) text = text_of(json, field);
}

Talk talk_of(const Json& json) {
  Talk talk{.action = TalkAction{json["action"].get<std::uint8_t>()},
            .id = fixed_of<AppointmentId>(json, "id"),
            .time = {.start_s = number_of(json, "start_s"), .end_s = number_of(json, "end_s")},
            .kind = TalkKind{json["kind"].get<std::uint8_t>()},
            .help = json["help"].get<std::uint8_t>(),
            .revision = number_of(json, "revision")};
  read_choice(json, "mode", talk.mode);
  read_choice(json, "companion", talk.companion);
  read_text(json, "place", talk.place);
  read_text(json, "language", talk.language);
  read_text(json, "agenda", talk.agenda);
  read_text(json, "attendees", talk.attendees);
  read_text(json, "ground_rules", talk.ground_rules);
  if (json.contains("earlier_start_s"))
    talk.earlier =
        TalkTime{.start_s = number_of(json, "earlier_start_s"), .end_s = number_of(json, "earlier_end_s")};
  return talk;
}

Message message_of(const Json& json) {
  Message message;
  if (json.contains("text")) message.text = text_of(json, "text");
  if (json.contains("client_time_ms")) message.client_time_ms = number_of(json, "client_time_ms");
  if (json.contains("attachments")) {
    for (const Json& manifest : json["attachments"]) message.attachments.push_back(manifest_of(manifest));
  }
  if (json.contains("reply_to")) message.reply_to = fixed_of<EntryHash>(json, "reply_to");
  if (json.contains("directory_seen")) {
    message.directory_seen = DirectoryHead{.hash = fixed_of<Digest>(json["directory_seen"], "hash"),
                                           .version = number_of(json["directory_seen"], "version")};
  }
  if (json.contains("read_up_to_seq")) message.read_up_to_seq = number_of(json, "read_up_to_seq");
  if (json.contains("talk")) message.talk = talk_of(json["talk"]);
  return message;
}

EntryPosition position_of(const Json& vector) {
  return {.conversation = fixed_of<ConversationId>(vector, "conversation"),
          .seq = number_of(vector, "seq"),
          .prev = fixed_of<EntryHash>(vector, "prev"),
          .epoch = static_cast<std::uint32_t>(number_of(vector, "epoch"))};
}

std::string_view run_message(const Json& vector) {
  if (text_of(vector, "op") == "tlv") {
    const auto message = parse_message(bytes_of(vector, "tlv"));
    if (!message) return to_string(message.error());
    CHECK(*message == message_of(vector["message"]));
    // Not CHECK(a == b): a difference would print kilobytes. Unknown tags are lost, all else is written the
    // same.
    const bool same = encode(*message) == bytes_of(vector, vector.contains("encoded") ? "encoded" : "tlv");
    CHECK(same);
    return "accept";
  }
  const Bytes bytes = bytes_of(vector, "entry");
  const auto parsed = ParsedEntry::parse(bytes).value();
  const auto verified = verify(parsed, fixed_of<VerifyKey>(vector, "public_key"));
  REQUIRE(verified);
  const EntryPosition& place = parsed.header().position;
  const auto keys = EpochKeys::derive(secret_of<32>(vector, "share"), secret_of<32>(vector, "secret"),
                                      place.conversation, place.epoch)
                        .value();
  const auto message = open_message(*verified, keys);
  if (!message) return "decrypt";
  CHECK(*message == message_of(vector["message"]));
  vectors::GivenRandom random(bytes_of(vector, "random"));
  const auto sender = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
  CHECK(seal_message(*message, position_of(vector), keys, sender, random) == bytes);
  return "accept";
}

CallDetails details_of(const Json& json) {
  CallDetails details;
  if (json.contains("appointment")) details.appointment = fixed_of<AppointmentId>(json, "appointment");
  read_choice(json, "mode", details.mode);
  read_text(json, "phone_number", details.phone_number);
  read_choice(json, "may_answer", details.may_answer);
  read_choice(json, "if_somebody_else", details.if_somebody_else);
  read_choice(json, "voicemail", details.voicemail);
  read_text(json, "name_to_use", details.name_to_use);
  read_text(json, "code_word", details.code_word);
  read_choice(json, "show_number", details.show_number);
  read_text(json, "what_helps", details.what_helps);
  read_choice(json, "companion", details.companion);
  read_text(json, "note", details.note);
  return details;
}

void check_sealed_again(const Json& vector, const CallDetails& details, const ConversationShare& share) {
  std::vector<KemPublicKey> devices;
  for (const Json& device : vector["devices"]) {
    devices.push_back(KemPublicKey::from(from_hex(device.get<std::string>()).value()).value());
  }
  vectors::GivenRandom random(bytes_of(vector, "random"));
  const auto sender = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
  const auto entry = seal_private(details, position_of(vector), share, devices, sender, random);
  REQUIRE(entry);
  CHECK(to_hex(*entry) == text_of(vector, "entry"));
  CHECK(random.is_used_up());
}

std::string_view run_private_entry(const Json& vector) {
  const Bytes bytes = bytes_of(vector, "entry");
  const auto verified = verify(ParsedEntry::parse(bytes).value(), fixed_of<VerifyKey>(vector, "public_key"));
  REQUIRE(verified);
  const auto share = secret_of<32>(vector, "share");
  const auto reader = KemKeyPair::from_seed(secret_of<32>(vector, "kem_seed")).value();
  const auto secret = unwrap_private(*verified, reader);
  if (!secret) return "decrypt";
  const auto details = open_private(*verified, *secret, share);
  if (!details) return "decrypt";
  CHECK(to_hex(secret->expose()) == text_of(vector, "x"));
  CHECK(*details == details_of(vector["details"]));
  check_sealed_again(vector, *details, share);
  return "accept";
}

std::string_view run_private(const Json& vector) {
  const std::string op = text_of(vector, "op");
  if (op == "parse") return outcome_of(parse_private(bytes_of(vector, "payload")));
  if (op != "tlv") return run_private_entry(vector);
  const Bytes tlv = bytes_of(vector, "tlv");
  const auto details = parse_call_details(tlv);
  if (!details) return to_string(details.error());
  CHECK(*details == details_of(vector["details"]));
  CHECK(encode(*details) == tlv);
  return "accept";
}

}  // namespace

TEST_CASE("vectors: messages", "[vectors]") {
  run_vectors("message.json", run_message);
}
TEST_CASE("vectors: private call details", "[vectors]") {
  run_vectors("private.json", run_private);
}

}  // namespace kiezel::crypto::testing
