#include "tests/attack/hostile_server.hpp"

#include <stdexcept>

#include "crypto/hash.hpp"

namespace kiezel::attack {
namespace {

redis::Address address_of(const support::ServiceProcess& service) {
  return {.place = redis::UnixAddress{(service.folder() / "redis" / "redis.sock").string()}};
}

// "{demo}:schools" tells the tag that all keys of the organisation carry.
std::string organisation_of(support::RedisClient& redis) {
  const auto found = redis.execute(redis::Command{"KEYS", "{*}:schools"});
  if (!found || found->elements.size() != 1) throw std::runtime_error("not one organisation in this Redis");
  const std::string& key = found->elements.front().text;
  return key.substr(1, key.find('}') - 1);
}

std::string stream_id(std::size_t seq) {
  return std::to_string(seq + 1) + "-0";
}

}  // namespace

crypto::EntryHash hash_of(const crypto::Bytes& entry) {
  const auto parsed = crypto::ParsedEntry::parse(entry);
  if (!parsed) return {};
  return crypto::entry_hash(parsed->header_bytes(), crypto::sha256(parsed->payload()), parsed->signature());
}

HostileServer::HostileServer(const support::ServiceProcess& service)
    : redis_(address_of(service)), keys_(organisation_of(redis_)) {}

redis::Reply HostileServer::ask(redis::Command command) {
  auto reply = redis_.execute(std::move(command));
  if (!reply) throw std::runtime_error("Redis refused a command of the attack");
  return *std::move(reply);
}

StoredLog HostileServer::log(const crypto::ConversationId& conversation) {
  StoredLog log;
  for (const redis::Reply& item : ask(redis::Command{"XRANGE", keys_.log(conversation), "-", "+"}).elements) {
    const redis::Reply& fields = item.elements.at(1);
    log.push_back(
        {crypto::to_bytes(fields.elements.at(1).bytes()), fields.elements.at(3).as_integer().value_or(0)});
  }
  return log;
}

void HostileServer::serve(const crypto::ConversationId& conversation, const StoredLog& log) {
  const std::string stream = keys_.log(conversation);
  ask(redis::Command{"DEL", stream});
  for (std::size_t seq = 0; seq < log.size(); ++seq) {
    ask(redis::Command{"XADD", stream, stream_id(seq), "e", log[seq].bytes, "t", log[seq].received_at_s});
  }
  ask(redis::Command{"HSET", keys_.conversation(conversation), "head_seq", log.size() - 1, "head_hash",
                     hash_of(log.back().bytes)});
}

void HostileServer::falsify(const crypto::ConversationId& conversation,
                            const std::function<void(StoredLog&)>& change) {
  StoredLog changed = log(conversation);
  change(changed);
  serve(conversation, changed);
}

crypto::Bytes HostileServer::share(const crypto::ConversationId& conversation) {
  return crypto::to_bytes(ask(redis::Command{"GET", keys_.share(conversation)}).bytes());
}

void HostileServer::set_share(const crypto::ConversationId& conversation, crypto::BytesView share) {
  ask(redis::Command{"SET", keys_.share(conversation), share});
}

crypto::Bytes HostileServer::device_keys(const core::AdvisorId& advisor, const core::DeviceId& device) {
  return crypto::to_bytes(ask(redis::Command{"HGET", keys_.advisor_devices(advisor), device}).bytes());
}

void HostileServer::set_device_keys(const core::AdvisorId& advisor, const core::DeviceId& device,
                                    crypto::BytesView keys) {
  ask(redis::Command{"HSET", keys_.advisor_devices(advisor), device, keys});
}

}  // namespace kiezel::attack
