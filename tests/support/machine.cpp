#include "tests/support/machine.hpp"

#include <fstream>

namespace kiezel::support {

Machine::Machine(const TlsIdentity& authority, const std::vector<std::string>& names) {
  std::ofstream(folder() / "authorities.pem", std::ios::binary) << authority.certificate;
  std::ofstream hosts(folder() / "hosts", std::ios::binary);
  hosts << "127.0.0.1 localhost";
  for (const std::string& name : names) hosts << ' ' << name;
  hosts << '\n';
}

Finished Machine::run(const std::vector<std::string>& command) const {
  // A mount namespace of its own, which a user namespace lets anybody make.
  std::vector<std::string> within{"/usr/bin/unshare",
                                  "--user",
                                  "--map-root-user",
                                  "--mount",
                                  "/bin/sh",
                                  "-ec",
                                  "mount --bind \"$1\" /etc/ssl/certs/ca-certificates.crt\n"
                                  "mount --bind \"$2\" /etc/hosts\n"
                                  "shift 2\n"
                                  "exec \"$@\"",
                                  "sh",
                                  (folder() / "authorities.pem").string(),
                                  (folder() / "hosts").string()};
  within.insert(within.end(), command.begin(), command.end());
  return run_program(within);
}

}  // namespace kiezel::support
