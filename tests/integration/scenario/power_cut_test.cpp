// Whatever was acknowledged survives a power cut, once (architecture A5).
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/client/scenario.hpp"
#include "tests/support/service_process.hpp"

using namespace kiezel;

namespace {

constexpr int messages_between_cuts = 5;

std::size_t times_said(const std::vector<client::Line>& lines, const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(lines, [&text](const client::Line& line) {
    const auto* message = std::get_if<crypto::Message>(&line.contents);
    return message != nullptr && message->text == text;
  }));
}

}  // namespace

TEST_CASE("power cut: a killed server loses nothing and doubles nothing", "[scenario]") {
  support::ServiceProcess service;
  crypto::SystemRandom random;
  const auto endpoint = client::Endpoint::parse(service.origin());
  client::Advisor advisor(endpoint, random);
  advisor.enrol(service.invitation());
  advisor.wait_for_approval();
  advisor.log_in();
  client::Family pupil(endpoint, random);
  pupil.write_first({.advisor = advisor.identity(), .roster = {}, .text = "begin"});
  const auto conversation = advisor.next_conversation();
  std::vector<std::string> said{"begin"};

  for (int cut = 0; cut < 3; ++cut) {
    for (int i = 0; i < messages_between_cuts; ++i) {
      said.push_back("bericht " + std::to_string(cut) + "." + std::to_string(i));
      pupil.say(said.back());
    }
    service.kill();
    service.start();
    pupil.reconnect();
    advisor.reconnect();
  }

  advisor.read_until(conversation,
                     [&said](const auto& lines) { return times_said(lines, said.back()) == 1; });
  client::Family again(endpoint, pupil.words(), random);
  REQUIRE(again.come_back());
  for (const std::string& text : said) {
    CHECK(times_said(advisor.lines(conversation), text) == 1);
    CHECK(times_said(again.lines(), text) == 1);
  }
}

TEST_CASE("power cut: an append whose answer was lost can be sent again", "[scenario]") {
  support::ServiceProcess service;
  crypto::SystemRandom random;
  const auto endpoint = client::Endpoint::parse(service.origin());
  client::Advisor advisor(endpoint, random);
  advisor.enrol(service.invitation());
  advisor.wait_for_approval();
  client::Family pupil(endpoint, random);
  pupil.write_first({.advisor = advisor.identity(), .roster = {}, .text = "begin"});
  protocol::ConversationAppendRequest request;
  request.conversation = pupil.conversation().bytes;
  request.entry = pupil.sealed("eenmaal");
  const auto first = pupil.wire().must(request);

  service.kill();
  service.start();
  pupil.reconnect();
  const auto second = pupil.wire().must(request);

  CHECK(second.seq == first.seq);
  CHECK(second.received_at == first.received_at);
  client::Family again(endpoint, pupil.words(), random);
  REQUIRE(again.come_back());
  CHECK(times_said(again.lines(), "eenmaal") == 1);
}

TEST_CASE("restart: the whole main job goes on over a polite restart", "[scenario]") {
  support::ServiceProcess service;
  crypto::SystemRandom random;
  int restarts = 0;

  const auto result = client::play({.endpoint = client::Endpoint::parse(service.origin()),
                                    .invitation = service.invitation(),
                                    .restart_server =
                                        [&] {
                                          service.stop();
                                          service.start();
                                          ++restarts;
                                        }},
                                   random);

  CHECK(restarts == 1);
  CHECK(result.messages >= 15);
}
