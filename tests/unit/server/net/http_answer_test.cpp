#include "server/net/http_answer.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

namespace kiezel::net {
namespace {

class Live final : public LiveContent {
 public:
  [[nodiscard]] std::optional<SharedBody> directory() const override { return published; }
  [[nodiscard]] SharedBody directory_heads(std::uint64_t from_version) const override {
    if (from_version > 2) return {};
    return {.owner = nullptr, .bytes = from_version == 1 ? "first second" : "second", .etag = {}};
  }
  [[nodiscard]] Readiness readiness() const override { return {ready, R"({"redis":"up"})"}; }
  [[nodiscard]] std::string metrics() const override { return "kiezel_sockets 1\n"; }

  std::optional<SharedBody> published;
  bool ready = true;
};

StaticFiles small_client() {
  const support::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "assets");
  std::ofstream(folder.path() / "index.html") << "<!doctype html>";
  std::ofstream(folder.path() / "advisor.html") << "<!doctype html>";
  std::ofstream(folder.path() / "icon.svg") << "<svg/>";
  std::ofstream(folder.path() / "assets/app-1.js") << std::string(100, 'a');
  std::ofstream(folder.path() / "assets/app-1.js.br") << "small";
  std::ofstream(folder.path() / "assets/worker-1.js") << "w";
  return std::move(*StaticFiles::load(folder.path()));
}

struct Fixture {
  Site site{small_client(), R"({"name":"Demo"})", "https://weer.example/", false};
  Live live;

  [[nodiscard]] HttpAnswer get(std::string_view target, Door door = Door::main) const {
    return answer(door, site, live, {.target = target});
  }
};

std::string header(const HttpAnswer& answer, std::string_view name) {
  std::string found;
  for (const auto& [key, value] : answer.headers) {
    if (key != name) continue;
    // No header is sent twice: browsers would join or ignore the second.
    REQUIRE(found.empty());
    found = value;
  }
  return found;
}

}  // namespace

TEST_CASE("http: every answer carries the security headers", "[http]") {
  const Fixture f;
  const std::string_view target =
      GENERATE(as<std::string_view>{}, "/", "/advies", "/assets/app-1.js", "/assets/worker-1.js", "/icon.svg",
               "/organisation.json", "/api/directory", "/api/directory/heads", "/api/socket", "/weg",
               "/healthz", "/readyz", "/nothing");
  CAPTURE(target);

  const HttpAnswer reply = f.get(target);

  CHECK(header(reply, "Cross-Origin-Opener-Policy") == "same-origin");
  CHECK(header(reply, "Cross-Origin-Embedder-Policy") == "require-corp");
  CHECK(header(reply, "Cross-Origin-Resource-Policy") == "same-origin");
  CHECK(header(reply, "Referrer-Policy") == "no-referrer");
  CHECK(header(reply, "X-Content-Type-Options") == "nosniff");
  CHECK(header(reply, "Permissions-Policy").find("microphone=()") != std::string::npos);
  CHECK(header(reply, "Content-Security-Policy").starts_with("default-src 'none';"));
  CHECK_FALSE(header(reply, "Cache-Control").empty());
  CHECK(header(reply, "Strict-Transport-Security").empty());
}

TEST_CASE("http: browsers are held to TLS only when the site has it", "[http]") {
  Fixture f;
  f.site.https = true;

  CHECK(header(f.get("/"), "Strict-Transport-Security") == "max-age=63072000; includeSubDomains");
}

TEST_CASE("http: WebAssembly may be compiled in a worker and nowhere else", "[http]") {
  const Fixture f;

  CHECK(header(f.get("/assets/worker-1.js"), "Content-Security-Policy").find("'wasm-unsafe-eval'") !=
        std::string::npos);
  for (const std::string_view target : {"/", "/advies", "/assets/app-1.js", "/icon.svg"}) {
    CHECK(header(f.get(target), "Content-Security-Policy").find("wasm") == std::string::npos);
  }
}

TEST_CASE("http: a document runs our scripts only, and trusts one policy for worker addresses", "[http]") {
  const std::string policy = header(Fixture().get("/"), "Content-Security-Policy");

  CHECK(policy.find("script-src 'self';") != std::string::npos);
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(policy.find("require-trusted-types-for 'script'; trusted-types kiezel-worker") != std::string::npos);
}

