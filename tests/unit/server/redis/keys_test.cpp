#include "server/redis/keys.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

namespace {

template <typename Id>
Id filled(std::uint8_t byte) {
  Id id;
  id.bytes.fill(byte);
  return id;
}

using namespace kiezel::core;
using kiezel::redis::KeySpace;

const std::string aa = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const std::string bb = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

// The same bytes in every id: only the kind of key can tell them apart.
std::vector<std::string> all_keys(const KeySpace& key) {
  const auto conversation = filled<ConversationId>(0xaa);
  const auto advisor = filled<AdvisorId>(0xaa);
  const auto device = filled<DeviceId>(0xaa);
  using namespace std::chrono;
  return {key.mailbox(filled<MailboxId>(0xaa)),
          key.share(conversation),
          key.device_share(device),
          key.device_share_tries(device),
          key.advisor_factors(advisor),
          key.factor_tries(device),
          key.factor_permit(device),
          key.conversation(conversation),
          key.log(conversation),
          key.conversation_appointments(conversation),
          key.desk(advisor),
          key.desk_counter(advisor),
          key.note(advisor, conversation),
          key.advisor(advisor),
          key.advisor_devices(advisor),
          key.advisors(),
          key.invitation(filled<kiezel::crypto::Digest>(0xaa)),
          key.enrolments(),
          key.directory(),
          key.directory_heads(),
          key.organisation(),
          key.schools(),
          key.boards(),
          key.claims(advisor, 2026y / January / 5),
          key.busy(advisor),
          key.holidays(),
          key.waiting(conversation),
          key.waiting_list(advisor),
          key.waiting_advisors(),
          key.waiting_swept(),
          key.reminder(advisor),
          key.reminders(),
          key.reminder_present(advisor),
          key.reminders_swept(),
          key.agenda_feed(filled<kiezel::crypto::Digest>(0xaa)),
          key.agenda_feed_of(advisor),
          key.hold(filled<HoldId>(0xaa)),
          key.appointment(filled<AppointmentId>(0xaa)),
          key.advisor_appointments(advisor),
          key.conversation_hint(conversation),
          key.advisor_hint(advisor),
          key.directory_hint()};
}

}  // namespace

TEST_CASE("keys: every key carries the organisation's hash tag and is of its own", "[keys]") {
  const KeySpace key("kiezel");
  const std::vector<std::string> keys = all_keys(key);

  for (const std::string& one : keys) CHECK(one.starts_with("{kiezel}:"));
  CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == keys.size());
}

TEST_CASE("keys: two organisations share none", "[keys]") {
  const std::vector<std::string> one = all_keys(KeySpace("one"));
  const std::vector<std::string> two = all_keys(KeySpace("two"));

  for (const std::string& key : one) CHECK(std::ranges::find(two, key) == two.end());
}

TEST_CASE("keys: they read as written down", "[keys]") {
  const KeySpace key("org");
  using namespace std::chrono;

  CHECK(key.log(filled<ConversationId>(0xaa)) == "{org}:c:" + aa + ":log");
  CHECK(key.note(filled<AdvisorId>(0xbb), filled<ConversationId>(0xaa)) == "{org}:note:" + bb + ":" + aa);
  CHECK(key.claims(filled<AdvisorId>(0xaa), 2026y / January / 5) == "{org}:claims:" + aa + ":20260105");
  CHECK(key.schools() == "{org}:schools");
}
