// The signed directory, its records, certificates and prekeys (crypto/KZ1.md 5.7), as anybody may hand them
// out.
#include "crypto/directory.hpp"

#include <algorithm>

#include "crypto/device_certificate.hpp"
#include "crypto/directory_history.hpp"
#include "crypto/prekey.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

crypto::RootKeys nobodys_roots() {
  crypto::RootKeys keys{};
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i].bytes.fill(static_cast<std::uint8_t>(i + 1));
  return keys;
}

void try_directory(fuzz::Bytes bytes) {
  auto parsed = crypto::parse_directory(bytes);
  if (!parsed) return;
  must_hold(parsed->records.size() <= crypto::directory_records_max);
  must_hold(parsed->signatures.size() <= crypto::directory_signatures_max);
  const crypto::Bytes written = crypto::encode_directory(parsed->header, parsed->signatures, parsed->records);
  // The bytes that were signed are kept as they came; what they say must survive being said again.
  const auto again = crypto::parse_directory(written);
  must_hold(again.has_value() && again->header == parsed->header && again->records == parsed->records);
  must_hold(!crypto::verify(*std::move(parsed), nobodys_roots(), 1'800'000'000));
}

void try_record(fuzz::Bytes bytes) {
  crypto::ByteReader reader(bytes);
  const std::uint16_t type = reader.u16();
  const auto once = crypto::parse_record(type, reader.rest());
  if (!once || !reader.ok()) return;
  const crypto::Bytes written = crypto::encode(*once);
  crypto::ByteReader body(written);
  must_hold(body.u16() == type);
  must_hold(body.u32() == body.rest().size());
  const auto again = crypto::parse_record(type, body.rest());
  must_hold(again.has_value() && *again == *once);
}

void try_history(fuzz::Bytes bytes) {
  const auto history = crypto::parse_directory_history(bytes);
  if (!history) return;
  must_hold(history->size() <= crypto::directory_history_page_max);
  crypto::Bytes written;
  for (const crypto::SignedDirectoryHeader& one : *history) {
    const crypto::Bytes encoded = crypto::encode(one);
    written.insert(written.end(), encoded.begin(), encoded.end());
  }
  must_hold(std::ranges::equal(written, bytes));
  must_hold(!crypto::follow_directory_history(std::nullopt, *history, nobodys_roots()));
}

void try_certificates(fuzz::Bytes bytes) {
  if (const auto certificate = crypto::parse_device_certificate(bytes)) {
    const auto& fields = certificate->fields;
    must_hold(bytes.size() == crypto::device_certificate_bytes && fields.not_before_s < fields.not_after_s);
    must_hold(fields.not_after_s - fields.not_before_s <= crypto::device_certificate_lifetime_s_max);
    must_hold(!crypto::verify(*certificate, crypto::VerifyKey{}));
  }
  if (const auto prekey = crypto::parse_prekey(bytes)) {
    const auto& fields = prekey->fields;
    must_hold(bytes.size() == crypto::prekey_bytes && fields.not_before_s < fields.not_after_s);
    must_hold(fields.not_after_s - fields.not_before_s <= crypto::prekey_lifetime_s_max);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Bytes bytes(data, size);
  try_directory(bytes);
  try_record(bytes);
  try_history(bytes);
  try_certificates(bytes);
  return 0;
}
