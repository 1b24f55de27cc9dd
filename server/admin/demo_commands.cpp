#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iostream>
#include <thread>

#include "server/admin/command.hpp"
#include "server/admin/demo.hpp"
#include "server/admin/ids.hpp"
#include "server/admin/invitation.hpp"

namespace kiezel::admin {
namespace {

constexpr std::chrono::milliseconds look_every{300};

Outcome prepare(const Arguments& arguments) {
  const auto made = prepare_demo(arguments.text_or("data", data_default), arguments.text("origin"),
                                 arguments.text("register"));
  if (!made) return std::unexpected(made.error());
  return ExitCode::done;
}

Outcome invitations(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto open = open_invitations(**bench, arguments.text_or("data", data_default));
  if (!open) return std::unexpected(open.error());
  for (const DemoInvitation& invitation : *open) {
    std::cout << "Invitation for " << invitation.name << ":  "
              << invitation_link((*bench)->organisation().origins.front(), invitation.token) << '\n';
  }
  return ExitCode::done;
}

// Ends on SIGTERM, SIGINT, or when Redis stays away.
core::Task<std::string> attend_until_told(Workbench& bench, std::filesystem::path data) {
  boost::asio::basic_signal_set<core::Executor> signals(bench.executor(), SIGINT, SIGTERM);
  bool told = false;
  core::Timer pause(bench.executor());
  signals.async_wait([&told, &pause](const boost::system::error_code& failure, int) {
    told = !failure;
    pause.cancel();
  });
  std::string last_fault;
  while (!told) {
    const auto attended = co_await attend_once(bench, data);
    if (attended && *attended) std::cout << "The demo directory was signed and published." << std::endl;
    if (!attended && attended.error() != last_fault)
      std::cerr << "kiezel-admin: " << attended.error() << std::endl;
    last_fault = attended ? std::string() : attended.error();
    pause.expires_after(look_every);
    if (!told) co_await pause.async_wait(core::use_tuple);
  }
  signals.cancel();
  co_return last_fault;
}

Outcome attend(const Arguments& arguments) {
  const std::filesystem::path data = arguments.text_or("data", data_default);
  auto bench = Workbench::open_beside_server(data);
  for (; bench && !*bench; bench = Workbench::open_beside_server(data))
    std::this_thread::sleep_for(look_every);
  if (!bench) return std::unexpected(bench.error());
  static_cast<void>((*bench)->run(attend_until_told(**bench, data)));
  return ExitCode::done;
}

}  // namespace

std::vector<Command> demo_commands() {
  const Option data{"data", Takes::value, "DIR", "the server's data folder (default: data)"};
  return {
      {.words = "demo prepare",
       .operands = {},
       .sentence = "Make the demo organisation where it is missing. Not for real use: its root keys lie "
                   "beside its data.",
       .options = {data,
                   {"origin", Takes::value, "URL", "where the pages live", true},
                   {"register", Takes::value, "FILE", "a school register", true}},
       .run = prepare},
      {.words = "demo attend",
       .operands = {},
       .sentence =
           "Approve every advisor who enrols and publish, until told to stop. Waits for a running server.",
       .options = {data},
       .run = attend},
      {.words = "demo invitations",
       .operands = {},
       .sentence = "Print the demo's unused invitation links.",
       .options = {data},
       .run = invitations},
  };
}

}  // namespace kiezel::admin
