// Where feeds read: the log of a conversation, and an advisor's desk.
#pragma once

#include <optional>

#include "server/conversation/service.hpp"
#include "server/core/caller.hpp"
#include "server/event/feeds.hpp"

namespace kiezel::dispatch {

// Entries of one conversation; the cursor is the seq of the last one sent, -1 before the first.
class ConversationSource final : public event::Source {
 public:
  // The service must outlive the source.
  ConversationSource(conversation::Service& service, const core::Caller& caller,
                     const core::ConversationId& id)
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

}  // namespace kiezel::dispatch
