// Every key that Kiezel has in Redis. All keys of one organisation carry its hash tag, so that any script
// about it runs on one slot of a Cluster (architecture A8). Ids are written as lower-case hexadecimal.
//
// Two links: V (vault, never in long backups) and L (log, everything else).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "crypto/ids.hpp"
#include "server/core/caller.hpp"
#include "server/core/ids.hpp"

namespace kiezel::redis {

class KeySpace {
 public:
  // `organisation` is the text between the braces: lower-case letters, digits and hyphens, 1 to 32.
  explicit KeySpace(std::string_view organisation);

  // V hash: auth_key, and c:<conversation, raw> for each conversation. Lives until erased or until the last
  // conversation moved to new words. Writer: conversation.
  [[nodiscard]] std::string mailbox(const core::MailboxId& id) const;
  // V string: a day (UTC) and how many conversations the mailbox began on it; expires at its end. Writer:
  // conversation.
  [[nodiscard]] std::string mailbox_today(const core::MailboxId& id) const;
  // V string: the share S, 32 bytes; deleting it is the erasure (D9). Writer: conversation.
  [[nodiscard]] std::string share(const core::ConversationId& id) const;
  // V hash: share, token_hash. Lives as long as the device. Writer: account.
  [[nodiscard]] std::string device_share(const core::DeviceId& id) const;
  // V integer: tries to fetch a device share within the hour; expires by itself. Writer: account.
  [[nodiscard]] std::string device_share_tries(const core::DeviceId& id) const;

  // V hash: for each second factor its record and its counter. Lives as long as the advisor. Writer: factor.
  [[nodiscard]] std::string advisor_factors(const core::AdvisorId& id) const;
  // V integer: codes of an authenticator app tried from this device within the hour; expires by itself.
  // Writer: factor.
  [[nodiscard]] std::string factor_tries(const core::DeviceId& id) const;
  // V flag: a device that has just joined may add one second factor. Lives factor_permit_s, or until then.
  // Writer: account, and factor, which uses it up.
  [[nodiscard]] std::string factor_permit(const core::DeviceId& id) const;

  // L hash: head_seq, head_hash, epoch, commit_seq, members (packed), state, mailbox; after new words
  // mailbox_before, left_seq; after a card card_at (s); when closed closed_at, erase_at (s), state_n; while
  // it is erased leaving (its mailbox), erased_at (s); as a tombstone head_seq, head_hash, state, erased_at
  // and advisors (raw) alone. Writer: conversation.
  [[nodiscard]] std::string conversation(const core::ConversationId& id) const;
  // What conversation() begins with, for a script that finds an id in another key.
  [[nodiscard]] std::string conversations() const;
  // L stream: the log. Id (seq + 1)-0; fields e (entry) and t (received at, s). Writer: conversation.
  [[nodiscard]] std::string log(const core::ConversationId& id) const;
  // L hash: entry hash (raw) of each STATEMENT of a client -> key id of its sender. Writer: conversation.
  [[nodiscard]] std::string statements(const core::ConversationId& id) const;
  // L sorted set: open conversations (raw) by the end of the day (UTC, s) on which somebody last wrote.
  // Writer: conversation.
  [[nodiscard]] std::string idle() const;
  // L sorted set: closed conversations (raw) by the moment they are erased. Writer: conversation.
  [[nodiscard]] std::string retention() const;
  // L sorted set: conversations (raw) that are being erased, by when it began. Writer: conversation.
  [[nodiscard]] std::string erasing() const;
  // L sorted set: erased conversations (raw) by the moment their tombstone goes. Writer: conversation.
  [[nodiscard]] std::string tombstones() const;
  // L string: a day (UTC), how many entries and how many bytes its client (or its advisors) wrote on it;
  // expires at its end. Writer: conversation.
  [[nodiscard]] std::string written_today(const core::ConversationId& id, core::Role role) const;
  // L sorted set: the appointments (raw) of a conversation by start. Writer: appointment.
  [[nodiscard]] std::string conversation_appointments(const core::ConversationId& id) const;
  // L integer: counts their changes. Writer: appointment.
  [[nodiscard]] std::string conversation_appointment_changes(const core::ConversationId& id) const;

