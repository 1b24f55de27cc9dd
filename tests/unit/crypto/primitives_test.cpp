#include <array>
#include <catch2/catch.hpp>
#include <type_traits>

#include "crypto/aead.hpp"
#include "crypto/argon2id.hpp"
#include "crypto/bytes.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/merkle.hpp"
#include "crypto/padding.hpp"
#include "crypto/secret.hpp"
#include "crypto/self_test.hpp"
#include "crypto/sign.hpp"
#include "crypto/utf8.hpp"
#include "crypto/vault.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto {
namespace {

Bytes unhex(std::string_view text) {
  return from_hex(text).value();
}

template <class T>
concept Copyable = std::is_copy_constructible_v<T> || std::is_copy_assignable_v<T>;
static_assert(!Copyable<Secret<32>>);
static_assert(!Copyable<SecretBytes>);
static_assert(!Copyable<SigningKey>);

}  // namespace

TEST_CASE("self test: known answers hold", "[self_test]") {
  CHECK(self_test());
  CHECK(self_test_kem());
}

TEST_CASE("bytes: a reader that failed stays failed", "[bytes]") {
  const Bytes bytes{1, 2, 3};
  ByteReader reader(bytes);

  CHECK(reader.u16() == 0x0102);
  CHECK(reader.u32() == 0);
  CHECK(reader.u8() == 0);
  CHECK_FALSE(reader.ok());
  CHECK_FALSE(reader.finished());
}

TEST_CASE("bytes: integers are written big-endian and read back", "[bytes]") {
  const Bytes bytes =
      ByteWriter().u8(1).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0f).label("ab").take();

  CHECK(to_hex(bytes) == "0102030405060708090a0b0c0d0e0f026162");
  ByteReader reader(BytesView(bytes).subspan(7, 8));
  CHECK(reader.u64() == 0x08090a0b0c0d0e0f);
  CHECK(reader.finished());
}

TEST_CASE("bytes: fixed bytes come only from exactly their size", "[bytes]") {
  CHECK(KeyId::from(Bytes(16, 7)));
  CHECK_FALSE(KeyId::from(Bytes(15)));
  CHECK_FALSE(KeyId::from(Bytes(17)));
  CHECK(KeyId{}.is_zero());
}

TEST_CASE("encoding: hexadecimal is lower case and whole", "[encoding]") {
  CHECK(to_hex(Bytes{0x00, 0xaf}) == "00af");
  CHECK(from_hex("00af") == Bytes{0x00, 0xaf});
  CHECK_FALSE(from_hex("0"));
  CHECK_FALSE(from_hex("0A"));
  CHECK_FALSE(from_hex("0x"));
}

TEST_CASE("encoding: base64url has one spelling", "[encoding]") {
  CHECK(to_base64url(Bytes{0xfb, 0xff}) == "-_8");
  CHECK(from_base64url("-_8") == Bytes{0xfb, 0xff});
  CHECK(from_base64url("") == Bytes{});
  CHECK_FALSE(from_base64url("-_9"));   // unused bits set
  CHECK_FALSE(from_base64url("-_8="));  // padding
  CHECK_FALSE(from_base64url("+/8"));   // the other alphabet
  CHECK_FALSE(from_base64url("-_8 "));
  CHECK_FALSE(from_base64url("a"));
}

TEST_CASE("encoding: base64url round trips at every length", "[encoding]") {
  vectors::SeededRandom random("base64url");
  for (std::size_t size = 0; size < 70; ++size) {
    Bytes bytes(size);
    random.fill(bytes);

    CHECK(from_base64url(to_base64url(bytes)) == bytes);
  }
}

TEST_CASE("secret: moving leaves nothing behind", "[secret]") {
  auto first = Secret<32>::from(Bytes(32, 7)).value();

  const Secret<32> second = std::move(first);

  CHECK(first.is_zero());  // NOLINT(bugprone-use-after-move): what is left behind is the point.
  CHECK(second == Secret<32>::from(Bytes(32, 7)).value());
}

TEST_CASE("secret: equality looks at every byte", "[secret]") {
  const auto secret = Secret<32>::from(Bytes(32, 7)).value();
  for (std::size_t i = 0; i < 32; ++i) {
    auto other = secret.clone();
    other.expose_mutable()[i] ^= 1;

    CHECK_FALSE(secret == other);
  }
}

TEST_CASE("hash: a label cannot be moved into the message", "[hash]") {
  CHECK(hash("ab", {as_bytes("c")}) != hash("a", {as_bytes("bc")}));
  CHECK(hash("ab", {as_bytes("c")}) == sha256({Bytes{2}, as_bytes("abc")}));
}

