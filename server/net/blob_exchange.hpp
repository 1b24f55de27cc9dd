// The bytes of attachments over HTTP (protocol/README.md, "Attachments"): what a request asks, and how each
// outcome is told. Pure; http_session.cpp moves the bytes.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/ids.hpp"
#include "server/blob/service.hpp"
#include "server/net/http_answer.hpp"

namespace kiezel::net {

inline constexpr std::string_view blob_path = "/api/blob/";

// Requests of one shard that move a blob's bytes at the same time: each holds a piece while sending, and at
// most a part while fetching.
inline constexpr std::size_t blob_exchanges_max = 64;
// Read from a socket before it is given to the disk.
inline constexpr std::size_t blob_piece_bytes = 128U << 10U;

// Borrows from the request; absent headers are empty.
struct BlobQuestion {
  HttpQuestion::Method method = HttpQuestion::Method::get;
  std::string_view target{};
  std::string_view ticket{};
  // Kiezel-Offset: where the part begins, decimal.
  std::string_view offset{};
  std::string_view range{};
};

struct BlobUpload {
  blob::Claim claim;
  std::uint64_t offset = 0;
};

struct BlobDownload {
  blob::Claim claim;
  std::uint64_t offset = 0;
  std::uint64_t count = 0;
};

// A blob's route, so that another method or a broken name is refused here and nowhere else.
[[nodiscard]] bool is_blob_target(std::string_view target);

[[nodiscard]] std::expected<BlobUpload, HttpAnswer> read_upload(const Site& site, const blob::Service& blobs,
                                                                const BlobQuestion& question);
// The range is needed, in one piece, and no longer than blob_part_bytes_max; it is cut at the blob's end.
[[nodiscard]] std::expected<BlobDownload, HttpAnswer> read_download(const Site& site,
                                                                    const blob::Service& blobs,
                                                                    const BlobQuestion& question);

// 200 or 409, both with how many bytes are there; else why not.
[[nodiscard]] HttpAnswer upload_answer(const Site& site, const core::Result<blob::AppendOutcome>& outcome);
[[nodiscard]] HttpAnswer download_answer(const Site& site, const BlobDownload& download,
                                         core::Result<std::shared_ptr<const std::string>> bytes);
// What a browser asks before a page on another host of ours may send a part (Fetch, "CORS-preflight").
[[nodiscard]] HttpAnswer blob_preflight(const Site& site);
[[nodiscard]] HttpAnswer blobs_busy(const Site& site);

}  // namespace kiezel::net
