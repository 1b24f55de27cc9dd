#include "crypto/commit_seal.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "crypto/labels.hpp"
#include "crypto/padding.hpp"

namespace kiezel::crypto {
namespace {

Bytes wrap_info() {
  return ByteWriter().label(labels::epoch_wrap).take();
}

/// hash("kz1/wrap-ctx", conversation || epoch || kc || role || id || kem_id): a wrap moved elsewhere does not
/// open.
Digest wrap_context(BytesView epoch_context, const KeyCommitment& commitment, const Recipient& recipient) {
  const auto role = static_cast<std::uint8_t>(recipient.role);
  return hash(labels::wrap_context, {epoch_context, commitment, {&role, 1}, recipient.id, recipient.kem_id});
}

bool are_ascending_before(std::span<const HistoryGrant> grants, std::uint32_t epoch) {
  const bool ascending = std::ranges::is_sorted(grants, std::ranges::less_equal{}, &HistoryGrant::epoch) &&
                         std::ranges::adjacent_find(grants, {}, &HistoryGrant::epoch) == grants.end();
  return ascending && (grants.empty() || grants.back().epoch < epoch);
}

/// E || u16 n || n x (u32 epoch, E).
SecretBytes wrap_content(const EpochSecret& secret, std::span<const HistoryGrant> history) {
  ByteWriter writer(34 + 36 * history.size());
  writer.raw(secret.expose()).u16(static_cast<std::uint16_t>(history.size()));
  for (const HistoryGrant& grant : history) writer.u32(grant.epoch).raw(grant.secret.expose());
  return SecretBytes(writer.take());
}

std::optional<Recipient> wrap_for(const NewRecipient& reader, const EpochSecret& secret,
                                  const EpochKeys& keys, Random& random) {
  if (reader.id.is_zero() || reader.history.size() > history_grants_max) return std::nullopt;
  if (!are_ascending_before(reader.history, keys.epoch())) return std::nullopt;
  Recipient recipient{
      .role = reader.role, .id = reader.id, .kem_key = {}, .kem_id = kem_id(reader.kem_key), .wrapped = {}};
  if (is_client(reader.role)) recipient.kem_key = reader.kem_key;
  const Bytes info = wrap_info();
  const Digest associated = wrap_context(keys.context(), keys.commitment(), recipient);
  const SecretBytes content = wrap_content(secret, reader.history);
  auto wrapped = wrap(reader.kem_key, {.info = info, .associated = associated}, content.expose(), random);
  if (!wrapped) return std::nullopt;
  recipient.wrapped = std::move(*wrapped);
  return recipient;
}

struct WrapContent {
  EpochSecret secret;
  std::vector<HistoryGrant> history;
};

std::optional<WrapContent> read_wrap(BytesView content, std::uint32_t epoch) {
  ByteReader reader(content);
  auto secret = EpochSecret::from(reader.raw(EpochSecret::byte_count));
  const std::size_t count = reader.u16();
  if (!secret || count > history_grants_max) return std::nullopt;
  WrapContent result{.secret = std::move(*secret), .history = {}};
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t granted_epoch = reader.u32();
    auto granted = EpochSecret::from(reader.raw(EpochSecret::byte_count));
    if (!granted) return std::nullopt;
    result.history.push_back({.epoch = granted_epoch, .secret = std::move(*granted)});
  }
  if (!reader.finished() || !are_ascending_before(result.history, epoch)) return std::nullopt;
  return result;
}

Bytes roster_associated(const EpochKeys& keys) {
  return join({keys.context(), keys.commitment()});
}

std::optional<Roster> open_roster(const Commit& commit, const EpochKeys& keys) {
  const auto padded =
      aead_open(keys.roster_key(), commit.roster_nonce, roster_associated(keys), commit.sealed_roster);
  if (!padded) return std::nullopt;
  const auto size = unpadded_size(padded->expose());
  if (!size) return std::nullopt;
  auto roster = parse_roster(padded->expose().first(*size));
  if (!roster) return std::nullopt;
  return std::move(*roster);
}

}  // namespace

std::optional<Bytes> seal_commit(const CommitPlan& plan, const EpochSecret& secret, const EpochKeys& keys,
                                 Random& random) {
  if (plan.recipients.empty() || plan.recipients.size() > recipients_max) return std::nullopt;
  Commit commit;
  commit.reason = plan.reason;
  commit.auth_ref = plan.auth_ref;
  commit.key_commitment = keys.commitment();
  for (const NewRecipient& reader : plan.recipients) {
    auto recipient = wrap_for(reader, secret, keys, random);
    if (!recipient) return std::nullopt;
    commit.recipients.push_back(std::move(*recipient));
  }
  const SecretBytes roster(encode(plan.roster));
  const auto padded = pad(roster.expose());
  if (!padded || !parse_roster(roster.expose())) return std::nullopt;
  commit.roster_nonce = random.fixed<Nonce>();
  commit.sealed_roster =
      aead_seal(keys.roster_key(), commit.roster_nonce, roster_associated(keys), padded->expose());
  Bytes payload = encode(commit);
  // What we would refuse to read we do not write.
  if (payload.size() > entry_payload_bytes_max || !parse_commit(payload)) return std::nullopt;
  return payload;
}

std::optional<OpenedCommit> open_commit(const VerifiedEntry& entry, const KemKeyPair& our_key,
                                        const ConversationShare& share) {
  if (entry.header().kind != EntryKind::commit) return std::nullopt;
  const auto commit = parse_commit(entry.payload());
  if (!commit) return std::nullopt;
  const auto ours = std::ranges::find(commit->recipients, our_key.id(), &Recipient::kem_id);
  if (ours == commit->recipients.end()) return std::nullopt;

  const EntryPosition& position = entry.header().position;
  const Bytes epoch_context = ByteWriter(20).raw(position.conversation).u32(position.epoch).take();
  const Bytes info = wrap_info();
  const Digest associated = wrap_context(epoch_context, commit->key_commitment, *ours);
  const auto content = unwrap(our_key, {.info = info, .associated = associated}, ours->wrapped);
  if (!content) return std::nullopt;
  auto opened = read_wrap(content->expose(), position.epoch);
  if (!opened) return std::nullopt;
  auto keys = EpochKeys::derive(share, opened->secret, position.conversation, position.epoch);
  if (!keys || keys->commitment() != commit->key_commitment) return std::nullopt;
  auto roster = open_roster(*commit, *keys);
  if (!roster) return std::nullopt;
  return OpenedCommit{.secret = std::move(opened->secret),
                      .keys = std::move(*keys),
                      .history = std::move(opened->history),
                      .roster = std::move(*roster)};
}

bool is_genuine(const HistoryGrant& grant, const ConversationShare& share, const ConversationId& conversation,
                const KeyCommitment& commitment) {
  const auto keys = EpochKeys::derive(share, grant.secret, conversation, grant.epoch);
  return keys && keys->commitment() == commitment;
}

}  // namespace kiezel::crypto
