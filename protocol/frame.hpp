// The JSON-RPC 2.0 envelope (protocol/README.md, "Framing"). A frame borrows the text it was read from.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/error_codes.hpp"
#include "protocol/json_reader.hpp"
#include "protocol/json_writer.hpp"

namespace kiezel::protocol {

// A whole number from 0, or a string of 1 to request_id_bytes_max bytes. Null stands in an error for a
// request whose id could not be read, and nowhere else.
using RequestId = std::variant<std::monostate, std::int64_t, std::string>;

// A refused request, with the id to answer to as far as it could be read.
struct RefusedRequest {
  RequestId id;
  Refused refused;
};

struct RequestFrame {
  RequestId id;
  std::string_view method;
  CheckedJson params;
};

struct ResultFrame {
  RequestId id;
  CheckedJson result;
};

struct ErrorFrame {
  RequestId id;
  ErrorCode code = ErrorCode::internal_error;
  ErrorData data{};
};

struct NotificationFrame {
  std::string_view method;
  CheckedJson params;
};

using ServerFrame = std::variant<ResultFrame, ErrorFrame, NotificationFrame>;

// What a client sends. Batches, notifications and unknown members are refused.
[[nodiscard]] std::expected<RequestFrame, RefusedRequest> read_request_frame(std::string_view text);

// What a server sends. An error must carry a code of ours, its name, and no unknown data.
[[nodiscard]] std::expected<ServerFrame, Refused> read_server_frame(std::string_view text);

// Everything before the value that follows; the value and close_frame() complete the frame.
void open_request(JsonWriter& out, const RequestId& id, std::string_view method);
void open_result(JsonWriter& out, const RequestId& id);
void open_notification(JsonWriter& out, std::string_view method);
void close_frame(JsonWriter& out);

[[nodiscard]] std::string write_error(const RequestId& id, ErrorCode code, const ErrorData& data);

}  // namespace kiezel::protocol
