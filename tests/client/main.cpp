// kiezel-client: plays the main job against a running server and says how it went, for ./scripts/run --smoke;
// or writes a long conversation and prints its words, for ./scripts/dev bench pages.
#include <cstdlib>
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

int play(const kiezel::client::Endpoint& endpoint, const std::string& invitation) {
  kiezel::crypto::SystemRandom random;
  const auto result = kiezel::client::play(
      {.endpoint = endpoint, .invitation = invitation, .restart_server = ask_for_restart}, random);
  std::cout << "played messages=" << result.messages << " arrive_p50_ms=" << result.milliseconds_to_arrive_p50
            << std::endl;
  return 0;
}

int converse(const kiezel::client::Endpoint& endpoint, const std::string& invitation, int messages) {
  kiezel::crypto::SystemRandom random;
  std::cout << kiezel::client::converse(endpoint, invitation, messages, random) << std::endl;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  const bool plays = argc == 4 && command == "play";
  const int messages = argc == 5 && command == "converse" ? std::atoi(argv[4]) : 0;
  if (!plays && messages < 1) {
    std::cerr
        << "usage: kiezel-client play http://localhost:PORT INVITATION\n"
           "       kiezel-client converse http://localhost:PORT INVITATION MESSAGES\n"
           "play: a pupil, an advisor and a parent. In the middle it prints `restart` and reads a line.\n"
           "converse: a conversation of so many messages; prints the words that open it.\n";
    return 2;
  }
  try {
    if (!kiezel::crypto::self_test())
      throw kiezel::client::Failure("the cryptographic library gives wrong answers");
    const auto endpoint = kiezel::client::Endpoint::parse(argv[2]);
    return plays ? play(endpoint, argv[3]) : converse(endpoint, argv[3], messages);
  } catch (const std::exception& failure) {
    std::cerr << "kiezel-client: " << failure.what() << '\n';
    return 1;
  }
}