TEST_CASE("merkle: the roots of RFC 6962's reference tree", "[merkle]") {
  const std::array leaves{
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const std::array roots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  std::vector<Digest> hashes;
  CHECK(to_hex(merkle_root(hashes)) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    hashes.push_back(merkle_leaf_hash(unhex(leaves[i])));

    CHECK(to_hex(merkle_root(hashes)) == roots[i]);
  }
}

TEST_CASE("padding: every size goes to the smallest class and back", "[padding]") {
  for (const std::size_t size : {0UZ, 1UZ, 510UZ, 511UZ, 512UZ, 1023UZ, 1024UZ, 32'767UZ, 65'535UZ}) {
    const auto padded = pad(Bytes(size, 0x80));
    REQUIRE(padded);

    CHECK(is_size_class(padded->expose().size()));
    CHECK(padded->expose().size() > size);
    CHECK(unpadded_size(padded->expose()) == size);
  }
  CHECK_FALSE(pad(Bytes(65'536)));
}

TEST_CASE("utf8: lengths are counted in code points", "[utf8]") {
  CHECK(utf8_length(as_bytes("")) == 0);
  CHECK(utf8_length(as_bytes("kiezel")) == 6);
  CHECK(utf8_length(as_bytes("\xc3\xab\xf0\x9f\x8c\xb1")) == 2);
}

TEST_CASE("utf8: what is not well formed is refused", "[utf8]") {
  for (const std::string_view bad : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
                                     "\xf4\x90\x80\x80", "\xf0\x8f\xbf\xbf", "\xff", "\xc3\x28"}) {
    INFO(to_hex(as_bytes(bad)));
    CHECK_FALSE(utf8_length(as_bytes(bad)));
  }
}

TEST_CASE("sign: a zero seed and a zero key are refused", "[sign]") {
  CHECK_FALSE(SigningKey::from_seed(Secret<32>{}));
  CHECK_FALSE(verify(VerifyKey{}, "kz1/test", {}, Signature{}));
}

TEST_CASE("sign: a key is the same after its seed was kept", "[sign]") {
  const auto key = SigningKey::from_seed(Secret<32>::from(Bytes(32, 5)).value()).value();

  const auto again = SigningKey::from_seed(key.seed()).value();

  CHECK(again.verify_key() == key.verify_key());
  CHECK(again.id() == key_id(key.verify_key()));
}

TEST_CASE("aead: nothing shorter than a tag opens", "[aead]") {
  const auto key = AeadKey::from(Bytes(32, 1)).value();

  for (std::size_t size = 0; size < aead_tag_bytes; ++size) CHECK_FALSE(aead_open(key, {}, {}, Bytes(size)));
}

TEST_CASE("argon2id: impossible costs are refused", "[argon2id]") {
  const Argon2Salt salt{};

  CHECK_FALSE(argon2id(as_bytes("kiezel"), salt, {.memory_kib = 1, .passes = 1}));
  CHECK_FALSE(argon2id(as_bytes("kiezel"), salt, {.memory_kib = 8, .passes = 0}));
}

TEST_CASE("vault: both halves, the device and the security key count", "[vault]") {
  const VaultLock lock{.salt = {}, .cost = {.memory_kib = 8, .passes = 1}, .device = KeyId{{1}}};
  const VaultLock other_device{.salt = {}, .cost = lock.cost, .device = KeyId{{2}}};
  const auto share = DeviceShare::from(Bytes(32, 1)).value();
  const auto other_share = DeviceShare::from(Bytes(32, 2)).value();
  const auto phrase = as_bytes("vijf woorden");
  const auto keys = vault_keys(phrase, lock, share);

  REQUIRE(keys);
  CHECK_FALSE(keys->device == keys->identity);
  CHECK(vault_keys(phrase, lock, share)->device == keys->device);
  CHECK(vault_keys(phrase, lock, share)->identity == keys->identity);
  const auto differs = [&](const std::optional<VaultKeys>& other) {
    return !(other->device == keys->device) && !(other->identity == keys->identity);
  };
  CHECK(differs(vault_keys(as_bytes("vier woorden"), lock, share)));
  CHECK(differs(vault_keys(phrase, lock, other_share)));
  CHECK(differs(vault_keys(phrase, other_device, share)));
  CHECK(differs(vault_keys(phrase, lock, share, Bytes(32, 3))));
  CHECK_FALSE(vault_keys(phrase, lock, DeviceShare{}));
}

}  // namespace kiezel::crypto
