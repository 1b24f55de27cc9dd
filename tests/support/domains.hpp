// The domains of one shard on a test's Redis, with an organisation whose three root keys the test holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/directory.hpp"
#include "crypto/login.hpp"
#include "crypto/random.hpp"
#include "crypto/work.hpp"
#include "server/account/devices.hpp"
#include "server/account/recovery.hpp"
#include "server/account/service.hpp"
#include "server/conversation/service.hpp"
#include "server/directory/service.hpp"
#include "server/factor/service.hpp"
#include "server/redis/keys.hpp"
#include "tests/support/fixed_clock.hpp"
#include "tests/support/people.hpp"
#include "tests/support/redis_client.hpp"

namespace kiezel::support {

/// The roots of every test organisation: root 0, 1 and 2.
[[nodiscard]] inline crypto::SigningKey root_key(int number) {
  return named_key("root " + std::to_string(number));
}
[[nodiscard]] inline crypto::RootKeys root_keys() {
  return {root_key(0).verify_key(), root_key(1).verify_key(), root_key(2).verify_key()};
}

/// What stands in a directory besides its records.
struct TestDirectory {
  crypto::DirectoryIssue issue;
  std::vector<crypto::DirectoryRecord> records;

  [[nodiscard]] crypto::DirectoryHeader header() const {
    return crypto::make_directory_header(issue, records);
  }
  [[nodiscard]] crypto::Bytes signed_by(std::vector<crypto::RootSignature> signatures) const {
    return crypto::encode_directory(header(), signatures, records);
  }
  [[nodiscard]] crypto::Bytes file() const {
    return signed_by(
        {crypto::sign_directory(header(), root_key(0)), crypto::sign_directory(header(), root_key(2))});
  }
  void list(const TestAdvisor& advisor) {
    crypto::AdvisorRecord record;
    record.identity_key = advisor.identity.verify_key();
    record.not_before_s = issue.issued_s;
    record.not_after_s = issue.issued_s + 365 * 86'400;
    record.name = "A. Advisor";
    record.languages = "nl";
    records.emplace_back(record);
  }
  /// The version after this one, with the same records.
  [[nodiscard]] TestDirectory next(std::uint64_t now_s) const {
    TestDirectory following = *this;
    following.issue.version = issue.version + 1;
    following.issue.issued_s = now_s;
    following.issue.expires_s = now_s + 30 * 86'400;
    following.issue.previous_head = crypto::directory_head(header()).hash;
    return following;
  }
};

/// One shard's services. Several of them on one Redis are several shards.
class Shard {
 public:
  explicit Shard(const redis::Address& address, conversation::Bounds bounds = {})
      : redis(address),
        directory({.log_link = redis.client(), .keys = keys, .clock = clock, .pinned_roots = root_keys()}),
        account({.log_link = redis.client(),
                 .vault_link = redis.client(),
                 .keys = keys,
                 .advisors = directory,
                 .clock = clock,
                 .random = random}),
        factors({.vault_link = redis.client(),
                 .keys = keys,
                 .gate = account,
                 .clock = clock,
                 .random = random,
                 .sealing_key = sealing_key,
                 .rp_id = "kiezel.example"}),
        devices({.log_link = redis.client(),
                 .vault_link = redis.client(),
                 .keys = keys,
                 .advisors = directory,
                 .clock = clock,
                 .random = random}),
        recovery({.log_link = redis.client(),
                  .vault_link = redis.client(),
                  .keys = keys,
                  .advisors = directory,
                  .clock = clock,
                  .random = random}),
        conversations({.log_link = redis.client(),
                       .vault_link = redis.client(),
                       .keys = keys,
                       .advisors = directory,
                       .clock = clock,
                       .random = random,
                       .bounds = bounds}) {}

  template <typename T>
  T run(core::Task<T> task) {
    return redis.run(std::move(task));
  }
  [[nodiscard]] std::uint64_t now_s() const {
    return static_cast<std::uint64_t>(clock.now().time_since_epoch().count());
  }

  /// A first directory of the organisation that lists `advisors`, published and loaded.
  TestDirectory publish(const std::vector<const TestAdvisor*>& advisors) {
    TestDirectory first;
    first.issue = {
        .version = 1, .issued_s = now_s(), .expires_s = now_s() + 30 * 86'400, .previous_head = {}};
    for (const TestAdvisor* advisor : advisors) first.list(*advisor);
    publish(first);
    return first;
  }
  void publish(const TestDirectory& next) {
    const auto published = run(directory.publish(next.file()));
    if (published != directory::PublishOutcome::published)
      throw std::runtime_error("directory was not published");
    refresh();
  }
  void refresh() {
    if (!run(directory.refresh())) throw std::runtime_error("directory was not loaded");
  }

  /// Invited, enrolled and approved.
  void enrol(const TestAdvisor& advisor) {
    const auto token = named_bytes<account::InvitationToken>(crypto::as_text(advisor.certificate));
    const bool done = run(account.invite(token, "A. Advisor", now_s() + 3600)) &&
                      run(account.enrol({}, enrolment(advisor, token))) && run(account.approve(advisor.id()));
    if (!done) throw std::runtime_error("advisor was not enrolled");
    refresh();
  }
  [[nodiscard]] static protocol::AccountEnrolRequest enrolment(const TestAdvisor& advisor,
                                                               const account::InvitationToken& token) {
    protocol::AccountEnrolRequest request;
    request.invitation = token.bytes;
    request.advisor_key = advisor.identity.verify_key().bytes;
    std::ranges::copy(advisor.certificate, request.certificate.begin());
    std::ranges::copy(advisor.prekey, request.prekey.begin());
    request.device_share = named_bytes<crypto::Digest>("device share").bytes;
    request.unlock_token_hash = crypto::sha256(named_bytes<crypto::Digest>("unlock token")).bytes;
    return request;
  }

  /// As much as is asked now of a conversation with these first entries.
  [[nodiscard]] protocol::Work do_work(const std::array<std::uint8_t, 16>& conversation,
                                       const std::vector<crypto::Bytes>& entries) {
    const std::vector<crypto::KeyId> advisors = advisors_named(entries);
    protocol::ConversationWorkRequest request;
    for (const crypto::KeyId& advisor : advisors) request.advisors.push_back(advisor.bytes);
    const auto asked = run(conversations.work({}, request));
    if (!asked) throw std::runtime_error("no work was asked");
    const crypto::Digest subject = crypto::work_subject({asked->nonce}, {conversation}, advisors);
    const std::uint64_t counter = crypto::solve_work(subject, static_cast<int>(asked->bits));
    return {.nonce = asked->nonce, .bits = asked->bits, .counter = static_cast<std::int64_t>(counter)};
  }

  FixedClock clock;
  RedisClient redis;
  redis::KeySpace keys{"test"};
  crypto::SystemRandom random;
  directory::Service directory;
  account::Service account;
  core::SealingKey sealing_key{*crypto::Secret<32>::from(named_bytes<crypto::Digest>("sealing key"))};
  factor::Service factors;
  account::Devices devices;
  account::Recovery recovery;
  conversation::Service conversations;
};

/// The code of a refusal; fails the test when there is none.
template <typename T>
[[nodiscard]] core::ErrorCode code_of(const core::Result<T>& result) {
  if (result) throw std::runtime_error("expected a refusal");
  return result.error().code;
}

}  // namespace kiezel::support
