#include "crypto/statement.hpp"

#include <functional>

#include "crypto/epoch.hpp"
#include "crypto/erase_order.hpp"
#include "crypto/hash.hpp"
#include "crypto/message.hpp"
#include "crypto/refusal.hpp"
#include "crypto/statement_entry.hpp"
#include "crypto/tlv.hpp"
#include "tests/vectors/commit_scene.hpp"
#include "tests/vectors/statement_scene.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;
using enum StatementAction;

constexpr std::size_t head_bytes = 156;

struct StatementScene : CommitScene {
  StatementScene() : CommitScene{.random = SeededRandom("statement")} {}

  Digest ref = sha256(as_bytes("another statement"));

  [[nodiscard]] const SigningKey& issuer_of(StatementAction action) const {
    const bool by_client = action == grant || action == withdraw || action == decline;
    return by_client ? pupil.signing_key : first.device_key;
  }
  [[nodiscard]] Statement say(StatementAction action) {
    Statement said = statement_of(random, conversation, action, issuer_of(action));
    if (action == withdraw || action == use || action == acknowledge || action == decline) said.ref = ref;
    return said;
  }
};

Json vector_of(std::string_view name, const Bytes& bytes) {
  const auto checked = VerifiedStatement::verify(bytes);
  Json result = vector(name, checked ? "accept" : to_string(checked.error()));
  result["op"] = "statement";
  result["statement"] = hex(bytes);
  if (checked) {
    result["hash"] = hex(checked->hash());
    result["action"] = static_cast<int>((*checked)->action);
  }
  return result;
}

void add_sound(Json& vectors, StatementScene& scene) {
  const std::array<std::pair<StatementAction, std::string_view>, 7> actions{{{grant, "a grant"},
                                                                             {withdraw, "a withdrawal"},
                                                                             {use, "a use"},
                                                                             {acknowledge, "seen"},
                                                                             {propose, "a proposal"},
                                                                             {decline, "talk first"},
                                                                             {notice, "a danger notice"}}};
  for (const auto& [action, name] : actions) {
    const SigningKey& issuer = scene.issuer_of(action);
    Json made = vector_of(name, signed_as_is(encode(scene.say(action)), issuer));
    made["seed"] = hex(issuer.seed());
    vectors.push_back(made);
  }
  Statement cover = scene.say(grant);
  cover.purpose = StatementPurpose::cover;
  cover.to_advisor = scene.second.identity_key.verify_key();
  cover.ref = scene.ref;
  cover.valid_from_s = scene_now_s;
  cover.valid_until_s = scene_now_s + 86'400;
  vectors.push_back(vector_of("cover for a week", signed_as_is(encode(cover), scene.pupil.signing_key)));
  Statement oral = scene.say(propose);
  oral.said_at_s = scene_now_s - 3600;
  vectors.push_back(vector_of("an oral yes", signed_as_is(encode(oral), scene.first.device_key)));
}

using Change = std::function<void(Statement&)>;

void add_wrong_shapes(Json& vectors, StatementScene& scene) {
  struct Wrong {
    std::string_view name;
    StatementAction action;
    Change change;
  };
  const std::vector<Wrong> wrongs{
      {"a grant without its text", grant, [](Statement& s) { s.text.reset(); }},
      {"a grant with an answer", grant, [](Statement& s) { s.answer = Answer::no; }},
      {"a grant that ends when it begins", grant,
       [](Statement& s) { s.valid_from_s = s.valid_until_s = scene_now_s; }},
      {"a withdrawal of nothing", withdraw, [](Statement& s) { s.ref.reset(); }},
      {"a withdrawal with words", withdraw, [](Statement& s) { s.whom = "iemand"; }},
      {"a withdrawal with a period", withdraw, [](Statement& s) { s.valid_until_s = scene_now_s; }},
      {"a use without a time", use, [](Statement& s) { s.told_at_s.reset(); }},
      {"a proposal that answers", propose, [&scene](Statement& s) { s.ref = scene.ref; }},
      {"a notice without a reason", notice, [](Statement& s) { s.why.reset(); }},
      {"a decline without an answer", decline, [](Statement& s) { s.answer.reset(); }},
      {"cover for nobody", grant, [](Statement& s) { s.purpose = StatementPurpose::cover; }},
      {"telling, with somebody's key", grant,
       [&scene](Statement& s) { s.to_advisor = scene.second.identity_key.verify_key(); }},
      {"nobody's name", grant, [](Statement& s) { s.whom = ""; }},
      {"a name that is too long", grant, [](Statement& s) { s.whom = std::string(201, 'x'); }},
      {"more points than fit", grant, [](Statement& s) { s.about = std::string(4001, 'x'); }},
      {"a text that is too long", grant, [](Statement& s) { s.text = std::string(8001, 'x'); }},
      {"a time that no number can be", grant, [](Statement& s) { s.issued_at_s = number_max + 1; }},
  };
  for (const auto& [name, action, change] : wrongs) {
    Statement said = scene.say(action);
    change(said);
    vectors.push_back(vector_of(name, signed_as_is(encode(said), scene.issuer_of(action))));
  }
}

