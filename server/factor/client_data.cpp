#include "server/factor/client_data.hpp"

#include <cstdint>
#include <string>

#include "crypto/encoding.hpp"
#include "protocol/json_reader.hpp"

namespace kiezel::factor {
namespace {

// Longer than any of ours; more is not what we compare with.
constexpr protocol::Bounds text_bytes{0, 512};

struct ClientData {
  std::string type;
  std::string challenge;
  std::string origin;
  bool cross_origin = false;
};

bool read_member(protocol::JsonReader& reader, std::string_view key, ClientData& data) {
  if (key == "type") return reader.string(data.type, text_bytes);
  if (key == "challenge") return reader.string(data.challenge, text_bytes);
  if (key == "origin") return reader.string(data.origin, text_bytes);
  if (key == "crossOrigin") return reader.boolean(data.cross_origin);
  // Only a page inside another one has it.
  if (key == "topOrigin") return false;
  protocol::CheckedJson unknown;
  return reader.raw(unknown);
}

}  // namespace

bool client_data_says(crypto::BytesView client_data, const Ceremony& ceremony) {
  const auto json = protocol::CheckedJson::check(crypto::as_text(client_data));
  if (!json) return false;
  ClientData data;
  protocol::JsonReader reader(*json);
  const bool read = reader.object([&](std::string_view key) { return read_member(reader, key, data); });
  return read && data.type == ceremony.type && data.origin == ceremony.origin && !data.cross_origin &&
         data.challenge == crypto::to_base64url(ceremony.challenge);
}

}  // namespace kiezel::factor
