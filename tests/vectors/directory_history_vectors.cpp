// The history of a directory: the heads that were published, followed from one that was seen.
#include "crypto/directory_history.hpp"

#include "tests/vectors/directory_scene.hpp"

namespace kiezel::vectors {

using namespace crypto;

namespace {

std::vector<SignedDirectoryHeader> history_of(const DirectoryScene& scene, std::size_t versions) {
  std::vector<SignedDirectoryHeader> history;
  DirectoryIssue issue{.version = 1, .issued_s = 1, .expires_s = 2, .previous_head = {}};
  for (; issue.version <= versions; ++issue.version, ++issue.issued_s, ++issue.expires_s) {
    const DirectoryHeader header = make_directory_header(issue, {});
    history.push_back({header,
                       {sign_directory(header, scene.roots[issue.version % 3]),
                        sign_directory(header, scene.roots[(issue.version + 1) % 3])}});
    issue.previous_head = directory_head(header).hash;
  }
  return history;
}

Bytes page_of(std::span<const SignedDirectoryHeader> headers) {
  Bytes page;
  for (const SignedDirectoryHeader& header : headers) page = join({page, encode(header)});
  return page;
}

}  // namespace

void add_directory_history(Json& vectors, const DirectoryScene& scene) {
  const auto whole = history_of(scene, 3);
  const auto add = [&](std::string_view name, std::string_view expect, BytesView page,
                       std::optional<DirectoryHead> last = {}) {
    Json result = vector(name, expect);
    result["op"] = "history";
    result["root_keys"] = Json::array();
    for (const SigningKey& root : scene.roots) result["root_keys"].push_back(hex(root.verify_key()));
    if (last) result["last"] = {{"version", last->version}, {"hash", hex(last->hash)}};
    result["page"] = hex(page);
    if (expect == "accept") {
      result["version"] = whole.back().header.version;
      result["head"] = hex(directory_head(whole.back().header).hash);
    }
    vectors.push_back(std::move(result));
  };
  const std::span all(whole);
  const DirectoryHead first = directory_head(whole[0].header);
  auto unsigned_middle = whole;
  unsigned_middle[1].signatures.pop_back();
  auto false_third = whole;
  false_third[1].signatures.push_back(sign_directory(whole[2].header, scene.roots[1]));
  const std::vector<SignedDirectoryHeader> swapped{whole[0], whole[2], whole[1]};
  const std::vector<SignedDirectoryHeader> gap{whole[0], whole[2]};

  add("a history from its beginning", "accept", page_of(all));
  add("a history after a head that was seen", "accept", page_of(all.subspan(1)), first);
  add("nothing new", "accept", {}, directory_head(whole.back().header));
  add("nothing at all", "rule", {});
  add("a beginning that is left out", "rule", page_of(all.subspan(1)));
  add("a version left out", "rule", page_of(gap));
  add("a version twice", "rule", page_of(all), first);
  add("two versions swapped", "rule", page_of(swapped));
  add("another past", "rule", page_of(all.subspan(1)),
      DirectoryHead{.hash = directory_head(whole[1].header).hash, .version = 1});
  add("one root under the middle", "signature", page_of(unsigned_middle));
  add("a false signature in a root's name beside two right ones", "signature", page_of(false_third));
  add("a history cut short", "syntax", BytesView(page_of(all)).first(page_of(all).size() - 1));
  add("a byte behind the history", "syntax", join({page_of(all), Bytes{0x44}}));
}

}  // namespace kiezel::vectors
