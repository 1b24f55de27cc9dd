#include <functional>

#include "crypto/consent_ledger.hpp"
#include "crypto/hash.hpp"
#include "tests/vectors/commit_scene.hpp"
#include "tests/vectors/statement_scene.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;
using enum StatementAction;

using Saying = std::function<void(Statement&)>;

Member member_of(const NewRecipient& recipient) {
  return {.role = recipient.role, .id = recipient.id, .kem_id = kem_id(recipient.kem_key)};
}

/// A conversation as its statements see it: what happens is written down and folded at once.
class ConsentScene : public CommitScene {
 public:
  explicit ConsentScene(std::string_view name)
      : CommitScene{.random = SeededRandom(std::string("consent ") + std::string(name))},
        vector_(vector(name, "accept")) {
    vector_["events"] = Json::array();
    members({member_of(pupil.recipient()), member_of(first.recipient())}, false);
  }

  void members(std::vector<Member> members, bool own_change) {
    members_ = std::move(members);
    ledger_.take_members(members_, own_change);
    vector_["events"].push_back({{"members", hex(encode_members(members_))}, {"own_change", own_change}});
  }

  /// The hash by which others refer to it.
  Digest client_says(StatementAction action, const Saying& change = {}) {
    return say(action, pupil.signing_key, {Role::client, pupil.signing_key.verify_key(), card_}, change);
  }
  Digest parent_says(StatementAction action, const Saying& change = {}) {
    return say(action, parent.signing_key, {Role::second_client, parent.signing_key.verify_key(), false},
               change);
  }
  Digest advisor_says(StatementAction action, const Saying& change = {}) {
    return say(action, first.device_key, {Role::advisor, first.identity_key.verify_key(), false}, change);
  }
  void unopened() {
    const VerifyKey& member = pupil.signing_key.verify_key();
    ledger_.take_unopened(seq_, member);
    vector_["events"].push_back({{"seq", seq_}, {"unopened", true}, {"member", hex(member)}});
    ++seq_;
  }
  Digest grants_cover(const Saying& change = {}) {
    return client_says(grant, [&](Statement& said) {
      said.purpose = StatementPurpose::cover;
      said.to_advisor = second.identity_key.verify_key();
      if (change) change(said);
    });
  }
  void withdraws_cover(const Digest& ref) {
    client_says(withdraw, [&](Statement& said) {
      said.purpose = StatementPurpose::cover;
      said.to_advisor = second.identity_key.verify_key();
      said.ref = ref;
    });
  }

  /// Whether the statement that came last but `back` lets the second advisor in.
  void ask(std::size_t back = 0, std::uint64_t at_s = scene_now_s) {
    const EntryHash& auth_ref = hashes_.at(hashes_.size() - 1 - back);
    const VerifyKey& advisor = second.identity_key.verify_key();
    const bool permitted =
        ledger_.permits_adding({.auth_ref = auth_ref, .advisor = advisor, .members = members_, .at_s = at_s});
    vector_["events"].push_back(
        {{"auth_ref", hex(auth_ref)}, {"advisor", hex(advisor)}, {"at_s", at_s}, {"permitted", permitted}});
  }
  void from_now_under_a_card() { card_ = true; }
  void becomes(ClientActor successor) {
    pupil = std::move(successor);
    card_ = false;
  }

  [[nodiscard]] Json finish() {
    vector_["ignored"] = ignored_;
    Json records = Json::array();
    for (const ConsentRecord& record : ledger_.records()) {
      records.push_back({{"proposal", record.proposal.has_value()},
                         {"grant", record.grant.has_value()},
                         {"declined", record.declined.has_value()},
                         {"withdrawn", record.withdrawn.has_value()},
                         {"uses", record.uses.size()},
                         {"seen", record.seen.size()},
                         {"in_force", record.is_in_force(scene_now_s)}});
    }
    vector_["at_s"] = scene_now_s;
    vector_["records"] = std::move(records);
    Json notices = Json::array();
    for (const DangerNotice& notice : ledger_.notices()) notices.push_back({{"seen", notice.seen.size()}});
    vector_["notices"] = std::move(notices);
    return std::move(vector_);
  }

 private:
  Digest say(StatementAction action, const SigningKey& issuer, StatedBy by, const Saying& change) {
    Statement said = statement_of(random, conversation, action, issuer);
    if (change) change(said);
    const auto statement = sign_statement(said, issuer).value();
    const EntryHash entry_hash{sha256(statement.bytes()).bytes};
    hashes_.push_back(entry_hash);
    vector_["events"].push_back({{"seq", seq_},
                                 {"role", static_cast<int>(by.role)},
                                 {"member", hex(by.member)},
                                 {"under_card", by.under_card},
                                 {"entry_hash", hex(entry_hash)},
                                 {"statement", hex(statement.bytes())}});
    const bool counts =
        ledger_.take({.seq = seq_, .entry_hash = entry_hash, .by = by, .statement = statement});
    if (!counts) ignored_.push_back(seq_);
    ++seq_;
    return statement.hash();
  }

