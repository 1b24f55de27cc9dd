#include "crypto/refusal.hpp"

namespace kiezel::crypto {

std::string_view to_string(Refusal refusal) {
  switch (refusal) {
    case Refusal::syntax:
      return "syntax";
    case Refusal::shape:
      return "shape";
    case Refusal::limit:
      return "limit";
    case Refusal::signature:
      return "signature";
    case Refusal::decrypt:
      return "decrypt";
    case Refusal::rule:
      return "rule";
  }
  return "unknown";
}

}  // namespace kiezel::crypto
