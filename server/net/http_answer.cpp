#include "server/net/http_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/net/http_policies.hpp"

namespace kiezel::net {
namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";
constexpr std::string_view json = "application/json";

struct Visit {
  Door door;
  const Site& site;
  const LiveContent& live;
  const HttpQuestion& question;
};

struct Kind {
  std::string_view content_type;
  std::string_view cache_control;
  std::string_view policy = closed_policy;
};

HttpAnswer prepare(const Site& site, unsigned status, const Kind& kind) {
  HttpAnswer result;
  result.status = status;
  result.headers.reserve(16);
  result.headers.assign(fixed_headers.begin(), fixed_headers.end());
  if (site.https) result.headers.push_back(https_only);
  result.headers.emplace_back("Content-Security-Policy", kind.policy);
  result.headers.emplace_back("Cache-Control", kind.cache_control);
  if (!kind.content_type.empty()) result.headers.emplace_back("Content-Type", kind.content_type);
  return result;
}

HttpAnswer text(const Site& site, unsigned status, std::string_view literal) {
  HttpAnswer result = prepare(site, status, {plain_text, never_stored});
  result.body = literal;
  return result;
}

HttpAnswer owned(const Site& site, unsigned status, std::string_view content_type, std::string bytes) {
  HttpAnswer result = prepare(site, status, {content_type, never_stored});
  const auto owner = std::make_shared<const std::string>(std::move(bytes));
  result.body = *owner;
  result.body_owner = owner;
  return result;
}

// RFC 9110 section 13.1.2: a list of tags, or `*`. Our tags hold no comma and no quote inside.
bool names_tag(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || (!etag.empty() && if_none_match.find(etag) != std::string_view::npos);
}

void make_conditional(HttpAnswer& result, std::string_view etag, std::string_view if_none_match) {
  result.headers.emplace_back("ETag", etag);
  if (!names_tag(if_none_match, etag)) return;
  result.status = 304;
  result.body = {};
}

void share_with_our_pages(HttpAnswer& result, const HttpQuestion& question) {
  allow_our_pages(result, question.our_origin);
}

HttpAnswer file_answer(const Site& site, const StaticFile& file, const HttpQuestion& question) {
  const Encoding encoding = choose_encoding(file, question.accept_encoding);
  const FileBody& body = body_of(file, encoding);
  HttpAnswer result =
      prepare(site, 200, {file.content_type, cache_control_of(file.kind), policy_of(file.kind)});
  result.headers.emplace_back("Vary", "Accept-Encoding");
  if (encoding == Encoding::brotli) result.headers.emplace_back("Content-Encoding", "br");
  if (encoding == Encoding::gzip) result.headers.emplace_back("Content-Encoding", "gzip");
  result.body = body.bytes;
  // A page that must leave no trace is not worth a tag.
  if (file.kind != FileKind::document) make_conditional(result, body.etag, question.if_none_match);
  return result;
}

HttpAnswer directory_answer(const Visit& visit) {
  const std::optional<SharedBody> directory = visit.live.directory();
  if (!directory) return text(visit.site, 503, "No directory is published yet.\n");
  HttpAnswer result = prepare(visit.site, 200, {"application/octet-stream", revalidated});
  share_with_our_pages(result, visit.question);
  result.body = directory->bytes;
  result.body_owner = directory->owner;
  make_conditional(result, directory->etag, visit.question.if_none_match);
  return result;
}

// "from=17", and nothing else; without a query the first version.
std::optional<std::uint64_t> first_version(std::string_view target) {
  constexpr std::string_view name = "from=";
  const auto question_mark = target.find('?');
  if (question_mark == std::string_view::npos) return 1;
  const std::string_view query = target.substr(question_mark + 1);
  if (!query.starts_with(name)) return std::nullopt;
  std::uint64_t version = 0;
  const char* const end = query.data() + query.size();
  const auto [stopped, failure] = std::from_chars(query.data() + name.size(), end, version);
  if (failure != std::errc() || stopped != end || version == 0) return std::nullopt;
  return version;
}

// What comes after the last version is an empty page, so that a follower needs no second way to ask.
HttpAnswer heads_answer(const Visit& visit) {
  const auto from = first_version(visit.question.target);
  if (!from) return text(visit.site, 400, "Ask for /api/directory/heads?from=VERSION.\n");
  HttpAnswer result = prepare(visit.site, 200, {"application/octet-stream", never_stored});
  share_with_our_pages(result, visit.question);
  const SharedBody page = visit.live.directory_heads(*from);
  result.body = page.bytes;
  result.body_owner = page.owner;
  return result;
}

// The quick exit for whoever has no scripts: leaves for a neutral page and asks the browser to forget what it
// loaded from us. Not "storage": any page anywhere can send a browser here, and that would wipe an advisor's
// vault; the pupil's page keeps nothing there.
HttpAnswer exit_answer(const Visit& visit) {
  HttpAnswer result = prepare(visit.site, 303, {{}, never_stored});
  result.headers.emplace_back("Location", visit.site.exit_url);
  result.headers.emplace_back("Clear-Site-Data", R"("cache")");
  return result;
}

HttpAnswer organisation_answer(const Visit& visit) {
  HttpAnswer result = prepare(visit.site, 200, {json, never_stored});
  share_with_our_pages(result, visit.question);
  result.body = visit.site.organisation_json;
  return result;
}

HttpAnswer socket_answer(const Visit& visit) {
  HttpAnswer result = text(visit.site, 426, "This is a WebSocket.\n");
  result.headers.emplace_back("Upgrade", "websocket");
  return result;
}

HttpAnswer health_answer(const Visit& visit) {
  return text(visit.site, 200, "ok\n");
}

HttpAnswer readiness_answer(const Visit& visit) {
  Readiness readiness = visit.live.readiness();
  const unsigned status = readiness.ready ? 200 : 503;
  if (visit.door == Door::operations) return owned(visit.site, status, json, std::move(readiness.report));
  return text(visit.site, status, readiness.ready ? "ready\n" : "not ready\n");
}

HttpAnswer metrics_answer(const Visit& visit) {
  return owned(visit.site, 200, "text/plain; version=0.0.4; charset=utf-8", visit.live.metrics());
}

enum class Behind : std::uint8_t { main, operations, both };

struct Route {
  std::string_view path;
  Behind door;
  HttpAnswer (*handle)(const Visit&);
};

// All addresses but those of files (server/README.md, "Routes").
constexpr std::array<Route, 8> routes{{
    {"/api/directory", Behind::main, &directory_answer},
    {"/api/directory/heads", Behind::main, &heads_answer},
    {socket_path, Behind::main, &socket_answer},
    {"/organisation.json", Behind::main, &organisation_answer},
    {"/weg", Behind::main, &exit_answer},
    {"/healthz", Behind::both, &health_answer},
    {"/readyz", Behind::both, &readiness_answer},
    {"/metrics", Behind::operations, &metrics_answer},
}};

bool opens(Door door, const Route& route) {
  return route.door == Behind::both || (route.door == Behind::main) == (door == Door::main);
}

}  // namespace

