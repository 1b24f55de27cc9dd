// What an advisor could save: statements that people really signed, certificates good and bad, and the
// directory to hold them against. All keys are fixed, so that an input means the same every time.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "crypto/device_certificate.hpp"
#include "crypto/directory.hpp"
#include "crypto/statement.hpp"

namespace kiezel::fuzz {

inline constexpr std::uint64_t now_s = 1'800'000'000;
inline constexpr std::uint64_t day_s = 86'400;

inline crypto::SigningKey scene_key(std::uint8_t seed) {
  const std::array<std::uint8_t, 32> bytes{seed};
  return *crypto::SigningKey::from_seed(*crypto::Secret<32>::from(bytes));
}

struct SavedDevice {
  crypto::VerifyKey identity;
  crypto::Bytes certificate;
};

struct SavedScene {
  crypto::SigningKey pupil = scene_key(1);
  crypto::SigningKey second_pupil = scene_key(2);
  // Noor and Amir are in the directory, the stranger is not.
  crypto::SigningKey noor = scene_key(3);
  crypto::SigningKey amir = scene_key(4);
  crypto::SigningKey stranger = scene_key(5);
  crypto::SigningKey laptop = scene_key(6);
  crypto::SigningKey lost_laptop = scene_key(7);
  crypto::SigningKey strange_laptop = scene_key(8);
  crypto::SigningKey amirs_laptop = scene_key(9);

  crypto::Directory directory = make_directory();
  std::vector<SavedDevice> devices = make_devices();
  std::vector<crypto::VerifiedStatement> said = make_statements();

 private:
  [[nodiscard]] crypto::Directory make_directory() const {
    std::vector<crypto::DirectoryRecord> records;
    const auto list = [&records](const crypto::SigningKey& identity, const char* name) {
      records.emplace_back(crypto::AdvisorRecord{.identity_key = identity.verify_key(),
                                                 .not_before_s = now_s - day_s,
                                                 .not_after_s = now_s + day_s,
                                                 .name = name,
                                                 .languages = "nl"});
    };
    list(noor, "Noor");
    list(amir, "Amir\x1b[31m");
    records.emplace_back(
        crypto::RevokedDeviceRecord{.device = lost_laptop.id(), .revoked_at_s = now_s - day_s});
    const auto header =
        crypto::make_directory_header({.version = 1, .issued_s = now_s, .expires_s = now_s + day_s}, records);
    const std::array roots{scene_key(20), scene_key(21), scene_key(22)};
    const std::array signatures{crypto::sign_directory(header, roots[0]),
                                crypto::sign_directory(header, roots[1])};
    auto parsed = crypto::parse_directory(crypto::encode_directory(header, signatures, records));
    return crypto::verify(*std::move(parsed),
                          {roots[0].verify_key(), roots[1].verify_key(), roots[2].verify_key()}, now_s)
        .value();
  }

  static SavedDevice certified(const crypto::SigningKey& device, const crypto::SigningKey& identity,
                               std::uint64_t from_s, std::uint64_t until_s) {
    return {.identity = identity.verify_key(),
            .certificate = crypto::sign_device_certificate({.advisor = {},
                                                            .device_key = device.verify_key(),
                                                            .not_before_s = from_s,
                                                            .not_after_s = until_s},
                                                           identity)};
  }

  [[nodiscard]] std::vector<SavedDevice> make_devices() const {
    SavedDevice forged = certified(laptop, stranger, now_s - 9 * day_s, now_s + 9 * day_s);
    forged.identity = noor.verify_key();
    return {certified(laptop, noor, now_s - 10 * day_s, now_s + 10 * day_s),
            certified(laptop, noor, now_s - 60 * day_s, now_s - 30 * day_s),
            certified(lost_laptop, noor, now_s - 10 * day_s, now_s + 10 * day_s),
            certified(strange_laptop, stranger, now_s - 10 * day_s, now_s + 10 * day_s),
            certified(amirs_laptop, amir, now_s - 10 * day_s, now_s + 10 * day_s),
            certified(laptop, stranger, now_s - 10 * day_s, now_s + 10 * day_s),
            forged};
  }

  static crypto::VerifiedStatement say(crypto::StatementAction action, std::uint8_t number,
                                       const crypto::SigningKey& issuer, const crypto::Digest* ref = nullptr,
                                       std::uint64_t at_s = now_s, std::uint8_t conversation = 1) {
    using enum crypto::StatementAction;
    crypto::Statement statement{
        .id = {{number, 1}}, .conversation = {{conversation, 2}}, .issuer = issuer.verify_key()};
    statement.action = action;
    statement.issued_at_s = at_s;
    if (ref != nullptr) statement.ref = *ref;
    const bool asks = action == grant || action == propose || action == notice;
    if (asks || action == use) statement.whom = statement.about = "de mentor\n2. Advisor Noor\u202e lied.";
    if (asks) statement.text = "Mag dat?\x1b[2J\x7f";
    if (asks) statement.language = crypto::Language::dutch_informal;
    if (action == use || action == notice) statement.told_at_s = at_s;
    if (action == notice) statement.why = statement.consulted = "gevaar";
    if (action == decline) statement.answer = crypto::Answer::talk_first;
    return crypto::sign_statement(statement, issuer).value();
  }

  [[nodiscard]] std::vector<crypto::VerifiedStatement> make_statements() const {
    using enum crypto::StatementAction;
    const auto question = say(propose, 1, laptop);
    const auto yes = say(grant, 2, pupil, &question.hash());
    std::vector<crypto::VerifiedStatement> all{question, yes};
    all.push_back(say(withdraw, 3, pupil, &yes.hash()));
    all.push_back(say(use, 4, laptop, &yes.hash()));
    all.push_back(say(acknowledge, 5, pupil, &all[3].hash()));
    all.push_back(say(decline, 6, second_pupil, &question.hash()));
    all.push_back(say(notice, 7, amirs_laptop));
    all.push_back(say(propose, 8, lost_laptop));
    all.push_back(say(propose, 9, lost_laptop, nullptr, now_s - 2 * day_s));
    all.push_back(say(propose, 10, strange_laptop));
    all.push_back(say(grant, 11, pupil, nullptr, now_s, 2));
    all.push_back(say(acknowledge, 12, laptop, &yes.hash()));
    all.push_back(say(grant, 2, second_pupil, &question.hash()));
    all.push_back(say(propose, 13, laptop, nullptr, now_s - 40 * day_s));
    all.push_back(say(grant, 14, laptop));
    return all;
  }
};

}  // namespace kiezel::fuzz
