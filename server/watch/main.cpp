// kiezel-watch: follows the published directory of a Kiezel service from outside.
#include <chrono>
#include <exception>
#include <iostream>
#include <string_view>
#include <vector>

#include "crypto/self_test.hpp"
#include "server/watch/watch.hpp"

int main(int argc, char** argv) {
  using kiezel::watch::ExitCode;
  try {
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    if (words.size() == 1 && (words[0] == "--help" || words[0] == "-h")) {
      std::cout << kiezel::watch::usage;
      return 0;
    }
    if (!kiezel::crypto::self_test()) {
      std::cerr << "kiezel-watch: the cryptographic library on this machine gives wrong answers.\n";
      return static_cast<int>(ExitCode::failed);
    }
    const auto options = kiezel::watch::parse_options(words);
    if (!options) {
      std::cerr << "kiezel-watch: " << options.error() << "\n\n" << kiezel::watch::usage;
      return static_cast<int>(ExitCode::usage);
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return static_cast<int>(
        kiezel::watch::look(*options, static_cast<std::uint64_t>(now.time_since_epoch().count())));
  } catch (const std::exception& failure) {
    std::cerr << "kiezel-watch: stopped by a fault: " << failure.what() << '\n';
    return static_cast<int>(ExitCode::failed);
  }
}
