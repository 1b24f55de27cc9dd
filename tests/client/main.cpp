// kiezel-client: plays the main job against a running server and says how it went. ./scripts/run --smoke
// starts it.
#include <exception>
#include <iostream>
#include <string>

#include "crypto/self_test.hpp"
#include "tests/client/scenario.hpp"

namespace {

// The one who started us restarts the server when it reads this line, and answers with a line when it is
// back.
void ask_for_restart() {
  std::cout << "restart" << std::endl;
  std::string answer;
  if (!std::getline(std::cin, answer) || answer != "restarted")
    throw kiezel::client::Failure("the server was not restarted");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 || std::string(argv[1]) != "play") {
    std::cerr
        << "usage: kiezel-client play http://localhost:PORT INVITATION\n"
           "Plays a pupil, an advisor and a parent. In the middle it prints `restart` and reads a line.\n";
    return 2;
  }
  try {
    if (!kiezel::crypto::self_test())
      throw kiezel::client::Failure("the cryptographic library gives wrong answers");
    kiezel::crypto::SystemRandom random;
    const auto result = kiezel::client::play({.endpoint = kiezel::client::Endpoint::parse(argv[2]),
                                              .invitation = argv[3],
                                              .restart_server = ask_for_restart},
                                             random);
    std::cout << "played messages=" << result.messages
              << " arrive_p50_ms=" << result.milliseconds_to_arrive_p50 << std::endl;
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << "kiezel-client: " << failure.what() << '\n';
    return 1;
  }
}
