// kiezel-admin: boards, schools, advisors and the signed directory of one organisation.
#include <exception>
#include <iostream>
#include <string_view>
#include <vector>

#include "crypto/self_test.hpp"
#include "server/admin/command.hpp"

int main(int argc, char** argv) {
  try {
    if (!kiezel::crypto::self_test()) {
      std::cerr << "kiezel-admin: the cryptographic library on this machine gives wrong answers.\n";
      return 1;
    }
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    return static_cast<int>(kiezel::admin::run_command_line(words));
  } catch (const std::exception& failure) {
    std::cerr << "kiezel-admin: stopped by a fault: " << failure.what() << '\n';
    return 1;
  }
}
