#include "crypto/directory_history.hpp"

namespace kiezel::crypto {

Checked<std::vector<SignedDirectoryHeader>> parse_directory_history(BytesView page) {
  ByteReader reader(page);
  std::vector<SignedDirectoryHeader> headers;
  while (!reader.rest().empty()) {
    if (headers.size() == directory_history_page_max) return std::unexpected(Refusal::limit);
    auto header = read_signed_header(reader);
    if (!header) return std::unexpected(header.error());
    headers.push_back(std::move(*header));
  }
  return headers;
}

Checked<DirectoryHead> follow_directory_history(const std::optional<DirectoryHead>& last,
                                                std::span<const SignedDirectoryHeader> next,
                                                const RootKeys& root_keys) {
  std::optional<DirectoryHead> head = last;
  for (const SignedDirectoryHeader& one : next) {
    if (!is_signed_by_roots(one, root_keys)) return std::unexpected(Refusal::signature);
    const DirectoryHead before = head.value_or(DirectoryHead{});
    if (one.header.version != before.version + 1 || one.header.previous_head != before.hash) {
      return std::unexpected(Refusal::rule);
    }
    head = directory_head(one.header);
  }
  if (!head) return std::unexpected(Refusal::rule);
  return *head;
}

}  // namespace kiezel::crypto
