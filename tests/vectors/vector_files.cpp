#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {

std::vector<VectorFile> make_all() {
  std::vector<VectorFile> files;
  for (const auto make : {make_words,         make_client_keys,
                          make_hkdf,          make_sign,
                          make_xwing,         make_hpke,
                          make_entry,         make_epoch,
                          make_tlv_padding,   make_commit,
                          make_message,       make_private,
                          make_attachment,    make_device_certificate,
                          make_prekey,        make_directory,
                          make_safety_number, make_login,
                          make_note,          make_work,
                          make_log,           make_new_words,
                          make_device_offer,  make_device_bundle,
                          make_recovery_card, make_permission,
                          make_statement,     make_consent,
                          make_vault}) {
    files.push_back(make());
  }
  return files;
}

}  // namespace kiezel::vectors
