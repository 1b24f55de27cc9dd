// Writes protocol/vectors/*.json. They are frozen: run it only when the protocol changes, and read the
// difference.
#include <fstream>
#include <iostream>

#include "crypto/self_test.hpp"
#include "tests/vectors/vector_file.hpp"

int main(int argument_count, char** arguments) {
  if (argument_count != 2) {
    std::cerr << "usage: make_vectors FOLDER\n";
    return 2;
  }
  if (!kiezel::crypto::self_test() || !kiezel::crypto::self_test_kem()) {
    std::cerr << "make_vectors: the cryptographic self test failed\n";
    return 1;
  }
  for (const auto& [name, content] : kiezel::vectors::make_all()) {
    std::ofstream file(std::string(arguments[1]) + "/" + name);
    file << content.dump(1) << '\n';
    if (!file.flush()) {
      std::cerr << "make_vectors: cannot write " << name << '\n';
      return 1;
    }
  }
  return 0;
}
