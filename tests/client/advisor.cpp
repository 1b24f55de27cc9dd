#include "tests/client/advisor.hpp"

#include <algorithm>
#include <thread>

#include "crypto/device_certificate.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/login.hpp"
#include "crypto/prekey.hpp"
#include "tests/client/app_code.hpp"
#include "tests/client/trust.hpp"

namespace kiezel::client {
namespace {

constexpr std::uint64_t day_s = 86'400;
constexpr std::chrono::milliseconds ask_again{50};

crypto::SigningKey new_key(crypto::Random& random) {
  auto key = crypto::SigningKey::from_seed(random.secret<32>());
  if (!key) throw Failure("the random generator gives zeros");
  return *std::move(key);
}

crypto::KemKeyPair new_kem_key(crypto::Random& random) {
  auto key = crypto::KemKeyPair::from_seed(random.secret<32>());
  if (!key) throw Failure("the random generator gives zeros");
  return *std::move(key);
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed(crypto::BytesView bytes) {
  std::array<std::uint8_t, N> result{};
  if (bytes.size() != N) throw Failure("a structure has not its size");
  std::ranges::copy(bytes, result.begin());
  return result;
}

}  // namespace

Advisor::Advisor(Endpoint endpoint, crypto::Random& random)
    : endpoint_(std::move(endpoint)),
      random_(random),
      identity_(new_key(random)),
      device_(new_key(random)),
      prekey_(new_kem_key(random)),
      wire_(std::make_unique<Wire>(endpoint_)) {}

void Advisor::enrol(std::string_view invitation) {
  const auto token = crypto::from_base64url(invitation);
  if (!token) throw Failure("this is not an invitation");
  const std::uint64_t from_s = now_s() - 60;
  const crypto::Bytes certificate = crypto::sign_device_certificate({.advisor = identity_.id(),
                                                                     .device_key = device_.verify_key(),
                                                                     .not_before_s = from_s,
                                                                     .not_after_s = from_s + 170 * day_s},
                                                                    identity_);
  const crypto::Bytes prekey = crypto::sign_prekey({.advisor = identity_.id(),
                                                    .device = device_.id(),
                                                    .number = 1,
                                                    .not_before_s = from_s,
                                                    .not_after_s = from_s + 30 * day_s,
                                                    .kem_key = prekey_.public_key()},
                                                   device_);
  protocol::AccountEnrolRequest request;
  request.invitation = fixed<16>(*token);
  request.advisor_key = identity().bytes;
  request.certificate = fixed<130>(certificate);
  request.prekey = fixed<1334>(prekey);
  random_.fill(request.device_share);
  std::array<std::uint8_t, 32> unlock_token{};
  random_.fill(unlock_token);
  request.unlock_token_hash = crypto::sha256(unlock_token).bytes;
  static_cast<void>(wire_->must(request));
  set_up_factor(unlock_token, request.device_share);
}

// This step's code sets the app up and the next one's opens: a code counts once, and both are still right
// when the clock goes on in between.
void Advisor::set_up_factor(const std::array<std::uint8_t, 32>& unlock_token,
                            const std::array<std::uint8_t, 32>& share) {
  const std::uint64_t step = now_s() / app_step_s;
  protocol::AccountDeviceShareRequest ask;
  ask.device = device_.id().bytes;
  ask.unlock_token = unlock_token;
  if (wire_->call(ask)) throw Failure("a device share was given without a second factor");
  protocol::FactorAddAppRequest app;
  app.device = device_.id().bytes;
  app.unlock_token = unlock_token;
  random_.fill(app.secret);
  app.code = app_code(app.secret, step);
  static_cast<void>(wire_->must(app));
  protocol::FactorProveCodeRequest prove;
  prove.device = device_.id().bytes;
  prove.unlock_token = unlock_token;
  prove.code = app_code(app.secret, step + 1);
  static_cast<void>(wire_->must(prove));
  if (wire_->must(ask).device_share != share) throw Failure("the device share is another");
}

void Advisor::wait_for_approval(std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  protocol::AccountStatusRequest request;
  request.advisor = identity_.id().bytes;
  const Organisation organisation = fetch_organisation(endpoint_);
  while (std::chrono::steady_clock::now() < until) {
    const bool approved = wire_->must(request).state == protocol::AccountState::approved;
    if (approved && http_get(endpoint_, "/api/directory").status == 200) {
      const auto directory = fetch_directory(endpoint_, organisation);
      for (const crypto::DirectoryRecord& record : directory.records()) {
        const auto* advisor = std::get_if<crypto::AdvisorRecord>(&record);
        if (advisor != nullptr && advisor->identity_key == identity()) return;
      }
    }
    std::this_thread::sleep_for(ask_again);
  }
  throw Failure("the advisor was not approved in time");
}

void Advisor::log_in() {
  const auto challenge = wire_->must(protocol::SessionChallengeRequest{});
  protocol::SessionLoginRequest login;
  login.role = protocol::Role::advisor;
  login.id = device_.id().bytes;
  login.signature = crypto::sign_login({.origin = endpoint_.origin,
                                        .challenge = {challenge.nonce},
                                        .id = crypto::login_id(device_.id()),
                                        .expires_s = static_cast<std::uint64_t>(challenge.expires_at)},
                                       device_)
                        .bytes;
  static_cast<void>(wire_->must(login));
  protocol::DeskSubscribeRequest desk;
  desk.after = desk_cursor_;
  static_cast<void>(wire_->must(desk));
}

void Advisor::reconnect() {
  wire_ = std::make_unique<Wire>(endpoint_);
  log_in();
  for (const auto& [conversation, reader] : readers_) {
    protocol::ConversationSubscribeRequest request;
    request.conversation = conversation.bytes;
    request.after = static_cast<std::int64_t>(reader.next_position().seq) - 1;
    static_cast<void>(wire_->must(request));
  }
}

void Advisor::follow(const protocol::ConversationHead& head) {
  const crypto::ConversationId conversation{head.conversation};
  if (readers_.contains(conversation)) return;
  auto key = crypto::KemKeyPair::from_seed(prekey_.seed());
  Reader reader(conversation, *crypto::ConversationShare::from(head.share), *std::move(key));
  reader.set_devices({{.key = device_.verify_key(),
                       .advisor = identity(),
                       .not_before_s = 0,
                       .not_after_s = crypto::number_max,
                       .revoked_at_s = std::nullopt}});
  readers_.emplace(conversation, std::move(reader));
  arrived_.push_back(conversation);
  protocol::ConversationSubscribeRequest request;
  request.conversation = conversation.bytes;
  request.after = -1;
  static_cast<void>(wire_->must(request));
}

void Advisor::take(const protocol::Notification& notification) {
  if (const auto* desk = std::get_if<protocol::DeskChangedNotification>(&notification)) {
    desk_cursor_ = desk->cursor;
    for (const protocol::ConversationHead& head : desk->items) follow(head);
  } else if (const auto* entries = std::get_if<protocol::ConversationEntriesNotification>(&notification)) {
    Reader& reader = readers_.at({entries->conversation});
    for (const protocol::LogEntry& entry : entries->entries) {
      reader.take(entry.entry, static_cast<std::uint64_t>(entry.received_at));
    }
  }
}

bool Advisor::read_one(std::chrono::milliseconds within) {
  const auto notification = wire_->next_notification(std::max(within, std::chrono::milliseconds(0)));
  if (notification) take(*notification);
  return notification.has_value();
}

crypto::ConversationId Advisor::next_conversation(std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (arrived_.empty()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (!read_one(left)) throw Failure("no conversation reached the desk in time");
  }
  const crypto::ConversationId first = arrived_.front();
  arrived_.erase(arrived_.begin());
  return first;
}

void Advisor::read_until(const crypto::ConversationId& conversation,
                         const std::function<bool(const std::vector<Line>&)>& seen,
                         std::chrono::milliseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (!seen(lines(conversation))) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (!read_one(left)) throw Failure("what the advisor waited for did not arrive in time");
  }
}

const std::vector<Line>& Advisor::lines(const crypto::ConversationId& conversation) const {
  return readers_.at(conversation).lines();
}

void Advisor::write(const crypto::ConversationId& conversation, const crypto::Message& message) {
  const Reader& reader = readers_.at(conversation);
  auto entry = crypto::seal_message(message, reader.next_position(), reader.keys(), device_, random_);
  if (!entry) throw Failure("an answer could not be sealed");
  protocol::ConversationAppendRequest request;
  request.conversation = conversation.bytes;
  request.entry = *std::move(entry);
  const auto seq = static_cast<std::uint64_t>(wire_->must(request).seq);
  read_until(conversation, [seq](const std::vector<Line>& lines) { return lines.back().seq >= seq; });
}

void Advisor::say(const crypto::ConversationId& conversation, const std::string& text) {
  write(conversation, text_message(text));
}

void Advisor::offer_every_day() {
  protocol::AvailabilitySetRequest request;
  for (std::int64_t weekday = 1; weekday <= 7; ++weekday) {
    request.availability.weekly.push_back(
        {.weekday = weekday, .from_min = 8 * 60, .until_min = 18 * 60, .kinds = {protocol::Kind::call}});
  }
  request.availability.kinds = {{.kind = protocol::Kind::call, .duration_min = 30, .buffer_after_min = 15}};
  request.availability.horizon_days = 14;
  static_cast<void>(wire_->must(request));
}

}  // namespace kiezel::client
