#include "crypto/directory.hpp"

#include "crypto/directory_history.hpp"
#include "crypto/tlv.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

constexpr std::uint64_t day_s = 86'400;

Bytes with_flipped(Bytes bytes, std::size_t index) {
  bytes.at(index) ^= 1;
  return bytes;
}

AdvisorRecord full_advisor(const VerifyKey& identity_key) {
  return {.identity_key = identity_key,
          .not_before_s = scene_now_s - 400 * day_s,
          .not_after_s = scene_now_s + 400 * day_s,
          .name = "Noor Voorbeeld",
          .languages = "nl,en",
          .escrow = false,
          .phone = "030 000 00 00",
          .email = "noor@kiezel.example",
          .intro_informal = "Ik luister.",
          .intro_formal = "U kunt mij alles vragen.",
          .intro_english = "I listen.",
          .working_days = 0x1d,
          .replies_within_school_days = 2};
}

struct DirectoryScene {
  SeededRandom random{"directory"};
  std::array<SigningKey, 3> roots{SigningKey::from_seed(random.secret<32>()).value(),
                                  SigningKey::from_seed(random.secret<32>()).value(),
                                  SigningKey::from_seed(random.secret<32>()).value()};
  SigningKey outsider = SigningKey::from_seed(random.secret<32>()).value();
  VerifyKey first_advisor = SigningKey::from_seed(random.secret<32>()).value().verify_key();
  VerifyKey second_advisor = SigningKey::from_seed(random.secret<32>()).value().verify_key();
  std::vector<DirectoryRecord> records = make_records();
  DirectoryIssue issue{.version = 2,
                       .issued_s = scene_now_s - day_s,
                       .expires_s = scene_now_s + 29 * day_s,
                       .previous_head = random.fixed<Digest>()};

  std::vector<DirectoryRecord> make_records() {
    AdvisorRecord plain;
    plain.identity_key = second_advisor;
    plain.not_before_s = scene_now_s;
    plain.not_after_s = scene_now_s + day_s;
    plain.name = "Bo";
    const SchoolRecord school{.code = "00AB01",
                              .name = "De Waterval",
                              .place = "Veendam",
                              .advisors = {key_id(first_advisor), key_id(second_advisor)},
                              .street = "Molenweg 1",
                              .kind = "bo",
                              .aliases = "Waterval\nObs de Waterval",
                              .board_number = "12345",
                              .board_name = "Stichting Stroom"};
    return {full_advisor(first_advisor), plain, school,
            RevokedDeviceRecord{.device = random.fixed<KeyId>(), .revoked_at_s = scene_now_s - 3 * day_s},
            UnknownRecord{.type = 77, .body = Bytes{1, 2, 3, 4}}};
  }
};

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

Json record_vector(std::string_view name, std::string_view expect, std::uint16_t type, BytesView body) {
  Json result = vector(name, expect);
  result["op"] = "record";
  result["code"] = type;
  result["body"] = hex(body);
  return result;
}

void add_records(Json& vectors, const DirectoryScene& scene) {
  const auto advisor = [&](const AdvisorRecord& record) {
    return to_bytes(BytesView(encode(DirectoryRecord(record))).subspan(6));
  };
  const auto school = [&](const SchoolRecord& record) {
    return to_bytes(BytesView(encode(DirectoryRecord(record))).subspan(6));
  };
  AdvisorRecord no_key = full_advisor({});
  AdvisorRecord no_name = full_advisor(scene.first_advisor);
  no_name.name.clear();
  AdvisorRecord backwards = full_advisor(scene.first_advisor);
  std::swap(backwards.not_before_s, backwards.not_after_s);
  AdvisorRecord long_name = full_advisor(scene.first_advisor);
  long_name.name = std::string(4001, 'k');
  SchoolRecord plain{};
  plain.code = "00AB01";
  plain.name = "De Waterval";
  plain.advisors = {key_id(scene.first_advisor)};
  SchoolRecord no_advisors = plain;
  no_advisors.advisors.clear();
  SchoolRecord nine_advisors = plain;
  nine_advisors.advisors.assign(9, key_id(scene.first_advisor));
  SchoolRecord lower_case = plain;
  lower_case.code = "00ab01";
  SchoolRecord short_code = plain;
  short_code.code = "00AB0";

  vectors.push_back(record_vector("a school with one advisor", "accept", 2, school(plain)));
  vectors.push_back(record_vector("an unknown tag in a school", "accept", 2,
                                  join({school(plain), TlvWriter().add_u8(99, 1).take()})));
  vectors.push_back(record_vector("an advisor without a key", "shape", 1, advisor(no_key)));
  vectors.push_back(record_vector("an advisor without a name", "shape", 1, advisor(no_name)));
  vectors.push_back(record_vector("an advisor who ends before starting", "shape", 1, advisor(backwards)));
  vectors.push_back(record_vector("a name of 4001 bytes", "limit", 1, advisor(long_name)));
  vectors.push_back(record_vector("a school without advisors", "shape", 2, school(no_advisors)));
  vectors.push_back(record_vector("a school with nine advisors", "limit", 2, school(nine_advisors)));
  vectors.push_back(record_vector("a school code in lower case", "shape", 2, school(lower_case)));
  vectors.push_back(record_vector("a school code of five characters", "shape", 2, school(short_code)));
  vectors.push_back(
      record_vector("a revocation without a time", "shape", 3, TlvWriter().add(1, Bytes(16, 1)).take()));
  const Bytes bundle(32, 5);
  vectors.push_back(record_vector("a release", "accept", 5, TlvWriter().add(1, bundle).add_u64(2, 7).take()));
  vectors.push_back(record_vector("a release without a time", "shape", 5, TlvWriter().add(1, bundle).take()));
  vectors.push_back(record_vector("a release of nothing", "shape", 5, TlvWriter().add_u64(2, 7).take()));
  vectors.push_back(record_vector("a release of 31 bytes", "shape", 5,
                                  TlvWriter().add(1, Bytes(31, 5)).add_u64(2, 7).take()));
  vectors.push_back(record_vector("a value beyond the record's end", "syntax", 1, Bytes{0, 1, 0, 0, 0, 9}));
}

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

void add_history(Json& vectors, const DirectoryScene& scene) {
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
  add_records(vectors, scene);
  add_history(vectors, scene);
  return {.name = "directory.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