TEST_CASE("http: pages and answers are not stored, assets are for ever", "[http]") {
  const Fixture f;

  CHECK(header(f.get("/"), "Cache-Control") == "no-store");
  CHECK(header(f.get("/advies"), "Cache-Control") == "no-store");
  CHECK(header(f.get("/organisation.json"), "Cache-Control") == "no-store");
  CHECK(header(f.get("/assets/app-1.js"), "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(header(f.get("/icon.svg"), "Cache-Control") == "no-cache");
}

TEST_CASE("http: the compressed form is served to who accepts it", "[http]") {
  const Fixture f;

  const HttpAnswer reply =
      answer(Door::main, f.site, f.live, {.target = "/assets/app-1.js", .accept_encoding = "br"});

  CHECK(reply.body == "small");
  CHECK(header(reply, "Content-Encoding") == "br");
  CHECK(header(reply, "Vary") == "Accept-Encoding");
}

TEST_CASE("http: who has the file already gets no body", "[http]") {
  const Fixture f;
  const std::string tag = header(f.get("/assets/app-1.js"), "ETag");
  REQUIRE_FALSE(tag.empty());

  const HttpAnswer same =
      answer(Door::main, f.site, f.live, {.target = "/assets/app-1.js", .if_none_match = tag});
  const HttpAnswer other =
      answer(Door::main, f.site, f.live, {.target = "/assets/app-1.js", .if_none_match = "\"else\""});

  CHECK(same.status == 304);
  CHECK(same.body.empty());
  CHECK(other.status == 200);
}

TEST_CASE("http: the directory is served with its tag once it is published", "[http]") {
  Fixture f;
  CHECK(f.get("/api/directory").status == 503);

  f.live.published = SharedBody{nullptr, "signed bytes", "\"v1\""};

  const HttpAnswer reply = f.get("/api/directory");
  CHECK(reply.status == 200);
  CHECK(reply.body == "signed bytes");
  CHECK(header(reply, "ETag") == "\"v1\"");
  CHECK(header(reply, "Content-Type") == "application/octet-stream");
  CHECK(answer(Door::main, f.site, f.live, {.target = "/api/directory", .if_none_match = "\"v1\""}).status ==
        304);
}

TEST_CASE("http: the quick exit leaves and asks the browser to forget", "[http]") {
  Fixture f;  // The answer borrows the address to go to.
  const HttpAnswer reply = f.get("/weg");

  CHECK(reply.status == 303);
  CHECK(header(reply, "Location") == "https://weer.example/");
  // Never "storage": any page can send an advisor's browser here, and their vault is in it.
  CHECK(header(reply, "Clear-Site-Data") == R"("cache")");
}

TEST_CASE("http: metrics and reasons are for the operations listener only", "[http]") {
  Fixture f;
  f.live.ready = false;

  CHECK(f.get("/metrics").status == 404);
  CHECK(f.get("/metrics", Door::operations).body == "kiezel_sockets 1\n");
  CHECK(f.get("/readyz").status == 503);
  CHECK(f.get("/readyz").body == "not ready\n");
  CHECK(f.get("/readyz", Door::operations).body == R"({"redis":"up"})");
  CHECK(f.get("/", Door::operations).status == 404);
  CHECK(f.get("/api/directory", Door::operations).status == 404);
}

TEST_CASE("http: a live server says so even when it is not ready", "[http]") {
  Fixture f;
  f.live.ready = false;

  CHECK(f.get("/healthz").status == 200);
  CHECK(f.get("/healthz", Door::operations).status == 200);
}

TEST_CASE("http: other methods hear which ones there are", "[http]") {
  const Fixture f;

  const HttpAnswer reply =
      answer(Door::main, f.site, f.live, {.method = HttpQuestion::Method::other, .target = "/"});

  CHECK(reply.status == 405);
  CHECK(header(reply, "Allow") == "GET, HEAD");
}

TEST_CASE("http: the socket's address without a WebSocket asks for one", "[http]") {
  const HttpAnswer reply = Fixture().get("/api/socket");

  CHECK(reply.status == 426);
  CHECK(header(reply, "Upgrade") == "websocket");
}

TEST_CASE("http: a query does not change what is found", "[http]") {
  const Fixture f;

  CHECK(f.get("/?x=/../secret").status == 200);
  CHECK(f.get("/nothing?/").status == 404);
}

TEST_CASE("http: only pages of our origins may open a WebSocket", "[http]") {
  const std::vector<std::string> origins{"https://kiezel.example", "http://127.0.0.1:8080"};

  CHECK(login_origin(origins, "https://kiezel.example") == "https://kiezel.example");
  CHECK(login_origin(origins, "http://127.0.0.1:8080") == "http://127.0.0.1:8080");
  CHECK_FALSE(login_origin(origins, "https://kiezel.example:444"));
  CHECK_FALSE(login_origin(origins, "https://kiezel.example.evil"));
  CHECK_FALSE(login_origin(origins, "http://kiezel.example"));
  CHECK_FALSE(login_origin(origins, "null"));
  CHECK_FALSE(login_origin(origins, ""));
}

TEST_CASE("http: a program without an origin logs in under the first one", "[http]") {
  const std::vector<std::string> origins{"https://kiezel.example", "http://127.0.0.1:8080"};

  CHECK(login_origin(origins, std::nullopt) == "https://kiezel.example");
}

TEST_CASE("http: the history of the directory comes in pages from a version on", "[http]") {
  const Fixture f;

  CHECK(f.get("/api/directory/heads").body == "first second");
  CHECK(f.get("/api/directory/heads?from=1").body == "first second");
  CHECK(f.get("/api/directory/heads?from=2").body == "second");
  const HttpAnswer after = f.get("/api/directory/heads?from=3");
  CHECK(after.status == 200);
  CHECK(after.body.empty());
  CHECK(header(after, "Cache-Control") == "no-store");
  for (const std::string_view target :
       {"/api/directory/heads?", "/api/directory/heads?from=", "/api/directory/heads?from=0",
        "/api/directory/heads?from=-1", "/api/directory/heads?from=1x", "/api/directory/heads?from=1&a=b",
        "/api/directory/heads?from=99999999999999999999", "/api/directory/heads?to=2"}) {
    CAPTURE(target);
    CHECK(f.get(target).status == 400);
  }
  CHECK(f.get("/api/directory/heads", Door::operations).status == 404);
}

}  // namespace kiezel::net
