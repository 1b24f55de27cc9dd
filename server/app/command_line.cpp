#include "server/app/command_line.hpp"

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/self_test.hpp"
#include "server/app/application.hpp"
#include "server/app/preparation.hpp"
#include "server/config/config.hpp"
#include "server/core/log.hpp"

namespace kiezel::app {
namespace {

constexpr int ended_well = 0;
constexpr int could_not_run = 1;
constexpr int wrong_usage = 2;

constexpr std::string_view help =
    "Usage: kiezel-server [--config FILE] [--SETTING VALUE]...\n"
    "\n"
    "Serves one organisation: the web app, the directory, and conversations that only the people in them "
    "can\n"
    "read. Without settings it keeps everything in ./data with a private Redis and listens on "
    "127.0.0.1:8080.\n"
    "Make the organisation first: kiezel-admin org create --help\n"
    "\n"
    "  --help          this text\n"
    "  --help-config   every setting with its default and range\n"
    "  --version       the version\n"
    "\n"
    "SIGTERM or SIGINT: clients are told to resume elsewhere, answers leave, then it ends. Twice: at once.\n"
    "Exit code: 0 ended as asked, 1 could not start or go on, 2 the settings are wrong.\n";

void print(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

int fail(int code, std::string_view sentence) {
  print(stderr, "kiezel-server: " + std::string(sentence) + "\n");
  return code;
}

int serve(config::Config config) {
  if (!crypto::self_test()) return fail(could_not_run, "The cryptographic library gives wrong answers.");
  const core::Log log(config.log_level);
  std::expected<Prepared, Sentence> prepared = prepare(std::move(config), log);
  if (!prepared) return fail(could_not_run, prepared.error());
  Application application(std::move(*prepared), log);
  const std::expected<void, Sentence> outcome = application.run();
  return outcome ? ended_well : fail(could_not_run, outcome.error());
}

}  // namespace

int run(std::span<const char* const> arguments, const char* const* environment) {
  std::expected<config::Invocation, std::string> invocation =
      config::read(arguments, config::environment_span(environment));
  if (!invocation) return fail(wrong_usage, invocation.error() + " See kiezel-server --help.");
  switch (invocation->wish) {
    case config::Wish::help:
      print(stdout, help);
      return ended_well;
    case config::Wish::help_config:
      print(stdout, config::help_config());
      return ended_well;
    case config::Wish::version:
      print(stdout, "kiezel-server " KIEZEL_VERSION "\n");
      return ended_well;
    case config::Wish::run:
      break;
  }
  return serve(std::move(invocation->config));
}

}  // namespace kiezel::app
