#include "server/config/config.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "server/config/settings.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using kiezel::config::Config;
using kiezel::config::Endpoint;
using kiezel::config::Wish;
using kiezel::support::TemporaryFolder;
using Words = std::vector<const char*>;

auto read(const Words& arguments, const Words& environment = {}) {
  return kiezel::config::read(arguments, environment);
}

Config accepted(const Words& arguments, const Words& environment = {}) {
  const auto invocation = read(arguments, environment);
  INFO((invocation ? "" : invocation.error()));
  REQUIRE(invocation);
  return invocation->config;
}

std::string refused(const Words& arguments, const Words& environment = {}) {
  const auto invocation = read(arguments, environment);
  REQUIRE_FALSE(invocation);
  return invocation.error();
}

// A configuration file with these lines.
class File {
 public:
  explicit File(const std::string& text) : path_(folder_.path() / "kiezel.conf") {
    std::ofstream(path_) << text;
  }
  [[nodiscard]] const char* path() const { return path_.c_str(); }

 private:
  TemporaryFolder folder_;
  std::string path_;
};

}  // namespace

TEST_CASE("config: without anything every setting has its default", "[config]") {
  const Config config = accepted({});

  CHECK(config.data == "data");
  CHECK(config.listen == Endpoint{"127.0.0.1", 8080});
  CHECK(config.origins.empty());
  CHECK(config.redis.empty());
  CHECK(config.log_level == kiezel::core::LogLevel::info);
  CHECK(config.redis_links == 8);
  CHECK(config.idle_days == 730);
}

TEST_CASE("config: each kind of value is read", "[config]") {
  const Config config =
      accepted({"--listen", "[::1]:0", "--origins=https://a.nl, https://b.nl", "--idle_s", "60",
                "--trust_forwarded_for", "yes", "--log_level", "debug", "--data=/a b"});

  CHECK(config.listen == Endpoint{"::1", 0});
  CHECK(config.origins == std::vector<std::string>{"https://a.nl", "https://b.nl"});
  CHECK(config.idle_s == 60);
  CHECK(config.trust_forwarded_for);
  CHECK(config.log_level == kiezel::core::LogLevel::debug);
  CHECK(config.data == "/a b");
}

TEST_CASE("config: the command line wins over the environment, that over the file", "[config]") {
  const File file("# for people\n\n idle_s = 11 \nshards=2\r\nredis_links = 3\n");

  const Config config =
      accepted({"--config", file.path(), "--idle_s", "33"},
               {"KIEZEL_SERVER_IDLE_S=22", "KIEZEL_SERVER_SHARDS=4", "HOME=/nowhere", "OTHER_SHARDS=9"});

  CHECK(config.idle_s == 33);
  CHECK(config.shards == 4);
  CHECK(config.redis_links == 3);
}

TEST_CASE("config: the environment may name the file", "[config]") {
  const File file("shards = 7\n");

  const std::string variable = "KIEZEL_SERVER_CONFIG=" + std::string(file.path());

  CHECK(accepted({}, {variable.c_str()}).shards == 7);
}

TEST_CASE("config: a wish comes before everything else", "[config]") {
  CHECK(read({"--nonsense", "--help"})->wish == Wish::help);
  CHECK(read({"--help-config"})->wish == Wish::help_config);
  CHECK(read({"--version"})->wish == Wish::version);
  CHECK(read({})->wish == Wish::run);
}

TEST_CASE("config: what is not known is refused wherever it stands", "[config]") {
  const File file("data = x\nidle = 5\n");

  CHECK(refused({"--idle", "5"}) ==
        "--idle: there is no setting \"idle\". kiezel-server --help-config lists them all.");
  CHECK(refused({}, {"KIEZEL_SERVER_IDLE=5"}).starts_with("KIEZEL_SERVER_IDLE: there is no setting"));
  CHECK(refused({"--config", file.path()}).find("kiezel.conf line 2: there is no setting") !=
        std::string::npos);
}

TEST_CASE("config: a value outside its range is refused with what would be right", "[config]") {
  CHECK(refused({"--redis_links", "0"}) == "--redis_links: \"0\" is not a number from 1 to 64.");

  const auto [name, value] = GENERATE(table<const char*, const char*>({{"--redis_links", "65"},
                                                                       {"--idle_s", "1e3"},
                                                                       {"--idle_s", " 60"},
                                                                       {"--idle_s", ""},
                                                                       {"--idle_s", "99999999999999999999"},
                                                                       {"--listen", "8080"},
                                                                       {"--listen", ":8080"},
                                                                       {"--listen", "::1:8080"},
                                                                       {"--listen", "[127.0.0.1]:8080"},
                                                                       {"--listen", "127.0.0.1:65536"},
                                                                       {"--trust_forwarded_for", "true"},
                                                                       {"--log_level", "INFO"},
                                                                       {"--data", ""}}));
  CHECK(refused({name, value}).find("is not") != std::string::npos);
}

TEST_CASE("config: never is a number too, where it makes sense", "[config]") {
  CHECK(accepted({"--idle_days", "0"}).idle_days == 0);
  CHECK(accepted({"--idle_days", "90"}).idle_days == 90);
  CHECK(accepted({"--idle_days", "3650"}).idle_days == 3650);
  for (const char* wrong : {"-1", "1", "89", "3651", "no"})
    CHECK(refused({"--idle_days", wrong}).contains("0 or a number from 90 to 3650"));
  CHECK(refused({"--retention_days", "0"}).contains("a number from 7 to 730"));
}

TEST_CASE("config: what cannot be meant is refused", "[config]") {
  const File broken("data\n");
  const File twice("data = a\ndata = b\n");

  CHECK(refused({"data"}) == "\"data\" is not an option; options begin with --.");
  CHECK(refused({"--data"}) == "--data needs a value.");
  CHECK(refused({"--data", "a", "--data", "b"}) == "--data: data is set twice.");
  CHECK(refused({"--config", "/nowhere/kiezel.conf"}).find("cannot be read") != std::string::npos);
  CHECK(refused({"--config", broken.path()}).find("line 1: expected name = value") != std::string::npos);
  CHECK(refused({"--config", twice.path()}).find("line 2: data is set twice") != std::string::npos);
}

TEST_CASE("config: the help names every setting with its default", "[config]") {
  const std::string help = kiezel::config::help_config();

  for (const auto& setting : kiezel::config::settings()) {
    const std::string row =
        "\n  " + std::string(setting.name) + " = " + std::string(setting.initially) + "\n";
    CHECK(help.find(row) != std::string::npos);
    CHECK(setting.sentence.ends_with('.'));
  }
}