  // L sorted set: conversations (raw) by activity number. Writer: conversation.
  [[nodiscard]] std::string desk(const core::AdvisorId& id) const;
  // L integer: the last activity number of the desk. Writer: conversation.
  [[nodiscard]] std::string desk_counter(const core::AdvisorId& id) const;
  // L string: what was begun at the desk of late, in thousandths, and when it was that much (s); expires by
  // itself. No ids. Writer: conversation.
  [[nodiscard]] std::string desk_pressure(const core::AdvisorId& id) const;
  // The same of the whole organisation.
  [[nodiscard]] std::string pressure() const;
  // L string: 32 random bytes, from which the nonces of the proof of work come. Writer: conversation.
  [[nodiscard]] std::string work_key() const;
  // L hash: revision, blob (sealed). Writer: conversation.
  [[nodiscard]] std::string note(const core::AdvisorId& advisor,
                                 const core::ConversationId& conversation) const;

  // L hash: name, state, aik, availability, rules_n. Writer: account, the last two by appointment.
  [[nodiscard]] std::string advisor(const core::AdvisorId& id) const;
  // L hash: device id (raw) -> certificate | prekey. Writer: account.
  [[nodiscard]] std::string advisor_devices(const core::AdvisorId& id) const;
  // L list: certificates (raw) that were replaced by longer ones, the latest last; retired_devices_max.
  // Writer: account.
  [[nodiscard]] std::string retired_certificates(const core::AdvisorId& id) const;
  // V hash: offer, token_hash, expires_at; once admitted advisor, certificate, head, parts. Expires by
  // itself. Writer: account.
  [[nodiscard]] std::string device_offer(crypto::BytesView id) const;
  // V sorted set: offers (raw) by the moment they expire. Writer: account.
  [[nodiscard]] std::string device_offers() const;
  // V hash: advisor, parts, and each part under its number. Expires with the offer. Writer: account.
  [[nodiscard]] std::string device_bundle(crypto::BytesView offer) const;
  // V string: the key of the one bundle that an advisor is giving. Writer: account.
  [[nodiscard]] std::string device_bundle_of(const core::AdvisorId& id) const;
  // V hash, one per SHA-256 of a recovery card's token: advisor, sealed. Lives until the next card. Writer:
  // account.
  [[nodiscard]] std::string recovery_card(const crypto::Digest& token_hash) const;
  // V hash: key (of the advisor's card), made_at. Writer: account.
  [[nodiscard]] std::string recovery_card_of(const core::AdvisorId& id) const;
  // L hash: device, keys (certificate | prekey), at; expires after claim_s. Writer: account.
  [[nodiscard]] std::string recovery_claim(const core::AdvisorId& id) const;
  // L string: the advisor (raw) whose device this is. Lives as long as the device. Writer: account.
  [[nodiscard]] std::string device(const core::DeviceId& id) const;
  // L integer: counts enrolments, approvals and suspensions, so that a shard knows when
  // to forget. Writer: account.
  [[nodiscard]] std::string accounts_version() const;
  // L set: advisor ids (raw). Writer: account.
  [[nodiscard]] std::string advisors() const;
  // L hash, one per SHA-256 of an invitation; expires with it. Writer: account.
  [[nodiscard]] std::string invitation(const crypto::Digest& token_hash) const;
  // L set: advisors who wait for approval. Writer: account.
  [[nodiscard]] std::string enrolments() const;

