#include "protocol/frame.hpp"

#include <optional>

#include "protocol/limits.hpp"

namespace kiezel::protocol {
namespace {

constexpr std::string_view version = "2.0";

// A frame is refused as a whole before its parameters are looked at: another code than theirs.
Refused not_a_frame(Refusal layer) {
  return {.layer = layer, .code = ErrorCode::invalid_request};
}

Refused not_json(Refusal layer) {
  if (layer == Refusal::limit) return {.layer = layer, .code = ErrorCode::too_large};
  return {.layer = layer, .code = ErrorCode::parse_error};
}

// The members of all kinds of frames. Which must be there is for the caller to say.
struct Envelope {
  bool versioned = false;
  std::optional<RequestId> id;
  std::optional<std::string_view> method;
  std::optional<CheckedJson> params;
  std::optional<CheckedJson> result;
  std::optional<CheckedJson> error;
};

bool read_id(JsonReader& in, std::optional<RequestId>& out) {
  if (in.at_null()) {
    out.emplace();
    return in.null();
  }
  if (in.at_string()) {
    std::string text;
    if (!in.string(text, {1, limits::request_id_bytes_max})) return false;
    out.emplace(std::move(text));
    return true;
  }
  std::int64_t number = 0;
  if (!in.integer(number, {0, limits::integer_max})) return false;
  out.emplace(number);
  return true;
}

// A method's name is compared as it stands in the frame: escapes would only hide it.
bool read_method(JsonReader& in, std::optional<std::string_view>& out) {
  CheckedJson raw;
  if (!in.at_string() || !in.raw(raw)) return in.refuse(Refusal::shape);
  out = raw.text().substr(1, raw.text().size() - 2);
  return true;
}

bool read_member(JsonReader& in, std::string_view key, Envelope& out) {
  if (key == "jsonrpc") {
    std::string_view given;
    if (!in.token(given) || given != version) return in.refuse(Refusal::shape);
    out.versioned = true;
    return true;
  }
  if (key == "id") return read_id(in, out.id);
  if (key == "method") return read_method(in, out.method);
  if (key == "params") return in.raw(out.params.emplace());
  if (key == "result") return in.raw(out.result.emplace());
  if (key == "error") return in.raw(out.error.emplace());
  return in.refuse(Refusal::shape);
}

// Fills the envelope as far as it could be read, so that a refusal can name the request.
std::optional<Refused> read_envelope(std::string_view text, Envelope& out) {
  if (std::cmp_greater(text.size(), limits::frame_bytes_max)) return not_json(Refusal::limit);
  const auto json = CheckedJson::check(text);
  if (!json) return not_json(json.error());
  JsonReader in(*json);
  const bool read = in.object([&](std::string_view key) { return read_member(in, key, out); });
  if (!read) return not_a_frame(in.refused().layer);
  if (!out.versioned) return not_a_frame(Refusal::shape);
  return std::nullopt;
}

std::expected<ServerFrame, Refused> read_error(const Envelope& envelope) {
  JsonReader in(*envelope.error);
  ErrorFrame frame{.id = *envelope.id};
  std::optional<ErrorCode> code;
  std::string message;
  const auto count = [&in](std::optional<std::int64_t>& out) {
    return in.integer(out.emplace(), {0, limits::integer_max});
  };
  const auto data = [&](std::string_view key) {
    if (key == "retry_after_s") return count(frame.data.retry_after_s);
    if (key == "head_seq") return count(frame.data.head_seq);
    if (key == "revision") return count(frame.data.revision);
    return in.refuse(Refusal::shape);
  };
  const bool read = in.object([&](std::string_view key) {
    if (key == "code") {
      std::int64_t number = 0;
      if (!in.integer(number, {-limits::integer_max, limits::integer_max})) return false;
      code = error_code(number);
      return code.has_value() || in.refuse(Refusal::shape);
    }
    if (key == "message") return in.string(message, {1, limits::request_id_bytes_max});
    if (key == "data") return in.object(data);
    return in.refuse(Refusal::shape);
  });
  if (!read) return std::unexpected(not_a_frame(in.refused().layer));
  if (!code || message != name(*code)) return std::unexpected(not_a_frame(Refusal::shape));
  frame.code = *code;
  return frame;
}

void write_id(JsonWriter& out, const RequestId& id) {
  out.key("id");
  if (const auto* number = std::get_if<std::int64_t>(&id)) return out.integer(*number);
  if (const auto* text = std::get_if<std::string>(&id)) return out.string(*text);
  out.null();
}

void open_frame(JsonWriter& out) {
  out.begin_object();
  out.key("jsonrpc");
  out.token(version);
}

}  // namespace

std::expected<RequestFrame, RefusedRequest> read_request_frame(std::string_view text) {
  Envelope envelope;
  const std::optional<Refused> refused = read_envelope(text, envelope);
  const RequestId id = envelope.id.value_or(RequestId{});
  if (refused) return std::unexpected(RefusedRequest{.id = id, .refused = *refused});
  const bool named = !std::holds_alternative<std::monostate>(id) && envelope.method;
  if (!named || envelope.result || envelope.error) {
    return std::unexpected(RefusedRequest{.id = id, .refused = not_a_frame(Refusal::shape)});
  }
  return RequestFrame{
      .id = id, .method = *envelope.method, .params = envelope.params.value_or(CheckedJson{})};
}

std::expected<ServerFrame, Refused> read_server_frame(std::string_view text) {
  Envelope envelope;
  if (const auto refused = read_envelope(text, envelope)) return std::unexpected(*refused);
  const int kinds =
      int{envelope.method.has_value()} + int{envelope.result.has_value()} + int{envelope.error.has_value()};
  const bool notification = envelope.method.has_value();
  const bool fits = kinds == 1 && notification == !envelope.id && (notification || !envelope.params);
  if (!fits) return std::unexpected(not_a_frame(Refusal::shape));
  if (notification) {
    return NotificationFrame{.method = *envelope.method, .params = envelope.params.value_or(CheckedJson{})};
  }
  if (envelope.error) return read_error(envelope);
  if (std::holds_alternative<std::monostate>(*envelope.id)) {
    return std::unexpected(not_a_frame(Refusal::shape));
  }
  return ResultFrame{.id = *envelope.id, .result = *envelope.result};
}

void open_request(JsonWriter& out, const RequestId& id, std::string_view method) {
  open_frame(out);
  write_id(out, id);
  out.key("method");
  out.token(method);
  out.key("params");
}

void open_result(JsonWriter& out, const RequestId& id) {
  open_frame(out);
  write_id(out, id);
  out.key("result");
}

void open_notification(JsonWriter& out, std::string_view method) {
  open_frame(out);
  out.key("method");
  out.token(method);
  out.key("params");
}

void close_frame(JsonWriter& out) {
  out.end_object();
}

std::string write_error(const RequestId& id, ErrorCode code, const ErrorData& data) {
  const auto member = [](JsonWriter& out, std::string_view key, const std::optional<std::int64_t>& value) {
    if (!value) return;
    out.key(key);
    out.integer(*value);
  };
  JsonWriter out;
  open_frame(out);
  write_id(out, id);
  out.key("error");
  out.begin_object();
  out.key("code");
  out.integer(static_cast<std::int64_t>(code));
  out.key("message");
  out.token(name(code));
  if (data != ErrorData{}) {
    out.key("data");
    out.begin_object();
    member(out, "retry_after_s", data.retry_after_s);
    member(out, "head_seq", data.head_seq);
    member(out, "revision", data.revision);
    out.end_object();
  }
  out.end_object();
  close_frame(out);
  return out.take();
}

}  // namespace kiezel::protocol
