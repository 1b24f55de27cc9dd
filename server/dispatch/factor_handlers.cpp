#include <string>
#include <utility>

#include "server/dispatch/handlers.hpp"

namespace kiezel::dispatch {
namespace {

core::Result<factor::Ceremony> take_ceremony(const Services& services, Connection& connection) {
  const auto open = connection.session().take_challenge(services.clock.now());
  if (!open) return std::unexpected(open.error());
  return factor::Ceremony{open->nonce, std::string(connection.peer().origin)};
}

template <class Result>
core::Result<Result> keep_proof(Connection& connection, const core::Result<core::ProvenFactor>& proven) {
  if (!proven) return std::unexpected(proven.error());
  connection.session().prove_factor(*proven);
  return Result{static_cast<std::int64_t>(proven->fresh_until_s)};
}

}  // namespace

Answer<protocol::FactorChallengeRequest> factor_challenge(const Services& services, Connection& connection,
                                                          protocol::FactorChallengeRequest request) {
  auto facts = co_await services.domain<factor::Service>().facts(request);
  if (!facts) co_return facts;
  const session::IssuedChallenge issued =
      connection.session().challenge(services.clock.now(), services.random);
  facts->nonce = issued.nonce.bytes;
  facts->expires_at = issued.expires_at.time_since_epoch().count();
  co_return facts;
}

Answer<protocol::FactorProvePasskeyRequest> prove_passkey(const Services& services, Connection& connection,
                                                          protocol::FactorProvePasskeyRequest request) {
  auto ceremony = take_ceremony(services, connection);
  if (!ceremony) co_return std::unexpected(ceremony.error());
  const auto proven =
      co_await services.domain<factor::Service>().prove_passkey(*std::move(ceremony), std::move(request));
  co_return keep_proof<protocol::FactorProvePasskeyResult>(connection, proven);
}

Answer<protocol::FactorProveCodeRequest> prove_code(const Services& services, Connection& connection,
                                                    protocol::FactorProveCodeRequest request) {
  const auto proven = co_await services.domain<factor::Service>().prove_code(request);
  co_return keep_proof<protocol::FactorProveCodeResult>(connection, proven);
}

Answer<protocol::FactorAddPasskeyRequest> add_passkey(const Services& services, Connection& connection,
                                                      protocol::FactorAddPasskeyRequest request) {
  auto ceremony = take_ceremony(services, connection);
  if (!ceremony) co_return std::unexpected(ceremony.error());
  const auto proven = co_await services.domain<factor::Service>().add_passkey(
      connection.session().caller(), *std::move(ceremony), std::move(request));
  co_return keep_proof<protocol::FactorAddPasskeyResult>(connection, proven);
}

Answer<protocol::FactorAddAppRequest> add_app(const Services& services, Connection& connection,
                                              protocol::FactorAddAppRequest request) {
  const auto proven =
      co_await services.domain<factor::Service>().add_app(connection.session().caller(), request);
  co_return keep_proof<protocol::FactorAddAppResult>(connection, proven);
}

}  // namespace kiezel::dispatch
