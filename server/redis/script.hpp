// A Lua script: one atomic step of one domain (architecture section 5).
#pragma once

#include <string>
#include <string_view>

namespace kiezel::redis {

// Make one per script, once, and keep it: the hash is computed here so that a call sends
// 40 bytes, not the source.
class Script {
 public:
  // `name` is for our log and metrics; both views must be literals or otherwise live as long as the script.
  Script(std::string_view name, std::string_view source);

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] std::string_view source() const { return source_; }
  // SHA-1 in lower-case hexadecimal, the name that EVALSHA wants. Not used for anything secret.
  [[nodiscard]] std::string_view sha1() const { return sha1_; }

 private:
  std::string_view name_;
  std::string_view source_;
  std::string sha1_;
};

}  // namespace kiezel::redis
