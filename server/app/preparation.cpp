#include "server/app/preparation.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>
#include <utility>

#include "crypto/random.hpp"
#include "server/factor/relying_party.hpp"

namespace kiezel::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t mebibyte = 1U << 20U;
// Below this Redis could not even write its first file.
constexpr std::uintmax_t disk_bytes_min = 16 * mebibyte;
constexpr std::uintmax_t disk_bytes_low = 1024 * mebibyte;

// Files, Redis links, listeners and other descriptors that are no connections.
constexpr std::uint64_t other_descriptors = 256;

constexpr std::uintmax_t password_bytes_max = 1024;

net::Endpoint endpoint_of(const config::Endpoint& endpoint) {
  // The configuration took only numeric addresses.
  return {boost::asio::ip::make_address(endpoint.host), endpoint.port};
}

std::expected<directory::Organisation, Sentence> find_organisation(const fs::path& data) {
  const fs::path file = data / "organisation.json";
  std::error_code failure;
  if (!fs::exists(file, failure)) {
    return std::unexpected("There is no organisation in " + data.string() +
                           " yet. Make one first: kiezel-admin org create --help");
  }
  return directory::read_organisation(file);
}

std::expected<std::string, Sentence> read_small(const fs::path& file, std::uintmax_t bytes_max) {
  std::error_code failure;
  const std::uintmax_t bytes = fs::file_size(file, failure);
  std::ifstream in(file, std::ios::binary);
  if (failure || !in) return std::unexpected(file.string() + " cannot be read.");
  if (bytes > bytes_max) return std::unexpected(file.string() + " is too long.");
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::expected<void, Sentence> check_disk(const fs::path& data, const core::Log& log) {
  std::error_code failure;
  const fs::space_info space = fs::space(data, failure);
  if (failure) return {};
  const std::uintmax_t free_mib = space.available / mebibyte;
  if (space.available < disk_bytes_min) {
    return std::unexpected("The disk of " + data.string() + " is full (" + std::to_string(free_mib) +
                           " MiB left). Make room first: nothing could be kept.");
  }
  if (space.available < disk_bytes_low) log.warning("disk_low", {{"free_mib", free_mib}});
  return {};
}

std::expected<RedisPlaces, Sentence> find_redis(const config::Config& config) {
  RedisPlaces places;
  std::string password;
  if (!config.redis_password_file.empty()) {
    auto text = read_small(config.redis_password_file, password_bytes_max);
    if (!text) return std::unexpected("redis_password_file: " + text.error());
    password = text->substr(0, text->find_first_of("\r\n"));
  }
  const auto parse = [&](const std::string& url,
                         std::optional<redis::Address>& place) -> std::expected<void, Sentence> {
    if (url.empty()) return {};
    auto address = redis::parse_address(url);
    if (!address) return std::unexpected(address.error());
    address->password = password;
    place = std::move(*address);
    return {};
  };
  if (auto parsed = parse(config.redis, places.log); !parsed)
    return std::unexpected("redis: " + parsed.error());
  if (auto parsed = parse(config.redis_vault, places.vault); !parsed) {
    return std::unexpected("redis_vault: " + parsed.error());
  }
  return places;
}

std::expected<net::Site, Sentence> load_site(const config::Config& config, const fs::path& organisation_file,
                                             const directory::Organisation& organisation) {
  auto files = net::StaticFiles::load(config.web_root);
  if (!files) return std::unexpected(files.error());
  auto json = read_small(organisation_file, directory::organisation_bytes_max);
  if (!json) return std::unexpected(json.error());
  const bool https =
      std::ranges::any_of(config.origins, [](const auto& origin) { return origin.starts_with("https:"); });
  return net::Site{std::move(*files), std::move(*json), organisation.exit_url, https};
}

// Every connection is a descriptor, so that as many are asked for as the system may give.
std::size_t raise_descriptors(std::size_t wanted, const core::Log& log) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  const std::uint64_t room = limit.rlim_cur > other_descriptors ? limit.rlim_cur - other_descriptors : 1;
  if (room >= wanted) return wanted;
  log.warning("connections_max_lowered", {{"wanted", wanted}, {"possible", room}});
  return static_cast<std::size_t>(room);
}

std::size_t shard_count(std::int64_t wanted) {
  if (wanted > 0) return static_cast<std::size_t>(wanted);
  // One processor is left to Redis, which is as busy as a shard.
  return std::max(1U, std::thread::hardware_concurrency()) > 1 ? std::thread::hardware_concurrency() - 1 : 1;
}

}  // namespace

std::expected<Prepared, Sentence> prepare(config::Config config, const core::Log& log) {
  const fs::path data = config.data;
  auto organisation = find_organisation(data);
  if (!organisation) return std::unexpected(organisation.error());
  if (config.origins.empty()) config.origins = organisation->origins;
  auto folder = core::DataFolder::open(data);
  if (!folder) return std::unexpected(folder.error());
  if (const auto room = check_disk(data, log); !room) return std::unexpected(room.error());
  auto rp_id = factor::relying_party(config.origins, config.rp_id);
  if (!rp_id) return std::unexpected(rp_id.error());
  crypto::SystemRandom random;
  auto factor_key = core::SealingKey::load_or_create(data / core::SealingKey::file_name, random);
  if (!factor_key) return std::unexpected(factor_key.error());
  auto blobs = blob::open_folder(config.blobs.empty() ? data / "blobs" : fs::path(config.blobs), random);
  if (!blobs) return std::unexpected(blobs.error());
  auto redis = find_redis(config);
  if (!redis) return std::unexpected(redis.error());
  auto site = load_site(config, data / "organisation.json", *organisation);
  if (!site) return std::unexpected(site.error());
  const net::Endpoint endpoint = endpoint_of(config.listen);
  const net::Endpoint operations = endpoint_of(config.ops_listen);
  if (const auto free = net::check_is_free(endpoint); !free)
    return std::unexpected("listen: " + free.error());
  if (const auto free = net::check_is_free(operations); !free)
    return std::unexpected("ops_listen: " + free.error());
  const std::size_t connections_max =
      raise_descriptors(static_cast<std::size_t>(config.connections_max), log);
  const std::size_t shards = shard_count(config.shards);
  return Prepared{.config = std::move(config),
                  .folder = std::move(*folder),
                  .blobs = std::move(*blobs),
                  .organisation = std::move(*organisation),
                  .rp_id = std::move(*rp_id),
                  .factor_key = std::move(*factor_key),
                  .site = std::move(*site),
                  .endpoint = endpoint,
                  .operations_endpoint = operations,
                  .redis = std::move(*redis),
                  .shards = shards,
                  .connections_max = connections_max};
}

}  // namespace kiezel::app
