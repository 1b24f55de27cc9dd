#include "server/admin/demo.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "crypto/encoding.hpp"
#include "server/admin/invitation.hpp"
#include "server/admin/publication.hpp"
#include "server/admin/root_keys.hpp"
#include "server/admin/setup.hpp"

namespace kiezel::admin {
namespace {

constexpr std::array<std::string_view, 2> demo_names = {"Sanne", "Amir"};
constexpr int invitation_days = 90;
// Half of a directory's life: the demo may lie still for two weeks and start again with a valid one.
constexpr std::uint64_t renew_before_expiry_s = 15 * 86'400;

std::filesystem::path keys_folder(const std::filesystem::path& data) {
  return data / "demo-keys";
}
std::filesystem::path invitations_file(const std::filesystem::path& data) {
  return data / "demo-invitations";
}

directory::Organisation demo_facts(const std::string& origin) {
  return {.name = "Kiezel",
          .deployment_id = "demo.kiezel",
          .tag = "demo",
          .origins = {origin},
          .phone = "0800 000 0000",
          .email = "hallo@kiezel.example",
          .exit_url = "https://www.knmi.nl/"};
}

// The address may be another at each start (./scripts/run --port).
std::expected<void, std::string> ensure_organisation(const std::filesystem::path& data,
                                                     const std::string& origin) {
  const std::filesystem::path file = data / "organisation.json";
  std::error_code failure;
  if (!std::filesystem::exists(file, failure)) {
    crypto::SystemRandom random;
    const auto made =
        create_organisation({.data = data, .keys = keys_folder(data), .facts = demo_facts(origin)}, random);
    return made ? std::expected<void, std::string>() : std::unexpected(made.error());
  }
  auto organisation = directory::read_organisation(file);
  if (!organisation) return std::unexpected(organisation.error());
  if (organisation->origins.front() == origin) return {};
  organisation->origins = {origin};
  return directory::write_organisation(file, *organisation);
}

std::expected<void, std::string> ensure_schools(Workbench& bench,
                                                const std::filesystem::path& school_register) {
  std::ifstream in(school_register, std::ios::binary);
  if (!in) return std::unexpected("There is no school register at " + school_register.string() + ".");
  std::ostringstream bytes;
  bytes << in.rdbuf();
  const auto imported = parse_school_register(bytes.view());
  if (!imported) return std::unexpected(imported.error());
  std::vector<School> schools;
  Boards boards;
  for (const auto& [code, school] : imported->schools) {
    schools.push_back(school);
    boards.emplace(school.board_number, "Bestuur " + school.board_number);
  }
  if (!bench.run(bench.registry().put_schools(std::move(schools))) ||
      !bench.run(bench.registry().put_boards(std::move(boards)))) {
    return std::unexpected("Redis did not take the schools.");
  }
  return {};
}

std::vector<DemoInvitation> read_invitations(const std::filesystem::path& data) {
  std::vector<DemoInvitation> invitations;
  std::ifstream in(invitations_file(data));
  std::string spelled;
  for (std::string name; in >> spelled >> name;) {
    const auto bytes = crypto::from_base64url(spelled);
    const auto token = bytes ? account::InvitationToken::from(*bytes) : std::nullopt;
    if (token) invitations.push_back({name, *token});
  }
  return invitations;
}

std::expected<void, std::string> ensure_invitations(Workbench& bench, const std::filesystem::path& data) {
  if (!read_invitations(data).empty()) return {};
  const std::filesystem::path file = invitations_file(data);
  std::ofstream out(file, std::ios::trunc);
  std::error_code failure;
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                               failure);
  for (const std::string_view name : demo_names) {
    const auto token = bench.random().fixed<account::InvitationToken>();
    if (auto stored = store_invitation(bench, token, std::string(name), invitation_days); !stored)
      return stored;
    out << crypto::to_base64url(token) << ' ' << name << '\n';
  }
  out.flush();
  if (!out) return std::unexpected("Could not write " + file.string() + ".");
  return {};
}

Profile demo_profile() {
  return {.languages = "nl,en",
          .phone = "0800 000 0000",
          .email = "hallo@kiezel.example",
          .intro_informal = "Ik luister naar je. We bedenken samen wat jou kan helpen.",
          .intro_formal = "Ik luister naar u. Samen kijken we wat u en uw kind kan helpen.",
          .intro_english = "I listen to you. Together we find out what could help."};
}

core::Task<bool> let_in(Workbench& bench, core::AdvisorId advisor, const Schools& schools) {
  auto attachments = co_await bench.registry().attachments();
  if (!attachments) co_return false;
  for (const auto& [code, school] : schools) {
    std::vector<core::AdvisorId>& advisors = (*attachments)[code];
    if (!school.closed && std::ranges::find(advisors, advisor) == advisors.end()) advisors.push_back(advisor);
  }
  const auto attached = co_await bench.registry().put_attachments(*std::move(attachments));
  const auto profiled = co_await bench.registry().put_profile(advisor, demo_profile());
  const auto approved = co_await bench.accounts().approve(advisor);
  co_return attached&& profiled&& approved;
}

// Those who wait and have set up their second factor: before that nobody is let in.
core::Task<core::Result<std::vector<core::AdvisorId>>> ready_advisors(Workbench& bench) {
  const auto pending = co_await bench.accounts().pending();
  if (!pending) co_return std::unexpected(pending.error());
  std::vector<core::AdvisorId> ready;
  for (const account::Advisor& advisor : *pending) {
    const auto factors = co_await bench.factors().factors(advisor.id);
    if (!factors) co_return std::unexpected(factors.error());
    if (!factors->empty()) ready.push_back(advisor.id);
  }
  co_return ready;
}

bool soon_expires(Workbench& bench) {
  const auto current = bench.directory().snapshot();
  return current && current->header().expires_s < bench.now_s() + renew_before_expiry_s;
}

core::Task<std::expected<bool, std::string>> sign_and_publish(Workbench& bench, std::filesystem::path data) {
  auto file = co_await draft_directory(bench, {.fewest = FewestAdvisors::one});
  for (const std::size_t number : {std::size_t{1}, std::size_t{2}}) {
    if (!file) co_return std::unexpected(file.error());
    const auto key = read_root_key(root_key_file(keys_folder(data), number));
    if (!key) co_return std::unexpected(key.error());
    file = sign_draft(*file, *key);
  }
  if (!file) co_return std::unexpected(file.error());
  const auto published = co_await publish_directory(bench, *std::move(file));
  if (!published) co_return std::unexpected(published.error());
  co_return true;
}

}  // namespace

