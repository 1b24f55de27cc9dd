// The methods that are about the connection itself: proving who is there, and following. All others go
// straight to a service (routes.hpp).
#pragma once

#include "protocol/messages.hpp"
#include "server/core/result.hpp"
#include "server/core/task.hpp"
#include "server/dispatch/connection.hpp"
#include "server/dispatch/services.hpp"

namespace kiezel::dispatch {

template <class Request>
using Answer = core::Task<core::Result<typename protocol::RequestTraits<Request>::Result>>;

// The connection and the services outlive every handler: the connection waits for its tasks before it dies.

Answer<protocol::SessionChallengeRequest> challenge(const Services&, Connection&,
                                                    protocol::SessionChallengeRequest);
Answer<protocol::SessionLoginRequest> login(const Services&, Connection&, protocol::SessionLoginRequest);
Answer<protocol::SessionPingRequest> ping(const Services&, Connection&, protocol::SessionPingRequest);

// Founds and logs in in one step; a failed proof counts as a failed login.
Answer<protocol::ConversationCreateRequest> create(const Services&, Connection&,
                                                   protocol::ConversationCreateRequest);

// Proves the key of the new mailbox; who the connection is does not change by it.
Answer<protocol::ConversationRekeyRequest> rekey(const Services&, Connection&,
                                                 protocol::ConversationRekeyRequest);

// A proven factor counts on this connection. Those of a passkey use the session's challenge up.
Answer<protocol::FactorChallengeRequest> factor_challenge(const Services&, Connection&,
                                                          protocol::FactorChallengeRequest);
Answer<protocol::FactorProvePasskeyRequest> prove_passkey(const Services&, Connection&,
                                                          protocol::FactorProvePasskeyRequest);
Answer<protocol::FactorProveCodeRequest> prove_code(const Services&, Connection&,
                                                    protocol::FactorProveCodeRequest);
Answer<protocol::FactorAddPasskeyRequest> add_passkey(const Services&, Connection&,
                                                      protocol::FactorAddPasskeyRequest);
Answer<protocol::FactorAddAppRequest> add_app(const Services&, Connection&, protocol::FactorAddAppRequest);

// Within the budget of the address: whoever opens many connections must not keep an advisor's whole week.
Answer<protocol::AppointmentHoldRequest> hold(const Services&, Connection&, protocol::AppointmentHoldRequest);

Answer<protocol::ConversationSubscribeRequest> subscribe(const Services&, Connection&,
                                                         protocol::ConversationSubscribeRequest);
Answer<protocol::ConversationUnsubscribeRequest> unsubscribe(const Services&, Connection&,
                                                             protocol::ConversationUnsubscribeRequest);
Answer<protocol::DeskSubscribeRequest> subscribe_desk(const Services&, Connection&,
                                                      protocol::DeskSubscribeRequest);

}  // namespace kiezel::dispatch
