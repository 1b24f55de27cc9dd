#include "crypto/commit_rules.hpp"

#include "crypto/hash.hpp"
#include "tests/vectors/commit_scene.hpp"

namespace kiezel::vectors {

using namespace crypto;

Json rule_vector(const Rule& rule) {
  Json result = vector(rule.name, rule.verdict == CommitVerdict::allowed ? "accept" : "rule");
  result["op"] = "rules";
  result["verdict"] = to_string(rule.verdict);
  result["before"] = hex(encode_members(members_of(public_commit(CommitReason::create, rule.before))));
  result["sender"] = {{"key", hex(rule.sender.key)},
                      {"role", static_cast<int>(rule.sender.role)},
                      {"member", hex(rule.sender.member)}};
  result["payload"] = hex(encode(public_commit(rule.reason, rule.after)));
  return result;
}

Sender as_sender(const ClientActor& client, Role role) {
  return {.key = client.signing_key.verify_key(), .role = role, .member = client.signing_key.verify_key()};
}

Sender as_sender(const AdvisorActor& advisor, Role role) {
  return {.key = advisor.device_key.verify_key(), .role = role, .member = advisor.identity_key.verify_key()};
}

namespace {

/// The same client with a KEM key that somebody else holds.
NewRecipient with_kem_of(NewRecipient recipient, const KemKeyPair& other) {
  recipient.kem_key = other.public_key();
  return recipient;
}

void add_client_rules(Json& vectors, CommitScene& scene) {
  using enum CommitReason;
  using enum CommitVerdict;
  const ClientActor changed_code = make_client(scene.random);
  const auto pupil = scene.pupil.recipient();
  const auto first = scene.first.recipient();
  const auto second = scene.second.recipient();
  const auto cover = scene.second.recipient(Role::cover_advisor);
  const auto parent = scene.parent.recipient(Role::second_client);
  const Sender client = as_sender(scene.pupil);
  const std::vector rules{
      Rule{"creation by the client", allowed, create, client, {}, {pupil, first}},
      Rule{"creation with two advisors", allowed, create, client, {}, {pupil, first, second}},
      Rule{"creation signed by an advisor",
           not_a_creation,
           create,
           as_sender(scene.first),
           {},
           {pupil, first}},
      Rule{"creation with a parent", not_a_creation, create, client, {}, {pupil, first, parent}},
      Rule{"creation without an advisor", not_a_creation, create, client, {}, {pupil}},
      Rule{"creation with a cover advisor", not_a_creation, create, client, {}, {pupil, first, cover}},
      Rule{"a first commit with another reason", not_a_creation, rotate, client, {}, {pupil, first}},
      Rule{"a second creation", already_created, create, client, {pupil, first}, {pupil, first}},
      Rule{"client rotates", allowed, rotate, client, {pupil, first}, {pupil, first}},
      Rule{"client adds an advisor", allowed, add, client, {pupil, first}, {pupil, first, second}},
      Rule{"client gives cover", allowed, handover, client, {pupil, first}, {pupil, first, cover}},
      Rule{"client hands over", allowed, handover, client, {pupil, first}, {pupil, second}},
      Rule{"client removes an advisor", allowed, remove, client, {pupil, first, second}, {pupil, first}},
      Rule{"client changes its code",
           allowed,
           code_changed,
           client,
           {pupil, first},
           {changed_code.recipient(), first}},
      Rule{"rotation that adds", change_not_reason, rotate, client, {pupil, first}, {pupil, first, second}},
      Rule{"addition that adds nobody", change_not_reason, add, client, {pupil, first}, {pupil, first}},
      Rule{"addition that also removes", change_not_reason, add, client, {pupil, first}, {pupil, second}},
      Rule{"removal that removes nobody", change_not_reason, remove, client, {pupil, first}, {pupil, first}},
      Rule{
          "rotation that changes a role", change_not_reason, rotate, client, {pupil, second}, {pupil, cover}},
      Rule{"code change that keeps the code",
           change_not_reason,
           code_changed,
           client,
           {pupil, first},
           {pupil, first}},
      Rule{"another KEM key without a code change",
           client_key_changed,
           rotate,
           client,
           {pupil, first},
           {with_kem_of(pupil, scene.parent.kem), first}},
      Rule{"addition with two clients",
           no_statement,
           add,
           client,
           {pupil, first, parent},
           {pupil, first, parent, second}},
      Rule{"the pupil removes the parent", allowed, remove, client, {pupil, first, parent}, {pupil, first}}};
  for (const Rule& rule : rules) vectors.push_back(rule_vector(rule));
}

void add_other_rules(Json& vectors, CommitScene& scene) {
  using enum CommitReason;
  using enum CommitVerdict;
  const ClientActor changed_code = make_client(scene.random);
  const auto pupil = scene.pupil.recipient();
  const auto first = scene.first.recipient();
  const auto second = scene.second.recipient();
  const auto cover = scene.second.recipient(Role::cover_advisor);
  const auto parent = scene.parent.recipient(Role::second_client);
  const Sender parent_sender = as_sender(scene.parent, Role::second_client);
  const Sender advisor = as_sender(scene.first);
  const Sender covering = as_sender(scene.second, Role::cover_advisor);
  const std::vector rules{
      Rule{"parent rotates", allowed, rotate, parent_sender, {pupil, first, parent}, {pupil, first, parent}},
      Rule{"parent leaves", allowed, remove, parent_sender, {pupil, first, parent}, {pupil, first}},
      Rule{"parent changes its code",
           allowed,
           code_changed,
           parent_sender,
           {pupil, first, parent},
           {pupil, first, changed_code.recipient(Role::second_client)}},
      Rule{"parent replaces the pupil",
           change_not_reason,
           code_changed,
           parent_sender,
           {pupil, first, parent},
           {changed_code.recipient(), first, parent}},
      Rule{"parent removes the advisor",
           not_permitted,
           remove,
           parent_sender,
           {pupil, first, second, parent},
           {pupil, first, parent}},
      Rule{"parent adds an advisor",
           not_permitted,
           add,
           parent_sender,
           {pupil, first, parent},
           {pupil, first, parent, second}},
      Rule{"advisor rotates", allowed, rotate, advisor, {pupil, first}, {pupil, first}},
      Rule{"advisor drops a device", allowed, device_revoked, advisor, {pupil, first}, {pupil, first}},
      Rule{"advisor recovers", allowed, recovered, advisor, {pupil, first}, {pupil, first}},
      Rule{"advisor leaves", allowed, remove, advisor, {pupil, first, second}, {pupil, second}},
      Rule{"the only advisor leaves", allowed, remove, advisor, {pupil, first}, {pupil}},
      Rule{"advisor removes a colleague",
           not_permitted,
           remove,
           advisor,
           {pupil, first, second},
           {pupil, first}},
      Rule{"advisor removes the parent",
           not_permitted,
           remove,
           advisor,
           {pupil, first, parent},
           {pupil, first}},
      Rule{"advisor adds a colleague", no_statement, add, advisor, {pupil, first}, {pupil, first, second}},
      Rule{"advisor hands over", no_statement, handover, advisor, {pupil, first}, {pupil, first, cover}},
      Rule{"advisor adds a parent", no_statement, add, advisor, {pupil, first}, {pupil, first, parent}},
      Rule{"advisor replaces the client",
           change_not_reason,
           code_changed,
           advisor,
           {pupil, first},
           {changed_code.recipient(), first}},
      Rule{"advisor puts another KEM key in the client's place",
           client_key_changed,
           rotate,
           advisor,
           {pupil, first},
           {with_kem_of(pupil, scene.second.prekey), first}},
      Rule{"cover advisor rotates", allowed, rotate, covering, {pupil, first, cover}, {pupil, first, cover}},
      Rule{"cover advisor leaves", allowed, remove, covering, {pupil, first, cover}, {pupil, first}},
      Rule{"cover advisor promotes itself",
           change_not_reason,
           rotate,
           covering,
           {pupil, first, cover},
           {pupil, first, second}},
      Rule{"advisor ends cover", allowed, remove, advisor, {pupil, first, cover}, {pupil, first}},
      Rule{"advisor ends cover and leaves", not_permitted, remove, advisor, {pupil, first, cover}, {pupil}},
      Rule{"cover advisor removes the advisor",
           not_permitted,
           remove,
           covering,
           {pupil, first, cover},
           {pupil, cover}}};
  for (const Rule& rule : rules) vectors.push_back(rule_vector(rule));
}

void add_directory_rules(Json& vectors, const CommitScene& scene) {
  using enum CommitReason;
  using enum CommitVerdict;
  const auto pupil = scene.pupil.recipient();
  const auto first = scene.first.recipient();
  const auto second = scene.second.recipient();
  const Sender client = as_sender(scene.pupil);
  const Json only_first = Json::array({hex(scene.first.identity_key.verify_key())});

  Json unknown = rule_vector({"an added advisor that is not listed",
                              unknown_advisor,
                              add,
                              client,
                              {pupil, first},
                              {pupil, first, second}});
  unknown["directory"] = only_first;
  Json created = rule_vector(
      {"creation with an advisor that is not listed", unknown_advisor, create, client, {}, {pupil, second}});
  created["directory"] = only_first;
  Json listed = rule_vector(
      {"an advisor who stays need not be listed", allowed, rotate, client, {pupil, second}, {pupil, second}});
  listed["directory"] = only_first;
  Json excluded = rule_vector({"an added advisor that the client excluded",
                               excluded_advisor,
                               add,
                               client,
                               {pupil, first},
                               {pupil, first, second}});
  excluded["excluded"] = Json::array({hex(scene.second.identity_key.id())});
  for (const Json& rule : {unknown, created, listed, excluded}) vectors.push_back(rule);

  Commit with_authority = public_commit(rotate, std::array{pupil, first});
  with_authority.auth_ref = EntryHash{sha256(as_bytes("a statement")).bytes};
  Json named = rule_vector({"a statement is named, which nobody can check yet",
                            no_statement,
                            rotate,
                            client,
                            {pupil, first},
                            {pupil, first}});
  named["payload"] = hex(encode(with_authority));
  vectors.push_back(named);
}

}  // namespace

Commit public_commit(CommitReason reason, std::span<const NewRecipient> readers) {
  Commit commit;
  commit.reason = reason;
  commit.key_commitment = KeyCommitment{sha256(as_bytes("key commitment")).bytes};
  for (const NewRecipient& reader : readers) {
    Recipient recipient{.role = reader.role,
                        .id = reader.id,
                        .kem_key = std::nullopt,
                        .kem_id = kem_id(reader.kem_key),
                        .wrapped = Bytes(wrap_overhead_bytes + 34)};
    if (is_client(reader.role)) recipient.kem_key = reader.kem_key;
    commit.recipients.push_back(std::move(recipient));
  }
  commit.sealed_roster = Bytes(512 + 16);
  return commit;
}

void add_commit_rules(Json& vectors, CommitScene& scene) {
  add_client_rules(vectors, scene);
  add_other_rules(vectors, scene);
  add_directory_rules(vectors, scene);
}

}  // namespace kiezel::vectors
