#include "crypto/vault.hpp"
#include "tests/vectors/scene.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

// The smallest that libsodium takes: the cost itself is a vector of the recovery card's.
constexpr Argon2Cost cost{.memory_kib = 8, .passes = 1};
constexpr std::string_view passphrase = "een twee drie vier vijf";

Json keys_vector(std::string_view name, const VaultLock& lock, const DeviceShare& share, BytesView prf) {
  const VaultKeys keys = vault_keys(as_bytes(passphrase), lock, share, prf).value();
  Json result = vector(name, "accept");
  result["op"] = "keys";
  result["passphrase"] = passphrase;
  result["salt"] = hex(lock.salt);
  result["memory_kib"] = lock.cost.memory_kib;
  result["passes"] = lock.cost.passes;
  result["device"] = hex(lock.device);
  result["share"] = hex(share);
  result["prf"] = hex(prf);
  result["device_key"] = hex(keys.device);
  result["identity_key"] = hex(keys.identity);
  return result;
}

}  // namespace

VectorFile make_vault() {
  Json content =
      file_content("The keys of an advisor's vault, without and with a passkey's output (KZ1 4.2).");
  Json& vectors = content["vectors"];
  SeededRandom random("vault");
  const VaultLock lock{.salt = random.fixed<Argon2Salt>(), .cost = cost, .device = random.fixed<KeyId>()};
  const DeviceShare share = random.secret<32>();
  const Secret<32> prf = random.secret<32>();
  vectors.push_back(keys_vector("a passphrase and the server's half", lock, share, {}));
  vectors.push_back(keys_vector("a passkey's output too", lock, share, prf.expose()));
  vectors.push_back(keys_vector("another output", lock, share, random.secret<32>().expose()));
  // What nobody may take for no output at all.
  vectors.push_back(keys_vector("an output of zeros", lock, share, Bytes(32, 0)));
  return {.name = "vault.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
