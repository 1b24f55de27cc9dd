#include "server/watch/watch_state.hpp"

#include <charconv>
#include <fstream>
#include <sstream>
#include <utility>

#include "crypto/encoding.hpp"

namespace kiezel::watch {
namespace {

constexpr std::string_view first_line = "kiezel-watch 1";
// A state holds some two hundred bytes and a line for each watched advisor.
constexpr std::size_t state_bytes_max = 65'536;

/// Takes "word rest" apart at the first space.
std::pair<std::string_view, std::string_view> split(std::string_view line) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return {line, {}};
  return {line.substr(0, space), line.substr(space + 1)};
}

std::optional<crypto::DirectoryHead> head_from(std::string_view text) {
  const auto [number, spelled] = split(text);
  crypto::DirectoryHead head;
  const char* const end = number.data() + number.size();
  const auto [stopped, failure] = std::from_chars(number.data(), end, head.version);
  const auto bytes = crypto::from_hex(spelled);
  const auto hash = bytes ? crypto::Digest::from(*bytes) : std::nullopt;
  if (failure != std::errc() || stopped != end || head.version == 0 || !hash) return std::nullopt;
  head.hash = *hash;
  return head;
}

std::optional<crypto::VerifyKey> key_from(std::string_view text) {
  const auto bytes = crypto::from_base64url(text);
  const auto key = bytes ? crypto::VerifyKey::from(*bytes) : std::nullopt;
  return key && !key->is_zero() ? key : std::nullopt;
}

}  // namespace

std::string to_text(const WatchState& state) {
  std::string text = std::string(first_line) + "\n";
  for (const crypto::VerifyKey& root : state.root_keys) text += "root " + crypto::to_base64url(root) + "\n";
  if (state.head)
    text += "head " + std::to_string(state.head->version) + " " + crypto::to_hex(state.head->hash) + "\n";
  for (const auto& [id, name] : state.advisors) text += "advisor " + id + " " + name + "\n";
  return text;
}

std::optional<WatchState> parse_state(std::string_view text) {
  if (text.size() > state_bytes_max || !text.ends_with('\n')) return std::nullopt;
  WatchState state;
  std::size_t roots = 0;
  bool is_first = true;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (std::exchange(is_first, false)) {
      if (line != first_line) return std::nullopt;
      continue;
    }
    const auto [word, rest] = split(line);
    if (word == "root" && roots < state.root_keys.size()) {
      const auto key = key_from(rest);
      if (!key) return std::nullopt;
      state.root_keys[roots++] = *key;
    } else if (word == "head" && !state.head) {
      state.head = head_from(rest);
      if (!state.head) return std::nullopt;
    } else if (word == "advisor") {
      const auto [id, name] = split(rest);
      const auto bytes = crypto::from_hex(id);
      if (!bytes || bytes->size() != crypto::KeyId::byte_count) return std::nullopt;
      state.advisors.insert_or_assign(std::string(id), std::string(name));
    } else {
      return std::nullopt;
    }
  }
  if (roots != state.root_keys.size()) return std::nullopt;
  return state;
}

std::expected<std::optional<WatchState>, std::string> read_state(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  auto state = in ? parse_state(text.view()) : std::nullopt;
  if (!state)
    return std::unexpected(
        "The state in " + file.string() +
        " cannot be read or was damaged. Nothing was compared; look at it before you remove it.");
  return state;
}

std::expected<void, std::string> write_state(const std::filesystem::path& file, const WatchState& state) {
  const std::filesystem::path draft = file.string() + ".new";
  {
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << to_text(state);
    out.flush();
    if (!out) return std::unexpected("Could not write " + draft.string() + ".");
  }
  std::error_code failure;
  std::filesystem::rename(draft, file, failure);
  if (failure) return std::unexpected("Could not write " + file.string() + ": " + failure.message() + ".");
  return {};
}

}  // namespace kiezel::watch
