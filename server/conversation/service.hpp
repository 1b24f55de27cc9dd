// Conversations: create, list, open, append, read; the advisor's desk and notes (protocol/README.md,
// "Conversations").
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "crypto/login.hpp"
#include "crypto/random.hpp"
#include "protocol/limits.hpp"
#include "protocol/messages/conversation.hpp"
#include "protocol/messages/desk.hpp"
#include "protocol/messages/note.hpp"
#include "server/conversation/desk_store.hpp"
#include "server/conversation/erasure_store.hpp"
#include "server/conversation/idle_index.hpp"
#include "server/conversation/mailbox_store.hpp"
#include "server/conversation/membership_cache.hpp"
#include "server/conversation/rules.hpp"
#include "server/conversation/store.hpp"
#include "server/conversation/work_nonces.hpp"
#include "server/conversation/work_store.hpp"
#include "server/core/advisors.hpp"
#include "server/core/caller.hpp"
#include "server/core/clock.hpp"
#include "server/core/erasable.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"

namespace kiezel::conversation {

/// Borrowed: all must outlive the service.
struct Dependencies {
  redis::Client& log_link;
  redis::Client& vault_link;
  const redis::KeySpace& keys;
  core::Advisors& advisors;
  const core::Clock& clock;
  crypto::Random& random;
  Bounds bounds{};
  /// From closing to erasing.
  std::chrono::days retention{90};
  /// Without a word for so long, an open conversation is closed; 0 = never.
  std::chrono::days idle{730};
  /// What else belongs to a conversation and goes with it.
  std::vector<core::Erasable*> belongings{};
  /// Called on the shard's loop whenever a share was deleted; may be empty.
  std::function<void()> share_deleted{};
};

struct SweptConversations {
  /// Open ones that became known to the index of idle ones.
  std::size_t indexed = 0;
  /// Closed because nobody had written in them for long.
  std::size_t idle = 0;
  /// Erased because their day had come.
  std::size_t due = 0;
  /// Erasings that had been cut off.
  std::size_t finished = 0;
  std::size_t forgotten = 0;
};

/// One per shard. A conversation that does not exist and one in which the caller takes no part give the same
/// answer, `not_found`: nobody can learn which ids are in use. Everything that changes something is
/// idempotent, so a caller that heard `unavailable` or `deadline_exceeded` may ask again.
class Service {
 public:
  explicit Service(const Dependencies& dependencies);

