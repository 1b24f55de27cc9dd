#include "server/directory/head_history.hpp"

#include <algorithm>

#include "crypto/directory_history.hpp"

namespace kiezel::directory {

HeadHistory::HeadHistory(const HeadHistory& before, std::span<const crypto::Bytes> headers)
    : bytes_(before.bytes_), ends_(before.ends_) {
  for (const crypto::Bytes& header : headers) {
    bytes_.insert(bytes_.end(), header.begin(), header.end());
    ends_.push_back(bytes_.size());
  }
}

crypto::BytesView HeadHistory::page(std::uint64_t from) const {
  if (from == 0 || from > count()) return {};
  const std::size_t first = from - 1;
  const std::size_t end = std::min<std::size_t>(ends_.size(), first + crypto::directory_history_page_max);
  const std::size_t begins_at = first == 0 ? 0 : ends_[first - 1];
  return crypto::BytesView(bytes_).subspan(begins_at, ends_[end - 1] - begins_at);
}

}  // namespace kiezel::directory
