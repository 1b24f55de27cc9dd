// What the organisation knows of boards, schools and its advisors, before it is signed: the draft of the
// directory. Kept in Redis; every change is one command, so that none is ever half done.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "crypto/directory_record.hpp"
#include "protocol/messages/availability.hpp"
#include "server/admin/school_register.hpp"
#include "server/core/ids.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/redis/client.hpp"
#include "server/redis/keys.hpp"

namespace kiezel::admin {

/// Number (five digits) to name.
using Boards = std::map<std::string, std::string>;

/// What the advisor's card shows, beside the name that came with the invitation.
struct Profile {
  std::string languages = "nl";
  std::string phone;
  std::string email;
  std::string intro_informal;
  std::string intro_formal;
  std::string intro_english;
  /// Bit 0 = Monday.
  std::uint8_t working_days = 0b0001'1111;
  std::uint8_t replies_within_school_days = 2;
};

/// School code to the advisors who serve it, in the order in which they are offered.
using Attachments = std::map<std::string, std::vector<core::AdvisorId>>;
/// Device to the moment it was revoked, unix seconds.
using Revocations = std::map<core::DeviceId, std::uint64_t>;

class Registry {
 public:
  /// The references must outlive the registry.
  Registry(redis::Client& log_link, const redis::KeySpace& keys) : log_(log_link), keys_(keys) {}

  [[nodiscard]] core::Task<core::Result<Schools>> schools();
  /// All of them or none.
  [[nodiscard]] core::Task<core::Result<bool>> put_schools(std::vector<School> schools);

  /// Empty as long as none were put.
  [[nodiscard]] core::Task<core::Result<protocol::HolidayTable>> holidays();
  /// In the place of those before.
  [[nodiscard]] core::Task<core::Result<bool>> put_holidays(protocol::HolidayTable table);

  [[nodiscard]] core::Task<core::Result<Boards>> boards();
  [[nodiscard]] core::Task<core::Result<bool>> put_boards(Boards boards);

  [[nodiscard]] core::Task<core::Result<Attachments>> attachments();
  /// Replaces the advisors of these schools; an empty list detaches all.
  [[nodiscard]] core::Task<core::Result<bool>> put_attachments(Attachments attachments);

  /// The profile as it was left, or the default one.
  [[nodiscard]] core::Task<core::Result<Profile>> profile(core::AdvisorId advisor);
  [[nodiscard]] core::Task<core::Result<bool>> put_profile(core::AdvisorId advisor, Profile profile);

  [[nodiscard]] core::Task<core::Result<Revocations>> revocations();

 private:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  [[nodiscard]] core::Task<core::Result<Fields>> all(std::string key);
  [[nodiscard]] core::Task<core::Result<bool>> put(std::string key, Fields fields);

  redis::Client& log_;
  const redis::KeySpace& keys_;
};

}  // namespace kiezel::admin
