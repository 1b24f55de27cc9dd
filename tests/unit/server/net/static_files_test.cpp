#include "server/net/static_files.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/temporary_folder.hpp"

namespace kiezel::net {
namespace {

namespace fs = std::filesystem;

struct Folder {
  support::TemporaryFolder temporary;

  void put(const std::string& name, const std::string& bytes) const {
    const fs::path path = temporary.path() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
  }
  [[nodiscard]] StaticFiles load() const {
    auto files = StaticFiles::load(temporary.path());
    if (!files) throw std::runtime_error(files.error());
    return std::move(*files);
  }
};

struct Client : Folder {
  Client() {
    put("index.html", "<!doctype html>");
    put("advisor.html", "<!doctype html><p>");
    put("assets/app-1a2b.js", std::string(100, 'a'));
    put("assets/app-1a2b.js.br", "brotli");
    put("assets/app-1a2b.js.gz", "gzipped");
    put("assets/crypto-worker-9f.js", "worker");
    put("assets/sodium-77.wasm", "wasm");
    put("icon.svg", "<svg/>");
    put("assets/app-1a2b.js.map", "sources");
    put(".env", "secret");
  }
};

}  // namespace

TEST_CASE("static files: the two pages have names without an extension", "[static files]") {
  const StaticFiles files = Client().load();

  REQUIRE(files.find("/") != nullptr);
  CHECK(files.find("/")->plain.bytes == "<!doctype html>");
  REQUIRE(files.find("/advies") != nullptr);
  CHECK(files.find("/index.html") == nullptr);
  CHECK(files.find("/advisor.html") == nullptr);
}

TEST_CASE("static files: only exact names are found", "[static files]") {
  const StaticFiles files = Client().load();
  const std::string_view path =
      GENERATE(as<std::string_view>{}, "", "//", "/assets", "/assets/", "/assets/../index.html",
               "/../etc/passwd", "/assets/app-1A2B.js", "/assets/%61pp-1a2b.js", "icon.svg", "/.env",
               "/assets/app-1a2b.js.map", "/assets/app-1a2b.js.br");

  CAPTURE(path);
  CHECK(files.find(path) == nullptr);
}

TEST_CASE("static files: a link out of the folder is not followed", "[static files]") {
  const Client folder;
  fs::create_symlink("/etc/passwd", folder.temporary.path() / "users.txt");

  CHECK(folder.load().find("/users.txt") == nullptr);
}

TEST_CASE("static files: each file knows its kind and type", "[static files]") {
  const StaticFiles files = Client().load();

  CHECK(files.find("/")->kind == FileKind::document);
  CHECK(files.find("/assets/app-1a2b.js")->kind == FileKind::asset);
  CHECK(files.find("/assets/crypto-worker-9f.js")->kind == FileKind::worker);
  CHECK(files.find("/icon.svg")->kind == FileKind::other);
  CHECK(files.find("/assets/sodium-77.wasm")->content_type == "application/wasm");
  CHECK(files.find("/icon.svg")->content_type == "image/svg+xml");
}

TEST_CASE("static files: the smallest form that is accepted is chosen", "[static files]") {
  const StaticFiles files = Client().load();
  const StaticFile& script = *files.find("/assets/app-1a2b.js");

  CHECK(choose_encoding(script, "gzip, deflate, br") == Encoding::brotli);
  CHECK(choose_encoding(script, "gzip;q=1.0, br;q=0") == Encoding::gzip);
  CHECK(choose_encoding(script, "br;q=0.001") == Encoding::brotli);
  CHECK(choose_encoding(script, "brx, xgzip") == Encoding::plain);
  CHECK(choose_encoding(script, "gzip;q=0.0") == Encoding::plain);
  CHECK(choose_encoding(script, "") == Encoding::plain);
  CHECK(choose_encoding(*files.find("/icon.svg"), "br") == Encoding::plain);
}

TEST_CASE("static files: each form of a file has a tag of its own", "[static files]") {
  const StaticFiles files = Client().load();
  const StaticFile& script = *files.find("/assets/app-1a2b.js");

  CHECK(script.plain.etag != script.brotli.etag);
  CHECK(script.gzip.etag != script.brotli.etag);
  CHECK(script.plain.etag.front() == '"');
  CHECK(script.plain.etag.back() == '"');
}

TEST_CASE("static files: a compressed form that is not smaller is left out", "[static files]") {
  const Client folder;
  folder.put("assets/tiny-1.js", "x");
  folder.put("assets/tiny-1.js.br", "longer than x");

  CHECK(folder.load().find("/assets/tiny-1.js")->brotli.bytes.empty());
}

TEST_CASE("static files: a folder that is not there is refused with a sentence", "[static files]") {
  const auto files = StaticFiles::load("/nowhere/at/all");

  REQUIRE_FALSE(files);
  CHECK(files.error() ==
        "web_root: /nowhere/at/all is not a folder that can be read. Build the web client, or set web_root.");
}

TEST_CASE("static files: a folder without index.html is refused", "[static files]") {
  const Folder folder;
  folder.put("readme.txt", "not a client");

  const auto files = StaticFiles::load(folder.temporary.path());

  REQUIRE_FALSE(files);
  CHECK(files.error().find("has no index.html") != std::string::npos);
}

}  // namespace kiezel::net
