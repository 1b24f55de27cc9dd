// Whole logs: what a reader accepts of a conversation, entry by entry.
#include "crypto/log_chain.hpp"

#include "tests/vectors/log_scene.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

void play(LogScene& scene) {
  Roster roster;
  roster.school = "00AB01";
  roster.language = Language::dutch_informal;
  const SigningKey& device = scene.advisor.device_key;
  scene.commit(
      {.reason = CommitReason::create, .auth_ref = {}, .recipients = scene.readers(), .roster = roster},
      scene.client);
  scene.message("Hoi, mag ik iets vragen?", scene.client);
  scene.message("Natuurlijk. Vertel maar.", device);
  scene.read_mark(1, device);
  scene.commit(
      {.reason = CommitReason::rotate, .auth_ref = {}, .recipients = scene.readers(), .roster = roster},
      scene.client);
  scene.message(std::string(4000, 'k'), scene.client);
  CallDetails details;
  details.mode = CallMode::advisor_calls;
  details.phone_number = "06 00 00 00 00";
  scene.call_details(details, scene.client);
}

/// An entry of a vector: a number names one of the scenario's, a string is another one in full.
Json numbers(std::initializer_list<int> entries) {
  return Json(std::vector<int>(entries));
}

Json chain_vector(std::string_view name, std::string_view expect, Json entries) {
  Json result = vector(name, expect);
  result["entries"] = std::move(entries);
  // The last entry is the one that is refused.
  if (expect != "accept") result["refused_at"] = result["entries"].size() - 1;
  return result;
}

Bytes forge(LogScene& scene, const EntryPosition& position, const SigningKey& signer) {
  const EpochKeys keys =
      EpochKeys::derive(scene.share, scene.secret(), position.conversation, position.epoch).value();
  Message content;
  content.text = "Ik ben het echt.";
  return seal_message(content, position, keys, signer, scene.random).value();
}

Json with_forged(std::string_view name, std::string_view expect, const Bytes& forged) {
  Json entries = numbers({0, 1, 2, 3, 4, 5, 6});
  entries.push_back(hex(forged));
  return chain_vector(name, expect, std::move(entries));
}

void add_reordered(Json& vectors) {
  vectors.push_back(chain_vector("a dropped entry", "rule", numbers({0, 2})));
  vectors.push_back(chain_vector("swapped entries", "rule", numbers({0, 1, 3})));
  vectors.push_back(chain_vector("a replayed entry", "rule", numbers({0, 1, 1})));
  vectors.push_back(chain_vector("the first commit again", "rule", numbers({0, 1, 2, 3, 0})));
  vectors.push_back(chain_vector("begins with a message", "rule", numbers({1})));
  vectors.push_back(chain_vector("begins in the middle", "rule", numbers({4})));
  // Nobody can see from inside a chain that its end is withheld; the chain check by voice is for that.
  vectors.push_back(chain_vector("a withheld end", "accept", numbers({0, 1, 2})));
}

void add_forged(Json& vectors, LogScene& scene) {
  const EntryPosition next = scene.position();
  EntryPosition other_conversation = next;
  other_conversation.conversation = scene.random.fixed<ConversationId>();
  EntryPosition other_head = next;
  other_head.prev = scene.random.fixed<EntryHash>();
  EntryPosition skipped = next;
  skipped.seq += 1;
  EntryPosition old_epoch = next;
  old_epoch.epoch = 0;
  Bytes flipped = scene.entries()[1];
  flipped[entry_header_bytes] ^= 1;
  Json with_flipped = numbers({0});
  with_flipped.push_back(hex(flipped));

  vectors.push_back(chain_vector("a flipped payload byte", "signature", with_flipped));
  vectors.push_back(
      with_forged("of another conversation", "rule", forge(scene, other_conversation, scene.client)));
  vectors.push_back(with_forged("after another head: an equivocating server", "rule",
                                forge(scene, other_head, scene.client)));
  vectors.push_back(with_forged("one seq too far", "rule", forge(scene, skipped, scene.client)));
  vectors.push_back(with_forged("of an epoch that is over", "rule", forge(scene, old_epoch, scene.client)));
  vectors.push_back(
      with_forged("by a stranger's device", "rule", forge(scene, next, scene.stranger.device_key)));
  vectors.push_back(
      with_forged("by the identity key itself", "rule", forge(scene, next, scene.advisor.identity_key)));
  vectors.push_back(
      with_forged("an answer that is right", "accept", forge(scene, next, scene.advisor.device_key)));
}

void add_commits(Json& vectors, LogScene& scene) {
  EntryPosition next = scene.position();
  next.epoch += 1;
  const auto commit = [&](const CommitPlan& plan, const EntryPosition& position, const SigningKey& signer) {
    const auto secret = scene.random.secret<32>();
    const EpochKeys keys =
        EpochKeys::derive(scene.share, secret, position.conversation, position.epoch).value();
    return sign_entry(EntryKind::commit, position, {}, seal_commit(plan, secret, keys, scene.random).value(),
                      signer);
  };
  CommitPlan rotation{
      .reason = CommitReason::rotate, .auth_ref = {}, .recipients = scene.readers(), .roster = {}};
  CommitPlan addition = rotation;
  addition.reason = CommitReason::add;
  addition.recipients.push_back(scene.stranger.recipient());
  CommitPlan authorised = addition;
  authorised.auth_ref = scene.position().prev;

  EntryPosition skipped_epoch = next;
  skipped_epoch.epoch += 1;
  EntryPosition same_epoch = scene.position();
  const SigningKey& device = scene.advisor.device_key;
  vectors.push_back(with_forged("the advisor rotates", "accept", commit(rotation, next, device)));
  vectors.push_back(with_forged("the advisor adds a colleague", "rule", commit(addition, next, device)));
  vectors.push_back(with_forged("the advisor adds a colleague and names an entry", "rule",
                                commit(authorised, next, device)));
  vectors.push_back(
      with_forged("the client adds a colleague", "accept", commit(addition, next, scene.client)));
  vectors.push_back(
      with_forged("a commit that skips an epoch", "rule", commit(rotation, skipped_epoch, scene.client)));
  vectors.push_back(
      with_forged("a commit that stays in its epoch", "rule", commit(rotation, same_epoch, scene.client)));
  vectors.push_back(with_forged("a commit that cannot be parsed", "syntax",
                                sign_entry(EntryKind::commit, next, {}, Bytes(40), scene.client)));
}

