#include <algorithm>
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "crypto/hazmat/keccak.hpp"
#include "crypto/hazmat/mlkem768.hpp"
#include "crypto/hazmat/polynomial.hpp"
#include "crypto/hazmat/xwing_portable.hpp"
#include "crypto/xwing.hpp"
#include "tests/vectors/seeded_random.hpp"

namespace kiezel::crypto::hazmat {
namespace {

template <unsigned Bits>
std::uint32_t divided(std::uint32_t value) {
  return (value * (1U << (Bits + 1)) + q) / (2 * q) % (1U << Bits);
}

}  // namespace

TEST_CASE("keccak: the known answers of FIPS 202", "[hazmat]") {
  std::array<std::uint8_t, 32> output{};
  Sponge shake128 = Sponge::shake128();
  shake128.squeeze(output);

  CHECK(to_hex(sha3_256({}).expose()) == "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
  CHECK(to_hex(sha3_512({as_bytes("abc")}).expose()) ==
        "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
        "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0");
  CHECK(to_hex(output) == "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26");
  CHECK(to_hex(shake256<32>({}).expose()) ==
        "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f");
}

TEST_CASE("keccak: it does not matter how the input is cut", "[hazmat]") {
  const Bytes input(500, 0x5a);
  const Bytes whole = to_bytes(sha3_256({input}).expose());

  for (const std::size_t cut : {1UZ, 135UZ, 136UZ, 137UZ, 272UZ, 499UZ}) {
    const BytesView view(input);
    CHECK(to_hex(sha3_256({view.first(cut), view.subspan(cut)}).expose()) == to_hex(whole));
  }
}

TEST_CASE("ml-kem: compression without a division rounds like one", "[hazmat]") {
  for (std::uint32_t value = 0; value < q; ++value) {
    const bool right = compress_coefficient<10>(value) == divided<10>(value) &&
                       compress_coefficient<4>(value) == divided<4>(value) &&
                       compress_coefficient<1>(value) == divided<1>(value);
    if (!right) FAIL("coefficient " << value);
  }
  SUCCEED();
}

TEST_CASE("ml-kem: into the number-theoretic domain and back", "[hazmat]") {
  const Polynomial original = sample_uniform(Bytes(32, 3), 0, 1);
  Polynomial turned = original;

  turned.transform();
  turned.transform_back();

  for (std::size_t i = 0; i < coefficient_count; ++i) CHECK(turned[i] == original[i]);
}

TEST_CASE("ml-kem: a key with a coefficient that is not reduced is invalid", "[hazmat]") {
  vectors::SeededRandom random("mlkem");
  const auto seeds = random.secret<64>();
  MlKemPublicKey key = mlkem_key_pair(seeds.expose().first<32>(), seeds.expose().last<32>()).public_key;
  CHECK(mlkem_is_valid(key));

  key.bytes[768] = 0x01;  // 0xd01 = q
  key.bytes[769] = static_cast<std::uint8_t>((key.bytes[769] & 0xf0) | 0x0d);

  CHECK_FALSE(mlkem_is_valid(key));
}

TEST_CASE("ml-kem: a changed ciphertext gives another secret, always the same", "[hazmat]") {
  vectors::SeededRandom random("mlkem rejection");
  const auto seeds = random.secret<64>();
  const MlKemKeyPair pair = mlkem_key_pair(seeds.expose().first<32>(), seeds.expose().last<32>());
  const auto message = random.secret<32>();
  const MlKemEncapsulation made = mlkem_encapsulate(pair.public_key, message.expose());
  CHECK(mlkem_decapsulate(pair.secret_key, made.ciphertext) == made.shared_secret);

  for (const std::size_t offset : {0UZ, 959UZ, 960UZ, 1087UZ}) {
    MlKemCiphertext changed = made.ciphertext;
    changed.bytes[offset] ^= 0x10;
    const Secret<32> rejected = mlkem_decapsulate(pair.secret_key, changed);

    CHECK_FALSE(rejected == made.shared_secret);
    CHECK(rejected == mlkem_decapsulate(pair.secret_key, changed));
  }
}

TEST_CASE("x-wing: the first test vector of the draft", "[hazmat]") {
  const auto seed =
      KemSeed::from(from_hex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26").value())
          .value();
  const auto encapsulation_seed =
      EncapsulationSeed::from(from_hex("3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
                                       "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2")
                                  .value())
          .value();

  const auto made = xwing_encapsulate(xwing_public_key(seed), encapsulation_seed);

  REQUIRE(made);
  CHECK(to_hex(made->shared_secret.expose()) ==
        "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384");
  CHECK(xwing_decapsulate(seed, made->ciphertext) == made->shared_secret);
}

TEST_CASE("x-wing: ours and the library's agree", "[hazmat]") {
  vectors::SeededRandom random("xwing backends");
  for (int i = 0; i < 5; ++i) {
    const auto pair = KemKeyPair::from_seed(random.secret<32>()).value();
    const auto seed = random.secret<64>();
    const auto ours = xwing_encapsulate(pair.public_key(), seed).value();
    const auto theirs = encapsulate(pair.public_key(), seed).value();

    CHECK(xwing_public_key(pair.seed()) == pair.public_key());
    CHECK(ours.ciphertext == theirs.ciphertext);
    CHECK(ours.shared_secret == theirs.shared_secret);
    CHECK(decapsulate(pair, ours.ciphertext) == xwing_decapsulate(pair.seed(), theirs.ciphertext));
  }
}

TEST_CASE("x-wing: a zero seed makes no key", "[xwing]") {
  CHECK_FALSE(KemKeyPair::from_seed(KemSeed{}));
}

}  // namespace kiezel::crypto::hazmat
