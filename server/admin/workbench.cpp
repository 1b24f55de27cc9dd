#include "server/admin/workbench.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace kiezel::admin {
namespace {

// True when a Redis listens there: a socket file alone may be left from a killed one.
bool listens(const std::filesystem::path& socket_path) {
  sockaddr_un address{};
  const std::string path = socket_path.string();
  if (path.size() >= sizeof(address.sun_path)) return false;
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const bool connected = ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  ::close(probe);
  return connected;
}

std::filesystem::path socket_in(const std::filesystem::path& data) {
  return std::filesystem::absolute(data) / "redis" / "redis.sock";
}

redis::ClientSettings settings(const redis::Address& address) {
  return {.address = address, .name = "log", .links = 1, .deadline = std::chrono::seconds(30)};
}

}  // namespace

std::expected<std::unique_ptr<Workbench>, std::string> Workbench::open(const std::filesystem::path& data,
                                                                       const std::string& redis_url) {
  auto organisation = directory::read_organisation(data / "organisation.json");
  if (!organisation) return std::unexpected(organisation.error());
  const std::filesystem::path socket_path = socket_in(data);
  redis::Address address{.place = redis::UnixAddress{socket_path.string()}};
  std::optional<core::DataFolder> folder;
  if (!redis_url.empty()) {
    auto parsed = redis::parse_address(redis_url);
    if (!parsed) return std::unexpected(parsed.error());
    address = *std::move(parsed);
  } else if (!listens(socket_path)) {
    auto opened = core::DataFolder::open(data);
    if (!opened) return std::unexpected(opened.error());
    folder.emplace(*std::move(opened));
  }
  std::unique_ptr<Workbench> bench(new Workbench(*std::move(organisation), address, std::move(folder), data));
  if (auto connected = bench->connect(); !connected) return std::unexpected(connected.error());
  return bench;
}

std::expected<std::unique_ptr<Workbench>, std::string> Workbench::open_beside_server(
    const std::filesystem::path& data) {
  const redis::Address address{.place = redis::UnixAddress{socket_in(data).string()}};
  if (!listens(socket_in(data))) return nullptr;
  auto organisation = directory::read_organisation(data / "organisation.json");
  if (!organisation) return std::unexpected(organisation.error());
  std::unique_ptr<Workbench> bench(new Workbench(*std::move(organisation), address, std::nullopt, data));
  if (!bench->connect()) return nullptr;
  return bench;
}

Workbench::Workbench(directory::Organisation organisation, const redis::Address& address,
                     std::optional<core::DataFolder> folder, const std::filesystem::path& data)
    : organisation_(std::move(organisation)),
      keys_(organisation_.tag),
      folder_(std::move(folder)),
      tasks_(context_.get_executor(), log_, 64),
      client_(context_.get_executor(), settings(address), log_, metrics_),
      directory_(
          {.log_link = client_, .keys = keys_, .clock = clock_, .pinned_roots = organisation_.root_keys}),
      accounts_({.log_link = client_,
                 .vault_link = client_,
                 .keys = keys_,
                 .advisors = directory_,
                 .clock = clock_,
                 .random = random_}),
      factors_(client_, keys_),
      devices_({.log_link = client_,
                .vault_link = client_,
                .keys = keys_,
                .advisors = directory_,
                .clock = clock_,
                .random = random_}),
      recovery_({.log_link = client_,
                 .vault_link = client_,
                 .keys = keys_,
                 .advisors = directory_,
                 .clock = clock_,
                 .random = random_}),
      registry_(client_, keys_) {
  if (folder_) {
    embedded_.emplace(context_.get_executor(),
                      redis::EmbeddedSettings{.folder = std::filesystem::absolute(data) / "redis"}, log_,
                      metrics_);
  }
}

std::expected<void, std::string> Workbench::connect() {
  if (embedded_) {
    if (auto started = run(embedded_->start()); !started) return started;
  }
  client_.start(tasks_);
  if (!run(client_.wait_connected(core::deadline_in(std::chrono::seconds(10))))) {
    return std::unexpected(
        "Redis does not answer. Is the server running on this data folder, or --redis right?");
  }
  if (!run(directory_.refresh()))
    return std::unexpected("Redis answers, but the directory could not be read from it.");
  return {};
}

Workbench::~Workbench() {
  client_.stop();
  tasks_.stop();
  static_cast<void>(run(tasks_.wait_until(core::deadline_in(std::chrono::seconds(5)))));
  if (embedded_) {
    bool stopped = false;
    boost::asio::co_spawn(context_.get_executor(), embedded_->stop(),
                          [&stopped](const std::exception_ptr&) { stopped = true; });
    turn_until(stopped);
  }
}

std::uint64_t Workbench::now_s() const {
  return static_cast<std::uint64_t>(clock_.now().time_since_epoch().count());
}

}  // namespace kiezel::admin
