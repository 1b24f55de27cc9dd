// People and things that fall into wrong hands: six words, a device, a backup, and colleagues who look where
// they should not (crypto/ARGUMENT.md).
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>
#include <vector>

#include "crypto/login.hpp"
#include "tests/attack/case_scene.hpp"
#include "tests/client/trust.hpp"

using namespace kiezel;
using attack::CaseScene;
using attack::StoredLog;

TEST_CASE("attack: a leaked code reads the conversation but not how to call, and cannot be the advisor",
          "[attack]") {
  CaseScene scene;
  crypto::CallDetails details;
  details.phone_number = "0612345678";
  scene.pupil.leave_call_details(details);

  client::Family thief(scene.endpoint, scene.pupil.words(), scene.random);
  REQUIRE(thief.come_back());
  REQUIRE(thief.lines().size() == attack::scene_entries + 1);
  CHECK(std::holds_alternative<client::SealedForOthers>(thief.lines().back().contents));

  // The thief's own key under the advisor's name.
  crypto::Bytes forged = thief.sealed("ik ben je vertrouwenspersoon");
  std::ranges::copy(scene.advisor.device_key().id().bytes, forged.begin() + 64);
  protocol::ConversationAppendRequest request;
  request.conversation = scene.conversation.bytes;
  request.entry = forged;
  const auto refused = thief.wire().call(request);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == protocol::ErrorCode::entry_refused);
  scene.server.falsify(scene.conversation,
                       [&forged](StoredLog& log) { log.push_back({forged, log.back().received_at_s}); });
  CHECK(scene.advisor_refuses());
}

TEST_CASE("attack: a stolen backup of the log opens nothing, not even with the six words", "[attack]") {
  CaseScene scene;
  // The backup is the log half: the share is in the other store, which no long backup takes.
  const StoredLog backup = scene.server.log(scene.conversation);
  const auto words = crypto::read_words(scene.pupil.words());
  const auto root = crypto::client_root(*words, client::fetch_organisation(scene.endpoint).deployment_id);
  REQUIRE(root.has_value());

  client::Reader reader(scene.conversation, scene.random.secret<32>(),
                        *crypto::KemKeyPair::from_seed(crypto::client_kem_seed(*root)));

  CHECK_THROWS_AS(reader.take(backup[0].bytes, 0), client::Failure);
}

namespace {

// Whether these bytes stand in any file below a folder.
bool is_anywhere_in(const std::filesystem::path& folder, const crypto::Bytes& wanted) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    const auto same = [](char one, std::uint8_t other) { return static_cast<std::uint8_t>(one) == other; };
    if (std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end(), same) != bytes.end())
      return true;
  }
  return false;
}

bool comes_true(const std::function<bool()>& fact) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!fact()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

}  // namespace

TEST_CASE("attack: after an erasure an old backup of the log opens nothing, and the share is on no disk",
          "[attack]") {
  CaseScene scene;
  const StoredLog backup = scene.server.log(scene.conversation);
  const crypto::Bytes share = scene.server.share(scene.conversation);
  const std::string head_key = scene.server.keys().conversation(scene.conversation);
  const std::string mailbox_key = scene.server.keys().mailbox(
      crypto::mailbox_id(crypto::client_auth_key(scene.pupil.root()).verify_key()));
  const redis::Reply head = scene.server.ask(redis::Command{"DUMP", head_key});
  const redis::Reply mailbox = scene.server.ask(redis::Command{"DUMP", mailbox_key});
  REQUIRE(is_anywhere_in(scene.service.folder(), share));

  scene.pupil.erase_everything();

  CHECK_FALSE(client::Family(scene.endpoint, scene.pupil.words(), scene.random).come_back());
  CHECK(comes_true([&] { return !is_anywhere_in(scene.service.folder(), share); }));
  // The log half of last week's backup is put back, with the mailbox; the share is in no backup.
  scene.server.ask(redis::Command{"RESTORE", head_key, 0, head.text, "REPLACE"});
  scene.server.ask(redis::Command{"RESTORE", mailbox_key, 0, mailbox.text, "REPLACE"});
  scene.server.serve(scene.conversation, backup);
  // The words log in again, and there is nothing that they could open.
  client::Family returned(scene.endpoint, scene.pupil.words(), scene.random);
  CHECK_THROWS_AS(returned.come_back(), client::Failure);
  protocol::ConversationOpenRequest open;
  open.conversation = scene.conversation.bytes;
  const auto opened = returned.wire().call(open);
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().code == protocol::ErrorCode::not_found);
  client::Reader by_words(scene.conversation, scene.random.secret<32>(),
                          *crypto::KemKeyPair::from_seed(crypto::client_kem_seed(scene.pupil.root())));
  CHECK_THROWS_AS(by_words.take(backup[0].bytes, 0), client::Failure);
  client::Reader by_device(scene.conversation, scene.random.secret<32>(),
                           *crypto::KemKeyPair::from_seed(scene.advisor.prekey().seed()));
  CHECK_THROWS_AS(by_device.take(backup[0].bytes, 0), client::Failure);
}

