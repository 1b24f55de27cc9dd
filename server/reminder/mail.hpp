// The one mail that Kiezel sends, and how it leaves: through a relay, by libcurl. What it says is the same
// for everybody and at any time.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "crypto/random.hpp"
#include "server/core/clock.hpp"

namespace kiezel::reminder {

// smtp:// or smtps://, with a user and a password where the relay wants them.
struct Relay {
  std::string url;
  std::string from;
};

// The whole message. Its time is a full hour and its id random: neither says when something came. `inbox` is
// the public address of the inbox.
[[nodiscard]] std::string mail_text(std::string_view from, std::string_view to, std::string_view inbox,
                                    std::chrono::sys_seconds now, crypto::Random& random);

// Blocks for half a minute at most: not on a shard's thread. Over TLS only (STARTTLS for smtp://), to a relay
// with a certificate of an authority that this machine knows; but for localhost, 127.0.0.1 and [::1]. Else
// neither an address nor the password is said. The error is a sentence without addresses.
[[nodiscard]] std::expected<void, std::string> send_mail(const Relay& relay, const std::string& to,
                                                         const std::string& text);

}  // namespace kiezel::reminder