  /// `challenge` is the connection's live challenge, already spent by the session; its `id` is ignored and
  /// replaced by the mailbox of the request's auth key. On success the connection is that mailbox's client:
  /// crypto::mailbox_id(auth_key). `too_large` when the mailbox is full; `work_needed` when more work is
  /// asked than was done, or another nonce; `work_refused` when the work was only claimed; `rate_limited`
  /// when the mailbox began enough today (quota.hpp).
  [[nodiscard]] core::Task<core::Result<protocol::ConversationCreateResult>> create(
      core::Caller caller, protocol::ConversationCreateRequest request, crypto::LoginTranscript challenge);
  [[nodiscard]] core::Task<core::Result<protocol::ConversationWorkResult>> work(
      core::Caller caller, protocol::ConversationWorkRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::ConversationListResult>> list(
      core::Caller caller, protocol::ConversationListRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::ConversationOpenResult>> open(
      core::Caller caller, protocol::ConversationOpenRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::ConversationAppendResult>> append(
      core::Caller caller, protocol::ConversationAppendRequest request);

  /// Appends a COMMIT that gives the client new words and moves the conversation to the mailbox of the
  /// request's auth key. `challenge` as for create(). `rate_limited` when an advisor gave a card within
  /// card_interval_s.
  [[nodiscard]] core::Task<core::Result<protocol::ConversationRekeyResult>> rekey(
      core::Caller caller, protocol::ConversationRekeyRequest request, crypto::LoginTranscript challenge);

  /// Where the log ends now: the answer to conversation.subscribe. `after` may lie beyond it.
  [[nodiscard]] core::Task<core::Result<protocol::ConversationSubscribeResult>> head(
      core::Caller caller, core::ConversationId conversation);
  /// The page after `after` (-1: from the start), at most entries_page_max and entries_page_bytes_max or one
  /// larger entry; empty when there is nothing yet. Membership is judged anew for every page: a removed
  /// advisor hears `not_found`, and so do old words after the COMMIT that replaced them.
  [[nodiscard]] core::Task<core::Result<protocol::ConversationEntriesNotification>> read(
      core::Caller caller, core::ConversationId conversation, std::int64_t after);

  /// After a read: whether that page was the caller's last, because other words replaced theirs.
  [[nodiscard]] bool has_left(const core::Caller& caller, const core::ConversationId& conversation);
  /// Those of `conversations` (at most desk_page_max) whose share was erased or never was: nobody can read
  /// what belongs to them.
  [[nodiscard]] core::Task<core::Result<std::vector<core::ConversationId>>> without_share(
      std::vector<core::ConversationId> conversations);

  /// `forbidden` for anybody but an advisor of the conversation (not one who only covers).
  [[nodiscard]] core::Task<core::Result<protocol::ConversationCloseResult>> close(
      core::Caller caller, protocol::ConversationCloseRequest request);
  /// How often a conversation was closed or opened, and its state now: the cursor of conversation.state.
  [[nodiscard]] core::Task<core::Result<ConversationState>> state(core::Caller caller,
                                                                  core::ConversationId conversation);
  /// Whether it is erased or being erased. For whoever followed it when it stood: it says nothing else.
  [[nodiscard]] core::Task<core::Result<bool>> is_erased(core::ConversationId conversation);
  /// Completes the index of idle ones after a start, closes what fell idle, erases what is due at `now`,
  /// finishes what was cut off, and forgets tombstones. Any shard may, at any time; `erasures_per_sweep` of
  /// each at most.
  [[nodiscard]] core::Task<core::Result<SweptConversations>> sweep_erasures();
  /// Shares that this service deleted since it began: the vault's file still has them until it is rewritten.
  [[nodiscard]] std::uint64_t shares_deleted() const { return shares_deleted_; }

  /// The activity cursor now: the answer to desk.subscribe.
  [[nodiscard]] core::Task<core::Result<protocol::DeskSubscribeResult>> desk_head(core::Caller caller);
  /// At most desk_page_max conversations with news after `after`, oldest activity first; empty when all was
  /// read.
  [[nodiscard]] core::Task<core::Result<protocol::DeskChangedNotification>> read_desk(core::Caller caller,
                                                                                      std::int64_t after);

  [[nodiscard]] core::Task<core::Result<protocol::NoteGetResult>> note_get(core::Caller caller,
                                                                           protocol::NoteGetRequest request);
  [[nodiscard]] core::Task<core::Result<protocol::NotePutResult>> note_put(core::Caller caller,
                                                                           protocol::NotePutRequest request);

 private:
  using MembershipPointer = std::shared_ptr<const Membership>;

  /// One try at appending, judged by one membership.
  struct Attempt {
    /// Empty when the membership did not allow the entry or is no longer current.
    std::optional<core::Result<protocol::ConversationAppendResult>> answer;
    /// The answer, should the membership prove to be the current one.
    core::Error refusal;
  };

  [[nodiscard]] core::Task<Attempt> attempt(core::Caller caller, crypto::ParsedEntry entry,
                                            MembershipPointer membership);
  [[nodiscard]] core::Task<core::Result<AppendOutcome>> write(core::Caller caller, AcceptedEntry accepted,
                                                              MembershipPointer membership,
                                                              std::uint64_t now_s,
                                                              std::optional<core::MailboxId> moves_to = {});

  struct Rekeying {
    core::Caller caller;
    crypto::ParsedEntry entry;
    MembershipPointer membership;
  };
  struct NewMailbox {
    core::MailboxId id;
    crypto::VerifyKey auth_key;
  };
  /// Takes the last step again when `entry` is the one that moved the conversation here; nothing when it is
  /// not.
  [[nodiscard]] core::Task<core::Result<std::optional<protocol::ConversationRekeyResult>>> finish_move(
      const Membership& membership, crypto::ParsedEntry entry);
  [[nodiscard]] core::Task<core::Result<protocol::ConversationRekeyResult>> move(Rekeying rekeying,
                                                                                 NewMailbox next);
  [[nodiscard]] static core::Result<protocol::ConversationRekeyResult> answer_to(const AppendOutcome& outcome,
                                                                                 std::uint64_t seq);
  [[nodiscard]] static std::unexpected<core::Error> too_soon(std::int64_t wait_s);
  /// The same words for a conversation that is not there and one that is not the caller's.
  [[nodiscard]] static std::unexpected<core::Error> not_there();
  [[nodiscard]] static std::unexpected<core::Error> spent(std::int64_t wait_s);
  /// What the entry is judged by; without a device when it was not the caller's that signed.
  [[nodiscard]] core::Task<core::Result<EntryFacts>> facts_for(core::Caller caller,
                                                               crypto::ParsedEntry entry);
  /// A repeat of an entry that was accepted under an earlier membership gets its first answer, all else
  /// `refusal`.
  [[nodiscard]] core::Task<core::Result<protocol::ConversationAppendResult>> repeat_or(
      core::Error refusal, crypto::ParsedEntry entry);

  /// The current membership, kept for later; not_found when there is none.
  [[nodiscard]] core::Task<core::Result<MembershipPointer>> load(core::ConversationId conversation);
  /// The kept membership, or else the current one, when the caller may read on after `after`; else not_found.
  [[nodiscard]] core::Task<core::Result<MembershipPointer>> admit(
      core::Caller caller, core::ConversationId conversation,
      std::int64_t after = protocol::limits::integer_max);
  [[nodiscard]] core::Task<core::Result<MembershipPointer>> admit_now(core::Caller caller,
                                                                      core::ConversationId conversation,
                                                                      std::int64_t after);
  /// In the order of `heads`; conversations whose share was erased are left out.
  [[nodiscard]] core::Task<core::Result<std::vector<protocol::ConversationHead>>> with_shares(
      std::vector<Head> heads);
  [[nodiscard]] core::Task<core::Result<protocol::DeskChangedNotification>> news_of(
      std::vector<DeskItem> items);
  /// Which client signed the STATEMENT that a COMMIT names; nothing when it names none, or none that is
  /// there.
  [[nodiscard]] core::Task<core::Result<std::optional<crypto::KeyId>>> permission_for(
      crypto::ParsedEntry entry);
  /// `forbidden` when an advisor was suspended or its device revoked or expired since it logged in.
  [[nodiscard]] core::Task<core::Result<void>> still_active(core::Caller caller);
  /// One hash at most. `advisors` are those of COMMIT 0.
  [[nodiscard]] core::Task<core::Result<void>> check_work(protocol::Work work,
                                                          core::ConversationId conversation,
                                                          std::vector<core::AdvisorId> advisors);
  [[nodiscard]] core::Task<core::Result<std::int64_t>> asked_bits(std::vector<core::AdvisorId> advisors);
  /// Afterwards work_nonces_ is there.
  [[nodiscard]] core::Task<core::Result<void>> ready_nonces();
  [[nodiscard]] std::uint64_t now_s() const;

  /// The answer to an ERASE that was carried out already; to anything else `refusal`.
  [[nodiscard]] core::Task<core::Result<protocol::ConversationAppendResult>> erased_before_or(
      core::Error refusal, crypto::ParsedEntry entry);
  /// Everything after the step that decided: S, mailboxes, belongings, the log. Each may be repeated.
  [[nodiscard]] core::Task<core::Result<void>> finish_erasing(core::ConversationId conversation);
  /// The parts of a sweep: how many.
  [[nodiscard]] core::Task<core::Result<std::size_t>> close_idle(std::int64_t now);
  [[nodiscard]] core::Task<core::Result<std::size_t>> begin_due(std::int64_t now);
  [[nodiscard]] core::Task<core::Result<std::size_t>> finish_begun();
  [[nodiscard]] core::Task<core::Result<std::size_t>> forget_told(std::int64_t now);
  [[nodiscard]] std::int64_t erase_at(std::int64_t closed_at) const;

  Store store_;
  DeskStore desk_;
  MailboxStore mailboxes_;
  WorkStore work_;
  std::optional<WorkNonces> work_nonces_;
  core::Advisors& advisors_;
  const core::Clock& clock_;
  crypto::Random& random_;
  MembershipCache memberships_;
  ErasureStore erasures_;
  IdleIndex idle_index_;
  std::chrono::days retention_;
  std::chrono::days idle_;
  std::vector<core::Erasable*> belongings_;
  std::function<void()> share_deleted_;
  std::uint64_t shares_deleted_ = 0;
};

}  // namespace kiezel::conversation
