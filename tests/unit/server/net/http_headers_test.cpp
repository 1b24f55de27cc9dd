// The headers of every answer there is, by route and status. A route without a row here fails the first test.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>

#include "server/net/http_answer.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kiezel::net {
namespace {

class Live final : public LiveContent {
 public:
  [[nodiscard]] std::optional<SharedBody> directory() const override { return published; }
  [[nodiscard]] SharedBody directory_heads(std::uint64_t /*from_version*/) const override {
    return {nullptr, "headers", {}};
  }
  [[nodiscard]] Readiness readiness() const override { return {ready, R"({"redis":"up"})"}; }
  [[nodiscard]] std::string metrics() const override { return "kiezel_sockets 1\n"; }

  std::optional<SharedBody> published;
  bool ready = true;
};

StaticFiles client_files() {
  const support::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "assets");
  for (const std::string_view name :
       {"index.html", "advisor.html", "icon.svg", "bundle.txt", "assets/app-1.js", "assets/worker-1.js",
        "assets/style-1.css", "assets/sodium-1.wasm", "assets/font-1.woff2"})
    std::ofstream(folder.path() / name) << "bytes of " << name;
  return std::move(*StaticFiles::load(folder.path()));
}

constexpr std::string_view closed =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::string_view document =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types kiezel-worker";
constexpr std::string_view worker =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

constexpr std::string_view for_ever = "public, max-age=31536000, immutable";

struct Expected {
  unsigned status;
  std::string_view policy;
  std::string_view cache_control;
  std::string_view content_type;
};

// Of an organisation that has published and is ready.
const std::map<std::string_view, Expected> main_rows{
    {"/api/directory", {200, closed, "no-cache", "application/octet-stream"}},
    {"/api/directory/heads", {200, closed, "no-store", "application/octet-stream"}},
    {"/api/socket", {426, closed, "no-store", "text/plain; charset=utf-8"}},
    {"/organisation.json", {200, closed, "no-store", "application/json"}},
    {"/weg", {303, closed, "no-store", ""}},
    {"/healthz", {200, closed, "no-store", "text/plain; charset=utf-8"}},
    {"/readyz", {200, closed, "no-store", "text/plain; charset=utf-8"}},
};
const std::map<std::string_view, Expected> file_rows{
    {"/", {200, document, "no-store", "text/html; charset=utf-8"}},
    {"/advies", {200, document, "no-store", "text/html; charset=utf-8"}},
    {"/icon.svg", {200, closed, "no-cache", "image/svg+xml"}},
    {"/bundle.txt", {200, closed, "no-cache", "text/plain; charset=utf-8"}},
    {"/assets/app-1.js", {200, closed, for_ever, "text/javascript; charset=utf-8"}},
    {"/assets/worker-1.js", {200, worker, for_ever, "text/javascript; charset=utf-8"}},
    {"/assets/style-1.css", {200, closed, for_ever, "text/css; charset=utf-8"}},
    {"/assets/sodium-1.wasm", {200, closed, for_ever, "application/wasm"}},
    {"/assets/font-1.woff2", {200, closed, for_ever, "font/woff2"}},
};
const std::map<std::string_view, Expected> operations_rows{
    {"/metrics", {200, closed, "no-store", "text/plain; version=0.0.4; charset=utf-8"}},
    {"/healthz", {200, closed, "no-store", "text/plain; charset=utf-8"}},
    {"/readyz", {200, closed, "no-store", "application/json"}},
};

// On every answer, whatever it is about.
const std::map<std::string_view, std::string_view> always{
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"Strict-Transport-Security", "max-age=63072000; includeSubDomains"},
};

// What an answer of one kind may have besides; anything else is a header that nobody decided on.
constexpr std::array<std::string_view, 9> sometimes{
    "Content-Security-Policy", "Cache-Control", "Content-Type",    "Permissions-Policy", "ETag", "Vary",
    "Content-Encoding",        "Location",      "Clear-Site-Data",
};

std::map<std::string_view, std::string_view> headers_of(const HttpAnswer& answer) {
  std::map<std::string_view, std::string_view> headers;
  // Browsers would join or ignore a second one.
  for (const auto& [name, value] : answer.headers) REQUIRE(headers.emplace(name, value).second);
  return headers;
}

