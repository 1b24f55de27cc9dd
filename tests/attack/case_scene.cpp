#include "tests/attack/case_scene.hpp"

#include <string_view>

namespace kiezel::attack {
namespace {

// The reader's own words; anything else that goes wrong is not the refusal that was looked for.
bool is_refusal(const client::Failure& failure) {
  const std::string_view said = failure.what();
  return said == "an entry of the conversation does not follow from the ones before" ||
         said == "an epoch was not sealed to us" || said == "a message did not open" ||
         said == "call details did not open" || said == "the advisor has no device that may be trusted";
}

}  // namespace

CaseScene::CaseScene()
    : endpoint(client::Endpoint::parse(service.origin())),
      advisor(endpoint, random),
      pupil(endpoint, random),
      server(service) {
  advisor.enrol(service.invitation());
  advisor.wait_for_approval();
  advisor.log_in();
  pupil.write_first({.advisor = advisor.identity(), .roster = {}, .text = "eerste"});
  conversation = advisor.next_conversation();
  advisor.read_until(conversation, [](const auto& lines) { return lines.size() == 2; });
  advisor.say(conversation, "antwoord");
  pupil.read_until([](const auto& lines) { return lines.size() == 3; });
  pupil.say("tweede");
  advisor.read_until(conversation, [](const auto& lines) { return lines.size() == scene_entries; });
}

client::Advisor CaseScene::another_advisor() {
  client::Advisor other(endpoint, random);
  other.enrol(service.invitation());
  other.wait_for_approval();
  other.log_in();
  return other;
}

client::Family CaseScene::another_pupil() {
  return {endpoint, random};
}

bool CaseScene::words_open_it() {
  client::Family again(endpoint, pupil.words(), random);
  return again.come_back();
}

bool CaseScene::returning_pupil_refuses() {
  client::Family again(endpoint, pupil.words(), random);
  try {
    static_cast<void>(again.come_back());
  } catch (const client::Failure& failure) {
    if (is_refusal(failure)) return true;
    throw;
  }
  return false;
}

bool CaseScene::advisor_refuses() {
  const crypto::Bytes share = server.share(conversation);
  client::Reader reader(conversation, *crypto::ConversationShare::from(share),
                        *crypto::KemKeyPair::from_seed(advisor.prekey().seed()));
  reader.set_devices({{.key = advisor.device_key().verify_key(),
                       .advisor = advisor.identity(),
                       .not_before_s = 0,
                       .not_after_s = crypto::number_max,
                       .revoked_at_s = std::nullopt}});
  protocol::ConversationSubscribeRequest request;
  request.conversation = conversation.bytes;
  request.after = -1;
  try {
    // What the server would send the advisor's device on a new day.
    for (const StoredEntry& entry : server.log(conversation))
      reader.take(entry.bytes, static_cast<std::uint64_t>(entry.received_at_s));
  } catch (const client::Failure& failure) {
    if (is_refusal(failure)) return true;
    throw;
  }
  return false;
}

}  // namespace kiezel::attack
