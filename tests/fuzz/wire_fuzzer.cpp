// Requests as anybody may send them (protocol/README.md, "Framing"). What is accepted has one spelling, is
// JSON to another reader too, and says the same after being written again.
#include <nlohmann/json.hpp>

#include "protocol/codec.hpp"
#include "protocol/limits.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of({data, size});
  // Stricter than JSON, never laxer: two readers may not understand one text in two ways.
  if (protocol::CheckedJson::check(text)) must_hold(nlohmann::json::accept(text));
  const auto decoded = protocol::decode_request(text);
  if (!decoded) {
    // A refusal can always be answered, and is then itself a frame that a client reads.
    const std::string answer = protocol::encode_error(decoded.error().id, decoded.error().refused.code);
    must_hold(protocol::read_server_frame(answer).has_value());
    return 0;
  }
  const std::string written = protocol::encode_request(decoded->id, decoded->request);
  must_hold(written.size() <= protocol::limits::frame_bytes_max * 2);
  const auto again = protocol::decode_request(written);
  must_hold(again.has_value() && again->id == decoded->id);
  must_hold(again->request.index() == decoded->request.index());
  must_hold(protocol::encode_request(again->id, again->request) == written);
  return 0;
}
