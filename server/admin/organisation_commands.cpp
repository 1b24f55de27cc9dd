#include <iostream>
#include <sstream>

#include "crypto/encoding.hpp"
#include "server/admin/command.hpp"
#include "server/admin/setup.hpp"

namespace kiezel::admin {
namespace {

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream in(list);
  for (std::string part; std::getline(in, part, ',');) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

std::string host_of(const std::string& origin) {
  const auto begin = origin.find("//");
  std::string host = begin == std::string::npos ? origin : origin.substr(begin + 2);
  return host.substr(0, host.find(':'));
}

Outcome create(const Arguments& arguments) {
  crypto::SystemRandom random;
  const auto origins = split(arguments.text("origin"));
  if (origins.empty()) return std::unexpected("--origin is empty.");
  const NewOrganisation wanted{
      .data = arguments.text_or("data", data_default),
      .keys = arguments.text("keys"),
      .facts = {.name = arguments.text("name"),
                .deployment_id = arguments.text_or("deployment", host_of(origins.front())),
                .tag = arguments.text_or("tag", "kiezel"),
                .origins = origins,
                .phone = arguments.text("phone"),
                .email = arguments.text("email"),
                .exit_url = arguments.text_or("exit-url", "https://www.knmi.nl/")}};
  const auto made = create_organisation(wanted, random);
  if (!made) return std::unexpected(made.error());
  std::cout << "Made " << made->name << ".\nThree root keys are in " << wanted.keys.string()
            << ". Give each to another person and keep none on this machine: any two of them decide whom "
               "families trust.\n";
  return ExitCode::done;
}

Outcome show(const Arguments& arguments) {
  const std::filesystem::path data = arguments.text_or("data", data_default);
  const auto organisation = directory::read_organisation(data / "organisation.json");
  if (!organisation) return std::unexpected(organisation.error());
  std::cout << "Name          " << organisation->name << "\nDeployment    " << organisation->deployment_id
            << "\nTag           " << organisation->tag << "\nPhone         " << organisation->phone
            << "\nE-mail        " << organisation->email << "\nExit          " << organisation->exit_url
            << '\n';
  for (const std::string& origin : organisation->origins) std::cout << "Origin        " << origin << '\n';
  for (const crypto::VerifyKey& key : organisation->root_keys) {
    std::cout << "Root key      " << crypto::to_hex(crypto::key_id(key)) << '\n';
  }
  return ExitCode::done;
}

}  // namespace

std::vector<Command> organisation_commands() {
  return {
      {.words = "org create",
       .operands = {},
       .sentence = "Make a new organisation: its three root keys and what everybody may know of it.",
       .options = {{"name", Takes::value, "NAME", "as shown on screen", true},
                   {"origin", Takes::value, "URL", "where the pages live; more than one with commas", true},
                   {"keys", Takes::value, "DIR", "where the three root keys are written", true},
                   {"data", Takes::value, "DIR", "the server's data folder (default: data)"},
                   {"deployment", Takes::value, "ID",
                    "goes into every return word, never to be changed (default: the host)"},
                   {"tag", Takes::value, "TAG", "of the Redis keys (default: kiezel)"},
                   {"phone", Takes::value, "NUMBER", "of the organisation, shown on every page"},
                   {"email", Takes::value, "ADDRESS", "of the organisation"},
                   {"exit-url", Takes::value, "URL", "where \"leave quickly\" leads (default: the weather)"}},
       .run = create},
      {.words = "org show",
       .operands = {},
       .sentence = "Show the organisation of a data folder.",
       .options = {{"data", Takes::value, "DIR", "the server's data folder (default: data)"}},
       .run = show},
  };
}

}  // namespace kiezel::admin