TEST_CASE("attack: another advisor of the organisation sees nothing of the case", "[attack]") {
  CaseScene scene;
  client::Advisor colleague = scene.another_advisor();
  const auto not_found = [&colleague](const auto& request) {
    const auto answer = colleague.wire().call(request);
    return !answer && answer.error().code == protocol::ErrorCode::not_found;
  };
  protocol::ConversationSubscribeRequest follow;
  follow.conversation = scene.conversation.bytes;
  follow.after = -1;
  protocol::ConversationOpenRequest open;
  open.conversation = scene.conversation.bytes;
  protocol::ConversationAppendRequest append;
  append.conversation = scene.conversation.bytes;
  append.entry = scene.pupil.sealed("van de leerling");

  CHECK(not_found(follow));
  CHECK(not_found(open));
  CHECK(not_found(append));

  // And when the server gives the colleague everything it has.
  client::Reader reader(scene.conversation,
                        *crypto::ConversationShare::from(scene.server.share(scene.conversation)),
                        *crypto::KemKeyPair::from_seed(colleague.prekey().seed()));
  CHECK_THROWS_AS(reader.take(scene.server.log(scene.conversation)[0].bytes, 0), client::Failure);
}

TEST_CASE("attack: another pupil can neither read, write nor tell that a conversation exists", "[attack]") {
  CaseScene scene;
  client::Family stranger = scene.another_pupil();
  stranger.write_first({.advisor = scene.advisor.identity(), .roster = {}, .text = "hallo"});
  const auto answer = [&stranger](const crypto::ConversationId& conversation) {
    protocol::ConversationOpenRequest open;
    open.conversation = conversation.bytes;
    const auto opened = stranger.wire().call(open);
    return opened ? std::string() : std::string(protocol::name(opened.error().code));
  };

  CHECK(answer(scene.conversation) == "not_found");
  CHECK(answer(scene.random.fixed<crypto::ConversationId>()) == "not_found");

  protocol::ConversationAppendRequest append;
  append.conversation = scene.conversation.bytes;
  append.entry = scene.pupil.sealed("van de leerling");
  const auto refused = stranger.wire().call(append);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == protocol::ErrorCode::not_found);
}

TEST_CASE("attack: an entry by a revoked device counts until the revocation and no longer", "[attack]") {
  CaseScene scene;
  const StoredLog honest = scene.server.log(scene.conversation);
  const auto read_with = [&](std::optional<std::uint64_t> revoked_at_s) {
    client::Reader reader(scene.conversation,
                          *crypto::ConversationShare::from(scene.server.share(scene.conversation)),
                          *crypto::KemKeyPair::from_seed(crypto::client_kem_seed(scene.pupil.root())));
    reader.set_devices({{.key = scene.advisor.device_key().verify_key(),
                         .advisor = scene.advisor.identity(),
                         .not_before_s = 0,
                         .not_after_s = crypto::number_max,
                         .revoked_at_s = revoked_at_s}});
    for (const auto& entry : honest)
      reader.take(entry.bytes, static_cast<std::uint64_t>(entry.received_at_s));
  };
  const auto answered_at_s = static_cast<std::uint64_t>(honest[2].received_at_s);

  CHECK_NOTHROW(read_with(std::nullopt));
  CHECK_NOTHROW(read_with(answered_at_s + 1));
  CHECK_THROWS_AS(read_with(answered_at_s), client::Failure);
}

TEST_CASE("attack: a login that was seen does not work again", "[attack]") {
  CaseScene scene;
  client::Wire first(scene.endpoint);
  client::Wire second(scene.endpoint);
  const auto key = crypto::client_auth_key(scene.pupil.root());
  const auto id = crypto::mailbox_id(key.verify_key());
  const auto challenge = first.must(protocol::SessionChallengeRequest{});
  protocol::SessionLoginRequest login;
  login.role = protocol::Role::client;
  login.id = id.bytes;
  login.signature = crypto::sign_login({.origin = scene.endpoint.origin,
                                        .challenge = {challenge.nonce},
                                        .id = crypto::login_id(id),
                                        .expires_s = static_cast<std::uint64_t>(challenge.expires_at)},
                                       key)
                        .bytes;
  REQUIRE(first.call(login).has_value());

  static_cast<void>(second.must(protocol::SessionChallengeRequest{}));
  const auto replayed = second.call(login);

  REQUIRE_FALSE(replayed.has_value());
  CHECK(replayed.error().code == protocol::ErrorCode::login_failed);
}
