#include "server/config/settings.hpp"

#include <algorithm>

namespace kiezel::config {
namespace {

constexpr Setting table[] = {
    {"data", "data", Text{&Config::data, 1},
     "The folder where everything is kept: the organisation, the embedded Redis, the lock."},
    {"web_root", "web/dist", Text{&Config::web_root, 1}, "The folder with the built web app."},
    {"listen", "127.0.0.1:8080", Place{&Config::listen},
     "Where clients reach the server: a numeric address and a port. Put TLS in front of it."},
    {"ops_listen", "127.0.0.1:8081", Place{&Config::ops_listen},
     "Where /metrics is served, with /healthz and /readyz. Never open this to the internet."},
    {"origins", "", List{&Config::origins},
     "The web origins that may connect, the first for clients that send none. Empty: those of the "
     "organisation."},
    {"rp_id", "", Text{&Config::rp_id},
     "The domain of advisors' passkeys, in or above every origin. Changing it makes all passkeys useless. "
     "Empty: the "
     "domain that the origins share."},
    {"trust_forwarded_for", "no", Flag{&Config::trust_forwarded_for},
     "Whether to count attempts per X-Forwarded-For, from a proxy on this machine only."},
    {"log_level", "info", Level{&Config::log_level}, "How much is written to standard error."},

    {"shards", "0", Number{&Config::shards, 0, 256},
     "Threads that serve clients. 0: one less than there are processors, at least one."},
    {"connections_max", "20000", Number{&Config::connections_max, 1, 1'000'000},
     "Connections at once in this process. One more is refused with 503."},
    {"idle_s", "900", Number{&Config::idle_s, 10, 86'400},
     "A connection without any frame for this long is closed."},
    {"http_deadline_s", "30", Number{&Config::http_deadline_s, 1, 600},
     "Time for one HTTP request and its answer, and for the WebSocket handshake."},
    {"shutdown_deadline_s", "10", Number{&Config::shutdown_deadline_s, 1, 600},
     "Time for clients to take what is on its way when the server stops; then they are cut."},

    {"redis", "", Text{&Config::redis},
     "The Redis for all but the vault: redis://[user@]host[:port][/database] or unix:///path. Empty: a "
     "private one."},
    {"redis_vault", "", Text{&Config::redis_vault},
     "The Redis for shares and keys that never go into long backups. Empty: the same as redis."},
    {"redis_password_file", "", Text{&Config::redis_password_file},
     "A file with the password of Redis on one line."},
    {"redis_program", "redis-server", Text{&Config::redis_program, 1}, "The program of the private Redis."},
    {"redis_links", "8", Number{&Config::redis_links, 1, 64},
     "Connections of each shard to Redis. Several share one write to disk; eight come near what a disk can "
     "do."},
    {"redis_in_flight_max", "1024", Number{&Config::redis_in_flight_max, 1, 65'536},
     "Commands on one link without an answer. One more is refused as busy."},
    {"redis_deadline_ms", "5000", Number{&Config::redis_deadline_ms, 50, 60'000},
     "How long Redis may take before a client hears that the outcome is unknown."},

    {"blobs", "", Text{&Config::blobs},
     "The folder of the sealed attachments. Empty: in the data folder. Several machines share one."},
    {"blob_conversation_mib_max", "256", Number{&Config::blob_conversation_mib_max, 1, 1'048'576},
     "MiB of attachments that one conversation may hold."},
    {"blob_uploads_max", "8", Number{&Config::blob_uploads_max, 1, 256},
     "Uploads of one conversation that may be under way."},
    {"blob_upload_expires_s", "86400", Number{&Config::blob_upload_expires_s, 60, 2'592'000},
     "An upload that nothing was added to for this long is removed."},
    {"blob_disk_free_mib_min", "512", Number{&Config::blob_disk_free_mib_min, 0, 1'048'576},
     "MiB that uploads leave free on the disk: Redis needs them more."},

    {"rate_burst", "400", Number{&Config::rate_burst, 1, 1'000'000},
     "Cost units that one connection may spend at once; each method has its cost."},
    {"rate_per_s", "100", Number{&Config::rate_per_s, 1, 1'000'000},
     "Cost units that come back each second."},
    {"login_failures_per_address_burst", "30", Number{&Config::login_failures_per_address_burst, 1, 100'000},
     "Failed logins that one address may make at once. A school shares one address."},
    {"login_failures_per_address_per_minute", "6",
     Number{&Config::login_failures_per_address_per_minute, 1, 100'000},
     "Failed logins that come back to an address each minute."},
    {"login_failures_per_s", "10", Number{&Config::login_failures_per_s, 1, 100'000},
     "Failed logins that this process answers each second, over all addresses."},
    {"holds_per_address_burst", "60", Number{&Config::holds_per_address_burst, 1, 100'000},
     "Times that one address may keep at once before it books. A class shares one address."},
    {"holds_per_address_per_minute", "3", Number{&Config::holds_per_address_per_minute, 1, 100'000},
     "Times that an address may keep anew each minute after that; each ends in five minutes."},
    {"smtp_url", "", Text{&Config::smtp_url},
     "The relay for reminders to advisors, smtp://HOST:PORT or smtps://HOST:PORT; empty sends none. TLS with "
     "a good certificate is a must, but for localhost, 127.0.0.1 and [::1]."},
    {"mail_from", "", Text{&Config::mail_from}, "The sender of these mails; needed with smtp_url."},
    {"retention_days", "90", Number{&Config::retention_days, 7, 730},
     "Days from the closing of a conversation until it is erased, unless its client writes again."},
    {"idle_days", "730", Number{&Config::idle_days, 90, 3'650, true},
     "Days without a word after which a conversation that nobody closed is closed. 0: never."},
};

}  // namespace

std::span<const Setting> settings() {
  return table;
}

const Setting* find_setting(std::string_view name) {
  const auto* const found = std::ranges::find(table, name, &Setting::name);
  return found == std::end(table) ? nullptr : found;
}

}  // namespace kiezel::config
