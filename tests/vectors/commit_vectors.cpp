#include "crypto/commit.hpp"

#include "crypto/commit_seal.hpp"
#include "tests/vectors/commit_scene.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Roster full_roster(Random& random) {
  return {.school = "00AB01",
          .directory = DirectoryHead{.hash = random.fixed<Digest>(), .version = 7},
          .language = Language::dutch_informal,
          .excluded_advisors = {random.fixed<KeyId>(), random.fixed<KeyId>()},
          .self = SelfDescription{.role = ClientRole::pupil, .age = AgeBand::from_12_to_15, .name = "Sam"},
          .cover = CoverPreference::new_messages,
          .brake = true};
}

Json json_of(const Roster& roster) {
  Json result = Json::object();
  if (roster.school) result["school"] = *roster.school;
  if (roster.directory) {
    result["directory"] = {{"hash", hex(roster.directory->hash)}, {"version", roster.directory->version}};
  }
  if (roster.language) result["language"] = static_cast<int>(*roster.language);
  if (!roster.excluded_advisors.empty()) {
    result["excluded_advisors"] = Json::array();
    for (const KeyId& id : roster.excluded_advisors) result["excluded_advisors"].push_back(hex(id));
  }
  if (roster.self) {
    result["self"] = {{"role", static_cast<int>(roster.self->role)},
                      {"age", static_cast<int>(roster.self->age)},
                      {"name", roster.self->name}};
  }
  if (roster.cover) result["cover"] = static_cast<int>(*roster.cover);
  if (roster.brake) result["brake"] = true;
  return result;
}

struct Sealed {
  Bytes entry;
  EpochSecret secret;
  Bytes random;
};

Sealed seal(CommitScene& scene, const CommitPlan& plan, const EntryPosition& position) {
  auto secret = scene.random.secret<32>();
  const EpochKeys keys =
      EpochKeys::derive(scene.share, secret, position.conversation, position.epoch).value();
  static_cast<void>(scene.random.take_used());
  const Bytes payload = seal_commit(plan, secret, keys, scene.random).value();
  return {.entry = sign_entry(EntryKind::commit, position, {}, payload, scene.pupil.signing_key),
          .secret = std::move(secret),
          .random = scene.random.take_used()};
}

/// What a reader with this key must get out of the entry.
Json open_vector(std::string_view name, std::string_view expect, BytesView entry, const CommitScene& scene,
                 const KemKeyPair& reader) {
  Json result = vector(name, expect);
  result["op"] = "open";
  result["signer"] = hex(scene.pupil.signing_key.verify_key());
  result["share"] = hex(scene.share);
  result["kem_seed"] = hex(reader.seed());
  result["entry"] = hex(entry);
  if (expect != "accept") return result;
  const VerifiedEntry verified =
      verify(ParsedEntry::parse(entry).value(), scene.pupil.signing_key.verify_key()).value();
  const OpenedCommit opened = open_commit(verified, reader, scene.share).value();
  result["secret"] = hex(opened.secret);
  result["history"] = Json::array();
  for (const HistoryGrant& grant : opened.history) {
    result["history"].push_back({{"epoch", grant.epoch}, {"secret", hex(grant.secret)}});
  }
  result["roster"] = json_of(opened.roster);
  return result;
}

/// Everything that the committer put in, so that sealing can be repeated.
Json seal_vector(std::string_view name, const Sealed& sealed, const CommitScene& scene,
                 const CommitPlan& plan, const EntryPosition& position) {
  Json result = vector(name, "accept");
  result["op"] = "seal";
  result["seed"] = hex(scene.pupil.signing_key.seed());
  result["share"] = hex(scene.share);
  result.update(vectors::json_of(position));
  result["reason"] = static_cast<int>(plan.reason);
  result["secret"] = hex(sealed.secret);
  result["recipients"] = Json::array();
  for (const NewRecipient& recipient : plan.recipients) {
    Json history = Json::array();
    for (const HistoryGrant& grant : recipient.history) {
      history.push_back({{"epoch", grant.epoch}, {"secret", hex(grant.secret)}});
    }
    result["recipients"].push_back({{"role", static_cast<int>(recipient.role)},
                                    {"id", hex(recipient.id)},
                                    {"kem_key", hex(recipient.kem_key)},
                                    {"history", history}});
  }
  result["roster"] = json_of(plan.roster);
  result["random"] = hex(sealed.random);
  result["entry"] = hex(sealed.entry);
  return result;
}

