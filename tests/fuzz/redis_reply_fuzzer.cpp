// Bytes from Redis, in pieces as sockets cut them: the pieces make no difference, and a broken or hostile
// Redis cannot make us allocate more than one bound.
#include "server/redis/reply_decoder.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

constexpr std::size_t replies_max = 1000;

struct Decoded {
  std::vector<redis::Reply> replies{};
  bool refused = false;
};

bool same(const redis::Reply& one, const redis::Reply& other) {
  return one.kind == other.kind && one.integer == other.integer && one.text == other.text &&
         std::ranges::equal(one.elements, other.elements, same);
}

Decoded decode(fuzz::Bytes bytes, std::size_t piece) {
  redis::ReplyDecoder decoder;
  fuzz::Input input(bytes);
  Decoded result;
  while (!input.empty()) {
    decoder.feed(fuzz::text_of(input.piece(piece)));
    while (true) {
      auto reply = decoder.next();
      result.refused = !reply;
      if (!reply) return result;
      if (!*reply) break;
      result.replies.push_back(**std::move(reply));
      if (result.replies.size() == replies_max) return result;
    }
  }
  return result;
}

void look_at(const redis::Reply& reply) {
  static_cast<void>(reply.as_integer());
  static_cast<void>(reply.field("ready"));
  must_hold(reply.bytes().empty() || reply.is_bulk());
  must_hold(reply.elements.size() <= redis::reply_elements_max);
  for (const redis::Reply& element : reply.elements) look_at(element);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const fuzz::Bytes bytes = fuzz::Bytes(data, size).subspan(1);
  const Decoded whole = decode(bytes, bytes.size());
  const Decoded cut = decode(bytes, std::size_t{data[0]} % 16 + 1);
  must_hold(whole.refused == cut.refused);
  must_hold(std::ranges::equal(whole.replies, cut.replies, same));
  for (const redis::Reply& reply : whole.replies) look_at(reply);
  return 0;
}
