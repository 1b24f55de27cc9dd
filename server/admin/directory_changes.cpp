#include "server/admin/directory_changes.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "crypto/encoding.hpp"
#include "crypto/safety_number.hpp"
#include "server/admin/printable.hpp"

namespace kiezel::admin {
namespace {

using crypto::AdvisorRecord;
using crypto::DirectoryRecord;
using crypto::RevokedDeviceRecord;
using crypto::SchoolRecord;

/// One directory by what its records are about; everything else as bytes.
struct Contents {
  std::map<std::string, AdvisorRecord> advisors;
  std::map<std::string, SchoolRecord> schools;
  std::map<std::string, std::uint64_t> revoked;
  std::set<std::string> releases;
  std::multiset<crypto::Bytes> others;
};

Contents contents_of(std::span<const DirectoryRecord> records) {
  Contents contents;
  for (const DirectoryRecord& record : records) {
    if (const auto* advisor = std::get_if<AdvisorRecord>(&record)) {
      contents.advisors.insert_or_assign(crypto::to_hex(advisor->id()), *advisor);
    } else if (const auto* school = std::get_if<SchoolRecord>(&record)) {
      contents.schools.insert_or_assign(school->code, *school);
    } else if (const auto* revoked = std::get_if<RevokedDeviceRecord>(&record)) {
      contents.revoked.insert_or_assign(crypto::to_hex(revoked->device), revoked->revoked_at_s);
    } else if (const auto* release = std::get_if<crypto::ReleaseRecord>(&record)) {
      contents.releases.insert(crypto::to_hex(release->bundle));
    } else {
      contents.others.insert(crypto::encode(record));
    }
  }
  return contents;
}

std::string named(const AdvisorRecord& advisor) {
  return printable(advisor.name) + " (" + crypto::to_hex(advisor.id()) + ")";
}

std::string number_of(const AdvisorRecord& advisor) {
  return crypto::safety_number(advisor.identity_key).value_or("not enough memory to work it out");
}

/// "phone: 030 1 -> 030 2"; nothing when it is the same.
void add_field(std::string& fields, std::string_view name, std::string_view before, std::string_view after) {
  if (before == after) return;
  fields.append(fields.empty() ? "" : "; ").append(name).append(": ");
  fields.append(printable(before)).append(" -> ").append(printable(after));
}

std::string changed_fields(const AdvisorRecord& before, const AdvisorRecord& after) {
  std::string fields;
  add_field(fields, "name", before.name, after.name);
  add_field(fields, "languages", before.languages, after.languages);
  add_field(fields, "phone", before.phone, after.phone);
  add_field(fields, "e-mail", before.email, after.email);
  add_field(fields, "introduction", before.intro_informal, after.intro_informal);
  add_field(fields, "formal introduction", before.intro_formal, after.intro_formal);
  add_field(fields, "English introduction", before.intro_english, after.intro_english);
  add_field(fields, "working days", std::to_string(before.working_days), std::to_string(after.working_days));
  add_field(fields, "replies within school days", std::to_string(before.replies_within_school_days),
            std::to_string(after.replies_within_school_days));
  add_field(fields, "second key held by the organisation", before.escrow ? "yes" : "no",
            after.escrow ? "yes" : "no");
  if (after.not_after_s < before.not_after_s)
    fields.append(fields.empty() ? "" : "; ").append("valid shorter");
  return fields;
}

/// Whether two keys are meant to be the same person's.
bool same_person(const AdvisorRecord& one, const AdvisorRecord& other) {
  const auto same = [](const std::string& a, const std::string& b) { return !a.empty() && a == b; };
  return same(one.name, other.name) || same(one.email, other.email);
}

class Comparison {
 public:
  Comparison(const Contents& before, const Contents& after) : before_(before), after_(after) {}

  std::vector<Change> all() && {
    advisors();
    devices();
    schools();
    releases();
    others();
    return std::move(changes_);
  }

 private:
  void ordinary(std::string sentence) { changes_.push_back({Weight::ordinary, std::move(sentence)}); }
  void grave(std::string sentence) { changes_.push_back({Weight::grave, std::move(sentence)}); }

  void advisors() {
    std::set<std::string> replaced;
    for (const auto& [id, advisor] : after_.advisors) {
      if (const auto was = before_.advisors.find(id); was != before_.advisors.end()) {
        const std::string fields = changed_fields(was->second, advisor);
        if (!fields.empty()) ordinary("Advisor " + named(advisor) + " is changed. " + fields + ".");
      } else if (const AdvisorRecord* old = gone_person(advisor)) {
        replaced.insert(crypto::to_hex(old->id()));
        grave("The key of advisor " + named(*old) + " is REPLACED by that of " + named(advisor) +
              ". Safety number before: " + number_of(*old) + "; now: " + number_of(advisor) +
              ". Hear the new number from the advisor in person before you sign.");
      } else {
        ordinary("Advisor " + named(advisor) + " is new. Safety number: " + number_of(advisor) + ".");
      }
    }
    for (const auto& [id, advisor] : before_.advisors) {
      if (!after_.advisors.contains(id) && !replaced.contains(id))
        grave("Advisor " + named(advisor) + " is GONE.");
    }
  }