Bytes signed_again(const CommitScene& scene, const EntryPosition& position, BytesView payload) {
  return sign_entry(EntryKind::commit, position, {}, payload, scene.pupil.signing_key);
}

void add_sealed(Json& vectors, CommitScene& scene) {
  const EntryPosition start{.conversation = scene.conversation, .seq = 0, .prev = {}, .epoch = 0};
  const CommitPlan creation{.reason = CommitReason::create,
                            .auth_ref = {},
                            .recipients = {scene.pupil.recipient(), scene.first.recipient()},
                            .roster = full_roster(scene.random)};
  const Sealed created = seal(scene, creation, start);
  vectors.push_back(seal_vector("a creation", created, scene, creation, start));
  vectors.push_back(
      open_vector("a creation, opened by the client", "accept", created.entry, scene, scene.pupil.kem));
  vectors.push_back(
      open_vector("a creation, opened by the advisor", "accept", created.entry, scene, scene.first.prekey));
  vectors.push_back(
      open_vector("a creation, opened by a stranger", "decrypt", created.entry, scene, scene.second.prekey));

  std::vector<HistoryGrant> history;
  history.push_back({.epoch = 0, .secret = created.secret.clone()});
  NewRecipient informed = scene.second.recipient(Role::cover_advisor);
  informed.history = history;
  const EntryPosition later{
      .conversation = scene.conversation, .seq = 9, .prev = scene.random.fixed<EntryHash>(), .epoch = 1};
  const CommitPlan handover{.reason = CommitReason::handover,
                            .auth_ref = {},
                            .recipients = {scene.pupil.recipient(), scene.first.recipient(), informed},
                            .roster = {}};
  const Sealed handed = seal(scene, handover, later);
  vectors.push_back(seal_vector("a handover with history", handed, scene, handover, later));
  vectors.push_back(
      open_vector("a handover, opened with its history", "accept", handed.entry, scene, scene.second.prekey));
}

void add_refused_opening(Json& vectors, CommitScene& scene) {
  const EntryPosition start{.conversation = scene.conversation, .seq = 0, .prev = {}, .epoch = 0};
  const CommitPlan plan{.reason = CommitReason::create,
                        .auth_ref = {},
                        .recipients = {scene.pupil.recipient(), scene.first.recipient()},
                        .roster = {}};
  const Sealed sealed = seal(scene, plan, start);
  const Bytes payload = to_bytes(ParsedEntry::parse(sealed.entry).value().payload());
  const auto reader = [&](std::string_view name, BytesView entry) {
    vectors.push_back(open_vector(name, "decrypt", entry, scene, scene.first.prekey));
  };

  EntryPosition elsewhere = start;
  elsewhere.conversation = scene.random.fixed<ConversationId>();
  reader("a wrap moved to another conversation", signed_again(scene, elsewhere, payload));
  EntryPosition next_epoch = start;
  next_epoch.epoch = 1;
  reader("a wrap moved to another epoch", signed_again(scene, next_epoch, payload));

  Commit two_keys = parse_commit(payload).value();
  const Sealed other = seal(scene, plan, start);
  const Commit other_commit = parse_commit(ParsedEntry::parse(other.entry).value().payload()).value();
  two_keys.recipients[1].wrapped = other_commit.recipients[1].wrapped;
  reader("an equivocating committer: another key for the advisor",
         signed_again(scene, start, encode(two_keys)));

  Commit promoted = parse_commit(payload).value();
  promoted.recipients[1].role = Role::cover_advisor;
  reader("a recipient with another role", signed_again(scene, start, encode(promoted)));
  Commit roster_changed = parse_commit(payload).value();
  roster_changed.sealed_roster[0] ^= 1;
  reader("a changed roster", signed_again(scene, start, encode(roster_changed)));

  Json wrong_share = open_vector("another share", "decrypt", sealed.entry, scene, scene.first.prekey);
  wrong_share["share"] = hex(scene.random.secret<32>());
  vectors.push_back(wrong_share);
}

