// Where feeds read: the log of a conversation and whether it is closed, an advisor's desk, and the number of
// changes of appointments.
#pragma once

#include <optional>

#include "server/appointment/service.hpp"
#include "server/conversation/service.hpp"
#include "server/core/caller.hpp"
#include "server/dispatch/connection.hpp"
#include "server/event/feeds.hpp"

namespace kiezel::dispatch {

// Entries of one conversation; the cursor is the seq of the last one sent, -1 before the first. When a
// client's words were replaced it gives the COMMIT that says so and then ends the connection, which is
// nobody's any more; when the conversation was erased it says so, once, and then the same.
class ConversationSource final : public event::Source {
 public:
  // The service and the connection, whose feeds own the source, must outlive it.
  ConversationSource(conversation::Service& service, Connection& connection, const core::ConversationId& id)
      : service_(service),
        connection_(connection),
        caller_(connection.session().caller()),
        conversation_(id) {}

  [[nodiscard]] core::Task<core::Result<std::optional<event::Page>>> read_after(
      std::int64_t cursor) const override;

 private:
  [[nodiscard]] core::Task<core::Result<std::optional<event::Page>>> after_the_end(
      std::int64_t cursor, core::Error not_found) const;

  conversation::Service& service_;
  Connection& connection_;
  core::Caller caller_;
  core::ConversationId conversation_;
};

// Whether one conversation is closed; the cursor is how often that changed.
class StateSource final : public event::Source {
 public:
  StateSource(conversation::Service& service, const core::Caller& caller, const core::ConversationId& id)
      : service_(service), caller_(caller), conversation_(id) {}

  [[nodiscard]] core::Task<core::Result<std::optional<event::Page>>> read_after(
      std::int64_t cursor) const override;

 private:
  conversation::Service& service_;
  core::Caller caller_;
  core::ConversationId conversation_;
};

// Conversations with news; the cursor is the advisor's activity number.
class DeskSource final : public event::Source {
 public:
  DeskSource(conversation::Service& service, const core::Caller& caller)
      : service_(service), caller_(caller) {}

  [[nodiscard]] core::Task<core::Result<std::optional<event::Page>>> read_after(
      std::int64_t cursor) const override;

 private:
  conversation::Service& service_;
  core::Caller caller_;
};

// Says that appointments changed, of an advisor or of a conversation; the cursor is the number of changes.
// Whoever begins at 0 hears of all that ever changed at once: after a pause that is what it wants to know.
template <class Id>
class AppointmentSource final : public event::Source {
 public:
  AppointmentSource(appointment::Service& service, const Id& id) : service_(service), id_(id) {}

  [[nodiscard]] core::Task<core::Result<std::optional<event::Page>>> read_after(
      std::int64_t cursor) const override;

 private:
  appointment::Service& service_;
  Id id_;
};

extern template class AppointmentSource<core::AdvisorId>;
extern template class AppointmentSource<core::ConversationId>;

}  // namespace kiezel::dispatch
