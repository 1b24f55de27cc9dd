// An advisor's device: enrols with an invitation, sees its desk, reads and answers (crypto/KZ1.md 4.2, 5.9).
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "crypto/random.hpp"
#include "crypto/secret.hpp"
#include "crypto/sign.hpp"
#include "crypto/xwing.hpp"
#include "tests/client/reader.hpp"
#include "tests/client/wire.hpp"

namespace kiezel::client {

class Advisor {
 public:
  Advisor(Endpoint endpoint, crypto::Random& random);

  /// The text behind `#uitnodiging=` of an invitation link; sets up an authenticator app too. Throws Failure
  /// when the server refuses it.
  void enrol(std::string_view invitation);
  /// Asks until an administrator has approved. Throws Failure when that takes too long.
  void wait_for_approval(std::chrono::milliseconds within = std::chrono::seconds(20));
  void log_in();
  void reconnect();

  [[nodiscard]] const crypto::VerifyKey& identity() const { return identity_.verify_key(); }
  [[nodiscard]] const crypto::SigningKey& identity_key() const { return identity_; }
  [[nodiscard]] const crypto::SigningKey& device_key() const { return device_; }
  [[nodiscard]] const crypto::KemKeyPair& prekey() const { return prekey_; }
  [[nodiscard]] Wire& wire() { return *wire_; }

  /// Waits until the desk names a conversation and follows it from the start.
  [[nodiscard]] crypto::ConversationId next_conversation(
      std::chrono::milliseconds within = std::chrono::seconds(20));
  void read_until(const crypto::ConversationId& conversation,
                  const std::function<bool(const std::vector<Line>&)>& seen,
                  std::chrono::milliseconds within = std::chrono::seconds(20));
  [[nodiscard]] const std::vector<Line>& lines(const crypto::ConversationId& conversation) const;
  void write(const crypto::ConversationId& conversation, const crypto::Message& message);
  void say(const crypto::ConversationId& conversation, const std::string& text);

  /// From eight to eighteen on every day of the week, calls of half an hour.
  void offer_every_day();

 private:
  void set_up_factor(const std::array<std::uint8_t, 32>& unlock_token,
                     const std::array<std::uint8_t, 32>& share);
  void follow(const protocol::ConversationHead& head);
  void take(const protocol::Notification& notification);
  bool read_one(std::chrono::milliseconds within);

  Endpoint endpoint_;
  crypto::Random& random_;
  crypto::SigningKey identity_;
  crypto::SigningKey device_;
  crypto::KemKeyPair prekey_;
  std::unique_ptr<Wire> wire_;
  std::int64_t desk_cursor_ = 0;
  std::vector<crypto::ConversationId> arrived_;
  std::map<crypto::ConversationId, Reader> readers_;
};

}  // namespace kiezel::client
