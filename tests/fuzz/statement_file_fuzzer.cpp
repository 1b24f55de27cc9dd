// The file of statements that `kiezel-admin statement FILE` is given (server/admin/statement_file.hpp): any
// text, or what an advisor could save of a real conversation with statements, certificates and their places
// exchanged, changed and left out. What then holds somebody must have said, in the place that the file gives
// it; and what is printed can neither order the terminal about nor pass for another statement.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "crypto/encoding.hpp"
#include "crypto/statement_shape.hpp"
#include "server/admin/printable.hpp"
#include "server/admin/statement_words.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/statement_file_scene.hpp"

using namespace kiezel;
using fuzz::day_s;
using fuzz::must_hold;
using fuzz::now_s;
using Json = nlohmann::json;

namespace {

constexpr std::uint64_t slack_s = 3'600;
constexpr std::size_t statements_max = 16;

const fuzz::SavedScene& scene() {
  static const fuzz::SavedScene made;
  return made;
}

// What really was said with these bytes; null when nobody said it.
const crypto::VerifiedStatement* said_with(crypto::BytesView bytes) {
  const auto found = std::ranges::find_if(
      scene().said, [bytes](const auto& one) { return std::ranges::equal(one.bytes(), bytes); });
  return found == scene().said.end() ? nullptr : &*found;
}

bool is_in_directory(const crypto::VerifyKey& identity) {
  return identity == scene().noor.verify_key() || identity == scene().amir.verify_key();
}

// Whether this certificate makes these the words of an advisor whom the directory lists.
bool vouches(const admin::ExportedDevice& device, const crypto::Statement& said,
             std::uint64_t received_at_s) {
  const auto& fields = device.certificate.fields;
  return fields.device_key == said.issuer && is_in_directory(device.identity_key) &&
         fields.not_before_s <= received_at_s && received_at_s < fields.not_after_s &&
         fields.not_before_s <= said.issued_at_s + slack_s &&
         said.issued_at_s < fields.not_after_s + slack_s &&
         crypto::verify(device.certificate, device.identity_key);
}

// What holds must be so.
void must_be_true(const admin::CheckedStatement& checked, const admin::StatementFile& file) {
  must_hold(checked.statement.has_value());
  const crypto::Statement& said = **checked.statement;
  const crypto::Role role = checked.exported.role;
  must_hold(std::ranges::equal(checked.statement->bytes(), checked.exported.bytes));
  must_hold(crypto::may_issue(role, said.action));
  const bool is_device = std::ranges::any_of(file.devices, [&said](const auto& device) {
    return device.certificate.fields.device_key == said.issuer;
  });
  must_hold(crypto::is_client(role) == !is_device);
  must_hold(crypto::is_client(role) == !checked.advisor.has_value());
  if (!checked.advisor) return;
  must_hold(std::ranges::any_of(file.devices, [&](const auto& device) {
    return device.identity_key == checked.advisor->identity_key &&
           vouches(device, said, checked.exported.received_at_s);
  }));
  const bool is_revoked = said.issuer == scene().lost_laptop.verify_key();
  must_hold(!is_revoked || std::max(said.issued_at_s, checked.exported.received_at_s) < now_s - day_s);
}

// One head, then lines that begin with spaces; no line of a text can look like a head.
void must_be_harmless(const std::string& words, std::size_t number) {
  must_hold(words.starts_with(std::to_string(number) + ". ") && words.ends_with('\n'));
  must_hold(words.contains("\n   proof") != words.contains("\n   WRONG"));
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto byte = static_cast<unsigned char>(words[at]);
    must_hold(byte == '\n' || (byte >= 0x20 && byte != 0x7f));
    if (byte == '\n' && at + 1 < words.size())
      must_hold(std::string_view(words).substr(at + 1).starts_with("   "));
  }
  // U+202A to U+202E turn the direction of what follows.
  for (std::size_t at = words.find("\xe2\x80"); at != std::string::npos;
       at = words.find("\xe2\x80", at + 1)) {
    must_hold(at + 2 >= words.size() || static_cast<unsigned char>(words[at + 2]) < 0xa8 ||
              static_cast<unsigned char>(words[at + 2]) > 0xae);
  }
}

std::vector<admin::CheckedStatement> check(const admin::StatementFile& file) {
  must_hold(!file.statements.empty() && file.statements.size() <= admin::exported_statements_max);
  must_hold(file.devices.size() <= admin::exported_devices_max);
  must_hold(file.exported_at_s <= crypto::number_max);
  auto all = admin::check_statements(file, scene().directory);
  must_hold(all.size() == file.statements.size());
  std::optional<crypto::ConversationId> conversation;
  std::set<crypto::StatementId> ids;
  std::size_t number = 0;
  for (const admin::CheckedStatement& one : all) {
    must_hold(one.statement || !one.faults.empty());
    if (one.faults.empty()) must_be_true(one, file);
    must_hold(std::max(one.exported.seq, one.exported.received_at_s) <= crypto::number_max);
    if (one.statement) {
      if (!conversation) conversation = (*one.statement)->conversation;
      const bool is_fresh = ids.insert((*one.statement)->id).second;
      must_hold(!one.faults.empty() || (is_fresh && (*one.statement)->conversation == *conversation));
    }
    if (one.answers) must_hold(*one.answers >= 1 && *one.answers <= number + 1);
    ++number;
    must_be_harmless(admin::words_of(one, number), number);
  }
  return all;
}

