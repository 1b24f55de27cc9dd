#include "server/net/http_policies.hpp"

namespace kiezel::net {
namespace {

// Nothing from elsewhere, no inline code, no plug-ins, not in a frame; workers only through our one policy.
constexpr std::string_view document_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src "
    "'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for "
    "'script'; trusted-types kiezel-worker";

// A worker is bound by the policy of its own answer, not by the document's; only here WebAssembly is
// compiled.
constexpr std::string_view worker_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; "
    "form-action "
    "'none'; frame-ancestors 'none'";

// The hash of its contents is in the name, so what is behind a name never changes.
constexpr std::string_view stored_for_ever = "public, max-age=31536000, immutable";

}  // namespace

std::string_view policy_of(FileKind kind) {
  switch (kind) {
    case FileKind::document:
      return document_policy;
    case FileKind::worker:
      return worker_policy;
    case FileKind::asset:
    case FileKind::other:
      break;
  }
  return closed_policy;
}

std::string_view cache_control_of(FileKind kind) {
  switch (kind) {
    case FileKind::document:
      return never_stored;
    case FileKind::worker:
    case FileKind::asset:
      return stored_for_ever;
    case FileKind::other:
      break;
  }
  return revalidated;
}

}  // namespace kiezel::net
