// A desk with kiezel-admin: what a person types there, and the files that lie on it.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/program.hpp"
#include "tests/support/service_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kiezel::support {

class Office {
 public:
  Finished admin(std::vector<std::string> words) const {
    words.insert(words.begin(), admin_program());
    return run_program(words);
  }
  Finished with_data(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data", data().string()});
    return admin(std::move(words));
  }
  Finished create() const {
    return admin({"org", "create", "--data", data().string(), "--keys", keys().string(), "--name",
                  "Stichting Luister", "--origin", "https://kiezel.example"});
  }
  std::filesystem::path file(const std::string& name, const std::string& contents) const {
    std::ofstream(folder_.path() / name, std::ios::binary) << contents;
    return folder_.path() / name;
  }
  std::filesystem::path data() const { return folder_.path() / "data"; }
  std::filesystem::path keys() const { return folder_.path() / "keys"; }

 private:
  TemporaryFolder folder_;
};

}  // namespace kiezel::support
