#include <algorithm>

#include "crypto/client_keys.hpp"
#include "crypto/login.hpp"
#include "crypto/note.hpp"
#include "crypto/safety_number.hpp"
#include "crypto/words.hpp"
#include "crypto/work.hpp"
#include "crypto/xwing.hpp"
#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

/// The code of the specification's first values.
constexpr std::string_view first_code = "02a5b3c4d5e6f70819";

Code code_of(std::string_view integer) {
  return Code::from_integer(Secret<code_bytes>::from(from_hex(integer).value()).value()).value();
}

Json client_vector(std::string_view name, const Code& code, std::string_view deployment,
                   const ConversationId& conversation) {
  const ClientRoot root = client_root(code, deployment).value();
  const SigningKey auth = client_auth_key(root);
  const KemKeyPair kem = KemKeyPair::from_seed(client_kem_seed(root)).value();
  Json result = vector(name, "accept");
  result["deployment_id"] = deployment;
  result["code"] = hex(code.integer());
  result["code_salt"] = hex(code_salt(deployment));
  result["root"] = hex(root);
  result["auth_seed"] = hex(auth.seed());
  result["auth_pk"] = hex(auth.verify_key());
  result["mailbox"] = hex(mailbox_id(auth.verify_key()));
  result["kem_seed"] = hex(kem.seed());
  result["kem_id"] = hex(kem.id());
  result["conversation"] = hex(conversation);
  result["sign_pk"] = hex(client_signing_key(root, conversation).verify_key());
  return result;
}

Json bad_code_vector(std::string_view name, std::string_view code) {
  Json result = vector(name, "shape");
  result["code"] = code;
  return result;
}

Json word_vector(std::string_view name, const Code& code) {
  Json result = vector(name, "accept");
  result["op"] = "code";
  result["code"] = hex(code.integer());
  result["indexes"] = code.indexes();
  result["words"] = code.words();
  return result;
}

/// expect: accept, syntax (not six words), shape (a word that is none), limit (too long).
Json text_vector(std::string_view name, std::string_view expect, std::string text, const Code& code) {
  Json result = vector(name, expect);
  result["op"] = "text";
  result["text"] = std::move(text);
  if (expect == "accept") result["code"] = hex(code.integer());
  return result;
}

