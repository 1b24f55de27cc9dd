// Runs protocol/vectors/wire; web/tests/protocol/wire_vector.test.ts runs the same files.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "crypto/encoding.hpp"
#include "protocol/codec.hpp"

namespace {

using kiezel::protocol::Refusal;
using nlohmann::json;

json vectors_of(const std::string& file) {
  std::ifstream in(std::string(KIEZEL_WIRE_VECTORS) + "/" + file);
  REQUIRE(in.good());
  return json::parse(in).at("vectors");
}

std::string frame_of(const json& vector) {
  if (vector.contains("frame_hex")) {
    const auto bytes = kiezel::crypto::from_hex(vector.at("frame_hex").get<std::string>());
    return {bytes.value().begin(), bytes.value().end()};
  }
  const json& frame = vector.at("frame");
  if (frame.is_string()) return frame.get<std::string>();
  std::string text;
  for (const json& part : frame) {
    if (part.is_string()) {
      text += part.get<std::string>();
      continue;
    }
    for (std::size_t i = 0; i < part.at(1).get<std::size_t>(); ++i) text += part.at(0).get<std::string>();
  }
  return text;
}

std::string encoded_of(const json& vector) {
  return vector.contains("encodes") ? vector.at("encodes").get<std::string>() : frame_of(vector);
}

json id_of(const kiezel::protocol::RequestId& id) {
  if (const auto* number = std::get_if<std::int64_t>(&id)) return *number;
  if (const auto* text = std::get_if<std::string>(&id)) return *text;
  return nullptr;
}

// "accept", or the layer that refused.
template <class T>
std::string verdict(const std::expected<T, kiezel::protocol::Refused>& decoded) {
  return decoded ? "accept" : std::string(to_string(decoded.error().layer));
}

struct Recoded {
  std::string verdict;
  std::string text;
};

template <std::size_t Index = 0>
Recoded recode_result(std::string_view method, const kiezel::protocol::ResultFrame& frame) {
  if constexpr (Index == kiezel::protocol::method_count) {
    FAIL("no such method");
    return {};
  } else {
    using RequestType = std::variant_alternative_t<Index, kiezel::protocol::Request>;
    if (name(kiezel::protocol::MethodOf<RequestType>) != method)
      return recode_result<Index + 1>(method, frame);
    const auto result = kiezel::protocol::decode_result<kiezel::protocol::ResultOf<RequestType>>(frame);
    return {verdict(result), result ? encode_result(frame.id, *result) : ""};
  }
}

Recoded recode(const kiezel::protocol::ServerFrame& frame) {
  if (const auto* push = std::get_if<kiezel::protocol::NotificationFrame>(&frame)) {
    const auto decoded = decode_notification(*push);
    return {verdict(decoded), decoded ? encode_notification(*decoded) : ""};
  }
  const auto& error = std::get<kiezel::protocol::ErrorFrame>(frame);
  return {"accept", kiezel::protocol::encode_error(error.id, error.code, error.data)};
}

}  // namespace

TEST_CASE("wire: requests are accepted and refused as the vectors say", "[protocol]") {
  for (const json& vector : vectors_of("requests.json")) {
    INFO(vector.at("name"));
    const std::string expected = vector.at("expect");

    const auto decoded = kiezel::protocol::decode_request(frame_of(vector));

    if (expected == "accept") {
      REQUIRE(decoded);
      CHECK(id_of(decoded->id) == vector.at("id"));
      CHECK(encode_request(decoded->id, decoded->request) == encoded_of(vector));
    } else {
      REQUIRE_FALSE(decoded);
      CHECK(to_string(decoded.error().refused.layer) == expected);
      CHECK(name(decoded.error().refused.code) == vector.at("code").get<std::string>());
      CHECK(id_of(decoded.error().id) == vector.value("id", json()));
    }
  }
}

TEST_CASE("wire: results are accepted and refused as the vectors say", "[protocol]") {
  for (const json& vector : vectors_of("results.json")) {
    INFO(vector.at("name"));
    const std::string text = frame_of(vector);

    const auto frame = kiezel::protocol::read_server_frame(text);
    REQUIRE(frame);
    const auto* result = std::get_if<kiezel::protocol::ResultFrame>(&*frame);
    REQUIRE(result != nullptr);
    const Recoded recoded = recode_result(vector.at("method").get<std::string>(), *result);

    CHECK(recoded.verdict == vector.at("expect").get<std::string>());
    if (recoded.verdict == "accept") CHECK(recoded.text == encoded_of(vector));
  }
}

TEST_CASE("wire: notifications and errors are accepted and refused as the vectors say", "[protocol]") {
  for (const json& vector : vectors_of("pushes.json")) {
    INFO(vector.at("name"));
    const std::string text = frame_of(vector);

    const auto frame = kiezel::protocol::read_server_frame(text);
    const Recoded recoded = frame ? recode(*frame) : Recoded{verdict(frame), ""};

    CHECK(recoded.verdict == vector.at("expect").get<std::string>());
    if (recoded.verdict == "accept") CHECK(recoded.text == encoded_of(vector));
  }
}

TEST_CASE("wire: every method has an accepted request and an accepted result", "[protocol]") {
  const auto accepted = [](const std::string& file) {
    std::vector<std::string> names;
    for (const json& vector : vectors_of(file)) {
      if (vector.at("expect") != "accept") continue;
      const json frame = json::parse(frame_of(vector));
      names.push_back(frame.contains("method") ? frame.at("method") : vector.at("method"));
    }
    return names;
  };
  const auto requests = accepted("requests.json");
  const auto results = accepted("results.json");

  for (std::size_t i = 0; i < kiezel::protocol::method_count; ++i) {
    const std::string method(name(static_cast<kiezel::protocol::Method>(i)));
    INFO(method);
    CHECK(std::ranges::count(requests, method) > 0);
    CHECK(std::ranges::count(results, method) > 0);
  }
}