Json parse_vector(std::string_view name, std::string_view expect, BytesView payload) {
  Json result = vector(name, expect);
  result["op"] = "parse";
  result["payload"] = hex(payload);
  return result;
}

void add_parsed(Json& vectors, const CommitScene& scene) {
  const std::array readers{scene.pupil.recipient(), scene.first.recipient()};
  const Commit good = public_commit(CommitReason::create, readers);
  const Bytes payload = encode(good);
  const auto refuse = [&](std::string_view name, std::string_view expect, BytesView bytes) {
    vectors.push_back(parse_vector(name, expect, bytes));
  };
  const auto refuse_changed = [&](std::string_view name, auto change) {
    Commit changed = good;
    change(changed);
    refuse(name, "shape", encode(changed));
  };

  Bytes unknown_reason = payload;
  unknown_reason[0] = 9;
  Bytes no_recipients = payload;
  no_recipients[65] = 0;
  Bytes many_recipients = payload;
  many_recipients[65] = 17;
  Bytes unknown_role = payload;
  unknown_role[66] = 5;
  Commit short_roster = good;
  short_roster.sealed_roster.pop_back();

  vectors.push_back(parse_vector("well formed", "accept", payload));
  refuse("nothing", "syntax", {});
  refuse("cut short", "syntax", BytesView(payload).first(payload.size() - 1));
  refuse("one byte more", "syntax", join({payload, Bytes(1)}));
  refuse("a roster of no size class", "syntax", encode(short_roster));
  refuse("an unknown reason", "shape", unknown_reason);
  refuse("no recipients", "shape", no_recipients);
  refuse("seventeen recipients", "limit", many_recipients);
  refuse("an unknown role", "shape", unknown_role);
  refuse_changed("a client without a KEM key", [](Commit& commit) { commit.recipients[0].kem_key.reset(); });
  refuse_changed("a KEM id that is not the key's",
                 [](Commit& commit) { commit.recipients[0].kem_id.bytes[0] ^= 1; });
  refuse_changed("an advisor with a KEM key",
                 [](Commit& commit) { commit.recipients[1].kem_key = commit.recipients[0].kem_key; });
  refuse_changed("a zero identity key", [](Commit& commit) { commit.recipients[1].id = {}; });
  refuse_changed("a device twice", [](Commit& commit) { commit.recipients.push_back(commit.recipients[1]); });
  refuse_changed("no client", [](Commit& commit) { commit.recipients.erase(commit.recipients.begin()); });
  refuse_changed("a wrap of a wrong size", [](Commit& commit) { commit.recipients[0].wrapped.pop_back(); });
  refuse_changed("one id with two roles", [](Commit& commit) {
    commit.recipients.push_back(commit.recipients[1]);
    commit.recipients[2].kem_id.bytes[0] ^= 1;
    commit.recipients[2].role = Role::cover_advisor;
  });
}

}  // namespace

VectorFile make_commit() {
  Json content = file_content(
      "COMMITs: sealed and opened, parsed, and who may commit what (KZ1 5.4). `random` is what sealing "
      "draws: 64 bytes "
      "for each recipient, then the roster's nonce. Sealed entries are signed by `seed`.");
  Json& vectors = content["vectors"];
  CommitScene scene;
  add_sealed(vectors, scene);
  add_refused_opening(vectors, scene);
  add_parsed(vectors, scene);
  add_commit_rules(vectors, scene);
  return {.name = "commit.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
