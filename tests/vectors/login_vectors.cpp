// What a client proves to the server: its key at login, and work for a new conversation.
#include "crypto/login.hpp"

#include "crypto/client_keys.hpp"
#include "crypto/work.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Json login_vector(std::string_view name, const LoginTranscript& transcript, const SigningKey& key) {
  Json result = vector(name, "accept");
  result["seed"] = hex(key.seed());
  result["public_key"] = hex(key.verify_key());
  result["origin"] = transcript.origin;
  result["challenge"] = hex(transcript.challenge);
  result["id"] = hex(transcript.id);
  result["expires_s"] = transcript.expires_s;
  result["signature"] = hex(sign_login(transcript, key));
  return result;
}

}  // namespace

VectorFile make_login() {
  Json content = file_content("The signed login transcript (KZ1 3.4).");
  Json& vectors = content["vectors"];
  SeededRandom random("login");
  const SigningKey client = SigningKey::from_seed(random.secret<32>()).value();
  const SigningKey device = SigningKey::from_seed(random.secret<32>()).value();
  const Json accepted = login_vector("a client",
                                     {.origin = "https://kiezel.example",
                                      .challenge = random.fixed<Challenge>(),
                                      .id = login_id(mailbox_id(client.verify_key())),
                                      .expires_s = 1'795'000'060},
                                     client);
  vectors.push_back(accepted);
  vectors.push_back(login_vector("an advisor's device",
                                 {.origin = "http://127.0.0.1:8080",
                                  .challenge = random.fixed<Challenge>(),
                                  .id = login_id(device.id()),
                                  .expires_s = 1'795'000'061},
                                 device));
  vectors.push_back(
      changed(accepted, "another origin", "signature", "origin", "https://kiezel.example.evil"));
  vectors.push_back(
      changed(accepted, "another challenge", "signature", "challenge", hex(random.fixed<Challenge>())));
  vectors.push_back(changed(accepted, "another id", "signature", "id", hex(device.id())));
  vectors.push_back(changed(accepted, "a later end", "signature", "expires_s", 1'795'000'061));
  vectors.push_back(changed(accepted, "another key", "signature", "public_key", hex(device.verify_key())));
  return {.name = "login.json", .content = std::move(content)};
}

VectorFile make_work() {
  Json content = file_content("The proof of work of a new conversation (KZ1 3.5).");
  Json& vectors = content["vectors"];
  SeededRandom random("work");
  const auto nonce = random.fixed<WorkNonce>();
  const auto conversation = random.fixed<ConversationId>();
  const std::vector<KeyId> advisors{random.fixed<KeyId>(), random.fixed<KeyId>()};
  constexpr int bits = 5;
  const auto add = [&](std::string_view name, const std::vector<KeyId>& named) {
    Json result = vector(name, "accept");
    result["nonce"] = hex(nonce);
    result["conversation"] = hex(conversation);
    result["advisors"] = Json::array();
    for (const KeyId& advisor : named) result["advisors"].push_back(hex(advisor));
    const Digest subject = work_subject(nonce, conversation, named);
    result["subject"] = hex(subject);
    result["bits"] = bits;
    result["counter"] = solve_work(subject, bits);
    vectors.push_back(result);
    return result;
  };
  const std::vector<KeyId> one{advisors[0]};
  const Json accepted = add("one advisor", one);
  add("two advisors", advisors);
  add("two advisors in the other order", {advisors[1], advisors[0]});
  // Looked for, because one counter in 32 would do by chance.
  std::uint64_t idle = 0;
  while (work_bits(work_subject(nonce, conversation, one), idle) >= bits) ++idle;
  vectors.push_back(changed(accepted, "a counter that was not sought", "rule", "counter", idle));
  vectors.push_back(changed(accepted, "more bits than it has", "rule", "bits", 30));
  return {.name = "work.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
