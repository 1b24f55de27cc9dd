// The work of a new conversation (crypto/KZ1.md 3.5; protocol/README.md, "Work"): what is claimed about it,
// the nonces it is bound to, and the pressure that Redis keeps.
#include "crypto/work.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "protocol/limits.hpp"
#include "server/conversation/pressure.hpp"
#include "server/conversation/work_nonces.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

template <class Id>
Id id_from(fuzz::Input& input) {
  Id id{};
  std::ranges::copy(input.piece(Id::byte_count), id.bytes.begin());
  return id;
}

/// A subject binds every part of it, and only the order of the advisors is free.
crypto::Digest try_subject(fuzz::Input& input) {
  const auto nonce = id_from<crypto::WorkNonce>(input);
  const auto conversation = id_from<crypto::ConversationId>(input);
  std::vector<crypto::KeyId> advisors(1 + input.byte() % 4);
  for (crypto::KeyId& advisor : advisors) advisor = id_from<crypto::KeyId>(input);
  const crypto::Digest subject = crypto::work_subject(nonce, conversation, advisors);
  std::ranges::reverse(advisors);
  must_hold(crypto::work_subject(nonce, conversation, advisors) == subject);

  auto other_nonce = nonce;
  other_nonce.bytes[input.byte() % other_nonce.bytes.size()] ^= 1;
  must_hold(crypto::work_subject(other_nonce, conversation, advisors) != subject);
  auto other_conversation = conversation;
  other_conversation.bytes[input.byte() % other_conversation.bytes.size()] ^= 1;
  must_hold(crypto::work_subject(nonce, other_conversation, advisors) != subject);
  advisors.emplace_back();
  must_hold(crypto::work_subject(nonce, conversation, advisors) != subject);
  return subject;
}

/// The front bits that a proof shows are those of an Argon2id anybody can do again.
void try_work(const crypto::Digest& subject, fuzz::Input& input) {
  crypto::ByteReader reader(input.piece(8));
  const std::uint64_t counter = reader.u64();
  const int bits = crypto::work_bits(subject, counter);
  const auto salt = crypto::Argon2Salt::from(subject.view().first(crypto::Argon2Salt::byte_count)).value();
  const auto hashed = crypto::argon2id(crypto::ByteWriter(40).raw(subject).u64(counter).take(), salt,
                                       crypto::work_argon2_cost);
  must_hold(hashed.has_value());
  int zeros = 0;
  while (zeros < 256 && (hashed->expose()[static_cast<std::size_t>(zeros) / 8] >> (7 - zeros % 8) & 1) == 0)
    ++zeros;
  must_hold(bits == zeros);
}

void try_nonces(fuzz::Input& input) {
  constexpr std::int64_t most_s = std::int64_t{1} << 52U;
  crypto::PseudoRandomKey key;
  std::ranges::fill(key.expose_mutable(), std::uint8_t{3});
  const conversation::WorkNonces nonces(std::move(key));
  crypto::ByteReader reader(input.piece(8));
  const auto now_s = static_cast<std::int64_t>(reader.u64() % most_s) + 2 * protocol::limits::work_nonce_s;
  const auto issued = nonces.issue(now_s);
  must_hold(nonces.is_live(issued.nonce, now_s) && nonces.is_live(issued.nonce, issued.expires_at_s - 1));
  must_hold(!nonces.is_live(issued.nonce, issued.expires_at_s));
  must_hold(issued.expires_at_s - now_s > protocol::limits::work_nonce_s);
  must_hold(issued.expires_at_s - now_s <= 2 * protocol::limits::work_nonce_s);
  const auto changed = crypto::WorkNonce::from(fuzz::changed(issued.nonce.view(), input));
  if (changed) must_hold(nonces.is_live(*changed, now_s) == (*changed == issued.nonce));
}

void try_pressure(fuzz::Input& input) {
  crypto::ByteReader reader(input.piece(8));
  const auto now_s = static_cast<std::int64_t>(reader.u64() >> 2U);
  const auto pressure = conversation::pressure_from(fuzz::text_of(input.rest()));
  if (!pressure) return;
  must_hold(pressure->level >= 0 && pressure->at_s >= 0);
  const double level = conversation::level_at(*pressure, now_s);
  must_hold(level >= 0 && level <= pressure->level);
  for (const double quiet : {conversation::desk_quiet_level, conversation::organisation_quiet_level}) {
    const int bits = conversation::bits_for(level, quiet);
    must_hold(bits >= conversation::quiet_bits && bits <= crypto::work_bits_max);
    must_hold(conversation::bits_for(pressure->level, quiet) >= bits);
    must_hold((bits == conversation::quiet_bits) == (level <= quiet));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input({data, size});
  switch (input.byte() % 4) {
    case 0:
      try_subject(input);
      break;
    case 1:
      try_work(try_subject(input), input);
      break;
    case 2:
      try_nonces(input);
      break;
    default:
      try_pressure(input);
  }
  return 0;
}
