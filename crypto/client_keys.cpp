#include "crypto/client_keys.hpp"

#include "crypto/hash.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/labels.hpp"

namespace kiezel::crypto {

Argon2Salt code_salt(std::string_view deployment_id) {
  const Digest digest = hash(labels::code_salt, {as_bytes(deployment_id)});
  return Argon2Salt::from(digest.view().first(Argon2Salt::byte_count)).value();
}

std::optional<ClientRoot> client_root(const Code& code, std::string_view deployment_id) {
  return argon2id(code.integer().expose(), code_salt(deployment_id), client_argon2_cost);
}

// An expansion to all zeros has probability 2^-256: value() throws then, because the library must be broken
// (T2).
SigningKey client_auth_key(const ClientRoot& root) {
  return SigningKey::from_seed(expand(root, labels::client_auth)).value();
}

KemSeed client_kem_seed(const ClientRoot& root) {
  return expand(root, labels::client_kem);
}

SigningKey client_signing_key(const ClientRoot& root, const ConversationId& conversation) {
  return SigningKey::from_seed(expand(root, labels::client_sign, conversation)).value();
}

MailboxId mailbox_id(const VerifyKey& auth_key) {
  return MailboxId::from(hash(labels::mailbox, {auth_key}).view().first(MailboxId::byte_count)).value();
}

}  // namespace kiezel::crypto
