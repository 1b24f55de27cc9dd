#include "server/directory/store.hpp"

#include <algorithm>

#include "crypto/device_certificate.hpp"
#include "crypto/prekey.hpp"
#include "server/directory/publish.lua.hpp"

namespace kiezel::directory {

namespace {

using redis::Affinity;
using redis::Args;
using redis::Command;
using redis::Keys;
using redis::Reply;

/// Field of the organisation's hash: the three root keys, one after the other.
constexpr std::string_view roots_field = "root_keys";

/// certificate || prekey, as enrolment writes them.
std::optional<DeviceKeys> device_keys_from(crypto::BytesView value) {
  if (value.size() != crypto::device_certificate_bytes + crypto::prekey_bytes) return std::nullopt;
  return DeviceKeys{crypto::to_bytes(value.first(crypto::device_certificate_bytes)),
                    crypto::to_bytes(value.subspan(crypto::device_certificate_bytes))};
}

std::optional<crypto::RootKeys> roots_from(crypto::BytesView value) {
  crypto::ByteReader reader(value);
  crypto::RootKeys roots;
  for (crypto::VerifyKey& root : roots) root = reader.fixed<crypto::VerifyKey>();
  if (!reader.finished()) return std::nullopt;
  return roots;
}

}  // namespace

Store::Store(redis::Client& log_link, const redis::KeySpace& keys)
    : log_(log_link), keys_(keys), publish_("directory_publish", publish_lua) {}

core::Task<core::Result<Versions>> Store::versions() {
  const auto directory = co_await log_.execute(Affinity{}, Command{"HGET", keys_.directory(), "version"});
  if (!directory) co_return std::unexpected(directory.error());
  const auto accounts = co_await log_.execute(Affinity{}, Command{"GET", keys_.accounts_version()});
  if (!accounts) co_return std::unexpected(accounts.error());
  co_return Versions{static_cast<std::uint64_t>(directory->as_integer().value_or(0)),
                     accounts->as_integer().value_or(0)};
}

core::Task<core::Result<crypto::Bytes>> Store::file() {
  const auto reply = co_await log_.execute(Affinity{}, Command{"HGET", keys_.directory(), "bytes"});
  if (!reply) co_return std::unexpected(reply.error());
  co_return crypto::to_bytes(reply->bytes());
}

core::Task<core::Result<std::vector<crypto::Bytes>>> Store::headers(std::size_t after) {
  const auto last = after + headers_read_max - 1;
  const auto reply =
      co_await log_.execute(Affinity{}, Command{"LRANGE", keys_.directory_heads(), after, last});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array()) co_return redis::unexpected_reply("LRANGE");
  std::vector<crypto::Bytes> headers;
  for (const Reply& header : reply->elements) headers.push_back(crypto::to_bytes(header.bytes()));
  co_return headers;
}

core::Task<core::Result<bool>> Store::publish(Publication publication) {
  const auto reply = co_await log_.run(
      publish_, Affinity{}, Keys{keys_.directory(), keys_.directory_heads()},
      Args{publication.header.header.version, publication.header.header.previous_head, publication.head,
           crypto::encode(publication.header), publication.file, keys_.directory_hint()});
  if (!reply) co_return std::unexpected(reply.error());
  const auto published = reply->as_integer();
  if (!published) co_return redis::unexpected_reply(publish_.name());
  co_return *published == 1;
}

core::Task<core::Result<std::optional<crypto::RootKeys>>> Store::roots() {
  const auto reply = co_await log_.execute(Affinity{}, Command{"HGET", keys_.organisation(), roots_field});
  if (!reply) co_return std::unexpected(reply.error());
  if (reply->is_nil()) co_return std::nullopt;
  const auto roots = roots_from(reply->bytes());
  if (!roots) co_return redis::unexpected_reply("HGET");
  co_return *roots;
}

core::Task<core::Result<bool>> Store::set_roots(crypto::RootKeys roots) {
  const crypto::Bytes value = crypto::join({roots[0], roots[1], roots[2]});
  const auto reply =
      co_await log_.execute(Affinity{}, Command{"HSETNX", keys_.organisation(), roots_field, value});
  if (!reply) co_return std::unexpected(reply.error());
  co_return reply->as_integer() == 1;
}

core::Task<core::Result<std::optional<core::AdvisorId>>> Store::owner(core::DeviceId device) {
  const auto reply = co_await log_.execute(Affinity{device}, Command{"GET", keys_.device(device)});
  if (!reply) co_return std::unexpected(reply.error());
  co_return core::AdvisorId::from(reply->bytes());
}

core::Task<core::Result<std::optional<AdvisorStanding>>> Store::standing(core::AdvisorId advisor) {
  const auto reply =
      co_await log_.execute(Affinity{advisor}, Command{"HMGET", keys_.advisor(advisor), "aik", "state"});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() != 2) co_return redis::unexpected_reply("HMGET");
  const auto identity_key = crypto::VerifyKey::from(reply->elements[0].bytes());
  if (!identity_key) co_return std::nullopt;
  co_return AdvisorStanding{*identity_key, reply->elements[1].text == "approved"};
}

core::Task<core::Result<std::optional<DeviceKeys>>> Store::device(core::AdvisorId advisor,
                                                                  core::DeviceId device) {
  const auto reply =
      co_await log_.execute(Affinity{advisor}, Command{"HGET", keys_.advisor_devices(advisor), device});
  if (!reply) co_return std::unexpected(reply.error());
  co_return device_keys_from(reply->bytes());
}

core::Task<core::Result<std::vector<DeviceKeys>>> Store::devices(core::AdvisorId advisor) {
  const auto reply =
      co_await log_.execute(Affinity{advisor}, Command{"HVALS", keys_.advisor_devices(advisor)});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array()) co_return redis::unexpected_reply("HVALS");
  std::vector<DeviceKeys> devices;
  for (const Reply& value : reply->elements) {
    auto keys = device_keys_from(value.bytes());
    if (!keys) co_return redis::unexpected_reply("HVALS");
    devices.push_back(std::move(*keys));
  }
  co_return devices;
}

core::Task<core::Result<std::vector<crypto::Bytes>>> Store::retired(core::AdvisorId advisor) {
  const auto reply =
      co_await log_.execute(Affinity{advisor}, Command{"LRANGE", keys_.retired_certificates(advisor), 0, -1});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array()) co_return redis::unexpected_reply("LRANGE");
  std::vector<crypto::Bytes> certificates;
  for (const Reply& element : reply->elements) certificates.push_back(crypto::to_bytes(element.bytes()));
  co_return certificates;
}

core::Task<core::Result<Store::Revocations>> Store::revocations() {
  const auto reply = co_await log_.execute(Affinity{}, Command{"HGETALL", keys_.revoked_devices()});
  if (!reply) co_return std::unexpected(reply.error());
  if (!reply->is_array() || reply->elements.size() % 2 != 0) co_return redis::unexpected_reply("HGETALL");
  Revocations revocations;
  for (std::size_t i = 0; i + 1 < reply->elements.size(); i += 2) {
    const auto id = core::DeviceId::from(reply->elements[i].bytes());
    const auto at_s = reply->elements[i + 1].as_integer();
    if (!id || !at_s) co_return redis::unexpected_reply("HGETALL");
    revocations.emplace(*id, static_cast<std::uint64_t>(*at_s));
  }
  co_return revocations;
}

}  // namespace kiezel::directory