std::vector<std::string_view> route_paths(Door door) {
  std::vector<std::string_view> paths;
  for (const Route& route : routes) {
    if (opens(door, route)) paths.push_back(route.path);
  }
  return paths;
}

HttpAnswer answer(Door door, const Site& site, const LiveContent& live, const HttpQuestion& question) {
  if (question.method != HttpQuestion::Method::get && question.method != HttpQuestion::Method::head) {
    HttpAnswer result = text(site, 405, "Only GET and HEAD are answered here.\n");
    result.headers.emplace_back("Allow", "GET, HEAD");
    return result;
  }
  const std::string_view path = question.target.substr(0, question.target.find('?'));
  const auto route = std::ranges::find(routes, path, &Route::path);
  if (route != routes.end() && opens(door, *route)) return route->handle({door, site, live, question});
  const StaticFile* const file = door == Door::main ? site.files.find(path) : nullptr;
  if (file != nullptr) return file_answer(site, *file, question);
  return text(site, 404, "There is nothing here.\n");
}

void allow_our_pages(HttpAnswer& result, std::string_view our_origin) {
  result.headers.emplace_back("Vary", "Origin");
  if (!our_origin.empty()) result.headers.emplace_back("Access-Control-Allow-Origin", our_origin);
}

HttpAnswer plain_line(const Site& site, unsigned status, std::string_view line) {
  return owned(site, status, plain_text, std::string(line) + "\n");
}

HttpAnswer refusal(const Site& site, unsigned status, std::string_view sentence) {
  return plain_line(site, status, sentence);
}

HttpAnswer calendar_bytes(const Site& site, std::shared_ptr<const std::string> text) {
  HttpAnswer result = prepare(site, 200, {"text/calendar; charset=utf-8", never_stored});
  result.body = *text;
  result.body_owner = std::move(text);
  return result;
}

HttpAnswer sealed_bytes(const Site& site, unsigned status, std::shared_ptr<const std::string> bytes,
                        std::string content_range) {
  struct Owner {
    std::shared_ptr<const std::string> bytes;
    std::string content_range;
  };
  HttpAnswer result = prepare(site, status, {"application/octet-stream", never_stored});
  const auto owner = std::make_shared<const Owner>(std::move(bytes), std::move(content_range));
  if (owner->bytes) result.body = *owner->bytes;
  if (!owner->content_range.empty()) result.headers.emplace_back("Content-Range", owner->content_range);
  result.body_owner = owner;
  return result;
}

std::optional<std::string_view> login_origin(std::span<const std::string> origins,
                                             std::optional<std::string_view> origin_header) {
  if (!origin_header) return origins.front();
  const auto ours = std::ranges::find(origins, *origin_header);
  if (ours == origins.end()) return std::nullopt;
  return *ours;
}

}  // namespace kiezel::net