  ConsentLedger ledger_;
  Json vector_;
  std::vector<std::uint64_t> ignored_;
  std::vector<EntryHash> hashes_;
  std::vector<Member> members_;
  std::uint64_t seq_ = 1;
  bool card_ = false;
};

Saying to(const Digest& ref) {
  return [ref](Statement& said) { said.ref = ref; };
}

void add_answers(Json& vectors) {
  ConsentScene whole("asked, allowed, told, seen, withdrawn");
  const Digest asked = whole.advisor_says(propose);
  const Digest yes = whole.client_says(grant, to(asked));
  const Digest told = whole.advisor_says(use, to(yes));
  whole.client_says(acknowledge, to(told));
  const Digest no_more = whole.client_says(withdraw, to(yes));
  whole.advisor_says(acknowledge, to(no_more));
  vectors.push_back(whole.finish());

  ConsentScene mind("no, then yes, and a second yes");
  const Digest question = mind.advisor_says(propose);
  mind.client_says(decline, to(question));
  mind.client_says(grant, to(question));
  mind.client_says(grant, to(question));
  mind.client_says(decline, to(question));
  vectors.push_back(mind.finish());

  ConsentScene oral("an oral yes can be told under, a question cannot");
  const Digest said = oral.advisor_says(propose, [](Statement& s) { s.said_at_s = scene_now_s - 60; });
  const Digest open = oral.advisor_says(propose);
  oral.advisor_says(use, to(said));
  oral.advisor_says(use, to(open));
  vectors.push_back(oral.finish());

  ConsentScene danger("told without consent, and seen");
  const Digest notice_hash = danger.advisor_says(notice);
  danger.client_says(acknowledge, to(notice_hash));
  danger.client_says(withdraw, to(notice_hash));
  vectors.push_back(danger.finish());

  ConsentScene time("not yet, and over");
  time.client_says(grant, [](Statement& s) { s.valid_from_s = scene_now_s + 1; });
  time.client_says(grant, [](Statement& s) { s.valid_until_s = scene_now_s; });
  time.client_says(grant, [](Statement& s) { s.valid_from_s = scene_now_s; });
  vectors.push_back(time.finish());
}

void add_ignored(Json& vectors) {
  ConsentScene wrong("what does not count changes nothing");
  StatementId id{};
  const Digest yes = wrong.client_says(grant, [&id](Statement& s) { id = s.id; });
  wrong.advisor_says(grant);
  wrong.advisor_says(withdraw, to(yes));
  wrong.client_says(propose);
  wrong.client_says(grant, [&id](Statement& s) { s.id = id; });
  wrong.client_says(withdraw, [&yes](Statement& s) {
    s.ref = yes;
    s.purpose = StatementPurpose::other;
  });
  wrong.client_says(withdraw, to(sha256(as_bytes("nothing"))));
  wrong.parent_says(withdraw, to(yes));
  vectors.push_back(wrong.finish());
}

void add_permissions(Json& vectors) {
  ConsentScene plain("cover: in force, for another entry, later, withdrawn");
  const Digest yes = plain.grants_cover([](Statement& s) { s.valid_until_s = scene_now_s + 100; });
  plain.ask();
  plain.ask(0, scene_now_s + 100);
  plain.client_says(grant);
  plain.ask();
  plain.ask(1);
  plain.withdraws_cover(yes);
  plain.ask(2);
  vectors.push_back(plain.finish());

  ConsentScene blind("a later statement that cannot be opened, then a new yes");
  blind.grants_cover();
  blind.unopened();
  blind.ask();
  blind.grants_cover();
  blind.ask();
  vectors.push_back(blind.finish());

  ConsentScene words("own new words keep a yes, a card ends it and permits nothing");
  words.grants_cover();
  words.becomes(make_client(words.random));
  words.members({member_of(words.pupil.recipient()), member_of(words.first.recipient())}, true);
  words.ask();
  words.becomes(make_client(words.random));
  words.members({member_of(words.pupil.recipient()), member_of(words.first.recipient())}, false);
  words.from_now_under_a_card();
  words.ask();
  words.grants_cover();
  words.ask();
  words.becomes(make_client(words.random));
  words.members({member_of(words.pupil.recipient()), member_of(words.first.recipient())}, true);
  words.ask();
  words.grants_cover();
  words.ask();
  vectors.push_back(words.finish());

  ConsentScene both("with two clients each of both, and the last is named");
  both.members({member_of(both.pupil.recipient()), member_of(both.first.recipient()),
                member_of(both.parent.recipient(Role::second_client))},
               false);
  both.grants_cover();
  both.ask();
  both.parent_says(grant, [&both](Statement& s) {
    s.purpose = StatementPurpose::cover;
    s.to_advisor = both.second.identity_key.verify_key();
  });
  both.ask(1);
  both.ask();
  vectors.push_back(both.finish());
}

}  // namespace

VectorFile make_consent() {
  Json content = file_content(
      "What the STATEMENTs of a conversation come to, and whether a COMMIT may add an advisor: crypto/KZ1.md "
      "5.5.");
  Json& vectors = content["vectors"];
  add_answers(vectors);
  add_ignored(vectors);
  add_permissions(vectors);
  return {"consent.json", std::move(content)};
}

}  // namespace kiezel::vectors
