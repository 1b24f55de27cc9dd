// kiezel-server. Everything is in server/app.
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <span>

#include "server/app/command_line.hpp"

int main(int argc, char** argv) {
  try {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    return kiezel::app::run(arguments.subspan(argc > 0 ? 1 : 0), environ);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "kiezel-server: a bug ended it: %s\n", failure.what());
    return 1;
  }
}
