#include <catch2/catch.hpp>

#include "crypto/device_certificate.hpp"
#include "crypto/directory.hpp"
#include "crypto/directory_history.hpp"
#include "crypto/prekey.hpp"
#include "tests/unit/crypto/vector_runner.hpp"

namespace kiezel::crypto::testing {
namespace {

std::string_view run_certificate(const Json& vector) {
  const Bytes bytes = bytes_of(vector, "certificate");
  const auto parsed = parse_device_certificate(bytes);
  if (!parsed) return to_string(parsed.error());
  const auto certificate = verify(*parsed, fixed_of<VerifyKey>(vector, "identity_key"));
  if (!certificate) return "signature";
  if (!certificate->is_valid_at(number_of(vector, "at_s"))) return "rule";
  if (!vector.contains("seed")) return "accept";
  const DeviceCertificateFields& fields = certificate->fields();
  CHECK(to_hex(fields.advisor) == text_of(vector, "advisor"));
  CHECK(to_hex(fields.device_key) == text_of(vector, "device_key"));
  CHECK(fields.not_before_s == number_of(vector, "not_before_s"));
  CHECK(fields.not_after_s == number_of(vector, "not_after_s"));
  const auto identity = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
  CHECK(sign_device_certificate(fields, identity) == bytes);
  return "accept";
}

std::string_view run_prekey(const Json& vector) {
  const auto identity = fixed_of<VerifyKey>(vector, "identity_key");
  const auto certificate =
      verify(parse_device_certificate(bytes_of(vector, "certificate")).value(), identity).value();
  const Bytes bytes = bytes_of(vector, "prekey");
  const auto parsed = parse_prekey(bytes);
  if (!parsed) return to_string(parsed.error());
  const auto prekey = verify(*parsed, certificate);
  if (!prekey) return "signature";
  if (!prekey->is_valid_at(number_of(vector, "at_s"))) return "rule";
  if (!vector.contains("seed")) return "accept";
  CHECK(to_hex(prekey->fields().advisor) == text_of(vector, "advisor"));
  CHECK(to_hex(prekey->fields().device) == text_of(vector, "device"));
  CHECK(prekey->fields().number == number_of(vector, "number"));
  CHECK(to_hex(prekey->fields().kem_key) == text_of(vector, "kem_key"));
  const auto device = SigningKey::from_seed(secret_of<32>(vector, "seed")).value();
  CHECK(sign_prekey(prekey->fields(), device) == bytes);
  return "accept";
}

std::vector<KeyId> ids_of(const Json& ids) {
  std::vector<KeyId> result;
  for (const Json& id : ids) result.push_back(KeyId::from(from_hex(id.get<std::string>()).value()).value());
  return result;
}

DirectoryRecord record_of(const Json& json) {
  const std::string type = text_of(json, "type");
  if (type == "advisor") {
    const auto days = static_cast<std::uint8_t>(number_of(json, "working_days"));
    const auto replies = static_cast<std::uint8_t>(number_of(json, "replies_within_school_days"));
    return AdvisorRecord{.identity_key = fixed_of<VerifyKey>(json, "identity_key"),
                         .not_before_s = number_of(json, "not_before_s"),
                         .not_after_s = number_of(json, "not_after_s"),
                         .name = text_of(json, "name"),
                         .languages = text_of(json, "languages"),
                         .escrow = json["escrow"].get<bool>(),
                         .phone = text_of(json, "phone"),
                         .email = text_of(json, "email"),
                         .intro_informal = text_of(json, "intro_informal"),
                         .intro_formal = text_of(json, "intro_formal"),
                         .intro_english = text_of(json, "intro_english"),
                         .working_days = days,
                         .replies_within_school_days = replies};
  }
  if (type == "school") {
    return SchoolRecord{.code = text_of(json, "code"),
                        .name = text_of(json, "name"),
                        .place = text_of(json, "place"),
                        .advisors = ids_of(json["advisors"]),
                        .street = text_of(json, "street"),
                        .kind = text_of(json, "kind"),
                        .aliases = text_of(json, "aliases"),
                        .board_number = text_of(json, "board_number"),
                        .board_name = text_of(json, "board_name")};
  }
  if (type == "revoked_device") {
    return RevokedDeviceRecord{.device = fixed_of<KeyId>(json, "device"),
                               .revoked_at_s = number_of(json, "revoked_at_s")};
  }
  return UnknownRecord{.type = json["code"].get<std::uint16_t>(), .body = bytes_of(json, "body")};
}

void check_contents(const Json& vector, const Directory& directory) {
  CHECK(directory.header().version == number_of(vector, "version"));
  CHECK(to_hex(directory.header().previous_head) == text_of(vector, "previous_head"));
  CHECK(to_hex(directory.header().merkle_root) == text_of(vector, "merkle_root"));
  CHECK(to_hex(directory.head().hash) == text_of(vector, "head"));
  REQUIRE(directory.records().size() == vector["records"].size());
  for (std::size_t i = 0; i < directory.records().size(); ++i) {
    CHECK(directory.records()[i] == record_of(vector["records"][i]));
  }
}

RootKeys roots_of(const Json& vector) {
  RootKeys roots;
  for (std::size_t i = 0; i < roots.size(); ++i) {
    roots[i] = VerifyKey::from(from_hex(vector["root_keys"][i].get<std::string>()).value()).value();
  }
  return roots;
}

std::string_view run_history(const Json& vector) {
  const Bytes page = bytes_of(vector, "page");
  const auto headers = parse_directory_history(page);
  if (!headers) return to_string(headers.error());
  std::optional<DirectoryHead> last;
  if (vector.contains("last")) {
    last = DirectoryHead{.hash = fixed_of<Digest>(vector["last"], "hash"),
                         .version = number_of(vector["last"], "version")};
  }
  const auto head = follow_directory_history(last, *headers, roots_of(vector));
  if (!head) return to_string(head.error());
  CHECK(to_hex(head->hash) == text_of(vector, "head"));
  CHECK(head->version == number_of(vector, "version"));
  Bytes again;
  for (const SignedDirectoryHeader& header : *headers) again = join({again, encode(header)});
  CHECK(again == page);
  return "accept";
}

std::string_view run_directory(const Json& vector) {
  if (text_of(vector, "op") == "history") return run_history(vector);
  if (text_of(vector, "op") == "record") {
    const auto type = vector["code"].get<std::uint16_t>();
    const Bytes body = bytes_of(vector, "body");
    const auto record = parse_record(type, body);
    if (record && type == static_cast<std::uint16_t>(RecordType::release))
      CHECK(to_bytes(BytesView(encode(*record)).subspan(6)) == body);
    return outcome_of(record);
  }
  auto parsed = parse_directory(bytes_of(vector, "file"));
  if (!parsed) return to_string(parsed.error());
  const auto directory = verify(std::move(*parsed), roots_of(vector), number_of(vector, "now_s"));
  if (directory && vector.contains("records")) check_contents(vector, *directory);
  return outcome_of(directory);
}

}  // namespace

TEST_CASE("vectors: device certificates", "[vectors]") {
  run_vectors("device_certificate.json", run_certificate);
}
TEST_CASE("vectors: prekeys", "[vectors]") {
  run_vectors("prekey.json", run_prekey);
}
TEST_CASE("vectors: the directory", "[vectors]") {
  run_vectors("directory.json", run_directory);
}

}  // namespace kiezel::crypto::testing