constexpr std::array<const char*, 4> roles{"client", "advisor", "cover_advisor", "second_client"};
constexpr std::array<std::uint64_t, 8> moments{now_s,
                                               now_s - day_s - 1,
                                               now_s - day_s,
                                               now_s - 2 * day_s,
                                               now_s - 40 * day_s,
                                               now_s + 10 * day_s,
                                               now_s + 20 * day_s,
                                               9'007'199'254'740'991};

// What the input chooses of the scene.
Json composed(fuzz::Input& input) {
  Json file{{"kind", "kiezel-statements"},
            {"version", 1},
            {"exported_at", now_s},
            {"statements", Json::array()},
            {"devices", Json::array()}};
  const std::size_t devices = input.byte() % 8;
  for (std::size_t i = 0; i < devices; ++i) {
    const auto& device = scene().devices[input.byte() % scene().devices.size()];
    file["devices"].push_back({{"identity_key", crypto::to_hex(device.identity)},
                               {"certificate", crypto::to_hex(device.certificate)}});
  }
  while (!input.empty() && file["statements"].size() < statements_max) {
    const auto& said = scene().said[input.byte() % scene().said.size()];
    const std::uint8_t marks = input.byte();
    const std::uint8_t when = input.byte();
    // Seldom, so that some files are good.
    const crypto::Bytes bytes =
        when >= 0xe0 ? fuzz::changed(said.bytes(), input) : crypto::to_bytes(said.bytes());
    file["statements"].push_back({{"seq", file["statements"].size()},
                                  {"received_at", moments[when % moments.size()]},
                                  {"role", roles[marks % roles.size()]},
                                  {"under_card", (marks & 4U) != 0},
                                  {"counts", (marks & 8U) == 0},
                                  {"statement", crypto::to_hex(bytes)}});
  }
  return file;
}

// A statement that nobody touched, of the first conversation, for the first time, by somebody for whom the
// file has just what it takes.
bool must_be_good(const admin::StatementFile& file, std::size_t index) {
  const admin::ExportedStatement& exported = file.statements[index];
  const crypto::VerifiedStatement* const said = said_with(exported.bytes);
  if (said == nullptr || !crypto::may_issue(exported.role, (*said)->action)) return false;
  for (std::size_t i = 0; i < index; ++i) {
    const crypto::VerifiedStatement* const before = said_with(file.statements[i].bytes);
    const bool stands_alone = before == nullptr || ((*before)->id != (*said)->id &&
                                                    (*before)->conversation == (*said)->conversation);
    if (!stands_alone) return false;
  }
  std::vector<admin::ExportedDevice> own;
  for (const auto& device : file.devices)
    if (device.certificate.fields.device_key == (*said)->issuer) own.push_back(device);
  if (crypto::is_client(exported.role)) return own.empty();
  const bool is_lost = (*said)->issuer == scene().lost_laptop.verify_key();
  if (is_lost && std::max((*said)->issued_at_s, exported.received_at_s) >= now_s - day_s) return false;
  // One that nobody signed takes nothing away.
  std::erase_if(own, [](const auto& device) {
    return !crypto::verify(device.certificate, device.identity_key).has_value();
  });
  return !own.empty() && std::ranges::all_of(own, [&](const auto& device) {
    return vouches(device, **said, exported.received_at_s);
  });
}

void try_composed(fuzz::Input& input) {
  const Json json = composed(input);
  const auto file = admin::parse_statement_file(crypto::as_bytes(json.dump()));
  const bool has_empty =
      std::ranges::any_of(json["statements"], [](const Json& one) { return one["statement"] == ""; });
  must_hold(file.has_value() == (!json["statements"].empty() && !has_empty));
  if (!file) return;
  const auto all = check(*file);
  for (std::size_t i = 0; i < all.size(); ++i) {
    must_hold(all[i].statement.has_value() == (said_with(file->statements[i].bytes) != nullptr));
    if (must_be_good(*file, i)) must_hold(all[i].faults.empty());
  }
}

void try_text(fuzz::Bytes text) {
  const auto file = admin::parse_statement_file(text);
  if (file) {
    static_cast<void>(check(*file));
  } else {
    must_hold(file.error().ends_with('.') && admin::printable(file.error()) == file.error());
  }
}

void try_changed(fuzz::Input& input) {
  const std::size_t spent = input.byte();
  fuzz::Input choice(input.piece(spent));
  const std::string text = composed(choice).dump();
  try_text(fuzz::changed(crypto::as_bytes(text), input));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input({data, size});
  const std::uint8_t which = input.byte();
  if (which % 3 == 0) try_text(input.rest());
  if (which % 3 == 1) try_composed(input);
  if (which % 3 == 2) try_changed(input);
  return 0;
}
