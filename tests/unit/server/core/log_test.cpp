#include "server/core/log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <type_traits>
#include <vector>

#include "crypto/secret.hpp"

namespace {

using kiezel::core::Log;
using kiezel::core::log_line;
using kiezel::core::LogField;
using kiezel::core::LogLevel;
using kiezel::core::own_words;

template <typename Value>
constexpr bool loggable = std::is_constructible_v<LogField, const char (&)[4], Value>;

static_assert(loggable<int> && loggable<bool> && loggable<const char (&)[4]>);
static_assert(!loggable<std::string> && !loggable<const std::string&> && !loggable<std::string_view>);
static_assert(!loggable<const char*> && !loggable<std::vector<std::uint8_t>> && !loggable<char>);
static_assert(!loggable<std::array<std::uint8_t, 16>> && !loggable<const kiezel::crypto::Secret<32>&>);

// What a log writes at its level, read back through a pipe.
class Captured {
 public:
  explicit Captured(LogLevel level) : pipe_(make_pipe()), log(level, pipe_[1]) {}
  ~Captured() {
    ::close(pipe_[0]);
    ::close(pipe_[1]);
  }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;

  std::string text() {
    std::string all(4096, '\0');
    const ssize_t size = ::read(pipe_[0], all.data(), all.size());
    all.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return all;
  }

 private:
  static std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
    return ends;
  }
  std::array<int, 2> pipe_;

 public:
  Log log;
};

}  // namespace

TEST_CASE("log: a line is its level, its event and its fields", "[log]") {
  const std::string line = log_line(LogLevel::info, "server.listening",
                                    {{"port", 8080},
                                     {"tls", false},
                                     {"after", std::chrono::seconds(2)},
                                     {"code", kiezel::protocol::ErrorCode::busy},
                                     {"who", "shard 1"}});

  CHECK(line == R"(level=info event=server.listening port=8080 tls=no after=2000 code=busy who="shard 1")");
}

TEST_CASE("log: no value can look like another line or field", "[log]") {
  const std::string line =
      log_line(LogLevel::error, "e", {{"why", own_words("a\nlevel=info \"x\\")}, {"none", ""}});

  CHECK(line == R"(level=error event=e why="a level=info \"x\\" none="")");
}

TEST_CASE("log: what is below the level is not written", "[log]") {
  Captured captured(LogLevel::warning);

  captured.log.info("quiet");
  captured.log.debug("quiet");
  CHECK(captured.text().empty());

  captured.log.warning("loud");
  captured.log.set_level(LogLevel::debug);
  captured.log.debug("also");
  const std::string text = captured.text();
  CHECK(text.find("Z level=warning event=loud\n") != std::string::npos);
  CHECK(text.find(" event=also\n") != std::string::npos);
}

TEST_CASE("log: levels are known by their names only", "[log]") {
  CHECK(kiezel::core::log_level_from("debug") == LogLevel::debug);
  CHECK(kiezel::core::name_of(LogLevel::warning) == "warning");
  CHECK_FALSE(kiezel::core::log_level_from("Debug"));
  CHECK_FALSE(kiezel::core::log_level_from(""));
}
