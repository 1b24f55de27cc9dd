#include "server/redis/command.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "crypto/ids.hpp"

using namespace std::string_literals;
using kiezel::redis::Args;
using kiezel::redis::Command;
using kiezel::redis::Keys;

namespace {

std::string encoded(const Command& command) {
  std::string out;
  command.append_to(out);
  return out;
}

}  // namespace

TEST_CASE("command: it is an array of bulk strings", "[command]") {
  CHECK(encoded(Command{"SET", "k", std::string("v")}) == "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n");
}

TEST_CASE("command: numbers are decimal, bytes are themselves, nothing is an empty string", "[command]") {
  const std::vector<std::uint8_t> bytes = {0, '\r', '\n'};
  const std::array<std::uint8_t, 1> one = {'x'};

  CHECK(encoded(Command{"C", -7, std::uint64_t{18446744073709551615U}, bytes, one, ""}) ==
        "*6\r\n$1\r\nC\r\n$2\r\n-7\r\n$20\r\n18446744073709551615\r\n$3\r\n\0\r\n\r\n$1\r\nx\r\n$0\r\n\r\n"s);
}

TEST_CASE("command: an id goes as its raw bytes", "[command]") {
  kiezel::crypto::ConversationId id;
  id.bytes.fill('a');

  CHECK(encoded(Command{"C", id}) == "*2\r\n$1\r\nC\r\n$16\r\naaaaaaaaaaaaaaaa\r\n");
}

TEST_CASE("command: lists of keys and arguments keep their number and order", "[command]") {
  const Keys keys{"a", "b"};
  Args args{1};
  args.add("z");

  CHECK(keys.count() == 2);
  CHECK(encoded(Command{"E", keys.count(), keys, args}) ==
        "*6\r\n$1\r\nE\r\n$1\r\n2\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\n1\r\n$1\r\nz\r\n");
}
