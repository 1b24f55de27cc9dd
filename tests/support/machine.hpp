// A machine of its own to run a program on: it knows one authority for certificates, and has names for this
// computer.
#pragma once

#include <string>
#include <vector>

#include "tests/support/program.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/tls_identity.hpp"

namespace kiezel::support {

class Machine {
 public:
  Machine(const TlsIdentity& authority, const std::vector<std::string>& names);

  [[nodiscard]] Finished run(const std::vector<std::string>& command) const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

}  // namespace kiezel::support
