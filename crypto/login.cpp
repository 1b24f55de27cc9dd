#include "crypto/login.hpp"

#include "crypto/hash.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {
namespace {

Bytes encode(const LoginTranscript& transcript) {
  return ByteWriter(88)
      .raw(sha256(as_bytes(transcript.origin)))
      .raw(transcript.challenge)
      .raw(transcript.id)
      .u64(transcript.expires_s)
      .take();
}

}  // namespace

LoginId login_id(const MailboxId& mailbox) {
  return LoginId{mailbox.bytes};
}
LoginId login_id(const KeyId& device) {
  return LoginId{device.bytes};
}

Signature sign_login(const LoginTranscript& transcript, const SigningKey& key) {
  return sign(key, labels::auth, {encode(transcript)});
}

bool verify_login(const LoginTranscript& transcript, const VerifyKey& key, const Signature& signature) {
  return verify(key, labels::auth, {encode(transcript)}, signature);
}

}  // namespace kiezel::crypto
