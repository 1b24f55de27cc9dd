#include "server/redis/command.hpp"

namespace kiezel::redis {
namespace {

// `*3\r\n` before an array, `$5\r\n` before a string (RESP2).
void append_header(std::string& out, char type, std::size_t count) {
  char header[24];
  header[0] = type;
  char* end = std::to_chars(header + 1, header + sizeof(header) - 2, count).ptr;
  *end++ = '\r';
  *end++ = '\n';
  out.append(header, end);
}

}  // namespace

Arguments& Arguments::add(std::string_view text) {
  append_header(encoded_, '$', text.size());
  encoded_.append(text);
  encoded_.append("\r\n", 2);
  ++count_;
  return *this;
}

void Command::append_to(std::string& out) const {
  append_header(out, '*', count());
  out.append(encoded());
}

}  // namespace kiezel::redis
