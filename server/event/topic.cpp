#include "server/event/topic.hpp"

namespace kiezel::event {
namespace {

struct ChannelOf {
  const redis::KeySpace& keys;

  std::string operator()(const ConversationTopic& topic) const {
    return keys.conversation_hint(topic.conversation);
  }
  std::string operator()(const AdvisorTopic& topic) const { return keys.advisor_hint(topic.advisor); }
  std::string operator()(const DirectoryTopic&) const { return keys.directory_hint(); }
};

}  // namespace

std::string channel_of(const redis::KeySpace& keys, const Topic& topic) {
  return std::visit(ChannelOf{keys}, topic);
}

}  // namespace kiezel::event
