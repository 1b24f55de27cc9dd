#include "protocol/codec.hpp"

#include <array>
#include <utility>

namespace kiezel::protocol {
namespace {

template <class Sum>
using Decode = std::optional<Sum> (*)(JsonReader&);

template <class Sum, class Message>
std::optional<Sum> decode_as(JsonReader& in) {
  Message message;
  if (!read(in, message)) return std::nullopt;
  return Sum(std::move(message));
}

template <class Sum>
constexpr auto decoders = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<Decode<Sum>, sizeof...(I)>{decode_as<Sum, std::variant_alternative_t<I, Sum>>...};
}(std::make_index_sequence<std::variant_size_v<Sum>>());

std::optional<std::size_t> find_method(std::string_view method) {
  for (std::size_t i = 0; i < method_count; ++i) {
    if (name(static_cast<Method>(i)) == method) return i;
  }
  return std::nullopt;
}

constexpr auto notification_names = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{name(std::variant_alternative_t<I, Notification>{})...};
}(std::make_index_sequence<std::variant_size_v<Notification>>());

}  // namespace

std::expected<DecodedRequest, RefusedRequest> decode_request(std::string_view text) {
  auto frame = read_request_frame(text);
  if (!frame) return std::unexpected(std::move(frame.error()));
  const auto refuse = [&frame](Refused refused) {
    return std::unexpected(RefusedRequest{.id = std::move(frame->id), .refused = refused});
  };
  const std::optional<std::size_t> method = find_method(frame->method);
  if (!method) return refuse({.layer = Refusal::shape, .code = ErrorCode::method_not_found});
  JsonReader in(frame->params);
  std::optional<Request> request = decoders<Request>[*method](in);
  if (!request) return refuse(in.refused());
  return DecodedRequest{.id = std::move(frame->id), .request = std::move(*request)};
}

std::string encode_notification(const Notification& notification) {
  return std::visit(
      [](const auto& message) {
        JsonWriter out;
        open_notification(out, name(message));
        write(out, message);
        close_frame(out);
        return out.take();
      },
      notification);
}

std::string encode_request(const RequestId& id, const Request& request) {
  return std::visit([&id](const auto& message) { return encode_request(id, message); }, request);
}

std::expected<Notification, Refused> decode_notification(const NotificationFrame& frame) {
  for (std::size_t i = 0; i < notification_names.size(); ++i) {
    if (notification_names[i] != frame.method) continue;
    JsonReader in(frame.params);
    std::optional<Notification> notification = decoders<Notification>[i](in);
    if (!notification) return std::unexpected(in.refused());
    return std::move(*notification);
  }
  return std::unexpected(Refused{.layer = Refusal::shape, .code = ErrorCode::method_not_found});
}

}  // namespace kiezel::protocol
