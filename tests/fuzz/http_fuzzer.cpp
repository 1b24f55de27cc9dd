// What a stranger may ask over HTTP: targets and headers, a line each (server/README.md, "Routes").
#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <filesystem>
#include <fstream>

#include "server/net/forwarded_for.hpp"
#include "server/net/http_answer.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

namespace {

constexpr std::string_view metrics_text = "kiezel_only_for_operators 1\n";
constexpr std::string_view report_text = R"({"only":"for operators"})";

class Live final : public net::LiveContent {
 public:
  [[nodiscard]] std::optional<net::SharedBody> directory() const override {
    return net::SharedBody{.owner = nullptr, .bytes = "directory", .etag = "\"head\""};
  }
  [[nodiscard]] net::SharedBody directory_heads(std::uint64_t) const override {
    return net::SharedBody{.owner = nullptr, .bytes = "heads", .etag = "\"heads\""};
  }
  [[nodiscard]] net::Readiness readiness() const override {
    return {.ready = false, .report = std::string(report_text)};
  }
  [[nodiscard]] std::string metrics() const override { return std::string(metrics_text); }
};

net::StaticFiles small_client() {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("kiezel-http-fuzzer-" + std::to_string(std::rand()));
  std::filesystem::create_directories(folder / "assets");
  std::ofstream(folder / "index.html") << "<!doctype html>";
  std::ofstream(folder / "advisor.html") << "<!doctype html>";
  std::ofstream(folder / "assets/app-1.js") << std::string(100, 'a');
  std::ofstream(folder / "assets/app-1.js.br") << "small";
  std::ofstream(folder / "assets/worker-1.js") << std::string(100, 'w');
  std::ofstream(folder / "assets/worker-1.js.gz") << "small";
  auto files = net::StaticFiles::load(folder);
  std::filesystem::remove_all(folder);
  must_hold(files.has_value());
  return *std::move(files);
}

std::string_view header(const net::HttpAnswer& answer, std::string_view name) {
  const auto found = std::ranges::find(answer.headers, name, &net::HttpHeader::first);
  return found == answer.headers.end() ? std::string_view{} : found->second;
}

void try_answer(const net::Site& site, const net::HttpQuestion& question) {
  const net::HttpAnswer answer = net::answer(net::Door::main, site, Live{}, question);
  constexpr std::array known{200U, 303U, 304U, 404U, 405U, 426U, 503U};
  must_hold(std::ranges::find(known, answer.status) != known.end());
  must_hold(header(answer, "Content-Security-Policy").starts_with("default-src 'none'"));
  must_hold(header(answer, "X-Content-Type-Options") == "nosniff");
  for (const auto& [name, value] : answer.headers) {
    // Nothing of the request comes back in a header.
    must_hold(name.find_first_of("\r\n") == std::string_view::npos);
    must_hold(value.find_first_of("\r\n") == std::string_view::npos);
  }
  // Operators' answers stay behind the operators' door.
  must_hold(answer.body.find("only") == std::string_view::npos);
  const std::string_view coding = header(answer, "Content-Encoding");
  if (coding == "br" || coding == "gzip") must_hold(answer.body == "small" || answer.body.empty());
  if (coding == "br") must_hold(question.accept_encoding.find("br") != std::string_view::npos);
  if (coding == "gzip") must_hold(question.accept_encoding.find("gzip") != std::string_view::npos);
}

void try_source(std::string_view forwarded) {
  namespace ip = boost::asio::ip;
  const auto stranger = ip::make_address("203.0.113.7");
  // Whatever a stranger claims, it stays itself.
  must_hold(net::source_address(stranger, forwarded).bytes == net::source_address(stranger, {}).bytes);
  static_cast<void>(net::source_address(ip::make_address("::1"), forwarded));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const net::Site site{small_client(), R"({"name":"Demo"})", "https://weer.example/", true};
  static const std::vector<std::string> origins{"https://kiezel.example", "https://www.kiezel.example"};
  fuzz::Input input({data, size});
  const std::uint8_t method = input.byte();
  const net::HttpQuestion question{.method = net::HttpQuestion::Method{static_cast<std::uint8_t>(method % 3)},
                                   .target = input.line(),
                                   .accept_encoding = input.line(),
                                   .if_none_match = input.line()};
  try_answer(site, question);
  const std::string_view origin = input.line();
  const auto ours = net::login_origin(origins, origin);
  must_hold(ours.has_value() == (std::ranges::find(origins, origin) != origins.end()));
  try_source(input.line());
  return 0;
}
