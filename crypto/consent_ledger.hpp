// What the STATEMENTs of a conversation come to: who allowed what, what was told under it, what is in force
// (crypto/KZ1.md 5.5). A fold over a log as it was read; fold again when more of it could be opened.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "crypto/commit.hpp"
#include "crypto/statement.hpp"

namespace kiezel::crypto {

/// Who signed a STATEMENT entry, as the chain has it.
struct StatedBy {
  Role role = Role::client;
  /// The member: a client's own key, an advisor's identity key.
  VerifyKey member{};
  /// A client whose keys an advisor made.
  bool under_card = false;
};

/// A statement that counts, and where it stands.
struct Stated {
  std::uint64_t seq = 0;
  EntryHash entry_hash{};
  StatedBy by{};
  VerifiedStatement statement;
};

/// One question and what became of it, or a yes that nobody had asked for.
struct ConsentRecord {
  /// PROPOSE; nothing for a yes of the client's own accord.
  std::optional<Stated> proposal{};
  std::optional<Stated> grant{};
  std::optional<Stated> declined{};
  std::optional<Stated> withdrawn{};
  /// What was told, in the order of the log, also what was told too late.
  std::vector<Stated> uses{};
  std::vector<Stated> seen{};

  /// Given, not withdrawn, begun, not over. Unix seconds.
  [[nodiscard]] bool is_in_force(std::uint64_t at_s) const;
};

/// An advisor told somebody without consent.
struct DangerNotice {
  Stated notice;
  std::vector<Stated> seen{};
};

/// What a COMMIT asks for.
struct Permission {
  EntryHash auth_ref{};
  /// Whose identity key it adds.
  VerifyKey advisor{};
  /// Before the COMMIT.
  std::span<const Member> members{};
  /// Unix seconds; the server's time, made later where the log shows it to be old.
  std::uint64_t at_s = 0;
};

class ConsentLedger {
 public:
  /// Every COMMIT in its place; `own_change` when a client changed its words itself (reason 6).
  void take_members(std::span<const Member> members, bool own_change);
  /// A STATEMENT that this reader opened. False when it does not count.
  bool take(const Stated& stated);
  /// A STATEMENT that this reader could not open: it might be a withdrawal.
  void take_unopened(std::uint64_t seq, const VerifyKey& member);

  /// Whether this client key was ever a member's.
  [[nodiscard]] bool knows(const VerifyKey& client) const { return lines_.contains(client); }
  [[nodiscard]] const std::vector<ConsentRecord>& records() const { return records_; }
  [[nodiscard]] const std::vector<DangerNotice>& notices() const { return notices_; }

  /// Whether every client of the conversation said that this advisor may join, and auth_ref names the last
  /// to say so. A GRANT under a card permits nothing, nor does one that may be withdrawn unseen.
  [[nodiscard]] bool permits_adding(const Permission& permission) const;

 private:
  /// Which record or notice a statement belongs to, and what it says.
  struct Place {
    std::size_t index = 0;
    bool is_notice = false;
    StatementAction action{};
    StatementPurpose purpose{};
    std::optional<VerifyKey> to_advisor{};
    bool was_oral_yes = false;
    std::optional<std::uint32_t> line{};
  };

  [[nodiscard]] std::optional<Place> begin(const Stated& stated);
  [[nodiscard]] std::optional<Place> answer(const Stated& stated, const Place& named);
  [[nodiscard]] std::optional<std::uint32_t> line_of(const VerifyKey& member) const;
  [[nodiscard]] const Stated* permission_of(const Member& client, const Permission& wanted) const;

  std::vector<ConsentRecord> records_;
  std::vector<DangerNotice> notices_;
  /// A client's keys are of one line as long as it changes its words itself.
  std::map<VerifyKey, std::uint32_t> lines_;
  std::map<std::uint32_t, std::uint64_t> unopened_;
  std::map<Digest, Place> places_;
  std::set<StatementId> ids_;
  std::vector<Member> members_;
  std::uint32_t lines_made_ = 0;
};

}  // namespace kiezel::crypto
