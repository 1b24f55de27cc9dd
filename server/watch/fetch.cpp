#include "server/watch/fetch.hpp"

#include <curl/curl.h>

#include <memory>

namespace kiezel::watch {
namespace {

constexpr long connect_within_s = 20;
constexpr long answer_within_s = 60;
constexpr long status_ok = 200;

struct Received {
  crypto::Bytes bytes;
  std::size_t most = 0;
};

// Fewer than offered makes libcurl stop the transfer.
std::size_t receive(char* data, std::size_t size, std::size_t count, void* into) {
  auto& received = *static_cast<Received*>(into);
  const std::size_t offered = size * count;
  if (offered > received.most - received.bytes.size()) return 0;
  received.bytes.insert(received.bytes.end(), data, data + offered);
  return offered;
}

bool is_host(const std::string& origin, std::string_view scheme_and_host) {
  if (!origin.starts_with(scheme_and_host)) return false;
  return origin.size() == scheme_and_host.size() || origin[scheme_and_host.size()] == ':';
}

}  // namespace

bool is_allowed_address(const std::string& origin) {
  if (origin.find('/', origin.find("//") + 2) != std::string::npos || origin.contains('@')) return false;
  return (origin.starts_with("https://") && origin.size() > std::string_view("https://").size()) ||
         is_host(origin, "http://localhost") || is_host(origin, "http://127.0.0.1");
}

std::expected<crypto::Bytes, std::string> fetch(const std::string& url, std::size_t bytes_max) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> request(curl_easy_init(), &curl_easy_cleanup);
  if (!request) return std::unexpected("libcurl could not be started.");
  Received received{.bytes = {}, .most = bytes_max};
  char reason[CURL_ERROR_SIZE] = {};
  CURL* const handle = request.get();
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_within_s);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, answer_within_s);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &receive);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &received);
  const CURLcode outcome = curl_easy_perform(handle);
  if (outcome == CURLE_WRITE_ERROR)
    return std::unexpected(url + " answers with more than " + std::to_string(bytes_max) + " bytes.");
  if (outcome != CURLE_OK)
    return std::unexpected(
        url + " cannot be reached: " + (reason[0] != '\0' ? reason : curl_easy_strerror(outcome)) + ".");
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (status != status_ok)
    return std::unexpected(url + " answers with status " + std::to_string(status) + ".");
  return std::move(received.bytes);
}

}  // namespace kiezel::watch
