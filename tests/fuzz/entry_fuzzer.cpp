// Entries as anybody may send them (crypto/KZ1.md 5.2): what is accepted is exactly what we would write.
#include "crypto/entry.hpp"
#include "crypto/log_chain.hpp"
#include "crypto/private_entry.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

void try_whole(fuzz::Bytes bytes) {
  const auto parsed = crypto::ParsedEntry::parse(bytes);
  if (!parsed) return;
  const crypto::EntryHeader& header = parsed->header();
  must_hold(crypto::encode(header) == crypto::FixedBytes<void, 108>::from(parsed->header_bytes())->bytes);
  must_hold(parsed->bytes().size() == crypto::entry_overhead_bytes + parsed->payload().size());
  must_hold(parsed->payload().size() <= crypto::entry_payload_bytes_max);
  must_hold(header.position.seq <= crypto::number_max);
  // The empty key signs nothing: libsodium refuses it.
  must_hold(!crypto::verify(*parsed, crypto::VerifyKey{}));
}

void try_erased(fuzz::Bytes bytes) {
  const auto erased = crypto::parse_erased(bytes);
  if (!erased) return;
  must_hold(bytes.size() == crypto::ErasedEntry::byte_count);
  if (erased->header.kind == crypto::EntryKind::commit) {
    // The structure is right; a log takes it in no place.
    crypto::LogChain chain(erased->header.position.conversation);
    must_hold(!chain.append(*erased, {}));
  }
  must_hold(std::ranges::equal(crypto::join({erased->header_bytes, erased->payload_hash, erased->signature}),
                               bytes));
  must_hold(!crypto::verify_erased(*erased, crypto::VerifyKey{}));
}

void try_private(fuzz::Bytes bytes) {
  const auto payload = crypto::parse_private(bytes);
  if (!payload) return;
  must_hold(!payload->wraps.empty() && payload->wraps.size() <= 16);
  must_hold(std::ranges::equal(crypto::join({payload->wraps_bytes, payload->sealed}), bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Bytes bytes(data, size);
  try_whole(bytes);
  try_erased(bytes);
  try_private(bytes);
  return 0;
}
