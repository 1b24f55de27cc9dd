// The records of a directory: what each may say, one body at a time.
#include "crypto/tlv.hpp"
#include "tests/vectors/directory_scene.hpp"

namespace kiezel::vectors {

using namespace crypto;

namespace {

Json record_vector(std::string_view name, std::string_view expect, std::uint16_t type, BytesView body) {
  Json result = vector(name, expect);
  result["op"] = "record";
  result["code"] = type;
  result["body"] = hex(body);
  return result;
}

}  // namespace

AdvisorRecord full_advisor(const VerifyKey& identity_key) {
  return {.identity_key = identity_key,
          .not_before_s = scene_now_s - 400 * scene_day_s,
          .not_after_s = scene_now_s + 400 * scene_day_s,
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

std::vector<DirectoryRecord> DirectoryScene::make_records() {
  AdvisorRecord plain;
  plain.identity_key = second_advisor;
  plain.not_before_s = scene_now_s;
  plain.not_after_s = scene_now_s + scene_day_s;
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
          RevokedDeviceRecord{.device = random.fixed<KeyId>(), .revoked_at_s = scene_now_s - 3 * scene_day_s},
          UnknownRecord{.type = 77, .body = Bytes{1, 2, 3, 4}}};
}

void add_directory_records(Json& vectors, const DirectoryScene& scene) {
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

}  // namespace kiezel::vectors
