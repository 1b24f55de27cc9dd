// Runs a file of protocol/vectors: every vector through `run`, which says what came of it in the vectors' own
// words.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <string_view>

#include "crypto/encoding.hpp"
#include "crypto/refusal.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::crypto::testing {

using vectors::Json;

inline Json read_vectors(std::string_view name) {
  std::ifstream file(std::string(KIEZEL_VECTORS_DIR) + "/" + std::string(name));
  REQUIRE(file.is_open());
  return Json::parse(file);
}

template <class Run>
void run_vectors(std::string_view file, Run run) {
  const Json content = read_vectors(file);
  REQUIRE_FALSE(content["vectors"].empty());
  for (const Json& vector : content["vectors"]) {
    INFO(file << ": " << vector["name"]);
    const std::string outcome{run(vector)};
    CHECK(outcome == vector["expect"].get<std::string>());
  }
}

inline Bytes bytes_of(const Json& vector, std::string_view field) {
  return from_hex(vector.at(std::string(field)).get<std::string>()).value();
}

template <class Fixed>
Fixed fixed_of(const Json& vector, std::string_view field) {
  return Fixed::from(bytes_of(vector, field)).value();
}

template <std::size_t N>
Secret<N> secret_of(const Json& vector, std::string_view field) {
  return Secret<N>::from(bytes_of(vector, field)).value();
}

inline std::string text_of(const Json& vector, std::string_view field) {
  return vector.at(std::string(field)).get<std::string>();
}

inline std::uint64_t number_of(const Json& vector, std::string_view field) {
  return vector.at(std::string(field)).get<std::uint64_t>();
}

template <class T>
std::string_view outcome_of(const Checked<T>& checked) {
  return checked ? "accept" : to_string(checked.error());
}

/// For functions that give no reason: `refusal` is the only one they can have.
template <class T>
std::string_view outcome_of(const std::optional<T>& opened, std::string_view refusal) {
  return opened ? "accept" : refusal;
}

}  // namespace kiezel::crypto::testing
