// The signed directory as a file: who signed it, and what was altered in it.
#include "crypto/directory.hpp"

#include "tests/vectors/directory_scene.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Bytes with_flipped(Bytes bytes, std::size_t index) {
  bytes.at(index) ^= 1;
  return bytes;
}

Bytes signed_file(const DirectoryHeader& header, std::span<const DirectoryRecord> records,
                  std::initializer_list<const SigningKey*> signers) {
  std::vector<RootSignature> signatures;
  for (const SigningKey* signer : signers) signatures.push_back(sign_directory(header, *signer));
  return encode_directory(header, signatures, records);
}

Json directory_vector(std::string_view name, std::string_view expect, const DirectoryScene& scene,
                      BytesView file, std::uint64_t now_s = scene_now_s) {
  Json result = vector(name, expect);
  result["op"] = "verify";
  result["root_keys"] = Json::array();
  for (const SigningKey& root : scene.roots) result["root_keys"].push_back(hex(root.verify_key()));
  result["now_s"] = now_s;
  result["file"] = hex(file);
  return result;
}

Json json_of(const AdvisorRecord& advisor) {
  return {{"type", "advisor"},
          {"id", hex(advisor.id())},
          {"identity_key", hex(advisor.identity_key)},
          {"not_before_s", advisor.not_before_s},
          {"not_after_s", advisor.not_after_s},
          {"name", advisor.name},
          {"languages", advisor.languages},
          {"escrow", advisor.escrow},
          {"phone", advisor.phone},
          {"email", advisor.email},
          {"intro_informal", advisor.intro_informal},
          {"intro_formal", advisor.intro_formal},
          {"intro_english", advisor.intro_english},
          {"working_days", advisor.working_days},
          {"replies_within_school_days", advisor.replies_within_school_days}};
}

Json json_of(const SchoolRecord& school) {
  Json advisors = Json::array();
  for (const KeyId& id : school.advisors) advisors.push_back(hex(id));
  return {{"type", "school"},
          {"code", school.code},
          {"name", school.name},
          {"place", school.place},
          {"advisors", advisors},
          {"street", school.street},
          {"kind", school.kind},
          {"aliases", school.aliases},
          {"board_number", school.board_number},
          {"board_name", school.board_name}};
}

Json json_of(const RevokedDeviceRecord& revoked) {
  return {
      {"type", "revoked_device"}, {"device", hex(revoked.device)}, {"revoked_at_s", revoked.revoked_at_s}};
}

Json json_of(const ReleaseRecord& release) {
  return {{"type", "release"}, {"bundle", hex(release.bundle)}, {"released_at_s", release.released_at_s}};
}

Json json_of(const UnknownRecord& record) {
  return {{"type", "unknown"}, {"code", record.type}, {"body", hex(record.body)}};
}

Json accepted_directory(const DirectoryScene& scene, const DirectoryHeader& header, BytesView file) {
  Json result = directory_vector("signed by two roots", "accept", scene, file);
  const DirectoryHead head = directory_head(header);
  result["version"] = header.version;
  result["issued_s"] = header.issued_s;
  result["expires_s"] = header.expires_s;
  result["previous_head"] = hex(header.previous_head);
  result["merkle_root"] = hex(header.merkle_root);
  result["head"] = hex(head.hash);
  result["records"] = Json::array();
  for (const DirectoryRecord& record : scene.records) {
    result["records"].push_back(std::visit([](const auto& known) { return json_of(known); }, record));
  }
  return result;
}

void add_signers(Json& vectors, const DirectoryScene& scene, const DirectoryHeader& header) {
  const auto& [first, second, third] = scene.roots;
  const auto add = [&](std::string_view name, std::string_view expect,
                       std::initializer_list<const SigningKey*> signers) {
    vectors.push_back(directory_vector(name, expect, scene, signed_file(header, scene.records, signers)));
  };
  add("signed by all three", "accept", {&first, &second, &third});
  add("signed by two and an outsider", "accept", {&third, &scene.outsider, &second});
  add("nobody signed", "signature", {});
  add("one root signed", "signature", {&first});
  add("one root signed twice", "signature", {&first, &first});
  add("one root and an outsider", "signature", {&first, &scene.outsider});
}

void add_altered(Json& vectors, const DirectoryScene& scene, const DirectoryHeader& header,
                 const Bytes& file) {
  const auto& [first, second, third] = scene.roots;
  const auto add = [&](std::string_view name, std::string_view expect, BytesView bytes) {
    vectors.push_back(directory_vector(name, expect, scene, bytes));
  };
  DirectoryHeader wrong_root = header;
  wrong_root.merkle_root.bytes[0] ^= 1;
  DirectoryHeader wrong_count = header;
  wrong_count.record_count += 1;
  DirectoryHeader from_future = header;
  from_future.issued_s = scene_now_s + 301;
  const auto signed_by_two = [&](const DirectoryHeader& altered) {
    return signed_file(altered, scene.records, {&first, &second});
  };
  Bytes many_signatures = file;
  many_signatures[directory_header_bytes] = 9;

  add("header changed after signing", "signature", with_flipped(file, 9));
  add("a root's signature changed", "signature", with_flipped(file, directory_header_bytes + 1 + 16));
  add("a record changed", "rule", with_flipped(file, file.size() - 1));
  add("the root is not the records'", "rule", signed_by_two(wrong_root));
  add("the count is not the records'", "rule", signed_by_two(wrong_count));
  add("issued in the future", "rule", signed_by_two(from_future));
  add("nothing", "syntax", {});
  add("cut short", "syntax", BytesView(file).first(file.size() - 1));
  add("another magic", "shape", with_flipped(file, 0));
  add("nine signatures", "limit", many_signatures);
  vectors.push_back(directory_vector("the last second", "accept", scene, file, header.expires_s - 1));
  vectors.push_back(directory_vector("expired", "rule", scene, file, header.expires_s));
  vectors.push_back(directory_vector("five minutes ahead", "accept", scene, file, header.issued_s - 300));
}

}  // namespace

VectorFile make_directory() {
  Json content = file_content(
      "The signed directory and its records (KZ1 5.7). op record: one record's body alone. op "
      "history: a page of the published heads, followed from `last`.");
  Json& vectors = content["vectors"];
  const DirectoryScene scene;
  const DirectoryHeader header = make_directory_header(scene.issue, scene.records);
  const Bytes file = signed_file(header, scene.records, {&scene.roots[0], &scene.roots[2]});
  vectors.push_back(accepted_directory(scene, header, file));
  const DirectoryIssue first_issue{
      .version = 1, .issued_s = 1, .expires_s = scene_now_s + 1, .previous_head = {}};
  const DirectoryHeader empty = make_directory_header(first_issue, {});
  vectors.push_back(directory_vector("the first version, empty", "accept", scene,
                                     signed_file(empty, {}, {&scene.roots[0], &scene.roots[1]})));
  add_signers(vectors, scene, header);
  add_altered(vectors, scene, header, file);
  add_directory_records(vectors, scene);
  add_directory_history(vectors, scene);
  return {.name = "directory.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
