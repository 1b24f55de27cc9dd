#include "server/redis/embedded.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "server/redis/client.hpp"

namespace kiezel::redis {
namespace {

namespace fs = std::filesystem;
using Outcome = std::expected<void, std::string>;

constexpr std::chrono::milliseconds restart_backoff_min{100};
constexpr std::chrono::milliseconds restart_backoff_max{10'000};
constexpr std::chrono::seconds stable_after{60};
constexpr std::chrono::milliseconds ready_poll{20};
constexpr std::chrono::seconds kill_deadline{5};

// More than any last line of Redis, less than would matter.
constexpr std::streamoff last_words_bytes = 4096;

constexpr std::string_view settings_for_durability =
    "port 0\n"
    "unixsocketperm 700\n"
    "daemonize no\n"
    "logfile \"\"\n"
    "protected-mode yes\n"
    // An answer means that the write is on disk (architecture A5).
    "appendonly yes\n"
    "appendfsync always\n"
    "save \"\"\n"
    // Redis keeps no commands beside the data: commands hold shares and ids.
    "slowlog-log-slower-than -1\n"
    "crash-log-enabled no\n"
    "latency-tracking no\n"
    // A log is never thrown away to make room; Redis refuses to write instead.
    "maxmemory-policy noeviction\n"
    // Entries of 1.5 KB take 19 % less memory than with nodes of 4 KiB.
    "stream-node-max-bytes 64kb\n";

// A path as Redis reads it between quotes.
std::string quoted(const fs::path& path) {
  std::string text = "\"";
  for (const char c : path.string()) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The process in the pid file, if it is a redis-server of this folder and not another
// that got its number since.
pid_t stale_pid(const fs::path& pid_path, const fs::path& folder) {
  const std::string text = read_all(pid_path);
  const pid_t pid = static_cast<pid_t>(std::strtol(text.c_str(), nullptr, 10));
  if (pid <= 1) return 0;
  const std::string command_line = read_all("/proc/" + std::to_string(pid) + "/cmdline");
  const bool ours = command_line.contains("redis-server") && command_line.contains(folder.string());
  return ours ? pid : 0;
}

}  // namespace

EmbeddedEnd embedded_end_from(std::string_view last_words) {
  if (last_words.contains("No space left on device")) return EmbeddedEnd::disk_full;
  if (last_words.contains("Permission denied")) return EmbeddedEnd::forbidden;
  if (last_words.contains("Bad file format") || last_words.contains("redis-check-aof")) {
    return EmbeddedEnd::damaged_log;
  }
  return EmbeddedEnd::other;
}

Address embedded_address(const fs::path& folder) {
  return {.place = UnixAddress{folder / "redis.sock"}};
}

EmbeddedRedis::EmbeddedRedis(core::Executor executor, EmbeddedSettings settings, const core::Log& log,
                             core::Metrics& metrics)
    : executor_(executor),
      settings_(std::move(settings)),
      log_(log),
      child_(executor),
      stopped_(executor),
      restarts_(
          metrics.counter({"kiezel_redis_restarts_total", "Times the embedded Redis was started again."})) {
  settings_.folder = fs::absolute(settings_.folder);
}

core::Task<Outcome> EmbeddedRedis::start() {
  if (auto written = write_configuration(); !written) co_return written;
  if (auto ended = co_await end_stale(); !ended) co_return ended;
  co_return co_await launch();
}

core::Task<void> EmbeddedRedis::supervise() {
  std::chrono::milliseconds backoff = restart_backoff_min;
  while (!stopping_) {
    const auto began = std::chrono::steady_clock::now();
    while (!co_await child_.wait_ended(core::deadline_in(std::chrono::hours(1)))) {
    }
    if (stopping_) break;
    log_.error("redis.ended", {{"reason", core::own_words(why_it_ended())}});
    // With a full disk it starts well and ends at the first write, so starting well is no reason to hurry.
    const bool was_stable = std::chrono::steady_clock::now() - began > stable_after;
    backoff = was_stable ? restart_backoff_min : std::min(backoff * 2, restart_backoff_max);
    static_cast<void>(co_await stopped_.wait_until(core::deadline_in(backoff)));
    if (stopping_) break;
    restarts_.add();
    if (co_await launch()) log_.warning("redis.restarted");
  }
}

core::Task<void> EmbeddedRedis::stop() {
  stopping_ = true;
  stopped_.notify();
  // Redis takes SIGTERM as SHUTDOWN: it finishes its file first.
  child_.signal(SIGTERM);
  if (co_await child_.wait_ended(core::deadline_in(settings_.stop_deadline))) co_return;
  log_.error("redis.killed", {{"after", settings_.stop_deadline}});
  child_.signal(SIGKILL);
  static_cast<void>(co_await child_.wait_ended(core::deadline_in(kill_deadline)));
}

Outcome EmbeddedRedis::write_configuration() const {
  const fs::path& folder = settings_.folder;
  const fs::path socket = folder / "redis.sock";
  if (socket.string().size() >= sizeof(sockaddr_un::sun_path)) {
    return std::unexpected("The path " + socket.string() + " is too long for a socket (at most " +
                           std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
                           " characters). Choose a shorter one with --data.");
  }
  std::error_code failure;
  if (fs::create_directories(folder, failure)) {
    fs::permissions(folder, fs::perms::owner_all, failure);
  }
  if (failure) {
    return std::unexpected("The folder " + folder.string() + " cannot be made: " + failure.message() + ".");
  }
  std::ofstream file(configuration_path(), std::ios::trunc);
  file << settings_for_durability << "unixsocket " << quoted(socket) << "\ndir " << quoted(folder)
       << "\npidfile " << quoted(pid_path()) << "\n";
  file.close();
  if (!file) {
    return std::unexpected("The file " + configuration_path().string() +
                           " cannot be written: " + std::strerror(errno) + ".");
  }
  return {};
}

core::Task<Outcome> EmbeddedRedis::end_stale() {
  const pid_t pid = stale_pid(pid_path(), settings_.folder);
  if (pid == 0) co_return Outcome();
  log_.warning("redis.stale", {{"pid", pid}, {"remedy", "it is ended, then ours starts"}});
  ::kill(pid, SIGTERM);
  if (co_await wait_process_ended(executor_, pid, core::deadline_in(settings_.stop_deadline)))
    co_return Outcome();
  ::kill(pid, SIGKILL);
  if (co_await wait_process_ended(executor_, pid, core::deadline_in(kill_deadline))) co_return Outcome();
  co_return std::unexpected("The Redis of an earlier run (process " + std::to_string(pid) +
                            ") does not end. End it, then start again.");
}

core::Task<Outcome> EmbeddedRedis::launch() {
  const int output = ::open(output_path().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (output < 0) {
    co_return std::unexpected("The file " + output_path().string() +
                              " cannot be written: " + std::strerror(errno) + ".");
  }
  const auto started = child_.start({settings_.program, configuration_path()}, output);
  ::close(output);
  if (!started && started.error() == ENOENT) {
    co_return std::unexpected(
        "The program redis-server is not installed. Install it (apt-get install redis-server), or name a "
        "Redis "
        "that runs already with --redis.");
  }
  if (!started) {
    co_return std::unexpected("The program " + settings_.program +
                              " cannot be started: " + std::strerror(started.error()) + ".");
  }
  auto ready = co_await wait_ready();
  // One that does not get ready must not go on alone; whoever asked hears why and may try again.
  if (!ready && child_.running()) {
    child_.signal(SIGKILL);
    static_cast<void>(co_await child_.wait_ended(core::deadline_in(kill_deadline)));
  }
  co_return ready;
}

core::Task<Outcome> EmbeddedRedis::wait_ready() {
  // That it cannot be reached yet is no news.
  const core::Log quiet(core::LogLevel::error);
  core::Metrics unseen;
  core::TaskGroup probe_tasks(executor_, quiet, 1);
  Client probe(executor_, {.address = address(), .name = "probe", .links = 1}, quiet, unseen);
  probe.start(probe_tasks);
  const core::Deadline deadline = core::deadline_in(settings_.start_deadline);
  Outcome outcome =
      std::unexpected("Redis did not get ready within " + std::to_string(settings_.start_deadline.count()) +
                      " seconds; see " + output_path().string() + ".");
  while (!stopping_ && std::chrono::steady_clock::now() < deadline) {
    // Also false while Redis still reads back its log: it answers LOADING then.
    const bool ready = (co_await probe.execute(Affinity{}, Command{"PING"})).has_value();
    if (ready) outcome = Outcome();
    if (ready) break;
    if (co_await child_.wait_ended(core::deadline_in(ready_poll))) {
      outcome = std::unexpected(why_it_ended());
      break;
    }
  }
  probe.stop();
  probe_tasks.stop();
  static_cast<void>(co_await probe_tasks.wait_until(core::deadline_in(kill_deadline)));
  co_return outcome;
}

std::string EmbeddedRedis::why_it_ended() const {
  const std::string folder = settings_.folder.string();
  switch (embedded_end_from(last_words())) {
    case EmbeddedEnd::disk_full:
      return "Redis ended: the disk that holds " + folder + " is full. Make room; it starts again by itself.";
    case EmbeddedEnd::forbidden:
      return "Redis ended: it may not write in " + folder + ". Give this user the folder and what is in it.";
    case EmbeddedEnd::damaged_log:
      return "Redis ended: its log in " + folder +
             " is damaged. Make a copy of the folder, then repair it with redis-check-aof --fix.";
    case EmbeddedEnd::other:
      return "Redis ended; its last words are in " + output_path().string() + ".";
  }
  return {};
}

std::string EmbeddedRedis::last_words() const {
  std::ifstream file(output_path(), std::ios::binary | std::ios::ate);
  const std::streamoff size = file.tellg();
  file.seekg(std::max<std::streamoff>(0, size - last_words_bytes));
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace kiezel::redis
