// All keys of a client come from the return code (crypto/KZ1.md 3.4): the same words open everything on any
// device.
#pragma once

#include <optional>
#include <string_view>

#include "crypto/argon2id.hpp"
#include "crypto/ids.hpp"
#include "crypto/kem_key.hpp"
#include "crypto/sign.hpp"
#include "crypto/words.hpp"

namespace kiezel::crypto {

using ClientRoot = Secret<32>;

/// First 16 bytes of hash("kz1/code-salt", deployment id): one salt per deployment, because a code must be
/// tried before anybody knows whose mailbox it opens.
[[nodiscard]] Argon2Salt code_salt(std::string_view deployment_id);
/// Argon2id at client_argon2_cost; takes a tenth of a second and 64 MiB. Nothing when the memory cannot be
/// had.
[[nodiscard]] std::optional<ClientRoot> client_root(const Code& code, std::string_view deployment_id);

/// Signs logins (crypto/login.hpp).
[[nodiscard]] SigningKey client_auth_key(const ClientRoot& root);
/// Seed of the X-Wing key that opens epochs.
[[nodiscard]] KemSeed client_kem_seed(const ClientRoot& root);
/// Signs entries of one conversation; another in every conversation, so that members cannot link them.
[[nodiscard]] SigningKey client_signing_key(const ClientRoot& root, const ConversationId& conversation);
[[nodiscard]] MailboxId mailbox_id(const VerifyKey& auth_key);

}  // namespace kiezel::crypto