void add_devices(Json& vectors, const LogScene& scene) {
  const auto with_device = [&](std::string_view name, std::string_view expect, const Device& device) {
    Json result = chain_vector(name, expect, numbers({0, 1, 2}));
    result["devices"] = Json::array({json_of(device)});
    vectors.push_back(result);
  };
  Device revoked = scene.advisor.device();
  revoked.revoked_at_s = scene_now_s;
  Device revoked_later = scene.advisor.device();
  revoked_later.revoked_at_s = scene_now_s + 1;
  Device expired = scene.advisor.device();
  expired.not_after_s = scene_now_s;
  Device foreign = scene.advisor.device();
  foreign.advisor = scene.stranger.identity_key.verify_key();
  with_device("the device was revoked", "rule", revoked);
  with_device("the device is revoked later", "accept", revoked_later);
  with_device("the device's certificate has expired", "rule", expired);
  with_device("the device is another advisor's", "rule", foreign);
  Json unknown = chain_vector("the device is unknown", "rule", numbers({0, 1, 2}));
  unknown["devices"] = Json::array();
  vectors.push_back(unknown);
}

void add_erased(Json& vectors, const LogScene& scene) {
  const auto erased = [&](std::size_t number, const VerifyKey& signer) {
    return hex(erase_payload(verify(ParsedEntry::parse(scene.entries()[number]).value(), signer).value()));
  };
  Json kept = numbers({0, 1, 2, 3, 4, 5, 6});
  kept[1] = {{"erased", erased(1, scene.client.verify_key())}};
  vectors.push_back(chain_vector("a message was erased", "accept", kept));
  Json commit = Json::array({Json{{"erased", erased(0, scene.client.verify_key())}}});
  vectors.push_back(chain_vector("a commit was erased", "rule", commit));
}

/// Fills in where an accepted chain ends.
void add_outcomes(Json& vectors, const LogScene& scene) {
  for (Json& chain : vectors) {
    if (chain["expect"] != "accept") continue;
    LogChain log(scene.conversation);
    const std::array devices{scene.advisor.device(), scene.stranger.device()};
    const ChainFacts facts{
        .devices = devices, .at_s = scene_now_s, .directory = std::nullopt, .excluded_advisors = {}};
    for (const Json& entry : chain["entries"]) {
      if (entry.is_object()) {
        const Bytes bytes = from_hex(entry["erased"].get<std::string>()).value();
        static_cast<void>(log.append(parse_erased(bytes).value(), facts).value());
        continue;
      }
      const Bytes bytes = entry.is_string() ? from_hex(entry.get<std::string>()).value()
                                            : scene.entries().at(entry.get<std::size_t>());
      static_cast<void>(log.append(bytes, facts).value());
    }
    chain["next_seq"] = log.state().next_seq;
    chain["head"] = hex(log.state().head);
    chain["epoch"] = log.state().epoch;
    chain["members"] = hex(encode_members(log.state().members));
  }
}

Json scenario_of(const LogScene& scene) {
  Json entries = Json::array();
  for (const Bytes& entry : scene.entries()) entries.push_back(hex(entry));
  return {{"conversation", hex(scene.conversation)},
          {"share", hex(scene.share)},
          {"client_root", hex(scene.root)},
          {"client_key", hex(scene.client.verify_key())},
          {"prekey_seed", hex(scene.advisor.prekey.seed())},
          {"at_s", scene_now_s},
          {"devices", Json::array({json_of(scene.advisor.device()), json_of(scene.stranger.device())})},
          {"entries", entries},
          {"contents", Json::array({"commit", "Hoi, mag ik iets vragen?", "Natuurlijk. Vertel maar.",
                                    "read 1", "commit", std::string(4000, 'k'), "private"})}};
}

}  // namespace

VectorFile make_log() {
  LogScene scene;
  play(scene);
  Json content{{"about",
                "Whole logs (KZ1 5.2-5.8). `scenario` is one conversation; a vector's `entries` names its "
                "entries by number, "
                "brings others as hex, and erased ones as {erased}. Without `devices` the scenario's count. "
                "`refused_at` is "
                "the index of the entry that is refused; those before it are accepted."},
               {"scenario", scenario_of(scene)},
               {"vectors", Json::array()}};
  Json& vectors = content["vectors"];
  vectors.push_back(chain_vector("the whole conversation", "accept", numbers({0, 1, 2, 3, 4, 5, 6})));
  add_reordered(vectors);
  add_forged(vectors, scene);
  add_commits(vectors, scene);
  add_devices(vectors, scene);
  add_erased(vectors, scene);
  add_outcomes(vectors, scene);
  return {.name = "log.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
