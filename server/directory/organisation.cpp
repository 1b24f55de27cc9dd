#include "server/directory/organisation.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "crypto/encoding.hpp"

namespace kiezel::directory {
namespace {

using Json = nlohmann::json;

bool is_tag(const std::string& text) {
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// Scheme, host and port, as a browser writes an origin; nothing behind it.
bool is_origin(const std::string& text) {
  const bool has_scheme = text.starts_with("https://") || text.starts_with("http://");
  return has_scheme && text.size() <= 200 && text.find('/', text.find("//") + 2) == std::string::npos;
}

std::expected<crypto::RootKeys, std::string> root_keys_from(const Json& json) {
  crypto::RootKeys keys;
  if (!json.is_array() || json.size() != keys.size())
    return std::unexpected("root_keys must be a list of three keys.");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto bytes =
        json[i].is_string() ? crypto::from_base64url(json[i].get<std::string>()) : std::nullopt;
    const auto key = bytes ? crypto::VerifyKey::from(*bytes) : std::nullopt;
    if (!key || key->is_zero()) return std::unexpected("root_keys holds something that is not a key.");
    keys[i] = *key;
  }
  if (keys[0] == keys[1] || keys[1] == keys[2] || keys[0] == keys[2]) {
    return std::unexpected("root_keys holds one key twice.");
  }
  return keys;
}

std::string fault_of(const Organisation& organisation) {
  if (organisation.name.empty()) return "name is empty.";
  if (organisation.deployment_id.empty()) return "deployment_id is empty.";
  if (!is_tag(organisation.tag)) return "organisation must be 1 to 32 lower-case letters, digits or hyphens.";
  if (organisation.origins.empty()) return "origins is empty.";
  if (!std::ranges::all_of(organisation.origins, is_origin)) {
    return "origins must be addresses such as https://kiezel.example, with nothing behind the host.";
  }
  if (!organisation.exit_url.starts_with("https://")) return "exit_url must begin with https://.";
  return {};
}

std::expected<Organisation, std::string> parse(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::unexpected("it is not a JSON object.");
  const auto text_at = [&json](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  Organisation result{.name = text_at("name"),
                      .deployment_id = text_at("deployment_id"),
                      .tag = text_at("organisation"),
                      .origins = {},
                      .phone = text_at("phone"),
                      .email = text_at("email"),
                      .exit_url = text_at("exit_url")};
  if (const auto origins = json.find("origins"); origins != json.end() && origins->is_array()) {
    for (const Json& origin : *origins)
      result.origins.push_back(origin.is_string() ? origin.get<std::string>() : "");
  }
  const auto keys = root_keys_from(json.value("root_keys", Json()));
  if (!keys) return std::unexpected(keys.error());
  result.root_keys = *keys;
  if (std::string fault = fault_of(result); !fault.empty()) return std::unexpected(std::move(fault));
  return result;
}

Json to_json(const Organisation& organisation) {
  Json keys = Json::array();
  for (const crypto::VerifyKey& key : organisation.root_keys) keys.push_back(crypto::to_base64url(key));
  return Json{{"name", organisation.name},        {"deployment_id", organisation.deployment_id},
              {"organisation", organisation.tag}, {"origins", organisation.origins},
              {"root_keys", std::move(keys)},     {"signatures_needed", crypto::root_signatures_needed},
              {"phone", organisation.phone},      {"email", organisation.email},
              {"exit_url", organisation.exit_url}};
}

}  // namespace

std::expected<Organisation, std::string> read_organisation(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return std::unexpected("There is no organisation at " + file.string() +
                           ". Make one first: kiezel-admin org create");
  }
  std::ostringstream text;
  text << in.rdbuf();
  if (text.view().size() > organisation_bytes_max)
    return std::unexpected(file.string() + " is too large to be right.");
  auto parsed = parse(text.str());
  if (!parsed) return std::unexpected(file.string() + " is not right: " + parsed.error());
  return parsed;
}

std::expected<void, std::string> write_organisation(const std::filesystem::path& file,
                                                    const Organisation& organisation) {
  if (const std::string fault = fault_of(organisation); !fault.empty()) return std::unexpected(fault);
  const std::filesystem::path draft = file.string() + ".new";
  {
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << to_json(organisation).dump(2) << '\n';
    out.flush();
    if (!out)
      return std::unexpected("Could not write " + draft.string() +
                             ". Is the disk full, or the folder not yours?");
  }
  std::error_code failure;
  std::filesystem::rename(draft, file, failure);
  if (failure) return std::unexpected("Could not write " + file.string() + ": " + failure.message() + ".");
  return {};
}

}  // namespace kiezel::directory