std::expected<void, std::string> prepare_demo(const std::filesystem::path& data, const std::string& origin,
                                              const std::filesystem::path& school_register) {
  if (auto made = ensure_organisation(data, origin); !made) return made;
  const auto bench = Workbench::open(data, "");
  if (!bench) return std::unexpected(bench.error());
  if (auto schools = ensure_schools(**bench, school_register); !schools) return schools;
  return ensure_invitations(**bench, data);
}

std::expected<std::vector<DemoInvitation>, std::string> open_invitations(Workbench& bench,
                                                                         const std::filesystem::path& data) {
  std::vector<DemoInvitation> open;
  for (DemoInvitation& invitation : read_invitations(data)) {
    protocol::AccountInvitationRequest request;
    request.invitation = invitation.token.bytes;
    if (bench.run(bench.accounts().invitation({}, request))) open.push_back(std::move(invitation));
  }
  return open;
}

// In a demonstration everybody who shows a card is believed.
core::Task<std::expected<bool, std::string>> answer_claims(Workbench& bench) {
  const auto claimants = co_await bench.recovery().claimants();
  if (!claimants) co_return std::unexpected("The claims could not be read from Redis.");
  for (const account::Claimant& claimant : *claimants) {
    const auto reset = co_await bench.factors().reset(claimant.advisor.id);
    const auto done = co_await bench.recovery().let_in(claimant.advisor.id);
    if (!reset || !done) co_return std::unexpected("Redis did not let a device in.");
  }
  co_return !claimants->empty();
}

core::Task<std::expected<bool, std::string>> attend_once(Workbench& bench, std::filesystem::path data) {
  const auto ready = co_await ready_advisors(bench);
  if (!ready) co_return std::unexpected("The enrolments could not be read from Redis.");
  const auto claimed = co_await answer_claims(bench);
  if (!claimed) co_return std::unexpected(claimed.error());
  if (!ready->empty()) {
    const auto schools = co_await bench.registry().schools();
    if (!schools) co_return std::unexpected("The schools could not be read from Redis.");
    for (const core::AdvisorId& advisor : *ready) {
      if (!co_await let_in(bench, advisor, *schools))
        co_return std::unexpected("Redis did not take an approval.");
    }
  } else if (!*claimed && !soon_expires(bench)) {
    co_return false;
  }
  co_return co_await sign_and_publish(bench, std::move(data));
}

}  // namespace kiezel::admin
