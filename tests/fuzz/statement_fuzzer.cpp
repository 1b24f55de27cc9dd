// STATEMENTs of hostile members (crypto/KZ1.md 5.5): raw, or signed so that the signature is no shelter, or
// said one after the other to a ledger. What the ledger then permits somebody must have said and not taken
// back.
#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "crypto/consent_ledger.hpp"
#include "crypto/erase_order.hpp"
#include "crypto/labels.hpp"
#include "crypto/statement.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

const crypto::SigningKey& key_number(std::uint8_t number) {
  static const std::array keys = [] {
    const auto make = [](std::uint8_t seed) {
      const std::array<std::uint8_t, 32> bytes{seed};
      return *crypto::SigningKey::from_seed(*crypto::Secret<32>::from(bytes));
    };
    return std::array{make(1), make(2), make(3)};
  }();
  return keys.at(number % keys.size());
}

void must_read_back(const crypto::VerifiedStatement& statement, const crypto::SigningKey& issuer) {
  const auto again = crypto::sign_statement(*statement, issuer);
  must_hold(again && **again == *statement);
  must_hold(again->bytes().size() <= statement.bytes().size());
}

void try_raw(fuzz::Bytes bytes) {
  const auto statement = crypto::VerifiedStatement::verify(bytes);
  if (statement) must_hold(std::ranges::equal(statement->bytes(), bytes));
  const auto order = crypto::parse_erase_order(bytes);
  if (order) must_hold(bytes.size() == 1);
}

void try_signed(fuzz::Bytes bytes) {
  const crypto::SigningKey& issuer = key_number(0);
  crypto::Bytes body = crypto::to_bytes(bytes);
  if (body.size() < 64) return;
  std::ranges::copy(issuer.verify_key().bytes, body.begin() + 32);
  const auto signature = crypto::sign(issuer, crypto::labels::statement, {body});
  const auto statement = crypto::VerifiedStatement::verify(crypto::join({body, signature}));
  if (statement) must_read_back(*statement, issuer);
}

/// A statement as two bytes choose it; the shape decides whether it can be said at all.
crypto::Statement chosen(std::uint8_t first, std::uint8_t second, const std::vector<crypto::Digest>& said) {
  crypto::Statement statement;
  statement.id.bytes[0] = static_cast<std::uint8_t>(said.size());
  statement.id.bytes[1] = 1;
  statement.issuer = key_number(first).verify_key();
  statement.action = crypto::StatementAction{static_cast<std::uint8_t>(first / 3 % 7 + 1)};
  const bool asks = statement.action == crypto::StatementAction::grant ||
                    statement.action == crypto::StatementAction::propose;
  statement.purpose = second % 2 == 0 ? crypto::StatementPurpose::cover : crypto::StatementPurpose::tell;
  if (second % 2 == 0) statement.to_advisor = key_number(2).verify_key();
  if (asks) {
    statement.whom = statement.about = statement.text = "x";
    statement.language = crypto::Language::english;
    if (second % 3 == 0) statement.valid_until_s = 50;
  }
  if (!said.empty() && (!asks || second % 5 == 0)) statement.ref = said[second / 2 % said.size()];
  return statement;
}

void try_ledger(fuzz::Bytes bytes) {
  const crypto::VerifyKey client = key_number(0).verify_key();
  const crypto::VerifyKey colleague = key_number(2).verify_key();
  const std::vector<crypto::Member> members{
      {.role = crypto::Role::client, .id = client, .kem_id = {}},
      {.role = crypto::Role::advisor, .id = key_number(1).verify_key(), .kem_id = {}}};
  crypto::ConsentLedger ledger;
  ledger.take_members(members, false);
  std::vector<crypto::Digest> said;
  std::set<std::uint64_t> granted;
  for (std::size_t at = 0; at + 1 < bytes.size() && at < 64; at += 2) {
    const crypto::SigningKey& issuer = key_number(bytes[at]);
    const auto statement = crypto::sign_statement(chosen(bytes[at], bytes[at + 1], said), issuer);
    if (!statement) continue;
    const bool by_client = issuer.verify_key() == client;
    crypto::EntryHash entry_hash{statement->hash().bytes};
    const bool counts = ledger.take({.seq = at,
                                     .entry_hash = entry_hash,
                                     .by = {.role = by_client ? crypto::Role::client : crypto::Role::advisor,
                                            .member = issuer.verify_key(),
                                            .under_card = false},
                                     .statement = *statement});
    said.push_back(statement->hash());
    const bool grants = (*statement)->action == crypto::StatementAction::grant;
    must_hold(!counts || !grants || by_client);
    if (counts && grants) granted.insert(at);
    const bool permits =
        ledger.permits_adding({.auth_ref = entry_hash, .advisor = colleague, .members = members, .at_s = 50});
    must_hold(!permits || (counts && grants && (*statement)->to_advisor == colleague &&
                           (*statement)->valid_until_s == 0));
  }
  for (const crypto::ConsentRecord& record : ledger.records()) {
    if (record.grant) must_hold(granted.contains(record.grant->seq));
    if (record.withdrawn) must_hold(record.grant && !record.is_in_force(0));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input({data, size});
  const std::uint8_t which = input.byte();
  const fuzz::Bytes bytes = input.rest();
  if (which % 3 == 0) try_raw(bytes);
  if (which % 3 == 1) try_signed(bytes);
  if (which % 3 == 2) try_ledger(bytes);
  return 0;
}
