#include "crypto/commit_rules.hpp"
#include "crypto/hash.hpp"
#include "crypto/roster.hpp"
#include "crypto/succession.hpp"
#include "tests/vectors/commit_scene.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

struct NewWordsScene : CommitScene {
  NewWordsScene() : CommitScene{.random = SeededRandom("new words")} {}

  ClientActor successor = make_client(random);
  ClientActor second_successor = make_client(random);
  /// Another device of the first advisor.
  KemKeyPair other_device = KemKeyPair::from_seed(random.secret<32>()).value();
};

NewRecipient with_kem_of(NewRecipient recipient, const NewRecipient& other) {
  recipient.kem_key = other.kem_key;
  return recipient;
}

NewRecipient with_device(NewRecipient recipient, const KemKeyPair& device) {
  recipient.kem_key = device.public_key();
  return recipient;
}

void add_code_changes(Json& vectors, const NewWordsScene& scene) {
  using enum CommitReason;
  using enum CommitVerdict;
  const auto pupil = scene.pupil.recipient();
  const auto first = scene.first.recipient();
  const auto parent = scene.parent.recipient(Role::second_client);
  const auto successor = scene.successor.recipient();
  const Sender client = as_sender(scene.pupil);
  const std::vector rules{
      Rule{"a code change", allowed, code_changed, client, {pupil, first}, {successor, first}},
      Rule{"a code change that keeps the KEM key",
           change_not_reason,
           code_changed,
           client,
           {pupil, first},
           {with_kem_of(successor, pupil), first}},
      Rule{"a code change that replaces the parent",
           change_not_reason,
           code_changed,
           client,
           {pupil, first, parent},
           {pupil, first, scene.successor.recipient(Role::second_client)}},
      Rule{"a code change signed by the new key",
           change_not_reason,
           code_changed,
           as_sender(scene.successor),
           {pupil, first},
           {successor, first}}};
  for (const Rule& rule : rules) vectors.push_back(rule_vector(rule));
}

void add_cards(Json& vectors, const NewWordsScene& scene) {
  using enum CommitReason;
  using enum CommitVerdict;
  const auto pupil = scene.pupil.recipient();
  const auto first = scene.first.recipient();
  const auto second = scene.second.recipient();
  const auto cover = scene.second.recipient(Role::cover_advisor);
  const auto parent = scene.parent.recipient(Role::second_client);
  const auto successor = scene.successor.recipient();
  const auto parent_successor = scene.second_successor.recipient(Role::second_client);
  const Sender advisor = as_sender(scene.first);
  const Sender covering = as_sender(scene.second, Role::cover_advisor);
  const Sender parent_sender = as_sender(scene.parent, Role::second_client);
  const std::vector rules{
      Rule{"a new card", allowed, new_card, advisor, {pupil, first}, {successor, first}},
      Rule{"a new card for the parent",
           allowed,
           new_card,
           advisor,
           {pupil, first, parent},
           {pupil, first, parent_successor}},
      Rule{"a new card, sealed to another device of the advisor too",
           allowed,
           new_card,
           advisor,
           {pupil, first},
           {successor, first, with_device(first, scene.other_device)}},
      Rule{"a new card by the client",
           not_permitted,
           new_card,
           as_sender(scene.pupil),
           {pupil, first},
           {successor, first}},
      Rule{"a new card by the parent",
           not_permitted,
           new_card,
           parent_sender,
           {pupil, first, parent},
           {pupil, first, parent_successor}},
      Rule{"a new card by a cover advisor",
           not_permitted,
           new_card,
           covering,
           {pupil, first, cover},
           {successor, first, cover}},
      Rule{"a new card for two clients at once",
           change_not_reason,
           new_card,
           advisor,
           {pupil, first, parent},
           {successor, first, parent_successor}},
      Rule{"a new card that makes the parent the pupil",
           change_not_reason,
           new_card,
           advisor,
           {pupil, first, parent},
           {scene.parent.recipient(), first}},
      Rule{"a new card with another role",
           change_not_reason,
           new_card,
           advisor,
           {pupil, first, parent},
           {pupil, first, scene.successor.recipient(Role::cover_advisor)}},
      Rule{"a new card that keeps the KEM key",
           change_not_reason,
           new_card,
           advisor,
           {pupil, first},
           {with_kem_of(successor, pupil), first}},
      Rule{"a new card that keeps the signing key",
           client_key_changed,
           new_card,
           advisor,
           {pupil, first},
           {with_kem_of(pupil, successor), first}},
      Rule{"a new card for nobody", change_not_reason, new_card, advisor, {pupil, first}, {pupil, first}},
      Rule{"a new card that lets an advisor in",
           change_not_reason,
           new_card,
           advisor,
           {pupil, first},
           {successor, first, second}},
      Rule{"a new card that puts an advisor out",
           change_not_reason,
           new_card,
           advisor,
           {pupil, first, second},
           {successor, first}},
      Rule{"a new card that promotes a cover advisor",
           change_not_reason,
           new_card,
           advisor,
           {pupil, first, cover},
           {successor, first, second}},
      Rule{"a new card that lets a parent in",
           change_not_reason,
           new_card,
           advisor,
           {pupil, first},
           {successor, first, parent}},
      Rule{"a first commit that is a new card", not_a_creation, new_card, advisor, {}, {successor, first}}};
  for (const Rule& rule : rules) vectors.push_back(rule_vector(rule));

  Commit with_authority = public_commit(new_card, std::array{successor, first});
  with_authority.auth_ref = EntryHash{sha256(as_bytes("a statement")).bytes};
  Json named = rule_vector(
      {"a new card that names a statement", no_statement, new_card, advisor, {pupil, first}, {pupil, first}});
  named["payload"] = hex(encode(with_authority));
  vectors.push_back(named);
}

