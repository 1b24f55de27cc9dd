// Every signed header that was ever published, as GET /api/directory/heads gives them out
// (crypto/KZ1.md 5.7): monitors and advisors' devices follow it. Immutable, so it may be given to many; a new
// version is a new history.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "crypto/bytes.hpp"

namespace kiezel::directory {

class HeadHistory {
 public:
  HeadHistory() = default;
  /// `before` and then `headers`, each as it was published.
  HeadHistory(const HeadHistory& before, std::span<const crypto::Bytes> headers);

  [[nodiscard]] std::uint64_t count() const { return ends_.size(); }
  /// At most crypto::directory_history_page_max headers from version `from` on, one after the other; empty
  /// when there is none. Borrows from this history.
  [[nodiscard]] crypto::BytesView page(std::uint64_t from) const;

 private:
  crypto::Bytes bytes_;
  /// Where the header of version i + 1 ends in `bytes_`.
  std::vector<std::size_t> ends_;
};

}  // namespace kiezel::directory
