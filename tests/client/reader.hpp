// Reads a conversation as one of its members: checks every entry as the server does, opens the epochs that
// are wrapped to one of our keys, and then the contents (crypto/KZ1.md 5.2 to 5.5).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "crypto/commit_seal.hpp"
#include "crypto/consent_ledger.hpp"
#include "crypto/epoch.hpp"
#include "crypto/log_chain.hpp"
#include "crypto/message.hpp"
#include "crypto/private_seal.hpp"
#include "crypto/xwing.hpp"

namespace kiezel::client {

/// An entry that we may read but whose contents are for others, such as call details on the client's side.
struct SealedForOthers {};

struct Line {
  std::uint64_t seq = 0;
  crypto::EntryKind kind = crypto::EntryKind::message;
  crypto::Role sender = crypto::Role::client;
  std::variant<SealedForOthers, crypto::Roster, crypto::Message, crypto::CallDetails,
               crypto::VerifiedStatement>
      contents;
};

/// A message that says something, written now.
[[nodiscard]] crypto::Message text_message(std::string text);

class Reader {
 public:
  /// `our_key` opens the epochs; the share is the server's.
  Reader(const crypto::ConversationId& conversation, crypto::ConversationShare share,
         crypto::KemKeyPair our_key);

  /// Devices of the advisors concerned, certified as the caller checked.
  void set_devices(std::vector<crypto::Device> devices) { devices_ = std::move(devices); }

  /// Throws Failure when the entry does not follow the chain or does not open. `said_at_s` is the server's
  /// word.
  const Line& take(crypto::BytesView entry, std::uint64_t received_at_s);

  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  /// Where the next entry goes.
  [[nodiscard]] crypto::EntryPosition next_position() const;
  [[nodiscard]] const crypto::EpochKeys& keys() const;
  [[nodiscard]] const crypto::ConversationShare& share() const { return share_; }
  /// What was allowed, asked and told so far.
  [[nodiscard]] const crypto::ConsentLedger& consent() const { return consent_; }

 private:
  [[nodiscard]] std::vector<crypto::Device> devices_as_read() const;
  [[nodiscard]] crypto::Role role_of(const crypto::VerifyKey& signer) const;
  [[nodiscard]] bool permits(crypto::BytesView entry, std::uint64_t received_at_s) const;
  void learn_members(const crypto::Commit& commit);
  void take_statement(const crypto::VerifiedEntry& entry, Line& line);
  void open_epoch(const crypto::VerifiedEntry& entry, Line& line);
  void open_contents(const crypto::VerifiedEntry& entry, Line& line);

  crypto::LogChain chain_;
  crypto::ConversationShare share_;
  crypto::KemKeyPair our_key_;
  std::vector<crypto::Device> devices_;
  std::map<std::uint32_t, crypto::EpochKeys> epochs_;
  std::vector<Line> lines_;
  crypto::ConsentLedger consent_;
  /// Clients whose keys an advisor made.
  std::set<crypto::VerifyKey> on_card_;
  std::uint64_t latest_at_s_ = 0;
};

}  // namespace kiezel::client
