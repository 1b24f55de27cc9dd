#include "server/factor/store.hpp"

#include <algorithm>

#include "crypto/hash.hpp"
#include "protocol/limits.hpp"
#include "server/factor/add.lua.hpp"
#include "server/factor/count_try.lua.hpp"
#include "server/factor/remove.lua.hpp"
#include "server/factor/use.lua.hpp"

namespace kiezel::factor {
namespace {

using protocol::FactorKind;
using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

constexpr std::int64_t tries_life_s = 3600;

// Fields of the hash: 'f' and the id for a record, 'n' and the id for its counter.
constexpr std::uint8_t record_mark = 'f';

// A record: version, kind, added at, length of the credential, credential, key.
constexpr std::uint8_t version = 1;
constexpr std::uint8_t passkey_code = 1;
constexpr std::uint8_t app_code = 2;

crypto::Bytes field_of(FactorId id) {
  return crypto::ByteWriter().u8(record_mark).raw(id).take();
}

crypto::Bytes pack(const Record& record) {
  crypto::ByteWriter writer;
  writer.u8(version).u8(record.kind == FactorKind::passkey ? passkey_code : app_code).u64(record.added_s);
  writer.u16(static_cast<std::uint16_t>(record.credential.size())).raw(record.credential).raw(record.key);
  return writer.take();
}

std::optional<Record> unpack(crypto::BytesView bytes) {
  crypto::ByteReader reader(bytes);
  const bool known = reader.u8() == version;
  const std::uint8_t kind = reader.u8();
  Record record;
  record.kind = kind == passkey_code ? FactorKind::passkey : FactorKind::app;
  record.added_s = reader.u64();
  record.credential = crypto::to_bytes(reader.raw(reader.u16()));
  record.key = crypto::to_bytes(reader.rest());
  if (!known || !reader.ok() || (kind != passkey_code && kind != app_code)) return std::nullopt;
  return record;
}

std::optional<FactorId> id_from(crypto::BytesView field) {
  if (field.empty() || field.front() != record_mark) return std::nullopt;
  return FactorId::from(field.subspan(1));
}

}  // namespace

FactorId id_of_passkey(crypto::BytesView credential) {
  const crypto::Digest digest = crypto::sha256(credential);
  FactorId id;
  std::ranges::copy(digest.view().first(FactorId::byte_count), id.bytes.begin());
  return id;
}

Store::Store(redis::Client& vault_link, const redis::KeySpace& keys)
    : vault_(vault_link),
      keys_(keys),
      add_("factor_add", add_lua),
      use_("factor_use", use_lua),
      remove_("factor_remove", remove_lua),
      count_try_("factor_count_try", count_try_lua) {}

core::Task<core::Result<std::vector<StoredFactor>>> Store::factors(core::AdvisorId advisor) {
  const auto reply =
      co_await vault_.execute(Affinity{advisor}, Command{"HGETALL", keys_.advisor_factors(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() % 2 != 0) co_return redis::unexpected_reply("HGETALL");
  std::vector<StoredFactor> factors;
  for (std::size_t i = 0; i < reply->elements.size(); i += 2) {
    const auto id = id_from(reply->elements[i].bytes());
    if (!id) continue;
    auto record = unpack(reply->elements[i + 1].bytes());
    if (!record) co_return redis::unexpected_reply("HGETALL");
    factors.push_back({*id, *std::move(record)});
  }
  std::ranges::sort(factors, {}, &StoredFactor::id);
  co_return factors;
}

core::Task<core::Result<std::optional<Record>>> Store::find(core::AdvisorId advisor, FactorId id) {
  const auto reply = co_await vault_.execute(Affinity{advisor},
                                             Command{"HGET", keys_.advisor_factors(advisor), field_of(id)});
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->is_nil()) co_return std::nullopt;
  auto record = unpack(reply->bytes());
  if (!record) co_return redis::unexpected_reply("HGET");
  co_return record;
}

core::Task<core::Result<AddOutcome>> Store::add(Addition addition) {
  const auto reply =
      co_await vault_.run(add_, Affinity{addition.advisor},
                          Keys{keys_.advisor_factors(addition.advisor), keys_.factor_permit(addition.device)},
                          Args{addition.id, pack(addition.record), addition.counter,
                               protocol::limits::factors_max, std::int64_t{addition.factor_is_fresh}});
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->text == "added") co_return AddOutcome::added;
  if (reply->text == "required") co_return AddOutcome::factor_required;
  if (reply->text == "refused") co_return AddOutcome::refused;
  co_return redis::unexpected_reply(add_.name());
}

core::Task<core::Result<bool>> Store::use(core::AdvisorId advisor, FactorId id, std::uint64_t counter) {
  const auto reply =
      co_await vault_.run(use_, Affinity{advisor}, Keys{keys_.advisor_factors(advisor)}, Args{id, counter});
  if (!reply) co_return std::unexpected(reply.error());
  const auto counted = reply->as_integer();
  if (!counted) co_return redis::unexpected_reply(use_.name());
  co_return *counted == 1;
}

core::Task<core::Result<bool>> Store::remove(core::AdvisorId advisor, FactorId id) {
  const auto reply =
      co_await vault_.run(remove_, Affinity{advisor}, Keys{keys_.advisor_factors(advisor)}, Args{id});
  if (!reply) co_return std::unexpected(reply.error());
  const auto removed = reply->as_integer();
  if (!removed) co_return redis::unexpected_reply(remove_.name());
  co_return *removed == 1;
}

core::Task<core::Result<void>> Store::reset(core::AdvisorId advisor) {
  const auto reply =
      co_await vault_.execute(Affinity{advisor}, Command{"DEL", keys_.advisor_factors(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return core::Result<void>{};
}

core::Task<core::Result<Store::Tries>> Store::count_try(core::DeviceId device) {
  const auto reply =
      co_await vault_.run(count_try_, Affinity{device}, Keys{keys_.factor_tries(device)}, Args{tries_life_s});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 2) co_return redis::unexpected_reply(count_try_.name());
  co_return Tries{reply->elements[0].integer, reply->elements[1].integer};
}

core::Task<core::Result<void>> Store::forget_tries(core::DeviceId device) {
  const auto reply = co_await vault_.execute(Affinity{device}, Command{"DEL", keys_.factor_tries(device)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return core::Result<void>{};
}

}  // namespace kiezel::factor
