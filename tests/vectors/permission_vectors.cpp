// COMMITs that name a client's statement. Whether it permits is given here; what follows from it is judged.
#include "crypto/commit_rules.hpp"
#include "crypto/hash.hpp"
#include "tests/vectors/commit_scene.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

struct PermissionScene : CommitScene {
  PermissionScene() : CommitScene{.random = SeededRandom("permission")} {}

  AdvisorActor third = make_advisor(random);
};

/// The rule's COMMIT, naming a statement.
Json naming(const Rule& rule, bool permitted) {
  Json result = rule_vector(rule);
  Commit commit = public_commit(rule.reason, rule.after);
  commit.auth_ref = EntryHash{sha256(as_bytes("a statement")).bytes};
  result["payload"] = hex(encode(commit));
  result["permitted"] = permitted;
  return result;
}

}  // namespace

VectorFile make_permission() {
  using enum CommitReason;
  using enum CommitVerdict;
  PermissionScene scene;
  const auto pupil = scene.pupil.recipient();
  const auto first = scene.first.recipient();
  const auto second = scene.second.recipient();
  const auto third = scene.third.recipient();
  const auto cover = scene.second.recipient(Role::cover_advisor);
  const auto parent = scene.parent.recipient(Role::second_client);
  const Sender client = as_sender(scene.pupil);
  const Sender advisor = as_sender(scene.first);
  const Sender covering = as_sender(scene.second, Role::cover_advisor);

  Json content =
      file_content("COMMITs that name a client's statement, and whether it permits: crypto/KZ1.md 5.4.");
  Json& vectors = content["vectors"];
  const std::vector permitted{
      Rule{"a colleague comes", allowed, add, advisor, {pupil, first}, {pupil, first, second}},
      Rule{"a colleague comes to cover", allowed, add, advisor, {pupil, first}, {pupil, first, cover}},
      Rule{"a colleague takes over", allowed, handover, advisor, {pupil, first}, {pupil, second}},
      Rule{"a cover advisor hands over",
           allowed,
           handover,
           covering,
           {pupil, first, cover},
           {pupil, first, third}},
      Rule{"with two clients the first adds",
           allowed,
           add,
           client,
           {pupil, first, parent},
           {pupil, first, parent, second}},
      Rule{"two come at once", no_statement, add, advisor, {pupil, first}, {pupil, first, second, third}},
      Rule{"somebody else is sent away",
           no_statement,
           handover,
           advisor,
           {pupil, first, second},
           {pupil, first, third}},
      Rule{"a client comes", no_statement, add, advisor, {pupil, first}, {pupil, first, parent}},
      Rule{"nobody comes", no_statement, rotate, advisor, {pupil, first}, {pupil, first}},
      Rule{"an advisor leaves", no_statement, remove, advisor, {pupil, first, second}, {pupil, second}},
      Rule{"the client alone needs none", no_statement, add, client, {pupil, first}, {pupil, first, second}}};
  for (const Rule& rule : permitted) vectors.push_back(naming(rule, true));
  const std::vector refused{
      Rule{"what is named does not permit",
           no_statement,
           add,
           advisor,
           {pupil, first},
           {pupil, first, second}},
      Rule{"nor a handover", no_statement, handover, advisor, {pupil, first}, {pupil, second}}};
  for (const Rule& rule : refused) vectors.push_back(naming(rule, false));
  Json unnamed = rule_vector(
      {"permitted and not named", no_statement, add, advisor, {pupil, first}, {pupil, first, second}});
  unnamed["permitted"] = true;
  vectors.push_back(unnamed);
  Json excluded = naming(
      {"excluded all the same", excluded_advisor, add, advisor, {pupil, first}, {pupil, first, second}},
      true);
  excluded["excluded"] = Json::array({hex(scene.second.identity_key.id())});
  vectors.push_back(excluded);
  Json unknown = naming(
      {"unknown all the same", unknown_advisor, add, advisor, {pupil, first}, {pupil, first, second}}, true);
  unknown["directory"] = Json::array({hex(scene.first.identity_key.verify_key())});
  vectors.push_back(unknown);
  return {"permission.json", std::move(content)};
}

}  // namespace kiezel::vectors