std::string joined(std::span<const std::string> words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

void add_spellings(Json& vectors, const Code& code) {
  std::vector<std::string> words;
  for (const std::uint16_t index : code.indexes()) words.emplace_back(word_list()[index]);
  std::vector<std::string> shortened;
  for (const std::string& word : words) shortened.push_back(word.substr(0, 4));
  std::string capitals = joined(words, "  -  ");
  std::ranges::transform(capitals, capitals.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  std::string accented = joined(words, " ");
  // A combining diaeresis after the first letter, as a phone's keyboard may put it.
  accented.insert(1, "\xcc\x88");
  std::vector<std::string> misspelt = words;
  misspelt[2] += "q";
  std::vector<std::string> too_short = shortened;
  too_short[5] = too_short[5].substr(0, 3);

  vectors.push_back(text_vector("capitals and other separators", "accept", capitals, code));
  vectors.push_back(
      text_vector("numbered, one a line", "accept", "1. " + joined(words, "\n2) ") + "\n", code));
  vectors.push_back(text_vector("first four letters", "accept", joined(shortened, " "), code));
  vectors.push_back(text_vector("an accent", "accept", accented, code));
  vectors.push_back(text_vector("a word with a letter too many", "shape", joined(misspelt, " "), code));
  vectors.push_back(text_vector("a word of three letters", "shape", joined(too_short, " "), code));
  vectors.push_back(text_vector("five words", "syntax", joined(std::span(words).first(5), " "), code));
  vectors.push_back(text_vector("seven words", "syntax", joined(words, " ") + " " + words[0], code));
  vectors.push_back(text_vector("nothing", "syntax", "", code));
  vectors.push_back(text_vector("too long", "limit", std::string(401, ' '), code));
}

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

Json changed(Json original, std::string_view name, std::string_view expect, std::string_view field,
             Json value) {
  original["name"] = name;
  original["expect"] = expect;
  original[std::string(field)] = std::move(value);
  return original;
}

Json note_vector(std::string_view name, const Note& note, const NotesKey& key, std::uint64_t revision,
                 SeededRandom& random) {
  const auto conversation = random.fixed<ConversationId>();
  static_cast<void>(random.take_used());
  Json result = vector(name, "accept");
  result["key"] = hex(key);
  result["conversation"] = hex(conversation);
  result["revision"] = revision;
  result["note"] = {{"text", note.text}, {"alias", note.alias}, {"labels", note.labels}};
  for (const HeldNotice& held : note.held) {
    result["note"]["held"].push_back({{"id", hex(held.id)},
                                      {"whom", held.whom},
                                      {"about", held.about},
                                      {"why", held.why},
                                      {"consulted", held.consulted},
                                      {"told_at", held.told_at},
                                      {"review_at", held.review_at},
                                      {"later", held.later}});
  }
  const Bytes sealed = seal_note(note, key, conversation, revision, random).value();
  result["random"] = hex(random.take_used());
  result["sealed"] = hex(sealed);
  return result;
}

}  // namespace

VectorFile make_words() {
  Json content =
      file_content("Return codes as integers, word numbers and words, and what people type (KZ1 3).");
  Json& vectors = content["vectors"];
  SeededRandom random("words");
  vectors.push_back(word_vector("the first values' code", code_of(first_code)));
  vectors.push_back(word_vector("the smallest code", code_of("000000000000000001")));
  vectors.push_back(word_vector("the largest code", code_of("03ffffffffffffffff")));
  const Code code = Code::generate(random);
  vectors.push_back(word_vector("a random code", code));
  add_spellings(vectors, code);
  return {.name = "words.json", .content = std::move(content)};
}

VectorFile make_client_keys() {
  Json content = file_content("From the return code to every key of a client (KZ1 3.4).");
  Json& vectors = content["vectors"];
  SeededRandom random("client keys");
  vectors.push_back(client_vector("the first values", code_of(first_code), "kiezel.example",
                                  random.fixed<ConversationId>()));
  vectors.push_back(client_vector("another deployment", code_of(first_code), "kiezel.test",
                                  random.fixed<ConversationId>()));
  vectors.push_back(bad_code_vector("a bit above the 66", "040000000000000001"));
  vectors.push_back(bad_code_vector("all zero", "000000000000000000"));
  return {.name = "client_keys.json", .content = std::move(content)};
}

VectorFile make_safety_number() {
  Json content =
      file_content("Digits that people compare by voice (KZ1 5.7). op chain: the check of an entry hash.");
  Json& vectors = content["vectors"];
  SeededRandom random("safety number");
  for (int i = 1; i <= 2; ++i) {
    const VerifyKey key = SigningKey::from_seed(random.secret<32>()).value().verify_key();
    Json result = vector("identity key " + std::to_string(i), "accept");
    result["op"] = "identity";
    result["public_key"] = hex(key);
    result["number"] = safety_number(key).value();
    vectors.push_back(result);
  }
  for (int i = 1; i <= 3; ++i) {
    const auto head = random.fixed<EntryHash>();
    Json result = vector("entry hash " + std::to_string(i), "accept");
    result["op"] = "chain";
    result["entry_hash"] = hex(head);
    result["number"] = chain_check(head);
    vectors.push_back(result);
  }
  return {.name = "safety_number.json", .content = std::move(content)};
}

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

VectorFile make_note() {
  Json content =
      file_content("An advisor's sealed notes to self (KZ1 5.13). `random` is what sealing draws.");
  Json& vectors = content["vectors"];
  SeededRandom random("note");
  const auto key = random.secret<32>();
  const Note note{.text = "Belt liever na vieren. \xf0\x9f\x8c\xb1",
                  .alias = "groene jas",
                  .labels = {"pesten", "groep 8"}};
  const Json accepted = note_vector("a note", note, key, 1, random);
  vectors.push_back(accepted);
  vectors.push_back(note_vector("an empty note", {}, key, 2, random));
  vectors.push_back(changed(accepted, "another revision", "decrypt", "revision", 2));
  vectors.push_back(changed(accepted, "another conversation", "decrypt", "conversation",
                            hex(random.fixed<ConversationId>())));
  vectors.push_back(changed(accepted, "another key", "decrypt", "key", hex(random.secret<32>())));
  vectors.push_back(changed(accepted, "cut short", "decrypt", "sealed",
                            accepted["sealed"].get<std::string>().substr(0, 60)));
  const HeldNotice held{.id = random.fixed<StatementId>(),
                        .whom = "Veilig Thuis",
                        .about = "dat er geslagen wordt\nsinds de zomer",
                        .why = "Er was direct gevaar.",
                        .consulted = "een collega",
                        .told_at = 1'800'000'000,
                        .review_at = 1'800'604'800,
                        .later = "Eerst moet het kind veilig zijn."};
  HeldNotice again = held;
  again.id = random.fixed<StatementId>();
  again.later += "\nNog geen plek gevonden.";
  vectors.push_back(
      note_vector("notices that are held", {.text = "Bel dinsdag.", .held = {held, again}}, key, 3, random));
  return {.name = "note.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
