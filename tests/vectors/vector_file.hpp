// What a file in protocol/vectors is made of.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "crypto/encoding.hpp"
#include "crypto/secret.hpp"

namespace kiezel::vectors {

// Keeps the order of the keys, so that regenerated files are the same byte for byte.
using Json = nlohmann::ordered_json;

struct VectorFile {
  std::string name;
  Json content;
};

[[nodiscard]] inline Json file_content(std::string_view about) {
  return {{"about", about}, {"vectors", Json::array()}};
}

[[nodiscard]] inline Json vector(std::string_view name, std::string_view expect) {
  return {{"name", name}, {"expect", expect}};
}

/// The same vector but for one field.
[[nodiscard]] inline Json changed(Json original, std::string_view name, std::string_view expect,
                                  std::string_view field, Json value) {
  original["name"] = name;
  original["expect"] = expect;
  original[std::string(field)] = std::move(value);
  return original;
}

[[nodiscard]] inline std::string hex(crypto::BytesView bytes) {
  return crypto::to_hex(bytes);
}
template <std::size_t N>
[[nodiscard]] std::string hex(const crypto::Secret<N>& secret) {
  return crypto::to_hex(secret.expose());
}

/// All files, in the order in which a second implementation is best built.
[[nodiscard]] std::vector<VectorFile> make_all();

[[nodiscard]] VectorFile make_words();
[[nodiscard]] VectorFile make_client_keys();
[[nodiscard]] VectorFile make_hkdf();
[[nodiscard]] VectorFile make_sign();
[[nodiscard]] VectorFile make_xwing();
[[nodiscard]] VectorFile make_hpke();
[[nodiscard]] VectorFile make_entry();
[[nodiscard]] VectorFile make_epoch();
[[nodiscard]] VectorFile make_tlv_padding();
[[nodiscard]] VectorFile make_commit();
[[nodiscard]] VectorFile make_message();
[[nodiscard]] VectorFile make_private();
[[nodiscard]] VectorFile make_attachment();
[[nodiscard]] VectorFile make_device_certificate();
[[nodiscard]] VectorFile make_prekey();
[[nodiscard]] VectorFile make_directory();
[[nodiscard]] VectorFile make_safety_number();
[[nodiscard]] VectorFile make_login();
[[nodiscard]] VectorFile make_note();
[[nodiscard]] VectorFile make_work();
[[nodiscard]] VectorFile make_log();
[[nodiscard]] VectorFile make_new_words();
[[nodiscard]] VectorFile make_device_offer();
[[nodiscard]] VectorFile make_device_bundle();
[[nodiscard]] VectorFile make_recovery_card();
[[nodiscard]] VectorFile make_permission();
[[nodiscard]] VectorFile make_statement();
[[nodiscard]] VectorFile make_consent();
[[nodiscard]] VectorFile make_vault();

}  // namespace kiezel::vectors