void add_damaged(Json& vectors, StatementScene& scene) {
  const SigningKey& pupil = scene.pupil.signing_key;
  const Bytes body = encode(scene.say(grant));
  const auto patched = [&](std::size_t at, std::uint8_t value) {
    Bytes changed = body;
    changed.at(at) = value;
    return signed_as_is(changed, pupil);
  };
  vectors.push_back(vector_of("an action that is not", patched(64, 8)));
  vectors.push_back(vector_of("a purpose that is not", patched(65, 0)));
  Bytes nobody = body;
  std::fill_n(nobody.begin() + 32, 32, std::uint8_t{0});
  vectors.push_back(vector_of("nobody's key", signed_as_is(nobody, pupil)));
  Bytes cut = signed_as_is(BytesView(body).first(head_bytes), pupil);
  vectors.push_back(vector_of("a head and nothing said", cut));
  cut.pop_back();
  vectors.push_back(vector_of("too short", cut));
  vectors.push_back(
      vector_of("a value cut short", signed_as_is(BytesView(body).first(body.size() - 1), pupil)));
  vectors.push_back(vector_of("signed by somebody else", signed_as_is(body, scene.first.device_key)));
  Bytes flipped = signed_as_is(body, pupil);
  flipped.back() ^= 1U;
  vectors.push_back(vector_of("another signature", flipped));
  TlvWriter unknown;
  unknown.add(99, as_bytes("for later"));
  const Bytes more = unknown.take();
  vectors.push_back(vector_of("a tag of later", signed_as_is(join({body, more}), pupil)));
  vectors.push_back(vector_of("larger than any", Bytes(statement_bytes_max + 1)));
}

Json entry_vector(std::string_view name, std::string_view expect, const Bytes& entry,
                  const SigningKey& signer) {
  Json result = vector(name, expect);
  result["op"] = "entry";
  result["public_key"] = hex(signer.verify_key());
  result["entry"] = hex(entry);
  return result;
}

void add_entries(Json& vectors, StatementScene& scene) {
  const ConversationShare share = scene.random.secret<32>();
  const EpochSecret secret = scene.random.secret<32>();
  const EpochKeys keys = EpochKeys::derive(share, secret, scene.conversation, 2).value();
  const EntryPosition place{
      .conversation = scene.conversation, .seq = 7, .prev = scene.random.fixed<EntryHash>(), .epoch = 2};
  const SigningKey& pupil = scene.pupil.signing_key;
  const auto statement = sign_statement(scene.say(grant), pupil).value();
  const auto add = [&](Json made) {
    made["share"] = hex(share);
    made["secret"] = hex(secret);
    vectors.push_back(std::move(made));
  };
  const Bytes nonce = to_bytes(scene.random.fixed<Nonce>());
  GivenRandom given(nonce);
  Json sound = entry_vector("sealed and opened", "accept",
                            seal_statement(statement, place, keys, pupil, given).value(), pupil);
  sound["nonce"] = hex(nonce);
  sound["statement"] = hex(statement.bytes());
  sound["seed"] = hex(pupil.seed());
  add(std::move(sound));
  const auto sealed_as_is = [&](BytesView inner, std::uint16_t tag, const SigningKey& sender) {
    TlvWriter writer;
    writer.add(tag, inner);
    return seal_entry(EntryKind::statement, writer.take(), place, keys, sender, scene.random.fixed<Nonce>())
        .value();
  };
  add(entry_vector("a statement of somebody else's", "decrypt",
                   sealed_as_is(statement.bytes(), 16, scene.first.device_key), scene.first.device_key));
  add(entry_vector("no statement inside", "decrypt", sealed_as_is(as_bytes("hoi"), 1, pupil), pupil));
  Statement foreign = scene.say(grant);
  foreign.conversation = scene.random.fixed<ConversationId>();
  add(entry_vector("a statement of another conversation", "decrypt",
                   sealed_as_is(signed_as_is(encode(foreign), pupil), 16, pupil), pupil));
}

void add_orders(Json& vectors) {
  const std::array<std::pair<std::string_view, Bytes>, 5> payloads{{{"everything", {1}},
                                                                    {"nothing said", {}},
                                                                    {"some entries: reserved", {2}},
                                                                    {"zero", {0}},
                                                                    {"more than the order", {1, 1}}}};
  for (const auto& [name, payload] : payloads) {
    const auto order = parse_erase_order(payload);
    Json made = vector(name, order ? "accept" : to_string(order.error()));
    made["op"] = "erase";
    made["payload"] = hex(payload);
    vectors.push_back(made);
  }
}

}  // namespace

VectorFile make_statement() {
  StatementScene scene;
  Json content = file_content(
      "STATEMENTs as they are signed (statement), as they are sealed (entry), and the payload of ERASE "
      "(erase): "
      "crypto/KZ1.md 5.5.");
  Json& vectors = content["vectors"];
  add_sound(vectors, scene);
  add_wrong_shapes(vectors, scene);
  add_damaged(vectors, scene);
  add_entries(vectors, scene);
  add_orders(vectors);
  return {"statement.json", std::move(content)};
}

}  // namespace kiezel::vectors