  // L hash: bytes, version, head of the current directory. Writer: directory.
  [[nodiscard]] std::string directory() const;
  // L list: the signed headers of all versions, oldest first; never shortened. Writer: directory.
  [[nodiscard]] std::string directory_heads() const;
  // L hash: what organisation.json shows, and settings. Writer: directory.
  [[nodiscard]] std::string organisation() const;
  // L hash: BRIN and branch -> school (JSON). Writer: admin.
  [[nodiscard]] std::string schools() const;
  // L hash: board number -> name. Writer: admin.
  [[nodiscard]] std::string boards() const;
  // L hash: BRIN and branch -> advisor ids (raw, one after the other). Writer: admin.
  [[nodiscard]] std::string school_advisors() const;
  // L hash: advisor id (raw) -> what the card shows (JSON). Writer: admin.
  [[nodiscard]] std::string advisor_profiles() const;
  // L hash: device id (raw) -> moment of revocation, unix seconds. Writer: account.
  [[nodiscard]] std::string revoked_devices() const;

  // L hash: quarter of the day (UTC) -> claim; expires two days after the day. Writer: appointment.
  [[nodiscard]] std::string claims(const core::AdvisorId& id, std::chrono::year_month_day day) const;
  // L sorted set: an advisor's own blocks by their end (s). Writer: appointment.
  [[nodiscard]] std::string busy(const core::AdvisorId& id) const;
  // L string: the organisation's school holidays (JSON, HolidayTable). Writer: admin.
  [[nodiscard]] std::string holidays() const;
  // L hash: advisor, wishes, made_at; while a time is offered hold, start, end, kinds, expires_at; missed.
  // Writer: appointment.
  [[nodiscard]] std::string waiting(const core::ConversationId& id) const;
  // L sorted set: conversations (raw) that wait for an advisor, by when their turn began (s). Writer:
  // appointment.
  [[nodiscard]] std::string waiting_list(const core::AdvisorId& id) const;
  // L set: advisors (raw) for whom somebody waits. Writer: appointment.
  [[nodiscard]] std::string waiting_advisors() const;
  // L flag: somebody looked a moment ago; expires by itself. Writer: appointment.
  [[nodiscard]] std::string waiting_swept() const;
  // L hash, one per hash of a token: advisor, neutral. Writer: appointment.
  [[nodiscard]] std::string agenda_feed(const crypto::Digest& token_hash) const;
  // L string: the hash of the advisor's token. Writer: appointment.
  [[nodiscard]] std::string agenda_feed_of(const core::AdvisorId& id) const;
  // V hash: address (sealed under a key that is no key of Redis), seen, due_at, mailed_at. Writer: reminder.
  [[nodiscard]] std::string reminder(const core::AdvisorId& id) const;
  // V set: advisors (raw) who want to be reminded. Writer: reminder.
  [[nodiscard]] std::string reminders() const;
  // L flag: the advisor is connected somewhere; expires by itself. Writer: reminder.
  [[nodiscard]] std::string reminder_present(const core::AdvisorId& id) const;
  // L flag: somebody looked a moment ago; expires by itself. Writer: reminder.
  [[nodiscard]] std::string reminders_swept() const;
  // L hash with a ttl of the hold's length. Writer: appointment.
  [[nodiscard]] std::string hold(const core::HoldId& id) const;
  // L hash. Writer: appointment.
  [[nodiscard]] std::string appointment(const core::AppointmentId& id) const;
  // L sorted set: an advisor's appointments (raw) by start. Writer: appointment.
  [[nodiscard]] std::string advisor_appointments(const core::AdvisorId& id) const;
  // L integer: counts their changes and those of the availability. Writer: appointment.
  [[nodiscard]] std::string advisor_appointment_changes(const core::AdvisorId& id) const;

  // Channels, not keys: hints without content, published by the script that wrote.
  [[nodiscard]] std::string conversation_hint(const core::ConversationId& id) const;
  [[nodiscard]] std::string advisor_hint(const core::AdvisorId& id) const;
  [[nodiscard]] std::string directory_hint() const;

  // `{organisation}:`, for a key that a script builds from parts.
  [[nodiscard]] const std::string& prefix() const { return prefix_; }

 private:
  [[nodiscard]] std::string named(std::string_view kind, crypto::BytesView id,
                                  std::string_view suffix = {}) const;
  [[nodiscard]] std::string plain(std::string_view kind, std::string_view name = {}) const;

  std::string prefix_;
};

}  // namespace kiezel::redis
