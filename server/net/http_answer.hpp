// What every HTTP request is answered with: pure, so that each route and each header is tested without a
// socket (server/README.md, "Routes").
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/net/static_files.hpp"

namespace kiezel::net {

// A request as far as an answer depends on it. Borrows from the request; absent headers are empty.
struct HttpQuestion {
  enum class Method : std::uint8_t { get, head, put, other };

  Method method = Method::get;
  std::string_view target{};
  std::string_view accept_encoding{};
  std::string_view if_none_match{};
  // The page's origin when it is one of ours: the pages may come from another host than we are.
  std::string_view our_origin{};
};

// Bytes that may be replaced while an answer with them is still being sent.
struct SharedBody {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
  std::string_view etag;
};

struct Readiness {
  bool ready = false;
  // JSON with the reasons, for the operations listener only.
  std::string report;
};

// What changes while the server runs. Asked on the shard's own thread.
class LiveContent {
 public:
  virtual ~LiveContent() = default;
  // The signed directory, or nothing as long as none is published.
  [[nodiscard]] virtual std::optional<SharedBody> directory() const = 0;
  // A page of signed directory headers from this version on; empty when there are none.
  [[nodiscard]] virtual SharedBody directory_heads(std::uint64_t from_version) const = 0;
  [[nodiscard]] virtual Readiness readiness() const = 0;
  // Prometheus text.
  [[nodiscard]] virtual std::string metrics() const = 0;
};

// What stays the same.
struct Site {
  StaticFiles files;
  std::string organisation_json;
  // Where the quick exit without scripts leads.
  std::string exit_url;
  // Reached over TLS only, through the proxy in front: then browsers are told to keep it so.
  bool https = false;
};

using HttpHeader = std::pair<std::string_view, std::string_view>;

struct HttpAnswer {
  unsigned status = 200;
  // Everything but Date, Connection and Content-Length. Views of the site, of literals, or of `body_owner`.
  std::vector<HttpHeader> headers;
  std::string_view body;
  std::shared_ptr<const void> body_owner;
};

// The listener for everybody, and the one for whoever operates the server (which alone tells metrics and
// reasons).
enum class Door : std::uint8_t { main, operations };

[[nodiscard]] HttpAnswer answer(Door door, const Site& site, const LiveContent& live,
                                const HttpQuestion& question);

// Every address behind this door but those of files.
[[nodiscard]] std::vector<std::string_view> route_paths(Door door);

// Lets our pages on another host read this, and nobody else's. `our_origin` as in HttpQuestion.
void allow_our_pages(HttpAnswer& result, std::string_view our_origin);

// A line of plain text, such as a number.
[[nodiscard]] HttpAnswer plain_line(const Site& site, unsigned status, std::string_view line);

// For what never reached a route: a malformed request, one that is too large, a refused WebSocket.
[[nodiscard]] HttpAnswer refusal(const Site& site, unsigned status, std::string_view sentence);

// Bytes that mean nothing to a browser. `content_range` may be empty.
[[nodiscard]] HttpAnswer sealed_bytes(const Site& site, unsigned status,
                                      std::shared_ptr<const std::string> bytes, std::string content_range);

// For a person's own calendar; never kept on the way.
[[nodiscard]] HttpAnswer calendar_bytes(const Site& site, std::shared_ptr<const std::string> text);

inline constexpr std::string_view socket_path = "/api/socket";

// A browser says where its page comes from; that must be one of ours. Other clients send no Origin and need
// none: the check protects people from foreign pages, not the server from programs. Gives the origin that the
// login transcript carries, or nothing when refused. At least one origin is configured.
[[nodiscard]] std::optional<std::string_view> login_origin(std::span<const std::string> origins,
                                                           std::optional<std::string_view> origin_header);

}  // namespace kiezel::net
