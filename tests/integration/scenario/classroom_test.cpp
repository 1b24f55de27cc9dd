// A whole class writes within minutes, and a school has one address. The real server, its defaults, real
// work.
#include <catch2/catch.hpp>

#include "protocol/limits.hpp"
#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/support/service_process.hpp"

using namespace kiezel;

namespace {

constexpr int pupils = 30;

}  // namespace

TEST_CASE("classroom: thirty pupils behind one address write to one advisor, and all succeed", "[scenario]") {
  const support::ServiceProcess service;
  const auto endpoint = client::Endpoint::parse(service.origin());
  crypto::SystemRandom random;
  client::Advisor advisor(endpoint, random);
  advisor.enrol(service.invitation());
  advisor.wait_for_approval();

  for (int pupil = 0; pupil < pupils; ++pupil) {
    client::Family family(endpoint, random);
    // Each mistypes words of before once: it opens nothing, and is no reason to refuse the next.
    CHECK_FALSE(family.come_back());
    family.write_first({.advisor = advisor.identity(), .roster = {}, .text = "Hallo"});
  }

  // The desk asks more work now; somebody at another desk would not notice.
  client::Wire wire(endpoint);
  const auto asked =
      wire.must(protocol::ConversationWorkRequest{.advisors = {crypto::key_id(advisor.identity()).bytes}});
  CHECK(asked.bits > 2);
  CHECK(asked.bits < protocol::limits::work_bits_max);
}
