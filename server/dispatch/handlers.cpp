#include "server/dispatch/handlers.hpp"

#include <chrono>
#include <memory>
#include <utility>

#include "crypto/client_keys.hpp"
#include "server/dispatch/sources.hpp"
#include "server/session/login.hpp"

namespace kiezel::dispatch {
namespace {

using core::ErrorCode;

// Counts the failure against the address and the whole service. Why it failed is nobody's business.
std::unexpected<core::Error> failed_login(const Services& services, const Connection& connection) {
  services.logins.failed(connection.peer().address, services.clock.steady());
  return core::fail(ErrorCode::login_failed);
}

core::Result<void> admit_login(const Services& services, const Connection& connection) {
  using Verdict = session::LoginLimiter::Verdict;
  const auto admission = services.logins.admit(connection.peer().address, services.clock.steady());
  if (admission.verdict == Verdict::admitted) return {};
  if (admission.verdict == Verdict::service_spent) {
    services.log.warning("login_budget_spent", {{"retry_after_s", admission.retry_after.count()}});
  }
  core::ErrorData data;
  data.retry_after_s = admission.retry_after.count();
  return core::fail(ErrorCode::rate_limited, "logins", data);
}

crypto::LoginId login_id_of(const protocol::SessionLoginRequest& request) {
  return {request.id};
}

core::Task<core::Result<account::LoginKey>> login_key(const Services& services,
                                                      const protocol::SessionLoginRequest& request) {
  account::Service& accounts = services.domain<account::Service>();
  if (request.role == protocol::Role::client) return accounts.client_auth_key(core::MailboxId{request.id});
  return accounts.device_for_login(core::DeviceId{request.id});
}

protocol::SessionLoginResult log_in(session::Session& session, const protocol::SessionLoginRequest& request,
                                    const account::LoginKey& key) {
  if (request.role == protocol::Role::client) {
    session.authenticate_client(core::MailboxId{request.id});
    return {.role = request.role, .id = request.id};
  }
  session.authenticate_advisor(key.advisor, core::DeviceId{request.id});
  return {.role = request.role, .id = key.advisor.bytes};
}

core::Role role_of(protocol::Role role) {
  return role == protocol::Role::client ? core::Role::client : core::Role::advisor;
}

core::Result<void> follow(Connection& connection, event::FeedKind kind, const event::Topic& topic,
                          std::shared_ptr<const event::Source> source, std::int64_t after) {
  return connection.feeds().follow(kind, topic, std::move(source), after);
}

// Who follows a conversation or a desk hears about its appointments too.
template <class Id>
core::Result<void> follow_appointments(const Services& services, Connection& connection,
                                       const event::Topic& topic, const Id& id) {
  appointment::Service& appointments = services.domain<appointment::Service>();
  return follow(connection, event::FeedKind::appointments, topic,
                std::make_shared<AppointmentSource<Id>>(appointments, id), 0);
}

}  // namespace

Answer<protocol::SessionChallengeRequest> challenge(const Services& services, Connection& connection,
                                                    protocol::SessionChallengeRequest) {
  const session::IssuedChallenge issued =
      connection.session().challenge(services.clock.now(), services.random);
  co_return protocol::SessionChallengeResult{.nonce = issued.nonce.bytes,
                                             .expires_at = issued.expires_at.time_since_epoch().count()};
}

Answer<protocol::SessionLoginRequest> login(const Services& services, Connection& connection,
                                            protocol::SessionLoginRequest request) {
  if (const auto admitted = admit_login(services, connection); !admitted)
    co_return std::unexpected(admitted.error());
  const auto open = connection.session().take_challenge(services.clock.now());
  if (!open) co_return std::unexpected(open.error());
  core::Result<account::LoginKey> key = co_await login_key(services, request);
  if (!key) co_return std::unexpected(std::move(key.error()));
  const session::LoginAttempt attempt{.origin = connection.peer().origin,
                                      .challenge = *open,
                                      .id = login_id_of(request),
                                      .signature = {request.signature},
                                      .key = key->key,
                                      .id_is_known = key->known};
  const bool proven = session::proves(attempt);
  const bool allowed = connection.session().may_become(role_of(request.role), core::MailboxId{request.id});
  if (!proven || !allowed) co_return failed_login(services, connection);
  co_return log_in(connection.session(), request, *key);
}

Answer<protocol::SessionPingRequest> ping(const Services& services, Connection&,
                                          protocol::SessionPingRequest) {
  co_return protocol::SessionPingResult{.now = services.clock.now().time_since_epoch().count()};
}

Answer<protocol::ConversationCreateRequest> create(const Services& services, Connection& connection,
                                                   protocol::ConversationCreateRequest request) {
  // The budget of failed logins is no part of this: it proves a key that the peer chose itself, so there is
  // nothing to guess, and who spends that budget must not keep pupils from starting.
  const auto open = connection.session().take_challenge(services.clock.now());
  if (!open) co_return std::unexpected(open.error());
  const core::MailboxId mailbox = crypto::mailbox_id(crypto::VerifyKey{request.auth_key});
  if (!connection.session().may_become(core::Role::client, mailbox))
    co_return core::fail(ErrorCode::login_failed);
  const crypto::LoginTranscript transcript =
      session::transcript_of(connection.peer().origin, *open, crypto::login_id(mailbox));
  conversation::Service& conversations = services.domain<conversation::Service>();
  core::Result<protocol::ConversationCreateResult> created =
      co_await conversations.create(connection.session().caller(), std::move(request), transcript);
  if (created) connection.session().authenticate_client(mailbox);
  // It cost us a hash and the peer nothing, which no honest client does.
  if (!created && created.error().code == ErrorCode::work_refused)
    connection.close(session::CloseReason::policy);
  co_return created;
}

Answer<protocol::ConversationRekeyRequest> rekey(const Services& services, Connection& connection,
                                                 protocol::ConversationRekeyRequest request) {
  const auto open = connection.session().take_challenge(services.clock.now());
  if (!open) co_return std::unexpected(open.error());
  const core::MailboxId mailbox = crypto::mailbox_id(crypto::VerifyKey{request.auth_key});
  const crypto::LoginTranscript transcript =
      session::transcript_of(connection.peer().origin, *open, crypto::login_id(mailbox));
  conversation::Service& conversations = services.domain<conversation::Service>();
  co_return co_await conversations.rekey(connection.session().caller(), std::move(request), transcript);
}

Answer<protocol::AppointmentHoldRequest> hold(const Services& services, Connection& connection,
                                              protocol::AppointmentHoldRequest request) {
  const session::SourceAddress address = connection.peer().address;
  if (const auto wait = services.holds.must_wait(address, services.clock.steady())) {
    core::ErrorData data;
    data.retry_after_s = wait->count();
    co_return core::fail(ErrorCode::rate_limited, "holds of one address", data);
  }
  appointment::Service& appointments = services.domain<appointment::Service>();
  core::Result<protocol::AppointmentHoldResult> held =
      co_await appointments.hold(connection.session().caller(), request);
  if (held && held->outcome == protocol::HoldOutcome::held)
    services.holds.spend(address, services.clock.steady());
  co_return held;
}

Answer<protocol::ConversationSubscribeRequest> subscribe(const Services& services, Connection& connection,
                                                         protocol::ConversationSubscribeRequest request) {
  conversation::Service& conversations = services.domain<conversation::Service>();
  const core::Caller caller = connection.session().caller();
  const core::ConversationId id{request.conversation};
  core::Result<protocol::ConversationSubscribeResult> head = co_await conversations.head(caller, id);
  if (!head) co_return head;
  const auto followed =
      follow(connection, event::FeedKind::conversation, event::ConversationTopic{id},
             std::make_shared<ConversationSource>(conversations, connection, id), request.after);
  if (!followed) co_return std::unexpected(followed.error());
  const auto state = follow(connection, event::FeedKind::state, event::ConversationTopic{id},
                            std::make_shared<StateSource>(conversations, caller, id), 0);
  if (!state) co_return std::unexpected(state.error());
  const auto appointments = follow_appointments(services, connection, event::ConversationTopic{id}, id);
  if (!appointments) co_return std::unexpected(appointments.error());
  co_return head;
}

Answer<protocol::ConversationUnsubscribeRequest> unsubscribe(
    const Services&, Connection& connection, protocol::ConversationUnsubscribeRequest request) {
  const event::ConversationTopic topic{core::ConversationId{request.conversation}};
  connection.feeds().unfollow(event::FeedKind::conversation, topic);
  connection.feeds().unfollow(event::FeedKind::state, topic);
  connection.feeds().unfollow(event::FeedKind::appointments, topic);
  co_return protocol::ConversationUnsubscribeResult{};
}

Answer<protocol::DeskSubscribeRequest> subscribe_desk(const Services& services, Connection& connection,
                                                      protocol::DeskSubscribeRequest request) {
  conversation::Service& conversations = services.domain<conversation::Service>();
  const core::Caller caller = connection.session().caller();
  core::Result<protocol::DeskSubscribeResult> head = co_await conversations.desk_head(caller);
  if (!head) co_return head;
  const event::AdvisorTopic topic{caller.advisor};
  const auto followed = follow(connection, event::FeedKind::desk, topic,
                               std::make_shared<DeskSource>(conversations, caller), request.after);
  if (!followed) co_return std::unexpected(followed.error());
  const auto appointments = follow_appointments(services, connection, topic, caller.advisor);
  if (!appointments) co_return std::unexpected(appointments.error());
  co_return head;
}

}  // namespace kiezel::dispatch
