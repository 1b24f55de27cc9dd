#include "server/appointment/calendar_text.hpp"

#include <ctime>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace kiezel::appointment {
namespace {

using protocol::AppointmentState;

std::string utc(sys_seconds instant) {
  const std::time_t seconds_since_1970 = instant.time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds_since_1970, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof(text), "%Y%m%dT%H%M%SZ", &parts)};
}

// The same for one appointment for ever, and of no use to anybody who asks the server for one.
std::string uid(core::AppointmentId id) {
  return crypto::to_hex(crypto::hash("kz1/agenda-event", {id}).view().first(16));
}

std::string_view status(AppointmentState state) {
  switch (state) {
    case AppointmentState::proposed:
      return "TENTATIVE";
    case AppointmentState::booked:
      return "CONFIRMED";
    case AppointmentState::cancelled:
      return "CANCELLED";
  }
  return {};
}

void add_line(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(":").append(value).append("\r\n");
}

void add_event(std::string& text, const StoredAppointment& one, bool neutral, sys_seconds now) {
  const bool is_talk = one.state == AppointmentState::booked && !neutral;
  add_line(text, "BEGIN", "VEVENT");
  add_line(text, "UID", uid(one.id));
  add_line(text, "SEQUENCE", std::to_string(one.revision));
  add_line(text, "DTSTAMP", utc(now));
  add_line(text, "DTSTART", utc(one.slot.start));
  add_line(text, "DTEND", utc(one.slot.end));
  add_line(text, "SUMMARY", is_talk ? "Gesprek" : "Bezet");
  add_line(text, "STATUS", status(one.state));
  add_line(text, "CLASS", "PRIVATE");
  add_line(text, "TRANSP", one.state == AppointmentState::cancelled ? "TRANSPARENT" : "OPAQUE");
  add_line(text, "END", "VEVENT");
}

}  // namespace

std::string calendar_text(std::span<const StoredAppointment> appointments, bool neutral, sys_seconds now) {
  std::string text;
  add_line(text, "BEGIN", "VCALENDAR");
  add_line(text, "VERSION", "2.0");
  add_line(text, "PRODID", "-//calendar//NL");
  add_line(text, "METHOD", "PUBLISH");
  add_line(text, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
  for (const StoredAppointment& one : appointments) add_event(text, one, neutral, now);
  add_line(text, "END", "VCALENDAR");
  return text;
}

}  // namespace kiezel::appointment
