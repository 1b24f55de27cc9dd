#include "crypto/hazmat/mlkem768.hpp"

#include <algorithm>

#include "crypto/hazmat/keccak.hpp"
#include "crypto/hazmat/polynomial.hpp"

namespace kiezel::crypto::hazmat {
namespace {

constexpr std::size_t rank = 3;
constexpr std::size_t u_bytes = 320;
constexpr std::size_t v_bytes = 128;
constexpr std::size_t vector_bytes = rank * encoded_bytes;
static_assert(rank * u_bytes + v_bytes == mlkem_ciphertext_bytes);

using Vector = std::array<Polynomial, rank>;

Polynomial inner_product(const Vector& a, const Vector& b) {
  Polynomial sum;
  for (std::size_t i = 0; i < rank; ++i) sum += multiply(a[i], b[i]);
  return sum;
}

/// Row `row` of the public matrix, or its column: A is the same for both, read the other way round.
enum class Reading : std::uint8_t { row, column };

Vector matrix_line(BytesView rho, std::size_t line, Reading reading) {
  Vector result;
  for (std::size_t i = 0; i < rank; ++i) {
    const auto along = static_cast<std::uint8_t>(i);
    const auto fixed = static_cast<std::uint8_t>(line);
    result[i] =
        reading == Reading::row ? sample_uniform(rho, along, fixed) : sample_uniform(rho, fixed, along);
  }
  return result;
}

Vector small_vector(BytesView seed, std::size_t first_number) {
  Vector result;
  for (std::size_t i = 0; i < rank; ++i)
    result[i] = sample_small(seed, static_cast<std::uint8_t>(first_number + i));
  return result;
}

void transform(Vector& vector) {
  for (Polynomial& polynomial : vector) polynomial.transform();
}

Vector decode_vector(std::span<const std::uint8_t, vector_bytes> input) {
  Vector result;
  result[0] = decode(input.subspan<0, encoded_bytes>());
  result[1] = decode(input.subspan<encoded_bytes, encoded_bytes>());
  result[2] = decode(input.subspan<2 * encoded_bytes, encoded_bytes>());
  return result;
}

void encode_vector(const Vector& vector, std::span<std::uint8_t, vector_bytes> output) {
  encode(vector[0], output.subspan<0, encoded_bytes>());
  encode(vector[1], output.subspan<encoded_bytes, encoded_bytes>());
  encode(vector[2], output.subspan<2 * encoded_bytes, encoded_bytes>());
}

/// K-PKE.Encrypt (FIPS 203 algorithm 14).
MlKemCiphertext encrypt(std::span<const std::uint8_t, 1184> key, BytesView message, BytesView coins) {
  const Vector t = decode_vector(key.first<vector_bytes>());
  const BytesView rho = key.last<32>();
  Vector y = small_vector(coins, 0);
  const Vector e1 = small_vector(coins, rank);
  transform(y);

  MlKemCiphertext ciphertext;
  const std::span output(ciphertext.bytes);
  for (std::size_t i = 0; i < rank; ++i) {
    Polynomial u = inner_product(matrix_line(rho, i, Reading::column), y);
    u.transform_back();
    u += e1[i];
    compress<10>(u, output.subspan(i * u_bytes, u_bytes));
  }
  Polynomial v = inner_product(t, y);
  v.transform_back();
  v += sample_small(coins, 2 * rank);
  v += decompress<1>(message);
  compress<4>(v, output.last<v_bytes>());
  return ciphertext;
}

/// K-PKE.Decrypt (FIPS 203 algorithm 15).
Secret<32> decrypt(std::span<const std::uint8_t, vector_bytes> key, const MlKemCiphertext& ciphertext) {
  const std::span input(ciphertext.bytes);
  Vector u;
  for (std::size_t i = 0; i < rank; ++i) u[i] = decompress<10>(input.subspan(i * u_bytes, u_bytes));
  transform(u);
  Polynomial noise = inner_product(decode_vector(key), u);
  noise.transform_back();
  Polynomial message = decompress<4>(input.last<v_bytes>());
  message -= noise;
  Secret<32> result;
  compress<1>(message, result.expose_mutable());
  return result;
}

}  // namespace

MlKemKeyPair mlkem_key_pair(std::span<const std::uint8_t, 32> d, std::span<const std::uint8_t, 32> z) {
  constexpr std::uint8_t parameter_set = rank;
  const Secret<64> seeds = sha3_512({d, {&parameter_set, 1}});
  const auto rho = seeds.expose().first<32>();
  const auto sigma = seeds.expose().last<32>();
  Vector s = small_vector(sigma, 0);
  Vector e = small_vector(sigma, rank);
  transform(s);
  transform(e);
  Vector t;
  for (std::size_t i = 0; i < rank; ++i) {
    t[i] = inner_product(matrix_line(rho, i, Reading::row), s);
    t[i] += e[i];
  }

  MlKemKeyPair pair;
  const std::span public_bytes(pair.public_key.bytes);
  encode_vector(t, public_bytes.first<vector_bytes>());
  std::ranges::copy(rho, public_bytes.last<32>().begin());
  const auto secret_bytes = pair.secret_key.expose_mutable();
  encode_vector(s, secret_bytes.first<vector_bytes>());
  std::ranges::copy(public_bytes, secret_bytes.subspan<vector_bytes>().begin());
  std::ranges::copy(sha3_256({pair.public_key}).expose(), secret_bytes.last<64>().begin());
  std::ranges::copy(z, secret_bytes.last<32>().begin());
  return pair;
}

bool mlkem_is_valid(const MlKemPublicKey& key) {
  const std::span<const std::uint8_t, 1184> bytes(key.bytes);
  return is_reduced(bytes.subspan<0, encoded_bytes>()) &&
         is_reduced(bytes.subspan<encoded_bytes, encoded_bytes>()) &&
         is_reduced(bytes.subspan<2 * encoded_bytes, encoded_bytes>());
}

MlKemEncapsulation mlkem_encapsulate(const MlKemPublicKey& key, std::span<const std::uint8_t, 32> m) {
  const Secret<64> derived = sha3_512({m, sha3_256({key}).expose()});
  const auto shared = derived.expose().first<32>();
  const auto coins = derived.expose().last<32>();
  return {.ciphertext = encrypt(key.bytes, m, coins), .shared_secret = Secret<32>::from(shared).value()};
}

Secret<32> mlkem_decapsulate(const MlKemSecretKey& key, const MlKemCiphertext& ciphertext) {
  const auto bytes = key.expose();
  const auto public_key = bytes.subspan<vector_bytes, 1184>();
  const auto public_key_hash = bytes.last<64>().first<32>();
  const auto z = bytes.last<32>();

  const Secret<32> message = decrypt(bytes.first<vector_bytes>(), ciphertext);
  const Secret<64> derived = sha3_512({message.expose(), public_key_hash});
  const Secret<32> rejected = shake256<32>({z, ciphertext});
  const MlKemCiphertext again = encrypt(public_key, message.expose(), derived.expose().last<32>());

  // One of the two, chosen by a mask: whether the ciphertext was right must not show in the time taken.
  std::uint32_t difference = 0;
  for (std::size_t i = 0; i < mlkem_ciphertext_bytes; ++i) difference |= again.bytes[i] ^ ciphertext.bytes[i];
  const auto keep = static_cast<std::uint8_t>((difference - 1) >> 24);
  Secret<32> result;
  for (std::size_t i = 0; i < 32; ++i) {
    const std::uint8_t accepted_byte = derived.expose()[i];
    const std::uint8_t rejected_byte = rejected.expose()[i];
    result.expose_mutable()[i] =
        static_cast<std::uint8_t>(rejected_byte ^ ((accepted_byte ^ rejected_byte) & keep));
  }
  return result;
}

}  // namespace kiezel::crypto::hazmat
