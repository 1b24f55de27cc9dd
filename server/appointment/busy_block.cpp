#include "server/appointment/busy_block.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "crypto/bytes.hpp"

namespace kiezel::appointment {
namespace {

constexpr std::string_view own_mark = ":own";
constexpr std::string_view imported_mark = ":imported";

}  // namespace

std::string kept_form(const BusyBlock& block) {
  std::string kept(crypto::as_text(block.id));
  kept += std::to_string(block.period.from.time_since_epoch().count());
  kept += block.imported ? imported_mark : own_mark;
  return kept;
}

std::optional<BusyBlock> parse_busy_block(std::string_view kept, std::int64_t end_s) {
  BusyBlock block;
  if (kept.size() <= block.id.size()) return std::nullopt;
  std::ranges::copy(crypto::as_bytes(kept.substr(0, block.id.size())), block.id.begin());
  const std::string_view rest = kept.substr(block.id.size());
  std::int64_t from_s = 0;
  const auto [digits_end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), from_s);
  const std::string_view mark(digits_end, rest.data() + rest.size());
  if (error != std::errc() || (mark != own_mark && mark != imported_mark)) return std::nullopt;
  block.period = {.from = sys_seconds(std::chrono::seconds(from_s)),
                  .until = sys_seconds(std::chrono::seconds(end_s))};
  block.imported = mark == imported_mark;
  return block;
}

}  // namespace kiezel::appointment
