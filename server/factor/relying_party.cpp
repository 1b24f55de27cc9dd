#include "server/factor/relying_party.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace kiezel::factor {
namespace {

// "https://advies.kiezel.example:8443" -> "advies.kiezel.example"
std::string_view host_of(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme != std::string_view::npos) origin.remove_prefix(scheme + 3);
  if (origin.starts_with('[')) return origin;
  return origin.substr(0, origin.find(':'));
}

bool is_numeric(std::string_view host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool lies_within(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

std::string_view without_first_label(std::string_view domain) {
  const std::size_t dot = domain.find('.');
  return dot == std::string_view::npos ? std::string_view{} : domain.substr(dot + 1);
}

}  // namespace

std::expected<std::string, std::string> relying_party(std::span<const std::string> origins,
                                                      const std::string& configured) {
  std::vector<std::string_view> hosts;
  for (const std::string& origin : origins) {
    if (const std::string_view host = host_of(origin); !is_numeric(host)) hosts.push_back(host);
  }
  if (hosts.empty()) return std::string();
  const auto holds_all = [&](std::string_view domain) {
    return std::ranges::all_of(hosts, [&](std::string_view host) { return lies_within(host, domain); });
  };
  if (!configured.empty()) {
    if (holds_all(configured)) return configured;
    return std::unexpected("rp_id: not every origin lies within " + configured + ".");
  }
  std::string_view domain = hosts.front();
  while (!domain.empty() && !holds_all(domain)) domain = without_first_label(domain);
  // A single label that several hosts share is a registry's, like "nl", and browsers refuse it.
  const bool is_shared_registry = domain.find('.') == std::string_view::npos && domain != hosts.front();
  if (domain.empty() || is_shared_registry)
    return std::unexpected("rp_id: the origins share no domain, so passkeys cannot serve them all.");
  return std::string(domain);
}

}  // namespace kiezel::factor
