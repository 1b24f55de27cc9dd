#include "server/redis/keys.hpp"

#include <cstdio>

#include "crypto/encoding.hpp"

namespace kiezel::redis {

KeySpace::KeySpace(std::string_view organisation) : prefix_("{" + std::string(organisation) + "}:") {}

std::string KeySpace::named(std::string_view kind, crypto::BytesView id, std::string_view suffix) const {
  std::string key;
  key.reserve(prefix_.size() + kind.size() + 2 * id.size() + suffix.size());
  key.append(prefix_).append(kind).append(crypto::to_hex(id)).append(suffix);
  return key;
}

std::string KeySpace::plain(std::string_view kind, std::string_view name) const {
  return std::string(prefix_).append(kind).append(name);
}

std::string KeySpace::mailbox(const core::MailboxId& id) const {
  return named("mailbox:", id);
}
std::string KeySpace::mailbox_today(const core::MailboxId& id) const {
  return named("mailbox:", id, ":today");
}
std::string KeySpace::share(const core::ConversationId& id) const {
  return named("share:", id);
}
std::string KeySpace::device_share(const core::DeviceId& id) const {
  return named("device_share:", id);
}
std::string KeySpace::device_share_tries(const core::DeviceId& id) const {
  return named("device_share:", id, ":tries");
}

std::string KeySpace::advisor_factors(const core::AdvisorId& id) const {
  return named("factors:", id);
}
std::string KeySpace::factor_tries(const core::DeviceId& id) const {
  return named("factors:", id, ":tries");
}
std::string KeySpace::factor_permit(const core::DeviceId& id) const {
  return named("factors:", id, ":permit");
}

std::string KeySpace::conversation(const core::ConversationId& id) const {
  return named("c:", id);
}
std::string KeySpace::conversations() const {
  return plain("c:");
}
std::string KeySpace::log(const core::ConversationId& id) const {
  return named("c:", id, ":log");
}
std::string KeySpace::statements(const core::ConversationId& id) const {
  return named("c:", id, ":statements");
}
std::string KeySpace::idle() const {
  return plain("idle");
}
std::string KeySpace::retention() const {
  return plain("retention");
}
std::string KeySpace::erasing() const {
  return plain("erasing");
}
std::string KeySpace::tombstones() const {
  return plain("tombstones");
}
std::string KeySpace::written_today(const core::ConversationId& id, core::Role role) const {
  return named("c:", id, role == core::Role::client ? ":today:client" : ":today:advisor");
}
std::string KeySpace::conversation_appointments(const core::ConversationId& id) const {
  return named("c:", id, ":appts");
}
std::string KeySpace::conversation_appointment_changes(const core::ConversationId& id) const {
  return named("c:", id, ":appts:n");
}

std::string KeySpace::desk(const core::AdvisorId& id) const {
  return named("desk:", id);
}
std::string KeySpace::desk_counter(const core::AdvisorId& id) const {
  return named("desk:", id, ":n");
}
std::string KeySpace::desk_pressure(const core::AdvisorId& id) const {
  return named("desk:", id, ":pressure");
}
std::string KeySpace::pressure() const {
  return plain("pressure");
}
std::string KeySpace::work_key() const {
  return plain("work_key");
}
std::string KeySpace::note(const core::AdvisorId& advisor, const core::ConversationId& conversation) const {
  return named("note:", advisor, ":" + crypto::to_hex(conversation));
}

std::string KeySpace::advisor(const core::AdvisorId& id) const {
  return named("advisor:", id);
}
std::string KeySpace::advisor_devices(const core::AdvisorId& id) const {
  return named("advisor:", id, ":devices");
}
std::string KeySpace::retired_certificates(const core::AdvisorId& id) const {
  return named("advisor:", id, ":retired");
}
std::string KeySpace::device_offer(crypto::BytesView id) const {
  return named("offer:", id);
}
std::string KeySpace::device_offers() const {
  return plain("offers");
}
std::string KeySpace::device_bundle(crypto::BytesView offer) const {
  return named("offer:", offer, ":bundle");
}
std::string KeySpace::device_bundle_of(const core::AdvisorId& id) const {
  return named("bundle:", id);
}
std::string KeySpace::recovery_card(const crypto::Digest& token_hash) const {
  return named("card:", token_hash);
}
std::string KeySpace::recovery_card_of(const core::AdvisorId& id) const {
  return named("card_of:", id);
}
std::string KeySpace::recovery_claim(const core::AdvisorId& id) const {
  return named("advisor:", id, ":claim");
}
std::string KeySpace::device(const core::DeviceId& id) const {
  return named("device:", id);
}
std::string KeySpace::accounts_version() const {
  return plain("accounts:n");
}
std::string KeySpace::advisors() const {
  return plain("advisors");
}
std::string KeySpace::invitation(const crypto::Digest& token_hash) const {
  return named("invite:", token_hash);
}
std::string KeySpace::enrolments() const {
  return plain("enrolments");
}

std::string KeySpace::directory() const {
  return plain("directory");
}
std::string KeySpace::directory_heads() const {
  return plain("directory:heads");
}
std::string KeySpace::organisation() const {
  return plain("org");
}
std::string KeySpace::schools() const {
  return plain("schools");
}
std::string KeySpace::boards() const {
  return plain("boards");
}
std::string KeySpace::school_advisors() const {
  return plain("school_advisors");
}
std::string KeySpace::advisor_profiles() const {
  return plain("advisor_profiles");
}
std::string KeySpace::revoked_devices() const {
  return plain("revoked_devices");
}

std::string KeySpace::claims(const core::AdvisorId& id, std::chrono::year_month_day day) const {
  char date[24];
  std::snprintf(date, sizeof(date), ":%04d%02u%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return named("claims:", id, date);
}
std::string KeySpace::busy(const core::AdvisorId& id) const {
  return named("busy:", id);
}
std::string KeySpace::holidays() const {
  return plain("holidays");
}
std::string KeySpace::waiting(const core::ConversationId& id) const {
  return named("wait:", id);
}
std::string KeySpace::waiting_list(const core::AdvisorId& id) const {
  return named("waiting:", id);
}
std::string KeySpace::waiting_advisors() const {
  return plain("waiting");
}
std::string KeySpace::waiting_swept() const {
  return plain("waiting_swept");
}
std::string KeySpace::agenda_feed(const crypto::Digest& token_hash) const {
  return named("agenda:", token_hash);
}
std::string KeySpace::agenda_feed_of(const core::AdvisorId& id) const {
  return named("agenda_of:", id);
}
std::string KeySpace::reminder(const core::AdvisorId& id) const {
  return named("reminder:", id);
}
std::string KeySpace::reminders() const {
  return plain("reminders");
}
std::string KeySpace::reminder_present(const core::AdvisorId& id) const {
  return named("present:", id);
}
std::string KeySpace::reminders_swept() const {
  return plain("reminders_swept");
}
std::string KeySpace::hold(const core::HoldId& id) const {
  return named("hold:", id);
}
std::string KeySpace::appointment(const core::AppointmentId& id) const {
  return named("appt:", id);
}
std::string KeySpace::advisor_appointments(const core::AdvisorId& id) const {
  return named("appts:", id);
}
std::string KeySpace::advisor_appointment_changes(const core::AdvisorId& id) const {
  return named("appts:", id, ":n");
}

std::string KeySpace::conversation_hint(const core::ConversationId& id) const {
  return named("h:c:", id);
}
std::string KeySpace::advisor_hint(const core::AdvisorId& id) const {
  return named("h:a:", id);
}
std::string KeySpace::directory_hint() const {
  return plain("h:directory");
}

}  // namespace kiezel::redis
