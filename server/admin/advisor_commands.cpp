#include <algorithm>
#include <iostream>

#include "server/admin/command.hpp"
#include "server/admin/ids.hpp"
#include "server/admin/invitation.hpp"
#include "server/admin/workbench.hpp"

namespace kiezel::admin {
namespace {

std::string_view word_for(protocol::AccountState state) {
  switch (state) {
    case protocol::AccountState::pending:
      return "waits for approval";
    case protocol::AccountState::approved:
      return "approved";
    case protocol::AccountState::suspended:
      return "suspended";
    case protocol::AccountState::unknown:
      break;
  }
  return "unknown";
}

Outcome invite(const Arguments& arguments) {
  const auto days = arguments.number_or("days", 14, 1, 90);
  if (!days) return std::unexpected(days.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto link = make_invitation(**bench, arguments.text("name"), *days);
  if (!link) return std::unexpected(link.error());
  std::cout << "Give this link to the advisor in person or over a channel you trust. It works once, until "
            << *days << " days from now:\n"
            << *link << '\n';
  return ExitCode::done;
}

Outcome list(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto advisors = (*bench)->run((*bench)->accounts().advisors());
  if (!advisors) return std::unexpected("The advisors could not be read from Redis.");
  for (const account::Advisor& advisor : *advisors) {
    std::cout << crypto::to_hex(advisor.id) << "  " << word_for(advisor.state) << "  " << advisor.name
              << '\n';
  }
  return ExitCode::done;
}

// Nobody gets messages before their second factor stands (product A2).
std::expected<void, std::string> check_has_factor(Workbench& bench, core::AdvisorId advisor) {
  const auto known = bench.run(bench.accounts().status({}, {advisor.bytes}));
  const auto factors = bench.run(bench.factors().factors(advisor));
  if (!known || !factors) return std::unexpected("Redis does not answer.");
  if (known->state == protocol::AccountState::unknown || !factors->empty()) return {};
  return std::unexpected(
      "This advisor has no second factor yet. Kiezel asks for it right after the passphrase; approve then.");
}

struct StateChange {
  core::Task<core::Result<void>> (account::Service::*change)(core::AdvisorId);
  // A sentence when it must not be made yet.
  std::expected<void, std::string> (*may)(Workbench&, core::AdvisorId);
  std::string_view done;
};

// Both say the same when the advisor is not known.
Outcome set_state(const Arguments& arguments, const StateChange& wanted) {
  const auto id = advisor_id_from(arguments.operands()[0]);
  if (!id) return std::unexpected(id.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  if (auto allowed = wanted.may(**bench, *id); !allowed) return std::unexpected(allowed.error());
  const auto changed = (*bench)->run(((*bench)->accounts().*wanted.change)(*id));
  if (!changed) {
    return std::unexpected(changed.error().code == core::ErrorCode::not_found
                               ? "No advisor with this id ever enrolled."
                               : "Redis did not take the change.");
  }
  std::cout << wanted.done << '\n';
  return ExitCode::done;
}

Outcome approve(const Arguments& arguments) {
  return set_state(arguments, {.change = &account::Service::approve,
                               .may = check_has_factor,
                               .done = "Approved. Attach schools, then sign and publish the directory."});
}

Outcome suspend(const Arguments& arguments) {
  return set_state(
      arguments, {.change = &account::Service::suspend,
                  .may = [](Workbench&, core::AdvisorId) { return std::expected<void, std::string>(); },
                  .done = "Suspended: no login and no message from now on. Publish the directory to take the "
                          "advisor off it."});
}

Outcome reset_factors(const Arguments& arguments) {
  const auto id = advisor_id_from(arguments.operands()[0]);
  if (!id) return std::unexpected(id.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto known = (*bench)->run((*bench)->accounts().status({}, {id->bytes}));
  if (known && known->state == protocol::AccountState::unknown)
    return std::unexpected("No advisor with this id ever enrolled.");
  if (!known || !(*bench)->run((*bench)->factors().reset(*id)))
    return std::unexpected("Redis did not take the change.");
  std::cout
      << "Reset: whoever stands at one of this advisor's devices sets up a new second factor at the next "
         "visit, "
         "and still needs the passphrase. Two people should decide this, after they recognised the advisor. "
         "Revoke lost devices first: kiezel-admin device revoke\n";
  return ExitCode::done;
}

Outcome profile(const Arguments& arguments) {
  const auto id = advisor_id_from(arguments.operands()[0]);
  const auto replies = arguments.number_or("replies-within", 2, 1, 10);
  if (!id) return std::unexpected(id.error());
  if (!replies) return std::unexpected(replies.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  auto kept = (*bench)->run((*bench)->registry().profile(*id));
  if (!kept) return std::unexpected("The profile could not be read from Redis.");
  kept->languages = arguments.text_or("languages", kept->languages);
  kept->phone = arguments.text_or("phone", kept->phone);
  kept->email = arguments.text_or("email", kept->email);
  kept->intro_informal = arguments.text_or("intro-je", kept->intro_informal);
  kept->intro_formal = arguments.text_or("intro-u", kept->intro_formal);
  kept->intro_english = arguments.text_or("intro-en", kept->intro_english);
  if (arguments.has("replies-within")) kept->replies_within_school_days = static_cast<std::uint8_t>(*replies);
  if (!(*bench)->run((*bench)->registry().put_profile(*id, *kept)))
    return std::unexpected("Redis did not take the profile.");
  std::cout << "Saved. Families see it when the directory is published.\n";
  return ExitCode::done;
}

Outcome revoke_device(const Arguments& arguments) {
  const auto device = id_from<core::DeviceId>(arguments.operands()[0], "a device");
  if (!device) return std::unexpected(device.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto revoked = (*bench)->run((*bench)->devices().end_device(*device));
  if (!revoked) {
    return std::unexpected(revoked.error().code == core::ErrorCode::not_found
                               ? "No advisor has this device."
                               : "Redis did not take the revocation.");
  }
  std::cout
      << "Revoked: the service refuses it from now on and its vault opens no more. Publish the directory "
         "now: only then does everybody know.\n";
  return ExitCode::done;
}

Outcome claims(const Arguments& arguments) {
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  const auto claimants = (*bench)->run((*bench)->recovery().claimants());
  if (!claimants) return std::unexpected("The claims could not be read from Redis.");
  for (const account::Claimant& claimant : *claimants) {
    std::cout << crypto::to_hex(claimant.advisor.id) << "  " << claimant.advisor.name << '\n';
  }
  return ExitCode::done;
}

Outcome let_in(const Arguments& arguments) {
  const auto id = advisor_id_from(arguments.operands()[0]);
  if (!id) return std::unexpected(id.error());
  const auto bench = open_workbench(arguments);
  if (!bench) return std::unexpected(bench.error());
  // Whoever lost every device may have lost the second factor with them; a new one is set up on the way in.
  const auto claimants = (*bench)->run((*bench)->recovery().claimants());
  if (!claimants) return std::unexpected("The claims could not be read from Redis.");
  const bool claimed = std::ranges::any_of(
      *claimants, [&](const account::Claimant& claimant) { return claimant.advisor.id == *id; });
  if (claimed && !(*bench)->run((*bench)->factors().reset(*id)))
    return std::unexpected("Redis did not take the change.");
  const auto done = (*bench)->run((*bench)->recovery().let_in(*id));
  if (!done) {
    return std::unexpected(done.error().code == core::ErrorCode::not_found
                               ? "This advisor made no claim with a recovery card."
                               : "Redis did not take the change.");
  }
  std::cout << "Let in; all other devices of this advisor are revoked, and a new second factor is asked. "
               "Publish the "
               "directory now.\n";
  return ExitCode::done;
}

}  // namespace

std::vector<Command> advisor_commands() {
  return {
      {.words = "advisor invite",
       .operands = {},
       .sentence = "Print a one-time link with which an advisor enrols a browser.",
       .options = with_data({{"name", Takes::value, "NAME", "as families will see it", true},
                             {"days", Takes::value, "N", "how long the link works (default: 14)"}}),
       .run = invite},
      {.words = "advisor list",
       .operands = {},
       .sentence = "List the advisors and their ids.",
       .options = with_data({}),
       .run = list},
      {.words = "advisor approve",
       .operands = {"ADVISOR"},
       .sentence = "Approve an advisor who enrolled.",
       .options = with_data({}),
       .run = approve},
      {.words = "advisor suspend",
       .operands = {"ADVISOR"},
       .sentence = "Stop an advisor at once.",
       .options = with_data({}),
       .run = suspend},
      {.words = "advisor factor-reset",
       .operands = {"ADVISOR"},
       .sentence = "Remove an advisor's passkeys and app, when all are lost.",
       .options = with_data({}),
       .run = reset_factors},
      {.words = "advisor profile",
       .operands = {"ADVISOR"},
       .sentence = "Set what the advisor's card shows.",
       .options = with_data({{"languages", Takes::value, "LIST", "such as nl,en"},
                             {"phone", Takes::value, "NUMBER", "shown to families"},
                             {"email", Takes::value, "ADDRESS", "shown to families"},
                             {"intro-je", Takes::value, "TEXT", "two sentences to a pupil"},
                             {"intro-u", Takes::value, "TEXT", "two sentences to a parent"},
                             {"intro-en", Takes::value, "TEXT", "two sentences in English"},
                             {"replies-within", Takes::value, "N", "school days (default: 2)"}}),
       .run = profile},
      {.words = "device revoke",
       .operands = {"DEVICE"},
       .sentence = "Revoke a lost device of an advisor.",
       .options = with_data({}),
       .run = revoke_device},
      {.words = "device claims",
       .operands = {},
       .sentence = "List the advisors who lost all devices and showed their recovery card.",
       .options = with_data({}),
       .run = claims},
      {.words = "device let-in",
       .operands = {"ADVISOR"},
       .sentence = "Let such an advisor in. Speak with them first: others may have found the card.",
       .options = with_data({}),
       .run = let_in},
  };
}

}  // namespace kiezel::admin
