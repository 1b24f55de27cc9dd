// Text frames to typed messages and back, for both ends of the wire. Decoding is strict: what is not in
// protocol/schema is refused. Decoded messages own their contents.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/frame.hpp"
#include "protocol/messages.hpp"

namespace kiezel::protocol {

// For the server.

struct DecodedRequest {
  RequestId id;
  Request request;
};

[[nodiscard]] std::expected<DecodedRequest, RefusedRequest> decode_request(std::string_view text);

template <class ResultType>
[[nodiscard]] std::string encode_result(const RequestId& id, const ResultType& result) {
  JsonWriter out;
  open_result(out, id);
  write(out, result);
  close_frame(out);
  return out.take();
}

[[nodiscard]] inline std::string encode_error(const RequestId& id, ErrorCode code,
                                              const ErrorData& data = {}) {
  return write_error(id, code, data);
}

[[nodiscard]] std::string encode_notification(const Notification& notification);

// For a client.

template <class RequestType>
[[nodiscard]] std::string encode_request(const RequestId& id, const RequestType& request) {
  JsonWriter out;
  open_request(out, id, name(MethodOf<RequestType>));
  write(out, request);
  close_frame(out);
  return out.take();
}

[[nodiscard]] std::string encode_request(const RequestId& id, const Request& request);

// First read_server_frame(text), then one of these for what came.
template <class ResultType>
[[nodiscard]] std::expected<ResultType, Refused> decode_result(const ResultFrame& frame) {
  JsonReader in(frame.result);
  ResultType result;
  if (!read(in, result)) return std::unexpected(in.refused());
  return result;
}

[[nodiscard]] std::expected<Notification, Refused> decode_notification(const NotificationFrame& frame);

}  // namespace kiezel::protocol
