// Power cuts while a conversation is erased: whenever the server is killed, after its next start the
// conversation either stands whole, because the order never arrived, or is gone whole.
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <thread>

#include "tests/attack/case_scene.hpp"

using namespace kiezel;
using attack::CaseScene;
using attack::HostileServer;

namespace {

struct Remains {
  bool share = false;
  bool log = false;
  std::string state;

  [[nodiscard]] bool is_whole() const { return share && log && state == "open"; }
  [[nodiscard]] bool is_gone() const { return !share && !log && state == "erased"; }
};

Remains remains_of(HostileServer& server, const crypto::ConversationId& conversation) {
  return {
      .share = server.ask(redis::Command{"EXISTS", server.keys().share(conversation)}).integer == 1,
      .log = server.ask(redis::Command{"EXISTS", server.keys().log(conversation)}).integer == 1,
      .state = server.ask(redis::Command{"HGET", server.keys().conversation(conversation), "state"}).text};
}

bool comes_true(const std::function<bool()>& fact) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(90);
  while (!fact()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

}  // namespace

TEST_CASE("attack: killed while it erases, the server ends what it began", "[attack]") {
  std::size_t gone = 0;
  for (const int after_ms : {0, 2, 5, 300}) {
    CaseScene scene;
    std::thread pupil([&scene] {
      try {
        scene.pupil.erase_everything();
      } catch (const client::Failure&) {
        // The answer got lost with the server.
      }
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
    scene.service.kill();
    pupil.join();
    scene.service.start();

    HostileServer restarted(scene.service);
    Remains remains;
    CHECK(comes_true([&] {
      remains = remains_of(restarted, scene.conversation);
      return remains.is_whole() || remains.is_gone();
    }));
    INFO("killed after " << after_ms << " ms");
    if (remains.is_gone()) ++gone;
    CHECK(remains.is_whole() == scene.words_open_it());
  }
  // The last one had all the time that it needs.
  CHECK(gone > 0);
}
