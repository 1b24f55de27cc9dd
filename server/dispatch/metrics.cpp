#include <chrono>

#include "server/dispatch/dispatcher.hpp"

namespace kiezel::dispatch {
namespace {

constexpr std::string_view requests_name = "kiezel_requests_total";
constexpr std::string_view requests_help = "Requests answered, by method.";

}  // namespace

DispatchMetrics::DispatchMetrics(core::Metrics& metrics)
    : metrics_(metrics),
      seconds_(metrics.histogram({"kiezel_request_seconds", "From the start of a handler to its answer."})) {
  for (std::size_t i = 0; i < protocol::method_count; ++i) {
    const std::string_view method = protocol::name(static_cast<protocol::Method>(i));
    const std::string& label = labels_.emplace_back("method=\"" + std::string(method) + "\"");
    requests_[i] = &metrics.counter({requests_name, requests_help, label});
  }
}

void DispatchMetrics::refused(protocol::ErrorCode code) {
  core::Counter*& counter = refusals_[code];
  if (counter == nullptr) {
    const std::string& label = labels_.emplace_back("code=\"" + std::string(protocol::name(code)) + "\"");
    counter = &metrics_.counter({"kiezel_refusals_total", "Requests refused, by error code.", label});
  }
  counter->add();
}

void DispatchMetrics::took(core::Deadline started) {
  seconds_.record(std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
}

}  // namespace kiezel::dispatch
