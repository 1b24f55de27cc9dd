#include "server/admin/registry.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "crypto/bytes.hpp"
#include "protocol/stored_json.hpp"

namespace kiezel::admin {
namespace {

using Json = nlohmann::json;

std::string raw(crypto::BytesView bytes) {
  return std::string(crypto::as_text(bytes));
}

Json to_json(const School& school) {
  return Json{{"name", school.name},       {"street", school.street},   {"place", school.place},
              {"kind", school.kind},       {"website", school.website}, {"board_number", school.board_number},
              {"aliases", school.aliases}, {"closed", school.closed}};
}

School school_from(std::string code, const Json& json) {
  return School{.code = std::move(code),
                .name = json.value("name", ""),
                .street = json.value("street", ""),
                .place = json.value("place", ""),
                .kind = json.value("kind", ""),
                .website = json.value("website", ""),
                .board_number = json.value("board_number", ""),
                .aliases = json.value("aliases", ""),
                .closed = json.value("closed", false)};
}

Json to_json(const Profile& profile) {
  return Json{{"languages", profile.languages},
              {"phone", profile.phone},
              {"email", profile.email},
              {"intro_informal", profile.intro_informal},
              {"intro_formal", profile.intro_formal},
              {"intro_english", profile.intro_english},
              {"working_days", profile.working_days},
              {"replies_within_school_days", profile.replies_within_school_days}};
}

Profile profile_from(const Json& json) {
  const Profile otherwise;
  return Profile{.languages = json.value("languages", otherwise.languages),
                 .phone = json.value("phone", ""),
                 .email = json.value("email", ""),
                 .intro_informal = json.value("intro_informal", ""),
                 .intro_formal = json.value("intro_formal", ""),
                 .intro_english = json.value("intro_english", ""),
                 .working_days = json.value("working_days", otherwise.working_days),
                 .replies_within_school_days =
                     json.value("replies_within_school_days", otherwise.replies_within_school_days)};
}

// Only we write these records; one that does not parse is a fault worth stopping for.
core::Result<Json> parse(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    return core::fail(core::ErrorCode::internal_error, "a record of the registry is not JSON");
  return json;
}

std::vector<core::AdvisorId> advisors_from(std::string_view packed) {
  std::vector<core::AdvisorId> advisors;
  crypto::BytesView rest = crypto::as_bytes(packed);
  for (; rest.size() >= core::AdvisorId::byte_count; rest = rest.subspan(core::AdvisorId::byte_count)) {
    advisors.push_back(*core::AdvisorId::from(rest.first(core::AdvisorId::byte_count)));
  }
  return advisors;
}

}  // namespace

core::Task<core::Result<Registry::Fields>> Registry::all(std::string key) {
  const auto reply = co_await log_.execute({}, redis::Command("HGETALL", key));
  if (!reply) co_return core::fail_while("reading the registry", reply.error());
  if (!reply->is_array() || reply->elements.size() % 2 != 0) co_return redis::unexpected_reply("HGETALL");
  Fields fields;
  for (std::size_t i = 0; i < reply->elements.size(); i += 2) {
    fields.emplace_back(reply->elements[i].text, reply->elements[i + 1].text);
  }
  co_return fields;
}

// One HSET: Redis applies it whole.
core::Task<core::Result<bool>> Registry::put(std::string key, Fields fields) {
  if (fields.empty()) co_return true;
  redis::Command command("HSET", key);
  for (const auto& [field, value] : fields) {
    command.add(field);
    command.add(value);
  }
  const auto reply = co_await log_.execute({}, std::move(command));
  if (!reply) co_return core::fail_while("writing the registry", reply.error());
  co_return true;
}

core::Task<core::Result<Schools>> Registry::schools() {
  const auto fields = co_await all(keys_.schools());
  if (!fields) co_return std::unexpected(fields.error());
  Schools schools;
  for (const auto& [code, text] : *fields) {
    const auto json = parse(text);
    if (!json) co_return std::unexpected(json.error());
    schools.emplace(code, school_from(code, *json));
  }
  co_return schools;
}

core::Task<core::Result<bool>> Registry::put_schools(std::vector<School> schools) {
  Fields fields;
  for (const School& school : schools) fields.emplace_back(school.code, to_json(school).dump());
  co_return co_await put(keys_.schools(), std::move(fields));
}

core::Task<core::Result<protocol::HolidayTable>> Registry::holidays() {
  const auto reply = co_await log_.execute({}, redis::Command("GET", keys_.holidays()));
  if (!reply) co_return core::fail_while("reading the holidays", reply.error());
  if (reply->is_nil()) co_return protocol::HolidayTable{};
  auto table = protocol::decode_json<protocol::HolidayTable>(reply->text);
  if (!table) co_return core::fail(core::ErrorCode::internal_error, "stored holidays are malformed");
  co_return *std::move(table);
}

core::Task<core::Result<bool>> Registry::put_holidays(protocol::HolidayTable table) {
  const auto reply =
      co_await log_.execute({}, redis::Command("SET", keys_.holidays(), protocol::encode_json(table)));
  if (!reply) co_return core::fail_while("writing the holidays", reply.error());
  co_return true;
}

core::Task<core::Result<Boards>> Registry::boards() {
  const auto fields = co_await all(keys_.boards());
  if (!fields) co_return std::unexpected(fields.error());
  co_return Boards(fields->begin(), fields->end());
}

core::Task<core::Result<bool>> Registry::put_boards(Boards boards) {
  co_return co_await put(keys_.boards(), Fields(boards.begin(), boards.end()));
}

core::Task<core::Result<Attachments>> Registry::attachments() {
  const auto fields = co_await all(keys_.school_advisors());
  if (!fields) co_return std::unexpected(fields.error());
  Attachments attachments;
  for (const auto& [code, packed] : *fields) attachments.emplace(code, advisors_from(packed));
  co_return attachments;
}

core::Task<core::Result<bool>> Registry::put_attachments(Attachments attachments) {
  Fields fields;
  for (const auto& [code, advisors] : attachments) {
    std::string packed;
    for (const core::AdvisorId& advisor : advisors) packed += raw(advisor);
    fields.emplace_back(code, std::move(packed));
  }
  co_return co_await put(keys_.school_advisors(), std::move(fields));
}

core::Task<core::Result<Profile>> Registry::profile(core::AdvisorId advisor) {
  const auto reply =
      co_await log_.execute({}, redis::Command("HGET", keys_.advisor_profiles(), advisor.view()));
  if (!reply) co_return core::fail_while("reading a profile", reply.error());
  if (reply->is_nil()) co_return Profile{};
  const auto json = parse(reply->text);
  if (!json) co_return std::unexpected(json.error());
  co_return profile_from(*json);
}

core::Task<core::Result<bool>> Registry::put_profile(core::AdvisorId advisor, Profile profile) {
  Fields fields;
  fields.emplace_back(raw(advisor), to_json(profile).dump());
  co_return co_await put(keys_.advisor_profiles(), std::move(fields));
}

core::Task<core::Result<Revocations>> Registry::revocations() {
  const auto fields = co_await all(keys_.revoked_devices());
  if (!fields) co_return std::unexpected(fields.error());
  Revocations revocations;
  for (const auto& [device, at] : *fields) {
    std::uint64_t at_s = 0;
    const auto id = core::DeviceId::from(crypto::as_bytes(device));
    const auto [end, failure] = std::from_chars(at.data(), at.data() + at.size(), at_s);
    if (!id || failure != std::errc())
      co_return core::fail(core::ErrorCode::internal_error, "a revocation is not right");
    revocations.emplace(*id, at_s);
  }
  co_return revocations;
}

}  // namespace kiezel::admin
