// The conversation that the log vectors are about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/client_keys.hpp"
#include "crypto/log_chain.hpp"
#include "crypto/message.hpp"
#include "crypto/private_seal.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::vectors {

/// A conversation as it happens: every helper appends one entry to the end.
class LogScene {
 public:
  LogScene() { start_epoch(); }

  void commit(const crypto::CommitPlan& plan, const crypto::SigningKey& signer) {
    if (!entries_.empty()) {
      ++position_.epoch;
      start_epoch();
    }
    const crypto::Bytes payload = crypto::seal_commit(plan, secret_, *keys_, random).value();
    append(crypto::sign_entry(crypto::EntryKind::commit, position_, {}, payload, signer), signer);
  }

  void message(std::string text, const crypto::SigningKey& signer) {
    crypto::Message content;
    content.text = std::move(text);
    append(crypto::seal_message(content, position_, *keys_, signer, random).value(), signer);
  }

  void read_mark(std::uint64_t seq, const crypto::SigningKey& signer) {
    crypto::Message content;
    content.read_up_to_seq = seq;
    append(crypto::seal_message(content, position_, *keys_, signer, random).value(), signer);
  }

  void call_details(const crypto::CallDetails& details, const crypto::SigningKey& signer) {
    const std::array devices{advisor.prekey.public_key()};
    append(crypto::seal_private(details, position_, share, devices, signer, random).value(), signer);
  }

  [[nodiscard]] const std::vector<crypto::Bytes>& entries() const { return entries_; }
  [[nodiscard]] const crypto::EntryPosition& position() const { return position_; }
  [[nodiscard]] const crypto::EpochKeys& keys() const { return *keys_; }
  [[nodiscard]] const crypto::EpochSecret& secret() const { return secret_; }

  SeededRandom random{"log"};
  crypto::ClientRoot root = random.secret<32>();
  crypto::ConversationId conversation = random.fixed<crypto::ConversationId>();
  crypto::ConversationShare share = random.secret<32>();
  crypto::SigningKey client = crypto::client_signing_key(root, conversation);
  crypto::KemKeyPair client_kem = crypto::KemKeyPair::from_seed(crypto::client_kem_seed(root)).value();
  AdvisorActor advisor = make_advisor(random);
  AdvisorActor stranger = make_advisor(random);

  [[nodiscard]] std::vector<crypto::NewRecipient> readers() const {
    return {{.role = crypto::Role::client,
             .id = client.verify_key(),
             .kem_key = client_kem.public_key(),
             .history = {}},
            advisor.recipient()};
  }

 private:
  void start_epoch() {
    position_.conversation = conversation;
    secret_ = random.secret<32>();
    keys_ = crypto::EpochKeys::derive(share, secret_, conversation, position_.epoch);
  }

  void append(crypto::Bytes entry, const crypto::SigningKey& signer) {
    position_.prev =
        crypto::verify(crypto::ParsedEntry::parse(entry).value(), signer.verify_key()).value().hash();
    ++position_.seq;
    entries_.push_back(std::move(entry));
  }

  crypto::EntryPosition position_;
  crypto::EpochSecret secret_;
  std::optional<crypto::EpochKeys> keys_;
  std::vector<crypto::Bytes> entries_;
};

}  // namespace kiezel::vectors
