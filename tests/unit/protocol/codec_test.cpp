#include <catch2/catch.hpp>

#include "protocol/codec.hpp"
#include "protocol/stored_json.hpp"

namespace protocol = kiezel::protocol;

TEST_CASE("codec: a decoded request outlives its frame", "[protocol]") {
  protocol::ConversationAppendRequest request;
  request.entry = {1, 2, 3};
  auto text = std::make_unique<std::string>(protocol::encode_request(std::int64_t{7}, request));

  const auto decoded = protocol::decode_request(*text);
  text.reset();

  REQUIRE(decoded);
  CHECK(std::get<protocol::ConversationAppendRequest>(decoded->request) == request);
  CHECK(std::get<std::int64_t>(decoded->id) == 7);
}

TEST_CASE("codec: the alternatives of Request stand in the order of Method", "[protocol]") {
  const protocol::Request request = protocol::AccountPublishPrekeyRequest{};

  CHECK(method_of(request) == protocol::Method::account_publish_prekey);
  CHECK(name(method_of(request)) == "account.publish_prekey");
  CHECK(protocol::MethodOf<protocol::SessionPingRequest> == protocol::Method::session_ping);
  CHECK(access(protocol::Method::conversation_append) == protocol::Access::client_or_advisor);
  CHECK(access(protocol::Method::desk_subscribe) == protocol::Access::advisor);
}

TEST_CASE("codec: an error carries its data and nothing else", "[protocol]") {
  const std::string text =
      protocol::encode_error(std::string("a"), protocol::ErrorCode::stale_head, {.head_seq = 12});

  CHECK(text ==
        R"({"jsonrpc":"2.0","id":"a","error":{"code":1020,"message":"stale_head","data":{"head_seq":12}}})");
}

TEST_CASE("codec: stored messages come back, and only whole", "[protocol]") {
  using protocol::Kind;
  const protocol::Availability stored{
      .kinds = {{.kind = Kind::in_person, .duration_min = 30, .buffer_after_min = 10, .notice_min = 60}},
      .weekly = {{.weekday = 2, .from_min = 540, .until_min = 720, .kinds = {Kind::in_person}}},
      .absences = {{.from = "2026-12-25", .until = "2026-12-26"}},
      .holiday_region = protocol::Region::south,
      .horizon_days = 28};

  const std::string text = protocol::encode_json(stored);

  CHECK(protocol::decode_json<protocol::Availability>(text) == stored);
  CHECK_FALSE(protocol::decode_json<protocol::Availability>(text.substr(1)));
  CHECK_FALSE(protocol::decode_json<protocol::Availability>(text + text));
  CHECK_FALSE(protocol::decode_json<protocol::Availability>("{}"));
}
