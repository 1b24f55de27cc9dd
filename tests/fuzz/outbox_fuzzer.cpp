// The one exit of a connection under any mix of messages and slow writing: what leaves is what was put in, as
// whole WebSocket frames in order, and the bound holds (server/README.md, decision 2).
#include "server/event/outbox.hpp"

#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

constexpr event::OutboxLimits limits{.bytes_max = 80'000, .push_bytes_max = 20'000};

class Owner final : public event::Outbox::Owner {
 public:
  void outbox_filled() override {}
  void outbox_overflowed() override { ++overflows; }
  void outbox_drained() override {}
  int overflows = 0;
};

// RFC 6455 section 5.2, as a reader would: the payload of the frame at `at`, which moves behind it.
std::string_view read_frame(std::string_view stream, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<std::uint8_t>(stream.at(i)));
  };
  must_hold(byte(at) == 0x81 && byte(at + 1) < 128);
  std::size_t size = byte(at + 1);
  std::size_t head = 2;
  const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0;
  if (more > 0) size = 0;
  for (std::size_t i = 0; i < more; ++i) size = size << 8U | byte(at + head + i);
  head += more;
  const std::string_view payload = stream.substr(at + head, size);
  must_hold(payload.size() == size);
  at += head + size;
  return payload;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static core::Metrics metrics;
  static event::OutboxMetrics counters(metrics);
  fuzz::Input input({data, size});
  Owner owner;
  event::Outbox outbox(owner, limits, counters);
  std::string sent;
  std::vector<std::string> messages;
  while (!input.empty()) {
    const std::uint8_t step = input.byte();
    if (step % 2 == 0) {
      const std::size_t length = (std::size_t{input.byte()} << 8U | input.byte()) * (step % 4 == 0 ? 1 : 2);
      std::string message(length, static_cast<char>('a' + step % 26));
      if (outbox.send_text(message)) messages.push_back(std::move(message));
    } else {
      const std::string_view front = outbox.front();
      must_hold(front.empty() == outbox.empty());
      const std::size_t count = front.size() * step / 255;
      sent.append(front.substr(0, count));
      outbox.consume(count);
    }
    must_hold(outbox.bytes() <= limits.bytes_max && owner.overflows <= 1);
  }
  while (!outbox.empty()) {
    const std::string_view front = outbox.front();
    must_hold(!front.empty());
    sent.append(front);
    outbox.consume(front.size());
  }
  std::size_t at = 0;
  for (const std::string& message : messages) must_hold(read_frame(sent, at) == message);
  must_hold(at == sent.size());
  return 0;
}
