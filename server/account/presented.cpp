#include "server/account/presented.hpp"

namespace kiezel::account {

namespace {

bool holds_at(std::uint64_t not_before_s, std::uint64_t not_after_s, std::uint64_t now_s) {
  return not_before_s <= now_s + clock_skew_s && now_s < not_after_s;
}

}  // namespace

std::optional<crypto::DeviceCertificate> certificate_from(crypto::BytesView bytes,
                                                          const crypto::VerifyKey& advisor_key,
                                                          std::uint64_t now_s) {
  const auto parsed = crypto::parse_device_certificate(bytes);
  if (!parsed) return std::nullopt;
  auto certificate = crypto::verify(*parsed, advisor_key);
  if (!certificate) return std::nullopt;
  const crypto::DeviceCertificateFields& fields = certificate->fields();
  if (fields.advisor != crypto::key_id(advisor_key)) return std::nullopt;
  if (!holds_at(fields.not_before_s, fields.not_after_s, now_s)) return std::nullopt;
  return certificate;
}

std::optional<crypto::ParsedPrekey> prekey_from(crypto::BytesView bytes, core::AdvisorId advisor,
                                                core::DeviceId device, std::uint64_t now_s) {
  const auto parsed = crypto::parse_prekey(bytes);
  if (!parsed) return std::nullopt;
  const crypto::PrekeyFields& fields = parsed->fields;
  if (fields.advisor.bytes != advisor.bytes || fields.device.bytes != device.bytes) return std::nullopt;
  if (!holds_at(fields.not_before_s, fields.not_after_s, now_s)) return std::nullopt;
  return *parsed;
}

}  // namespace kiezel::account
