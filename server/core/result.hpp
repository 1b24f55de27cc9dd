// The result of anything that may fail for a reason the other side of the wire should hear.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/error_codes.hpp"

namespace kiezel::core {

using protocol::ErrorCode;
using protocol::ErrorData;

// `code` and `data` go to the client. `detail` is for our own log only and is made of our own words and
// numbers: never content, keys, tokens or text that a user typed.
struct Error {
  ErrorCode code{};
  std::string detail{};
  ErrorData data{};
};

template <typename T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string detail = {},
                                                 ErrorData data = {}) {
  return std::unexpected(Error{code, std::move(detail), data});
}

// The same error, with what the layer above was doing put in front of the detail.
[[nodiscard]] inline std::unexpected<Error> fail_while(std::string_view doing, Error error) {
  error.detail.insert(0, std::string(doing) + ": ");
  return std::unexpected(std::move(error));
}

}  // namespace kiezel::core
