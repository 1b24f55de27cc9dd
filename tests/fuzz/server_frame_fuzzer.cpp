// What a hostile server may send to a client: results, errors, notifications (protocol/README.md, "Framing").
#include <utility>

#include "protocol/codec.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

template <class ResultType>
void try_result(const protocol::ResultFrame& frame) {
  const auto once = protocol::decode_result<ResultType>(frame);
  if (!once) return;
  const std::string written = protocol::encode_result(frame.id, *once);
  const auto read = protocol::read_server_frame(written);
  must_hold(read.has_value());
  const auto again = protocol::decode_result<ResultType>(std::get<protocol::ResultFrame>(*read));
  must_hold(again.has_value() && protocol::encode_result(frame.id, *again) == written);
}

template <class... Requests>
void try_results(const protocol::ResultFrame& frame, const std::variant<Requests...>*) {
  (try_result<protocol::ResultOf<Requests>>(frame), ...);
}

void try_notification(const protocol::NotificationFrame& frame) {
  const auto once = protocol::decode_notification(frame);
  if (!once) return;
  const std::string written = protocol::encode_notification(*once);
  const auto read = protocol::read_server_frame(written);
  must_hold(read.has_value());
  const auto again = protocol::decode_notification(std::get<protocol::NotificationFrame>(*read));
  must_hold(again.has_value() && protocol::encode_notification(*again) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto frame = protocol::read_server_frame(fuzz::text_of({data, size}));
  if (!frame) return 0;
  if (const auto* result = std::get_if<protocol::ResultFrame>(&*frame)) {
    try_results(*result, static_cast<const protocol::Request*>(nullptr));
  } else if (const auto* notification = std::get_if<protocol::NotificationFrame>(&*frame)) {
    try_notification(*notification);
  } else {
    const auto& error = std::get<protocol::ErrorFrame>(*frame);
    must_hold(
        protocol::read_server_frame(protocol::write_error(error.id, error.code, error.data)).has_value());
  }
  return 0;
}
