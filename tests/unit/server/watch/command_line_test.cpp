#include "server/watch/command_line.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "server/watch/fetch.hpp"

namespace kiezel::watch {
namespace {

std::string refusal_of(std::vector<std::string_view> words) {
  const auto options = parse_options(words);
  return options ? "" : options.error();
}

}  // namespace

TEST_CASE("watch: a right call is read", "[watch]") {
  const std::string id(32, 'a');
  const auto options = parse_options(std::vector<std::string_view>{
      "--url", "https://kiezel.example/", "--state", "s", "--advisor", id, "--warn-days", "7", "--quiet"});

  REQUIRE(options);
  CHECK(options->origin == "https://kiezel.example");
  CHECK(options->warn_days == 7);
  CHECK(options->quiet);
  CHECK(options->advisors.contains(id));
}

TEST_CASE("watch: a wrong call is refused with a sentence", "[watch]") {
  CHECK(refusal_of({}).contains("--url"));
  CHECK(refusal_of({"--url", "https://a"}).contains("--state"));
  CHECK(refusal_of({"--url"}).contains("needs a value"));
  CHECK(refusal_of({"--state", "s", "--url", "ftp://a"}).contains("--url takes"));
  CHECK(refusal_of({"--loud", "1"}).contains("no option --loud"));
  CHECK(refusal_of({"--advisor", "abc"}).contains("32 hexadecimal"));
  CHECK(refusal_of({"--warn-days", "91"}).contains("up to 90"));
  CHECK(refusal_of({"--warn-days", "x"}).contains("up to 90"));
}

TEST_CASE("watch: plain HTTP is for this machine only", "[watch]") {
  for (const char* address : {"https://kiezel.example", "https://kiezel.example:8443", "http://localhost",
                              "http://localhost:8080", "http://127.0.0.1:8080"}) {
    CAPTURE(address);
    CHECK(is_allowed_address(address));
  }
  for (const char* address : {"http://kiezel.example", "http://localhost.evil.example", "https://",
                              "https://a/b", "https://a@b", "file:///etc/passwd", "kiezel.example", ""}) {
    CAPTURE(address);
    CHECK_FALSE(is_allowed_address(address));
  }
}

}  // namespace kiezel::watch
