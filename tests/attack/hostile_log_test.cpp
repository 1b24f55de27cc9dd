// A malicious server and the log of a conversation: it can keep entries back at the end and nothing else
// (crypto/ARGUMENT.md, "Integrity and order").
#include <algorithm>
#include <catch2/catch.hpp>

#include "crypto/safety_number.hpp"
#include "tests/attack/case_scene.hpp"

using namespace kiezel;
using attack::CaseScene;
using attack::StoredLog;

TEST_CASE("attack: without an attack both sides read everything", "[attack]") {
  CaseScene scene;

  CHECK(scene.words_open_it());
  CHECK_FALSE(scene.returning_pupil_refuses());
  CHECK_FALSE(scene.advisor_refuses());
}

TEST_CASE("attack: an entry dropped, moved, repeated or changed is refused by both readers", "[attack]") {
  CaseScene scene;
  const StoredLog honest = scene.server.log(scene.conversation);
  REQUIRE(honest.size() == attack::scene_entries);
  const auto both_refuse = [&scene](const StoredLog& served) {
    scene.server.serve(scene.conversation, served);
    CHECK(scene.returning_pupil_refuses());
    CHECK(scene.advisor_refuses());
  };

  SECTION("dropped in the middle") {
    StoredLog served = honest;
    served.erase(served.begin() + 1);
    both_refuse(served);
  }
  SECTION("the founding dropped") {
    StoredLog served = honest;
    served.erase(served.begin());
    both_refuse(served);
  }
  SECTION("two swapped") {
    StoredLog served = honest;
    std::swap(served[1], served[2]);
    both_refuse(served);
  }
  SECTION("one replayed") {
    StoredLog served = honest;
    served.push_back(served[1]);
    both_refuse(served);
  }
  SECTION("one bit flipped, in every part of an entry") {
    // Header, nonce, payload, signature.
    for (const std::size_t at : {30UL, 66UL, 90UL, 200UL, honest[2].bytes.size() - 5}) {
      StoredLog served = honest;
      served[2].bytes[at] ^= 1U;
      INFO("byte " << at);
      both_refuse(served);
    }
  }
  SECTION("the end of one cut off") {
    StoredLog served = honest;
    served[3].bytes.resize(served[3].bytes.size() - 1);
    both_refuse(served);
  }
}

TEST_CASE("attack: entries and wraps of another conversation are refused", "[attack]") {
  CaseScene scene;
  client::Family other = scene.another_pupil();
  other.write_first({.advisor = scene.advisor.identity(), .roster = {}, .text = "van een ander"});
  const StoredLog foreign = scene.server.log(other.conversation());

  SECTION("one entry") {
    scene.server.falsify(scene.conversation, [&foreign](StoredLog& log) { log[1] = foreign[1]; });
    CHECK(scene.returning_pupil_refuses());
  }
  SECTION("the whole log, with its share") {
    scene.server.serve(scene.conversation, foreign);
    scene.server.set_share(scene.conversation, scene.server.share(other.conversation()));
    CHECK(scene.returning_pupil_refuses());
    CHECK(scene.advisor_refuses());
  }
}

TEST_CASE("attack: a share swapped for another opens nothing, and both readers say so", "[attack]") {
  CaseScene scene;

  SECTION("random") {
    scene.server.set_share(scene.conversation, crypto::Bytes(32, 7));
  }
  SECTION("another conversation's") {
    client::Family other = scene.another_pupil();
    other.write_first({.advisor = scene.advisor.identity(), .roster = {}, .text = "van een ander"});
    scene.server.set_share(scene.conversation, scene.server.share(other.conversation()));
  }

  CHECK(scene.returning_pupil_refuses());
  CHECK(scene.advisor_refuses());
}

TEST_CASE("attack: a truncated tail is read, and the spoken chain check tells", "[attack]") {
  CaseScene scene;
  const StoredLog honest = scene.server.log(scene.conversation);

  scene.server.falsify(scene.conversation, [](StoredLog& log) { log.pop_back(); });

  // Nobody can know what was never shown: that is the limit that SECURITY.md names.
  CHECK_FALSE(scene.returning_pupil_refuses());
  CHECK(crypto::chain_check(attack::hash_of(honest[3].bytes)) !=
        crypto::chain_check(attack::hash_of(honest[2].bytes)));
}

