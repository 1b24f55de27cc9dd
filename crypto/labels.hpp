// Every label of KZ1 (crypto/KZ1.md 5.11). A label separates uses of one key or hash; none may be used for
// two things.
#pragma once

#include <string_view>

namespace kiezel::crypto::labels {

inline constexpr std::string_view code_salt = "kz1/code-salt";
inline constexpr std::string_view client_auth = "kz1/client/auth";
inline constexpr std::string_view client_kem = "kz1/client/kem";
inline constexpr std::string_view client_sign = "kz1/client/sign";
inline constexpr std::string_view mailbox = "kz1/mailbox";
inline constexpr std::string_view key_id = "kz1/keyid";
inline constexpr std::string_view auth = "kz1/auth";
inline constexpr std::string_view entry = "kz1/entry";
inline constexpr std::string_view entry_hash = "kz1/entry-hash";
inline constexpr std::string_view key_commit = "kz1/key-commit";
inline constexpr std::string_view roster_key = "kz1/roster-key";
inline constexpr std::string_view entry_key = "kz1/entry-key";
inline constexpr std::string_view wrap_context = "kz1/wrap-ctx";
inline constexpr std::string_view epoch_wrap = "kz1/epoch-wrap";
inline constexpr std::string_view succession = "kz1/succession";
inline constexpr std::string_view private_wrap = "kz1/private-wrap";
inline constexpr std::string_view private_key = "kz1/private-key";
inline constexpr std::string_view attachment = "kz1/attachment";
inline constexpr std::string_view statement = "kz1/statement";
inline constexpr std::string_view device_certificate = "kz1/device-cert";
inline constexpr std::string_view prekey = "kz1/prekey";
inline constexpr std::string_view directory = "kz1/directory";
inline constexpr std::string_view directory_head = "kz1/dir-head";
inline constexpr std::string_view safety_salt = "kz1/safety-salt";
inline constexpr std::string_view device_digits = "kz1/device-digits";
inline constexpr std::string_view device_offer = "kz1/device-offer";
inline constexpr std::string_view offer_id = "kz1/offer-id";
inline constexpr std::string_view device_bundle = "kz1/device-bundle";
inline constexpr std::string_view bundle_part = "kz1/bundle-part";
inline constexpr std::string_view device_revoke = "kz1/device-revoke";
inline constexpr std::string_view recovery_salt = "kz1/recovery-salt";
inline constexpr std::string_view recovery_token = "kz1/recovery-token";
inline constexpr std::string_view recovery_seal = "kz1/recovery-seal";
inline constexpr std::string_view recovery_card = "kz1/recovery-card";
inline constexpr std::string_view vault = "kz1/vault";
/// Of the server alone: tickets for attachments (server/blob/ticket.hpp).
inline constexpr std::string_view blob_ticket = "kz1/blob-ticket";
inline constexpr std::string_view vault_identity = "kz1/vault-identity";
inline constexpr std::string_view note = "kz1/note";
inline constexpr std::string_view work = "kz1/work";
// The server alone uses it.
inline constexpr std::string_view work_nonce = "kz1/work-nonce";
inline constexpr std::string_view self_test = "kz1/self-test";

}  // namespace kiezel::crypto::labels
