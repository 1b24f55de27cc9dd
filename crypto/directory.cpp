#include "crypto/directory.hpp"

#include <algorithm>
#include <cassert>

#include "crypto/hash.hpp"
#include "crypto/labels.hpp"
#include "crypto/merkle.hpp"

namespace kiezel::crypto {
namespace {

constexpr std::uint16_t magic = 0x4431;  // "D1"

Checked<DirectoryHeader> read_header(ByteReader& reader) {
  const std::uint16_t magic_read = reader.u16();
  DirectoryHeader header;
  header.version = reader.u64();
  header.issued_s = reader.u64();
  header.expires_s = reader.u64();
  header.previous_head = reader.fixed<Digest>();
  header.record_count = reader.u32();
  header.merkle_root = reader.fixed<Digest>();
  if (!reader.ok()) return std::unexpected(Refusal::syntax);
  if (magic_read != magic || header.version == 0 || header.expires_s <= header.issued_s) {
    return std::unexpected(Refusal::shape);
  }
  if ((header.version == 1) != header.previous_head.is_zero()) return std::unexpected(Refusal::shape);
  if (header.version > number_max || header.expires_s > number_max) return std::unexpected(Refusal::limit);
  return header;
}

Checked<std::vector<RootSignature>> read_signatures(ByteReader& reader) {
  const std::size_t count = reader.u8();
  if (count > directory_signatures_max) return std::unexpected(Refusal::limit);
  std::vector<RootSignature> signatures;
  for (std::size_t i = 0; i < count; ++i) {
    signatures.push_back({.key = reader.fixed<KeyId>(), .signature = reader.fixed<Signature>()});
  }
  if (!reader.ok()) return std::unexpected(Refusal::syntax);
  return signatures;
}

Checked<DirectoryRecord> read_record(ByteReader& reader) {
  const std::uint16_t type = reader.u16();
  const std::size_t body_bytes = reader.u32();
  if (reader.ok() && body_bytes > record_bytes_max) return std::unexpected(Refusal::limit);
  const BytesView body = reader.raw(body_bytes);
  if (!reader.ok()) return std::unexpected(Refusal::syntax);
  return parse_record(type, body);
}

/// The distinct root keys that signed; nothing when a signature in a root's name is wrong. An organisation
/// that lists one key twice still needs two.
std::optional<std::size_t> count_signers(const RootKeys& root_keys, BytesView header,
                                         std::span<const RootSignature> signatures) {
  std::vector<VerifyKey> signers;
  for (const RootSignature& candidate : signatures) {
    const auto* root =
        std::ranges::find_if(root_keys, [&](const VerifyKey& key) { return key_id(key) == candidate.key; });
    if (root == root_keys.end()) continue;
    if (!verify(*root, labels::directory, {header}, candidate.signature)) return std::nullopt;
    if (std::ranges::find(signers, *root) == signers.end()) signers.push_back(*root);
  }
  return signers.size();
}

Digest root_of(std::span<const DirectoryRecord> records) {
  std::vector<Digest> leaves;
  for (const DirectoryRecord& record : records) leaves.push_back(merkle_leaf_hash(encode(record)));
  return merkle_root(leaves);
}

}  // namespace

std::array<std::uint8_t, directory_header_bytes> encode(const DirectoryHeader& header) {
  const Bytes bytes = ByteWriter(directory_header_bytes)
                          .u16(magic)
                          .u64(header.version)
                          .u64(header.issued_s)
                          .u64(header.expires_s)
                          .raw(header.previous_head)
                          .u32(header.record_count)
                          .raw(header.merkle_root)
                          .take();
  assert(bytes.size() == directory_header_bytes);
  std::array<std::uint8_t, directory_header_bytes> result{};
  std::ranges::copy(bytes, result.begin());
  return result;
}

DirectoryHead directory_head(const DirectoryHeader& header) {
  return {.hash = hash(labels::directory_head, {encode(header)}), .version = header.version};
}

Checked<SignedDirectoryHeader> read_signed_header(ByteReader& reader) {
  const auto header = read_header(reader);
  if (!header) return std::unexpected(header.error());
  auto signatures = read_signatures(reader);
  if (!signatures) return std::unexpected(signatures.error());
  return SignedDirectoryHeader{.header = *header, .signatures = std::move(*signatures)};
}

Bytes encode(const SignedDirectoryHeader& header) {
  return encode_directory(header.header, header.signatures, {});
}

bool is_signature_of(const VerifyKey& root, const DirectoryHeader& header, const RootSignature& made) {
  return key_id(root) == made.key && verify(root, labels::directory, {encode(header)}, made.signature);
}

bool is_signed_by_roots(const SignedDirectoryHeader& header, const RootKeys& root_keys) {
  const auto signers = count_signers(root_keys, encode(header.header), header.signatures);
  return signers.value_or(0) >= root_signatures_needed;
}

Checked<ParsedDirectory> parse_directory(BytesView file) {
  if (file.size() > directory_bytes_max) return std::unexpected(Refusal::limit);
  ByteReader reader(file);
  auto front = read_signed_header(reader);
  if (!front) return std::unexpected(front.error());
  ParsedDirectory directory{.header = front->header,
                            .signatures = std::move(front->signatures),
                            .records = {},
                            .computed_root = {}};
  // The root is over the bytes as they came: an unknown tag inside a record counts too.
  std::vector<Digest> leaves;
  while (!reader.rest().empty()) {
    if (leaves.size() == directory_records_max) return std::unexpected(Refusal::limit);
    const BytesView before = reader.rest();
    auto record = read_record(reader);
    if (!record) return std::unexpected(record.error());
    leaves.push_back(merkle_leaf_hash(before.first(before.size() - reader.rest().size())));
    directory.records.push_back(std::move(*record));
  }
  directory.computed_root = merkle_root(leaves);
  return directory;
}

Checked<Directory> verify(ParsedDirectory directory, const RootKeys& root_keys, std::uint64_t now_s) {
  const DirectoryHeader& header = directory.header;
  if (!is_signed_by_roots({header, directory.signatures}, root_keys)) {
    return std::unexpected(Refusal::signature);
  }
  if (header.expires_s <= now_s || header.issued_s > now_s + directory_clock_skew_s) {
    return std::unexpected(Refusal::rule);
  }
  if (header.record_count != directory.records.size() || header.merkle_root != directory.computed_root) {
    return std::unexpected(Refusal::rule);
  }
  Directory verified;
  verified.header_ = header;
  verified.head_ = directory_head(header);
  verified.records_ = std::move(directory.records);
  return verified;
}

DirectoryHeader make_directory_header(const DirectoryIssue& issue, std::span<const DirectoryRecord> records) {
  return {.version = issue.version,
          .issued_s = issue.issued_s,
          .expires_s = issue.expires_s,
          .previous_head = issue.previous_head,
          .record_count = static_cast<std::uint32_t>(records.size()),
          .merkle_root = root_of(records)};
}

RootSignature sign_directory(const DirectoryHeader& header, const SigningKey& root_key) {
  return {.key = root_key.id(), .signature = sign(root_key, labels::directory, {encode(header)})};
}

Bytes encode_directory(const DirectoryHeader& header, std::span<const RootSignature> signatures,
                       std::span<const DirectoryRecord> records) {
  assert(signatures.size() <= directory_signatures_max);
  ByteWriter writer;
  writer.raw(encode(header)).u8(static_cast<std::uint8_t>(signatures.size()));
  for (const RootSignature& signature : signatures) writer.raw(signature.key).raw(signature.signature);
  for (const DirectoryRecord& record : records) writer.raw(encode(record));
  return writer.take();
}

}  // namespace kiezel::crypto
