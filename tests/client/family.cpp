#include "tests/client/family.hpp"

#include <algorithm>

#include "crypto/erase_order.hpp"
#include "crypto/login.hpp"
#include "crypto/work.hpp"

namespace kiezel::client {
namespace {

crypto::Code code_from(std::string_view words) {
  auto code = crypto::read_words(words);
  if (!code) throw Failure("these are not six return words");
  return *std::move(code);
}

crypto::ClientRoot root_from(const crypto::Code& code, const Organisation& organisation) {
  auto root = crypto::client_root(code, organisation.deployment_id);
  if (!root) throw Failure("there is not enough memory to derive the keys");
  return *std::move(root);
}

}  // namespace

Family::Family(Endpoint endpoint, crypto::Random& random)
    : Family(std::move(endpoint), crypto::Code::generate(random), random) {}

Family::Family(Endpoint endpoint, std::string_view words, crypto::Random& random)
    : Family(std::move(endpoint), code_from(words), random) {}

Family::Family(Endpoint endpoint, crypto::Code code, crypto::Random& random)
    : endpoint_(std::move(endpoint)),
      random_(random),
      code_(std::move(code)),
      organisation_(fetch_organisation(endpoint_)),
      root_(root_from(code_, organisation_)),
      wire_(std::make_unique<Wire>(endpoint_)) {}

crypto::SigningKey Family::signing_key() const {
  return crypto::client_signing_key(root_, conversation_);
}

crypto::Signature Family::sign_challenge() {
  const auto challenge = wire_->must(protocol::SessionChallengeRequest{});
  const crypto::SigningKey key = crypto::client_auth_key(root_);
  return crypto::sign_login({.origin = endpoint_.origin,
                             .challenge = {challenge.nonce},
                             .id = crypto::login_id(crypto::mailbox_id(key.verify_key())),
                             .expires_s = static_cast<std::uint64_t>(challenge.expires_at)},
                            key);
}

crypto::Bytes Family::founding_entry(const FirstMessage& message, const std::vector<TrustedDevice>& devices,
                                     const crypto::EpochSecret& secret, const crypto::EpochKeys& keys) {
  const auto our_key = crypto::KemKeyPair::from_seed(crypto::client_kem_seed(root_));
  if (!our_key) throw Failure("the words gave no key");
  const crypto::SigningKey signer = signing_key();
  crypto::CommitPlan plan{
      .reason = crypto::CommitReason::create, .auth_ref = {}, .recipients = {}, .roster = message.roster};
  plan.recipients.push_back({crypto::Role::client, signer.verify_key(), our_key->public_key(), {}});
  for (const TrustedDevice& device : devices) {
    plan.recipients.push_back({crypto::Role::advisor, message.advisor, device.prekey, {}});
  }
  const auto payload = crypto::seal_commit(plan, secret, keys, random_);
  if (!payload) throw Failure("the conversation could not be sealed");
  return crypto::sign_entry(crypto::EntryKind::commit,
                            {.conversation = conversation_, .seq = 0, .prev = {}, .epoch = 0}, {}, *payload,
                            signer);
}

protocol::Work Family::do_work(const crypto::KeyId& advisor) {
  const auto asked = wire_->must(protocol::ConversationWorkRequest{.advisors = {advisor.bytes}});
  const std::vector<crypto::KeyId> advisors{advisor};
  const auto subject = crypto::work_subject({asked.nonce}, conversation_, advisors);
  const std::uint64_t counter = crypto::solve_work(subject, static_cast<int>(asked.bits));
  return {.nonce = asked.nonce, .bits = asked.bits, .counter = static_cast<std::int64_t>(counter)};
}

void Family::write_first(const FirstMessage& message) {
  advisor_ = message.advisor;
  const auto devices = fetch_devices(*wire_, message.advisor);
  conversation_ = random_.fixed<crypto::ConversationId>();
  const auto share = random_.secret<32>();
  const auto secret = random_.secret<32>();
  const auto keys = crypto::EpochKeys::derive(share, secret, conversation_, 0);
  if (!keys) throw Failure("the random generator gives zeros");
  reader_.emplace(conversation_, share.clone(),
                  *crypto::KemKeyPair::from_seed(crypto::client_kem_seed(root_)));

  const crypto::Bytes commit = founding_entry(message, devices, secret, *keys);
  reader_->take(commit, now_s());
  const auto first = crypto::seal_message(text_message(message.text), reader_->next_position(), *keys,
                                          signing_key(), random_);
  if (!first) throw Failure("the first message could not be sealed");

  protocol::ConversationCreateRequest request;
  request.auth_key = crypto::client_auth_key(root_).verify_key().bytes;
  request.signature = sign_challenge().bytes;
  request.conversation = conversation_.bytes;
  std::ranges::copy(share.expose(), request.share.begin());
  request.entries = {commit, *first};
  request.work = do_work(crypto::key_id(message.advisor));
  static_cast<void>(wire_->must(request));
  reader_->take(*first, now_s());
  subscribe();
}

bool Family::come_back() {
  protocol::SessionLoginRequest login;
  login.role = protocol::Role::client;
  login.id = crypto::mailbox_id(crypto::client_auth_key(root_).verify_key()).bytes;
  login.signature = sign_challenge().bytes;
  if (!wire_->call(login)) return false;
  const auto list = wire_->must(protocol::ConversationListRequest{});
  if (list.conversations.size() != 1) throw Failure("the words should open one conversation");
  const protocol::ConversationHead& head = list.conversations.front();
  conversation_ = {head.conversation};
  auto our_key = crypto::KemKeyPair::from_seed(crypto::client_kem_seed(root_));
  reader_.emplace(conversation_, *crypto::ConversationShare::from(head.share), *std::move(our_key));
  const auto directory = fetch_directory(endpoint_, organisation_);
  std::vector<crypto::Device> devices;
  for (const crypto::DirectoryRecord& record : directory.records()) {
    const auto* advisor = std::get_if<crypto::AdvisorRecord>(&record);
    if (advisor == nullptr) continue;
    for (const TrustedDevice& trusted : fetch_devices(*wire_, advisor->identity_key))
      devices.push_back(trusted.device);
  }
  reader_->set_devices(std::move(devices));
  subscribe();
  const auto head_seq = static_cast<std::uint64_t>(head.head_seq);
  read_until(
      [head_seq](const std::vector<Line>& lines) { return !lines.empty() && lines.back().seq >= head_seq; });
  return true;
}

void Family::subscribe() {
  if (!advisor_.is_zero()) {
    std::vector<crypto::Device> devices;
    for (const TrustedDevice& trusted : fetch_devices(*wire_, advisor_)) devices.push_back(trusted.device);
    reader_->set_devices(std::move(devices));
  }
  protocol::ConversationSubscribeRequest request;
  request.conversation = conversation_.bytes;
  request.after = static_cast<std::int64_t>(reader_->next_position().seq) - 1;
  static_cast<void>(wire_->must(request));
}

void Family::append(crypto::Bytes entry) {
  protocol::ConversationAppendRequest request;
  request.conversation = conversation_.bytes;
  request.entry = std::move(entry);
  const auto appended = wire_->must(request);
  // Our own entry comes back through the subscription, like everybody's.
  const auto seq = static_cast<std::uint64_t>(appended.seq);
  read_until([seq](const std::vector<Line>& lines) { return lines.back().seq >= seq; });
}

crypto::Bytes Family::sealed(const std::string& text) {
  auto entry = crypto::seal_message(text_message(text), reader_->next_position(), reader_->keys(),
                                    signing_key(), random_);
  if (!entry) throw Failure("a message could not be sealed");
  return *std::move(entry);
}

void Family::erase_everything() {
  protocol::ConversationAppendRequest request;
  request.conversation = conversation_.bytes;
  request.entry = crypto::sign_erase_order(next_position(), signing_key());
  if (!wire_->call(request)) throw Failure("the conversation was not erased");
}

void Family::say(const std::string& text) {
  append(sealed(text));
}

void Family::write(const crypto::Message& message) {
  auto entry =
      crypto::seal_message(message, reader_->next_position(), reader_->keys(), signing_key(), random_);
  if (!entry) throw Failure("a message could not be sealed");
  append(*std::move(entry));
}

void Family::leave_call_details(const crypto::CallDetails& details) {
  std::vector<crypto::KemPublicKey> keys;
  for (const TrustedDevice& trusted : fetch_devices(*wire_, advisor_)) keys.push_back(trusted.prekey);
  auto entry =
      crypto::seal_private(details, reader_->next_position(), reader_->share(), keys, signing_key(), random_);
  if (!entry) throw Failure("call details could not be sealed");
  append(*std::move(entry));
}

void Family::read_until(const std::function<bool(const std::vector<Line>&)>& seen,
                        std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (!seen(reader_->lines())) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    const auto notification = wire_->next_notification(std::max(left, std::chrono::milliseconds(0)));
    if (!notification) throw Failure("what was waited for did not arrive in time");
    const auto* entries = std::get_if<protocol::ConversationEntriesNotification>(&*notification);
    if (entries == nullptr) continue;
    for (const protocol::LogEntry& entry : entries->entries) {
      reader_->take(entry.entry, static_cast<std::uint64_t>(entry.received_at));
    }
  }
}

void Family::reconnect() {
  wire_ = std::make_unique<Wire>(endpoint_);
  protocol::SessionLoginRequest login;
  login.role = protocol::Role::client;
  login.id = crypto::mailbox_id(crypto::client_auth_key(root_).verify_key()).bytes;
  login.signature = sign_challenge().bytes;
  static_cast<void>(wire_->must(login));
  subscribe();
}

}  // namespace kiezel::client
