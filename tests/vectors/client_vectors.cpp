// The words of a client, the keys that follow from them, and the digits people compare by voice.
#include <algorithm>

#include "crypto/client_keys.hpp"
#include "crypto/safety_number.hpp"
#include "crypto/words.hpp"
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

}  // namespace kiezel::vectors
