// A pupil or parent: six words, and everything that follows from them (crypto/KZ1.md 3.4, 5.10).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "crypto/client_keys.hpp"
#include "crypto/random.hpp"
#include "crypto/roster.hpp"
#include "crypto/words.hpp"
#include "tests/client/reader.hpp"
#include "tests/client/trust.hpp"
#include "tests/client/wire.hpp"

namespace kiezel::client {

struct FirstMessage {
  /// One of the directory's advisors.
  crypto::VerifyKey advisor;
  crypto::Roster roster;
  std::string text;
};

class Family {
 public:
  /// With new words.
  Family(Endpoint endpoint, crypto::Random& random);
  /// With words from before. Throws Failure when they are no words.
  Family(Endpoint endpoint, std::string_view words, crypto::Random& random);

  /// Secret: for tests that look for it where it must not be.
  [[nodiscard]] std::string words() const { return code_.words(); }
  [[nodiscard]] const crypto::ClientRoot& root() const { return root_; }
  [[nodiscard]] const crypto::ConversationId& conversation() const { return conversation_; }
  [[nodiscard]] Wire& wire() { return *wire_; }

  /// Founds the conversation. Throws Failure when the server refuses.
  void write_first(const FirstMessage& message);
  /// Logs in and reads the one conversation of these words from the start. False when the words open nothing.
  [[nodiscard]] bool come_back();

  /// Waits for the server's durable acknowledgement.
  void write(const crypto::Message& message);
  void say(const std::string& text);
  void leave_call_details(const crypto::CallDetails& details);
  /// Has the server erase the conversation. Throws Failure when it refuses.
  void erase_everything();
  /// The whole entry that say() would send, not sent.
  [[nodiscard]] crypto::Bytes sealed(const std::string& text);

  /// Where the next entry goes, and the keys it is sealed with.
  [[nodiscard]] crypto::EntryPosition next_position() const { return reader_->next_position(); }
  [[nodiscard]] const crypto::EpochKeys& keys() const { return reader_->keys(); }

  /// Reads what was pushed until `seen` is true of the lines. Throws Failure when it does not come true in
  /// time.
  void read_until(const std::function<bool(const std::vector<Line>&)>& seen,
                  std::chrono::milliseconds within = std::chrono::seconds(20));
  [[nodiscard]] const std::vector<Line>& lines() const { return reader_->lines(); }

  /// A new connection and login, as after a lost one; reading goes on where it was.
  void reconnect();

 private:
  Family(Endpoint endpoint, crypto::Code code, crypto::Random& random);
  [[nodiscard]] crypto::Signature sign_challenge();
  /// As much as the desk of this advisor asks now.
  [[nodiscard]] protocol::Work do_work(const crypto::KeyId& advisor);
  void subscribe();
  void append(crypto::Bytes entry);
  [[nodiscard]] crypto::SigningKey signing_key() const;
  [[nodiscard]] crypto::Bytes founding_entry(const FirstMessage& message,
                                             const std::vector<TrustedDevice>& devices,
                                             const crypto::EpochSecret& secret,
                                             const crypto::EpochKeys& keys);

  Endpoint endpoint_;
  crypto::Random& random_;
  crypto::Code code_;
  Organisation organisation_;
  crypto::ClientRoot root_;
  std::unique_ptr<Wire> wire_;
  crypto::ConversationId conversation_;
  crypto::VerifyKey advisor_;
  std::optional<Reader> reader_;
};

}  // namespace kiezel::client