void check(const HttpAnswer& answer, const Expected& expected) {
  const auto headers = headers_of(answer);
  const auto value = [&](std::string_view name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : found->second;
  };
  CHECK(answer.status == expected.status);
  CHECK(value("Content-Security-Policy") == expected.policy);
  CHECK(value("Cache-Control") == expected.cache_control);
  CHECK(value("Content-Type") == expected.content_type);
  for (const auto& [name, wanted] : always) CHECK(value(name) == wanted);
  const std::string_view permissions = value("Permissions-Policy");
  for (const auto* const off : {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"})
    CHECK(permissions.contains(off));
  CHECK(permissions.contains("publickey-credentials-get=(self)"));
  CHECK(permissions.contains("publickey-credentials-create=(self)"));
  for (const auto& [name, unused] : headers) {
    CAPTURE(name);
    const bool known = always.contains(name) || std::ranges::find(sometimes, name) != sometimes.end() ||
                       name == "Allow" || name == "Upgrade";
    CHECK(known);
  }
}

struct Fixture {
  Site site{client_files(), R"({"name":"Demo"})", "https://weer.example/", true};
  Live live;

  Fixture() { live.published = SharedBody{nullptr, "signed bytes", "\"v1\""}; }
  [[nodiscard]] HttpAnswer ask(const HttpQuestion& question, Door door = Door::main) const {
    return answer(door, site, live, question);
  }
};

template <class Rows>
std::vector<std::string_view> paths_of(const Rows& rows) {
  std::vector<std::string_view> paths;
  for (const auto& [path, unused] : rows) paths.push_back(path);
  return paths;
}

std::vector<std::string_view> sorted(std::vector<std::string_view> paths) {
  std::ranges::sort(paths);
  return paths;
}

}  // namespace

TEST_CASE("headers: every route there is has a row here", "[http]") {
  CHECK(sorted(route_paths(Door::main)) == paths_of(main_rows));
  CHECK(sorted(route_paths(Door::operations)) == paths_of(operations_rows));
}

TEST_CASE("headers: each route answers with exactly its own", "[http]") {
  const Fixture f;

  for (const auto* const rows : {&main_rows, &file_rows}) {
    for (const auto& [path, expected] : *rows) {
      CAPTURE(path);
      check(f.ask({.target = path}), expected);
      check(f.ask({.method = HttpQuestion::Method::head, .target = path}), expected);
    }
  }
  for (const auto& [path, expected] : operations_rows) {
    CAPTURE(path);
    check(f.ask({.target = path}, Door::operations), expected);
  }
}

TEST_CASE("headers: what is refused has them too", "[http]") {
  Fixture f;
  const Expected plain{404, closed, "no-store", "text/plain; charset=utf-8"};
  const auto with = [&](unsigned status) {
    Expected expected = plain;
    expected.status = status;
    return expected;
  };

  check(f.ask({.target = "/nothing"}), with(404));
  check(f.ask({.target = "/metrics"}), with(404));
  check(f.ask({.target = "/"}, Door::operations), with(404));
  check(f.ask({.method = HttpQuestion::Method::other, .target = "/"}), with(405));
  for (const unsigned status : {400U, 403U, 413U, 431U, 503U})
    check(refusal(f.site, status, "A sentence."), with(status));
  f.live.ready = false;
  f.live.published.reset();
  check(f.ask({.target = "/readyz"}), with(503));
  check(f.ask({.target = "/api/directory"}), with(503));
}

TEST_CASE("headers: what has not changed has them too", "[http]") {
  const Fixture f;

  for (const auto& [path, row] : file_rows) {
    if (row.cache_control == "no-store") continue;
    CAPTURE(path);
    Expected unchanged = row;
    unchanged.status = 304;
    check(f.ask({.target = path, .if_none_match = "*"}), unchanged);
  }
  check(f.ask({.target = "/api/directory", .if_none_match = "\"v1\""}),
        {304, closed, "no-cache", "application/octet-stream"});
}

TEST_CASE("headers: our pages on another host may read what is public, and nobody else's", "[http]") {
  const Fixture f;
  constexpr std::string_view ours = "https://pages.kiezel.example";
  const std::vector<std::string_view> shared{"/api/directory", "/api/directory/heads", "/organisation.json"};

  for (const auto* const rows : {&main_rows, &file_rows}) {
    for (const auto& [path, unused] : *rows) {
      CAPTURE(path);
      const bool is_shared = std::ranges::find(shared, path) != shared.end();
      const auto headers = headers_of(f.ask({.target = path, .our_origin = ours}));
      CHECK(headers.contains("Access-Control-Allow-Origin") == is_shared);
      CHECK_FALSE(headers.contains("Access-Control-Allow-Credentials"));
      if (is_shared) CHECK(headers.at("Access-Control-Allow-Origin") == ours);
      if (is_shared) CHECK(headers.at("Vary") == "Origin");
      CHECK_FALSE(headers_of(f.ask({.target = path})).contains("Access-Control-Allow-Origin"));
    }
  }
}

TEST_CASE("headers: a page may reach no other host in any way", "[http]") {
  for (const auto& [path, row] : file_rows) {
    CAPTURE(path);
    CHECK_FALSE(row.policy.contains("http"));
    CHECK_FALSE(row.policy.contains('*'));
    CHECK_FALSE(row.policy.contains("unsafe-inline"));
    CHECK_FALSE(row.policy.contains("data:"));
    CHECK_FALSE(row.policy.contains("blob:"));
  }
}

}  // namespace kiezel::net