TEST_CASE("attack: two histories shown to two readers never come together again", "[attack]") {
  CaseScene scene;
  const StoredLog before = scene.server.log(scene.conversation);
  // The pupil signs twice at one place, as after a lost connection; the server keeps both.
  const crypto::Bytes shown_to_pupil = scene.pupil.sealed("dit zag de leerling");
  const crypto::Bytes shown_to_advisor = scene.pupil.sealed("dit zag de vertrouwenspersoon");
  StoredLog advisors = before;
  advisors.push_back({shown_to_advisor, before.back().received_at_s});
  scene.server.serve(scene.conversation, advisors);
  scene.advisor.reconnect();
  scene.advisor.read_until(scene.conversation,
                           [](const auto& lines) { return lines.size() == attack::scene_entries + 1; });
  scene.advisor.say(scene.conversation, "antwoord op de andere geschiedenis");

  StoredLog pupils = scene.server.log(scene.conversation);
  pupils[attack::scene_entries].bytes = shown_to_pupil;
  scene.server.serve(scene.conversation, pupils);

  CHECK(scene.returning_pupil_refuses());
}

TEST_CASE("attack: the server cannot put words into anybody's mouth", "[attack]") {
  CaseScene scene;
  crypto::SigningKey servers = *crypto::SigningKey::from_seed(scene.random.secret<32>());
  const StoredLog honest = scene.server.log(scene.conversation);
  const crypto::EntryPosition next{.conversation = scene.conversation,
                                   .seq = honest.size(),
                                   .prev = attack::hash_of(honest.back().bytes),
                                   .epoch = 0};
  const auto sealed = crypto::ParsedEntry::parse(honest[2].bytes);
  const auto with_sender = [&](const crypto::KeyId& sender) {
    crypto::Bytes entry = crypto::sign_entry(crypto::EntryKind::message, next, sealed->header().nonce,
                                             sealed->payload(), servers);
    std::ranges::copy(sender.bytes, entry.begin() + 64);
    return entry;
  };

  for (const crypto::KeyId& claimed :
       {scene.advisor.device_key().id(),
        crypto::client_signing_key(scene.pupil.root(), scene.conversation).id(), servers.id()}) {
    StoredLog served = honest;
    served.push_back({with_sender(claimed), honest.back().received_at_s});
    scene.server.serve(scene.conversation, served);
    CHECK(scene.returning_pupil_refuses());
    CHECK(scene.advisor_refuses());
  }
}

TEST_CASE("attack: a commit that the rules forbid is refused by the server and by the readers", "[attack]") {
  CaseScene scene;
  client::Advisor colleague = scene.another_advisor();
  // The advisor, in league with the server, adds a colleague without the pupil's consent.
  const auto share = crypto::ConversationShare::from(scene.server.share(scene.conversation));
  const auto secret = scene.random.secret<32>();
  const auto keys = crypto::EpochKeys::derive(*share, secret, scene.conversation, 1);
  const auto pupil_key = crypto::KemKeyPair::from_seed(crypto::client_kem_seed(scene.pupil.root()));
  crypto::CommitPlan plan;
  plan.reason = crypto::CommitReason::add;
  const auto pupil_id = crypto::client_signing_key(scene.pupil.root(), scene.conversation).verify_key();
  plan.recipients.push_back({crypto::Role::client, pupil_id, pupil_key->public_key(), {}});
  plan.recipients.push_back(
      {crypto::Role::advisor, scene.advisor.identity(), scene.advisor.prekey().public_key(), {}});
  plan.recipients.push_back(
      {crypto::Role::cover_advisor, colleague.identity(), colleague.prekey().public_key(), {}});
  const auto payload = crypto::seal_commit(plan, secret, *keys, scene.random);
  REQUIRE(payload.has_value());
  const StoredLog honest = scene.server.log(scene.conversation);
  const crypto::Bytes commit = crypto::sign_entry(crypto::EntryKind::commit,
                                                  {.conversation = scene.conversation,
                                                   .seq = honest.size(),
                                                   .prev = attack::hash_of(honest.back().bytes),
                                                   .epoch = 1},
                                                  {}, *payload, scene.advisor.device_key());

  protocol::ConversationAppendRequest request;
  request.conversation = scene.conversation.bytes;
  request.entry = commit;
  const auto refused = scene.advisor.wire().call(request);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == protocol::ErrorCode::commit_refused);

  StoredLog served = honest;
  served.push_back({commit, honest.back().received_at_s});
  scene.server.serve(scene.conversation, served);
  CHECK(scene.returning_pupil_refuses());
}