  [[nodiscard]] const AdvisorRecord* gone_person(const AdvisorRecord& advisor) const {
    for (const auto& [id, old] : before_.advisors) {
      if (!after_.advisors.contains(id) && same_person(old, advisor)) return &old;
    }
    return nullptr;
  }

  // Whoever makes browsers run other pages reads everything that is typed in them.
  void releases() {
    for (const std::string& bundle : after_.releases) {
      if (!before_.releases.contains(bundle))
        grave("The pages are to be those of bundle " + bundle +
              ". Build them yourself and compare (./scripts/dev bundle) before you sign.");
    }
    for (const std::string& bundle : before_.releases) {
      if (!after_.releases.contains(bundle))
        ordinary("The pages of bundle " + bundle + " are no longer named.");
    }
  }

  void devices() {
    for (const auto& [device, at_s] : after_.revoked) {
      const auto was = before_.revoked.find(device);
      if (was == before_.revoked.end()) {
        ordinary("Device " + device + " is revoked.");
      } else if (was->second != at_s) {
        grave("The time at which device " + device + " was revoked is CHANGED.");
      }
    }
    for (const auto& [device, at_s] : before_.revoked) {
      if (!after_.revoked.contains(device)) grave("The revocation of device " + device + " is TAKEN BACK.");
    }
  }

  void schools() {
    for (const auto& [code, school] : after_.schools) {
      const auto was = before_.schools.find(code);
      if (was == before_.schools.end()) {
        ordinary("School " + title(school) + " is new, served by " + served_by(school, after_) + ".");
      } else {
        changed_school(was->second, school);
      }
    }
    for (const auto& [code, school] : before_.schools) {
      if (!after_.schools.contains(code)) ordinary("School " + title(school) + " is gone.");
    }
  }

  void changed_school(const SchoolRecord& before, const SchoolRecord& after) {
    std::string fields;
    add_field(fields, "name", before.name, after.name);
    add_field(fields, "place", before.place, after.place);
    add_field(fields, "street", before.street, after.street);
    add_field(fields, "kind", before.kind, after.kind);
    add_field(fields, "other names", before.aliases, after.aliases);
    add_field(fields, "board", before.board_number + " " + before.board_name,
              after.board_number + " " + after.board_name);
    if (before.advisors != after.advisors)
      add_field(fields, "served by", served_by(before, before_), served_by(after, after_));
    if (!fields.empty()) ordinary("School " + title(after) + " is changed. " + fields + ".");
  }

  void others() {
    std::vector<crypto::Bytes> added;
    std::vector<crypto::Bytes> removed;
    std::ranges::set_difference(after_.others, before_.others, std::back_inserter(added));
    std::ranges::set_difference(before_.others, after_.others, std::back_inserter(removed));
    for (const crypto::Bytes& record : added)
      ordinary("A record that this program does not read is new: " + start_of(record));
    for (const crypto::Bytes& record : removed)
      ordinary("A record that this program does not read is gone: " + start_of(record));
  }

  static std::string start_of(const crypto::Bytes& record) {
    constexpr std::size_t shown_bytes = 48;
    return "type " + std::to_string(record[0] << 8U | record[1]) + ", " +
           crypto::to_hex(
               crypto::BytesView(record).subspan(6).first(std::min(record.size() - 6, shown_bytes)));
  }

  static std::string title(const SchoolRecord& school) {
    return school.code + " " + printable(school.name) + ", " + printable(school.place);
  }

  static std::string served_by(const SchoolRecord& school, const Contents& contents) {
    std::string names;
    for (const crypto::KeyId& id : school.advisors) {
      const auto advisor = contents.advisors.find(crypto::to_hex(id));
      names.append(names.empty() ? "" : ", ");
      names.append(advisor == contents.advisors.end() ? crypto::to_hex(id) : printable(advisor->second.name));
    }
    return names;
  }

  const Contents& before_;
  const Contents& after_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> directory_changes(std::span<const DirectoryRecord> before,
                                      std::span<const DirectoryRecord> after) {
  const Contents was = contents_of(before);
  const Contents is = contents_of(after);
  return Comparison(was, is).all();
}

}  // namespace kiezel::admin
