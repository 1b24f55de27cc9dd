#include "server/net/http_request.hpp"

#include <ctime>
#include <iterator>

namespace kiezel::net {
namespace {

namespace http = boost::beast::http;

HttpQuestion::Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return HttpQuestion::Method::get;
    case http::verb::head:
      return HttpQuestion::Method::head;
    case http::verb::put:
      return HttpQuestion::Method::put;
    default:
      return HttpQuestion::Method::other;
  }
}

}  // namespace

std::optional<std::string_view> header(const HttpRequest& request, std::string_view name) {
  const auto field = request.find(as_beast(name));
  if (field == request.end()) return std::nullopt;
  return as_view(field->value());
}

std::optional<std::string_view> last_header(const HttpRequest& request, std::string_view name) {
  const auto [first, end] = request.equal_range(as_beast(name));
  if (first == end) return std::nullopt;
  return as_view(std::prev(end)->value());
}

BlobQuestion blob_question_of(const HttpRequest& request) {
  return {.method = method_of(request.method()),
          .target = as_view(request.target()),
          .ticket = header(request, "Kiezel-Ticket").value_or(""),
          .offset = header(request, "Kiezel-Offset").value_or(""),
          .range = header(request, "Range").value_or("")};
}

HttpQuestion question_of(const HttpRequest& request) {
  HttpQuestion question;
  question.method = method_of(request.method());
  question.target = as_view(request.target());
  question.accept_encoding = header(request, "Accept-Encoding").value_or("");
  question.if_none_match = header(request, "If-None-Match").value_or("");
  return question;
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace kiezel::net