Json succession_vector(std::string_view name, std::string_view expect, const Succession& succession,
                       const VerifyKey& successor, const Signature& signature) {
  Json result = vector(name, expect);
  result["op"] = "succession";
  result.update(json_of(succession.position));
  result["kem_id"] = hex(succession.kem_id);
  result["successor"] = hex(successor);
  result["signature"] = hex(signature);
  return result;
}

void add_successions(Json& vectors, NewWordsScene& scene) {
  const SigningKey& key = scene.successor.signing_key;
  const VerifyKey& successor = key.verify_key();
  const Succession good{.position = {.conversation = scene.conversation,
                                     .seq = 12,
                                     .prev = scene.random.fixed<EntryHash>(),
                                     .epoch = 3},
                        .kem_id = kem_id(scene.successor.kem.public_key())};
  const Signature signature = sign_succession(good, key);
  Json accepted = succession_vector("a succession", "accept", good, successor, signature);
  accepted["seed"] = hex(key.seed());
  vectors.push_back(accepted);

  const auto refuse = [&](std::string_view name, auto change) {
    Succession changed = good;
    change(changed);
    vectors.push_back(succession_vector(name, "signature", changed, successor, signature));
  };
  refuse("a succession in another conversation",
         [](Succession& succession) { succession.position.conversation.bytes[0] ^= 1; });
  refuse("a succession at another place", [](Succession& succession) { succession.position.seq += 1; });
  refuse("a succession after another history",
         [](Succession& succession) { succession.position.prev.bytes[31] ^= 1; });
  refuse("a succession in another epoch", [](Succession& succession) { succession.position.epoch += 1; });
  refuse("a succession with another KEM key",
         [](Succession& succession) { succession.kem_id.bytes[0] ^= 1; });
  vectors.push_back(succession_vector("a succession by the old key", "signature", good, successor,
                                      sign_succession(good, scene.pupil.signing_key)));
  vectors.push_back(succession_vector("a succession of another client", "signature", good,
                                      scene.second_successor.signing_key.verify_key(), signature));
}

Json roster_vector(std::string_view name, std::string_view expect, BytesView roster) {
  Json result = vector(name, expect);
  result["op"] = "roster";
  result["roster"] = hex(roster);
  return result;
}

void add_rosters(Json& vectors, NewWordsScene& scene) {
  const Roster roster{.school = "00AB01", .brake = true, .succession = scene.random.fixed<Signature>()};
  const Bytes bytes = encode(roster);
  Json accepted = roster_vector("a roster with a succession", "accept", bytes);
  accepted["succession"] = hex(*roster.succession);
  vectors.push_back(accepted);
  Bytes short_signature = bytes;
  short_signature.pop_back();
  // The low byte of the last item's length.
  short_signature[short_signature.size() - 64] = 63;
  vectors.push_back(roster_vector("a succession that is too short", "shape", short_signature));
  Roster covered = roster;
  covered.covers = {{.advisor = scene.first.identity_key.id(), .until_s = 1'800'000'000}, {}};
  const Bytes with_covers = encode(covered);
  Json standing_in = roster_vector("a roster that says who stands in", "accept", with_covers);
  standing_in["succession"] = accepted["succession"];
  vectors.push_back(standing_in);
  Bytes endless = with_covers;
  endless[endless.size() - 8] = 0xff;
  vectors.push_back(roster_vector("a cover that ends after all numbers", "limit", endless));
  covered.covers.resize(roster_covers_max + 1);
  vectors.push_back(roster_vector("a roster with too many who stand in", "limit", encode(covered)));
}

}  // namespace

VectorFile make_new_words() {
  Json content = file_content(
      "New words: who may replace a client's keys (rules, as in commit.json), and what the new keys say "
      "about "
      "the COMMIT that brings them in (KZ1 5.4).");
  Json& vectors = content["vectors"];
  NewWordsScene scene;
  add_code_changes(vectors, scene);
  add_cards(vectors, scene);
  add_successions(vectors, scene);
  add_rosters(vectors, scene);
  return {.name = "new_words.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
