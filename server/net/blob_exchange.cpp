#include "server/net/blob_exchange.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "protocol/base64url.hpp"
#include "protocol/limits.hpp"

namespace kiezel::net {
namespace {

using core::ErrorCode;

constexpr auto part_bytes_max = static_cast<std::uint64_t>(protocol::limits::blob_part_bytes_max);

std::optional<crypto::BlobId> blob_of(std::string_view target) {
  const std::string_view text = target.substr(blob_path.size());
  crypto::BlobId blob;
  if (protocol::decoded_size(text.size()) != crypto::BlobId::byte_count) return std::nullopt;
  if (!protocol::decode_base64url(text, blob.bytes)) return std::nullopt;
  return blob;
}

// Digits only, without a sign or a leading zero: one spelling.
std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return number;
}

struct Range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// RFC 9110 section 14.1.2, the one form that we serve: bytes=first-last.
std::optional<Range> range_of(std::string_view text) {
  constexpr std::string_view unit = "bytes=";
  if (!text.starts_with(unit)) return std::nullopt;
  text.remove_prefix(unit.size());
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = number_of(text.substr(0, dash));
  const auto last = number_of(text.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return Range{*first, *last};
}

HttpAnswer not_there(const Site& site) {
  return refusal(site, 404, "There is nothing here.");
}

HttpAnswer fault(const Site& site, ErrorCode code) {
  if (code == ErrorCode::not_found) return not_there(site);
  if (code == ErrorCode::storage_full) return refusal(site, 507, "The disk is full. Nothing was kept.");
  return refusal(site, 503, "Try again in a moment.");
}

// The same answer for a ticket that is missing, wrong, expired or for another blob.
std::expected<blob::Claim, HttpAnswer> admitted(const Site& site, const blob::Service& blobs,
                                                const BlobQuestion& question, blob::Permission permission) {
  const auto blob = blob_of(question.target);
  if (!blob) return std::unexpected(not_there(site));
  const auto claim = blobs.admit(question.ticket, permission, *blob);
  if (!claim) return std::unexpected(refusal(site, 403, "A valid ticket is needed."));
  return *claim;
}

}  // namespace

bool is_blob_target(std::string_view target) {
  return target.starts_with(blob_path);
}

std::expected<BlobUpload, HttpAnswer> read_upload(const Site& site, const blob::Service& blobs,
                                                  const BlobQuestion& question) {
  auto claim = admitted(site, blobs, question, blob::Permission::write);
  if (!claim) return std::unexpected(std::move(claim.error()));
  const auto offset = number_of(question.offset);
  if (!offset || *offset > claim->bytes) {
    return std::unexpected(refusal(site, 400, "Kiezel-Offset is missing or beyond the end."));
  }
  return BlobUpload{.claim = *claim, .offset = *offset};
}

std::expected<BlobDownload, HttpAnswer> read_download(const Site& site, const blob::Service& blobs,
                                                      const BlobQuestion& question) {
  auto claim = admitted(site, blobs, question, blob::Permission::read);
  if (!claim) return std::unexpected(std::move(claim.error()));
  const auto range = range_of(question.range);
  if (!range) return std::unexpected(refusal(site, 400, "A Range of at most 1 MiB is needed."));
  if (range->first >= claim->bytes) {
    return std::unexpected(sealed_bytes(site, 416, nullptr, "bytes */" + std::to_string(claim->bytes)));
  }
  const std::uint64_t end = std::min(range->last, claim->bytes - 1) + 1;
  if (end - range->first > part_bytes_max) {
    return std::unexpected(refusal(site, 400, "A Range of at most 1 MiB is needed."));
  }
  return BlobDownload{.claim = *claim, .offset = range->first, .count = end - range->first};
}

HttpAnswer upload_answer(const Site& site, const core::Result<blob::AppendOutcome>& outcome) {
  if (!outcome) return fault(site, outcome.error().code);
  switch (outcome->kind) {
    case blob::AppendOutcome::Kind::appended:
      return plain_line(site, 200, std::to_string(outcome->received));
    case blob::AppendOutcome::Kind::elsewhere:
      return plain_line(site, 409, std::to_string(outcome->received));
    case blob::AppendOutcome::Kind::beyond:
      return refusal(site, 413, "More bytes than were announced.");
    case blob::AppendOutcome::Kind::absent:
      break;
  }
  return not_there(site);
}

HttpAnswer download_answer(const Site& site, const BlobDownload& download,
                           core::Result<std::shared_ptr<const std::string>> bytes) {
  if (!bytes) return fault(site, bytes.error().code);
  const std::string range = "bytes " + std::to_string(download.offset) + "-" +
                            std::to_string(download.offset + download.count - 1) + "/" +
                            std::to_string(download.claim.bytes);
  return sealed_bytes(site, 206, std::move(*bytes), range);
}

HttpAnswer blob_preflight(const Site& site) {
  HttpAnswer result = plain_line(site, 200, "GET and PUT.");
  result.headers.emplace_back("Access-Control-Allow-Methods", "GET, PUT");
  result.headers.emplace_back("Access-Control-Allow-Headers", "Kiezel-Ticket, Kiezel-Offset, Range");
  result.headers.emplace_back("Access-Control-Max-Age", "600");
  return result;
}

HttpAnswer blobs_busy(const Site& site) {
  HttpAnswer result = refusal(site, 503, "Too many at once. Try again in a moment.");
  result.headers.emplace_back("Retry-After", "2");
  return result;
}

}  // namespace kiezel::net
