#include "crypto/succession.hpp"

#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

Bytes encode(const Succession& succession) {
  const EntryPosition& position = succession.position;
  return ByteWriter(92)
      .raw(position.conversation)
      .u64(position.seq)
      .raw(position.prev)
      .u32(position.epoch)
      .raw(succession.kem_id)
      .take();
}

}  // namespace

Signature sign_succession(const Succession& succession, const SigningKey& successor) {
  return sign(successor, labels::succession, {encode(succession)});
}

bool verify_succession(const Succession& succession, const VerifyKey& successor, const Signature& signature) {
  return verify(successor, labels::succession, {encode(succession)}, signature);
}

}  // namespace kiezel::crypto
