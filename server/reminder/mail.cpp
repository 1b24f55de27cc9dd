#include "server/reminder/mail.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <memory>

#include "crypto/aead.hpp"
#include "crypto/encoding.hpp"

namespace kiezel::reminder {
namespace {

constexpr long connect_within_s = 10;
constexpr long done_within_s = 30;

struct Reading {
  std::string_view rest;
};

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* place) {
  auto& reading = *static_cast<Reading*>(place);
  const std::size_t bytes = std::min(size * count, reading.rest.size());
  std::memcpy(buffer, reading.rest.data(), bytes);
  reading.rest.remove_prefix(bytes);
  return bytes;
}

// RFC 5322 section 3.3, in UTC.
std::string date(std::chrono::sys_seconds instant) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::hours>(instant).time_since_epoch() / std::chrono::seconds(1);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[48];
  return {text, std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S +0000", &parts)};
}

std::string_view domain_of(std::string_view address) {
  return address.substr(address.find('@') + 1);
}

// A relay on this machine is reached without a network in between. Only the whole host says so, as libcurl
// itself reads it: localhost.example is another machine, and so is localhost@example.
bool is_here(CURLU* url) {
  char* host = nullptr;
  if (curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK) return false;
  const std::unique_ptr<char, decltype(&curl_free)> owned(host, &curl_free);
  const std::string_view name = host;
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

// For the operator's log: libcurl's own longer texts may quote the relay.
std::string sentence_for(CURLcode outcome) {
  switch (outcome) {
    case CURLE_USE_SSL_FAILED:
      return "the relay offers no TLS, or not now; nothing was sent";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "the relay's certificate is not for its name and for today, or of no known authority; nothing "
             "was "
             "sent";
    default:
      return curl_easy_strerror(outcome);
  }
}

}  // namespace

std::string mail_text(std::string_view from, std::string_view to, std::string_view inbox,
                      std::chrono::sys_seconds now, crypto::Random& random) {
  std::string text;
  const auto line = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(value).append("\r\n");
  };
  const std::string id = crypto::to_hex(random.fixed<crypto::Nonce>());
  line("Date: ", date(now));
  line("From: ", from);
  line("To: ", to);
  line("Message-ID: ", "<" + id + "@" + std::string(domain_of(from)) + ">");
  line("Subject: ", "Er is iets nieuws / There is something new");
  line("Auto-Submitted: ", "auto-generated");
  line("MIME-Version: ", "1.0");
  line("Content-Type: ", "text/plain; charset=utf-8");
  line("", "");
  line("Er is iets nieuws. Kijk als het u uitkomt: ", inbox);
  line("Antwoorden op deze mail heeft geen zin: niemand leest dat.", "");
  line("", "");
  line("There is something new. Look when it suits you: ", inbox);
  line("There is no use in replying to this mail: nobody reads that.", "");
  return text;
}

std::expected<void, std::string> send_mail(const Relay& relay, const std::string& to,
                                           const std::string& text) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> request(curl_easy_init(), &curl_easy_cleanup);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
      curl_slist_append(nullptr, to.c_str()), &curl_slist_free_all);
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  if (!request || !recipients || !url) return std::unexpected("libcurl could not be started");
  if (curl_url_set(url.get(), CURLUPART_URL, relay.url.c_str(), 0) != CURLUE_OK)
    return std::unexpected("the relay's address cannot be read");
  CURL* const handle = request.get();
  Reading reading{text};
  curl_easy_setopt(handle, CURLOPT_CURLU, url.get());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_USE_SSL, is_here(url.get()) ? CURLUSESSL_NONE : CURLUSESSL_ALL);
  // What stays on this machine passes no proxy that the environment names.
  if (is_here(url.get())) curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_within_s);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, done_within_s);
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, relay.from.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, &give);
  curl_easy_setopt(handle, CURLOPT_READDATA, &reading);
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  const CURLcode outcome = curl_easy_perform(handle);
  if (outcome != CURLE_OK) return std::unexpected(sentence_for(outcome));
  return {};
}

}  // namespace kiezel::reminder
