// What a request of Beast's says, in the terms of the pure files beside it.
#pragma once

#include <boost/beast/core/string_type.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "server/net/blob_exchange.hpp"
#include "server/net/http_answer.hpp"

namespace kiezel::net {

using HttpRequest = boost::beast::http::request<boost::beast::http::empty_body>;

[[nodiscard]] inline std::string_view as_view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}
[[nodiscard]] inline boost::beast::string_view as_beast(std::string_view text) {
  return {text.data(), text.size()};
}

// The first line of that name. Borrows from the request, as all below does.
[[nodiscard]] std::optional<std::string_view> header(const HttpRequest& request, std::string_view name);
// A proxy that appends a line of its own, instead of an item to the peer's line, puts it last.
[[nodiscard]] std::optional<std::string_view> last_header(const HttpRequest& request, std::string_view name);

// Without the page's origin, which is judged first (login_origin).
[[nodiscard]] HttpQuestion question_of(const HttpRequest& request);
[[nodiscard]] BlobQuestion blob_question_of(const HttpRequest& request);

// Now, as RFC 9110 section 5.6.7 writes it.
[[nodiscard]] std::string http_date();

}  // namespace kiezel::net
