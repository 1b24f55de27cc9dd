#include "server/admin/statement_file.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "crypto/encoding.hpp"

namespace kiezel::admin {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kind_expected = "kiezel-statements";
constexpr std::string_view dossier_kind = "kiezel-dossier";
constexpr std::uint64_t version_expected = 1;

std::optional<crypto::Role> role_from(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, crypto::Role>, 4> roles{
      {{"client", crypto::Role::client},
       {"advisor", crypto::Role::advisor},
       {"cover_advisor", crypto::Role::cover_advisor},
       {"second_client", crypto::Role::second_client}}};
  for (const auto& [known, role] : roles) {
    if (known == name) return role;
  }
  return std::nullopt;
}

/// Reads the fields of one object, remembers the first that is missing or of another kind, and goes on.
class Fields {
 public:
  Fields(const Json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) fault_ = place_ + " is not an object.";
  }

  std::uint64_t number(const char* name) {
    const Json* found = find(name);
    const bool fits =
        found != nullptr && found->is_number_unsigned() && found->get<std::uint64_t>() <= crypto::number_max;
    if (!fits) refuse(name, "a whole number");
    return fits ? found->get<std::uint64_t>() : 0;
  }
  bool yes_or_no(const char* name) {
    const Json* found = find(name);
    const bool fits = found != nullptr && found->is_boolean();
    if (!fits) refuse(name, "true or false");
    return fits && found->get<bool>();
  }
  std::string text(const char* name) {
    const Json* found = find(name);
    const bool fits = found != nullptr && found->is_string();
    if (!fits) refuse(name, "a text");
    return fits ? found->get<std::string>() : std::string();
  }
  crypto::Bytes hex(const char* name) {
    auto bytes = crypto::from_hex(text(name));
    if (!bytes || bytes->empty()) refuse(name, "bytes in hexadecimal");
    return std::move(bytes).value_or(crypto::Bytes());
  }
  const Json& list(const char* name, std::size_t count_max) {
    static const Json none = Json::array();
    const Json* found = find(name);
    if (found == nullptr || !found->is_array()) {
      refuse(name, "a list");
      return none;
    }
    if (found->size() > count_max) refuse(name, "a list of at most " + std::to_string(count_max));
    return found->size() > count_max ? none : *found;
  }
  void refuse(const char* name, const std::string& expected) {
    if (fault_.empty()) fault_ = place_ + ": \"" + name + "\" must be " + expected + ".";
  }
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  [[nodiscard]] const Json* find(const char* name) const {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }

  const Json& object_;
  std::string place_;
  std::string fault_;
};

std::expected<ExportedStatement, std::string> statement_from(const Json& json, std::size_t number) {
  Fields fields(json, "Statement " + std::to_string(number));
  ExportedStatement statement{.seq = fields.number("seq"),
                              .received_at_s = fields.number("received_at"),
                              .role = {},
                              .under_card = fields.yes_or_no("under_card"),
                              .counts = fields.yes_or_no("counts"),
                              .bytes = fields.hex("statement")};
  const auto role = role_from(fields.text("role"));
  if (!role) fields.refuse("role", "client, second_client, advisor or cover_advisor");
  if (!fields.fault().empty()) return std::unexpected(fields.fault());
  statement.role = *role;
  return statement;
}

std::expected<ExportedDevice, std::string> device_from(const Json& json, std::size_t number) {
  Fields fields(json, "Device " + std::to_string(number));
  const auto identity_key = crypto::VerifyKey::from(fields.hex("identity_key"));
  if (!identity_key) fields.refuse("identity_key", "a key of 32 bytes");
  const auto certificate = crypto::parse_device_certificate(fields.hex("certificate"));
  if (!certificate) fields.refuse("certificate", "the certificate of a device");
  if (!fields.fault().empty()) return std::unexpected(fields.fault());
  return ExportedDevice{.identity_key = *identity_key, .certificate = *certificate};
}

/// All items or the first fault.
template <class Item>
std::expected<std::vector<Item>, std::string> all_of(const Json& list,
                                                     std::expected<Item, std::string> (*read)(const Json&,
                                                                                              std::size_t)) {
  std::vector<Item> items;
  for (const Json& json : list) {
    auto item = read(json, items.size() + 1);
    if (!item) return std::unexpected(item.error());
    items.push_back(*std::move(item));
  }
  return items;
}

/// A dossier holds, beside what is for people, a whole file of statements.
const Json& statements_part(const Json& file) {
  if (!file.is_object() || file.value("kind", Json()) != dossier_kind) return file;
  const auto part = file.find("statements");
  return part == file.end() ? file : *part;
}

}  // namespace

std::expected<StatementFile, std::string> parse_statement_file(crypto::BytesView json) {
  if (json.size() > statement_file_bytes_max) return std::unexpected("The file is too large to be right.");
  const Json whole = Json::parse(crypto::as_text(json), nullptr, false);
  if (whole.is_discarded())
    return std::unexpected("The file is not JSON: it was cut short, changed, or is something else.");
  Fields fields(statements_part(whole), "The file");
  if (fields.text("kind") != kind_expected) fields.refuse("kind", "\"kiezel-statements\"");
  if (fields.number("version") != version_expected)
    fields.refuse("version", "1; another needs another kiezel-admin");
  StatementFile file{.exported_at_s = fields.number("exported_at")};
  const Json& statements = fields.list("statements", exported_statements_max);
  const Json& devices = fields.list("devices", exported_devices_max);
  if (!fields.fault().empty()) return std::unexpected(fields.fault());
  if (statements.empty()) return std::unexpected("There is no statement in the file.");
  auto statements_read = all_of<ExportedStatement>(statements, statement_from);
  if (!statements_read) return std::unexpected(statements_read.error());
  auto devices_read = all_of<ExportedDevice>(devices, device_from);
  if (!devices_read) return std::unexpected(devices_read.error());
  file.statements = *std::move(statements_read);
  file.devices = *std::move(devices_read);
  return file;
}

}  // namespace kiezel::admin
