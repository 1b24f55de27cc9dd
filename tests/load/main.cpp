// kiezel-load: bounded load on a server of one's own, for ./scripts/dev bench. Prints one line of JSON a
// phase, and waits for a line on standard input before each timed phase, so that the caller can read the
// processes' CPU time around it.
#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "crypto/attachment_manifest.hpp"
#include "crypto/self_test.hpp"
#include "tests/load/prepared.hpp"
#include "tests/load/sealing.hpp"

namespace kiezel::load {
namespace {

using client::Failure;
using clock = std::chrono::steady_clock;

constexpr std::size_t verification_rounds = 5'000;
constexpr std::size_t connections_at_once_max = 15'000;

void wait_for_go(std::string_view phase) {
  std::cout << "{\"phase\":\"" << phase << "\",\"state\":\"ready\"}" << std::endl;
  std::string line;
  if (!std::getline(std::cin, line) || line != "go") throw Failure("nobody said go");
}

double seconds_since(clock::time_point start) {
  return std::chrono::duration<double>(clock::now() - start).count();
}

// Keeps `window` appends of each sender under way until all frames are acknowledged.
class AppendRun {
 public:
  AppendRun(std::vector<Sender>& senders, std::size_t window)
      : senders_(senders), sent_(senders.size()), acked_(senders.size()) {
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    for (std::size_t i = 0; i < senders_.size(); ++i) {
      senders_[i].connection.stop_blocking();
      epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, senders_[i].connection.descriptor(), &event);
      for (std::size_t n = 0; n < window; ++n) send_next(i);
    }
  }

  std::size_t run() {
    std::array<epoll_event, 128> events;
    while (done_ < senders_.size()) {
      const int n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 10'000);
      if (n <= 0) throw Failure("the server stopped answering");
      for (int i = 0; i < n; ++i) receive(events[static_cast<std::size_t>(i)].data.u64);
    }
    return acknowledged_;
  }

 private:
  void send_next(std::size_t i) {
    Sender& sender = senders_[i];
    if (sent_[i] == sender.frames.size()) return;
    if (!sender.connection.send(sender.frames[sent_[i]++])) throw Failure("the server closed a connection");
  }

  void receive(std::size_t i) {
    Sender& sender = senders_[i];
    if (!sender.connection.fill()) throw Failure("the server closed a connection");
    while (const auto text = sender.connection.next_text()) {
      if (!text->contains("\"result\"")) throw Failure("the server refused an append");
      ++acknowledged_;
      if (++acked_[i] == sender.frames.size()) ++done_;
      send_next(i);
    }
  }

  std::vector<Sender>& senders_;
  std::vector<std::size_t> sent_;
  std::vector<std::size_t> acked_;
  std::size_t done_ = 0;
  std::size_t acknowledged_ = 0;
  int epoll_ = -1;
};

client::Advisor enrolled(const client::Endpoint& endpoint, const std::string& invitation,
                         crypto::Random& random) {
  client::Advisor advisor(endpoint, random);
  advisor.enrol(invitation);
  advisor.wait_for_approval();
  advisor.log_in();
  return advisor;
}

std::vector<Sender> prepare(const client::Endpoint& endpoint, const crypto::VerifyKey& advisor,
                            std::size_t connections, std::size_t entries, crypto::Random& random) {
  std::vector<Sender> senders;
  senders.reserve(connections);
  for (std::size_t i = 0; i < connections; ++i)
    senders.push_back(prepare_sender(endpoint, advisor, entries, random));
  return senders;
}

void append(const client::Endpoint& endpoint, const std::string& invitation, std::size_t connections,
            std::size_t entries) {
  crypto::SystemRandom random;
  const client::Advisor advisor = enrolled(endpoint, invitation, random);
  std::vector<Sender> senders = prepare(endpoint, advisor.identity(), connections, entries, random);
  const std::size_t entry_bytes = senders.front().sample.size();
  const double verify_before_s = verification_cpu_s(senders, verification_rounds);
  wait_for_go("append");
  const double cpu_before_s = thread_cpu_s();
  const auto started = clock::now();
  const std::size_t accepted = AppendRun(senders, 1).run();
  const double took_s = seconds_since(started);
  const double load_cpu_s = thread_cpu_s() - cpu_before_s;
  std::cout << "{\"phase\":\"append\",\"state\":\"done\",\"accepted\":" << accepted
            << ",\"seconds\":" << took_s << ",\"entry_bytes\":" << entry_bytes
            << ",\"load_cpu_us\":" << load_cpu_s / static_cast<double>(accepted) * 1e6
            << ",\"verify_cpu_us_before\":" << verify_before_s * 1e6 << ",\"verify_cpu_us_after\":";
  std::cout << verification_cpu_s(senders, verification_rounds) * 1e6 << "}" << std::endl;
}

double percentile(std::vector<double>& values, double p) {
  std::ranges::sort(values);
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(p * static_cast<double>(values.size())))];
}

// A fixed rate over all senders; arrival is when the advisor's own connection brings the entry.
void latency(const client::Endpoint& endpoint, const std::string& invitation, double per_second,
             std::size_t connections, std::size_t entries) {
  crypto::SystemRandom random;
  client::Advisor advisor = enrolled(endpoint, invitation, random);
  std::vector<Sender> senders = prepare(endpoint, advisor.identity(), connections, entries, random);
  for (std::size_t i = 0; i < connections; ++i) static_cast<void>(advisor.next_conversation());
  std::map<crypto::ConversationId, std::vector<clock::time_point>> sent;
  std::vector<double> arrivals_ms;
  wait_for_go("latency");
  const auto started = clock::now();
  const std::size_t total = connections * entries;
  std::size_t next = 0;
  while (arrivals_ms.size() < total) {
    const auto due = started + std::chrono::duration_cast<clock::duration>(
                                   std::chrono::duration<double>(static_cast<double>(next) / per_second));
    if (next < total && clock::now() >= due) {
      Sender& sender = senders[next % connections];
      sent[sender.family.conversation()].push_back(due);
      sender.connection.send_blocking(sender.frames[next / connections]);
      ++next;
      continue;
    }
    const auto patience = next < total ? std::chrono::ceil<std::chrono::milliseconds>(due - clock::now())
                                       : std::chrono::milliseconds(10'000);
    const auto notification = advisor.wire().next_notification(patience);
    if (!notification && next == total) throw Failure("not everything arrived");
    const auto* entries_in =
        notification ? std::get_if<protocol::ConversationEntriesNotification>(&*notification) : nullptr;
    if (entries_in == nullptr) continue;
    for (const protocol::LogEntry& entry : entries_in->entries) {
      // Two entries began the conversation before the clock ran: the commit and the first message.
      if (entry.seq < 2) continue;
      const auto& times = sent.at({entries_in->conversation});
      const auto arrived = clock::now() - times.at(static_cast<std::size_t>(entry.seq) - 2);
      arrivals_ms.push_back(std::chrono::duration<double, std::milli>(arrived).count());
    }
  }
  std::cout << "{\"phase\":\"latency\",\"state\":\"done\",\"messages\":" << total
            << ",\"per_second\":" << per_second << ",\"p50_ms\":" << percentile(arrivals_ms, 0.50)
            << ",\"p99_ms\":" << percentile(arrivals_ms, 0.99) << "}" << std::endl;
}

void idle(const client::Endpoint& endpoint, std::size_t connections) {
  const rlimit wanted{connections + 100, connections + 100};
  rlimit allowed{};
  ::getrlimit(RLIMIT_NOFILE, &allowed);
  if (allowed.rlim_cur < wanted.rlim_cur) {
    allowed.rlim_cur = std::min<rlim_t>(allowed.rlim_max, wanted.rlim_cur);
    ::setrlimit(RLIMIT_NOFILE, &allowed);
  }
  wait_for_go("idle");
  std::vector<RawConnection> open;
  open.reserve(connections);
  for (std::size_t i = 0; i < connections; ++i) open.emplace_back(endpoint);
  wait_for_go("idle-open");
  std::cout << "{\"phase\":\"idle\",\"state\":\"done\",\"connections\":" << open.size() << "}" << std::endl;
}

std::size_t number(const char* text, std::size_t most) {
  const long value = std::strtol(text, nullptr, 10);
  if (value < 1 || static_cast<std::size_t>(value) > most) throw Failure("a number is out of its bounds");
  return static_cast<std::size_t>(value);
}

int run(const std::vector<const char*>& words) {
  const std::string what = words.size() > 1 ? words[1] : "";
  if (!crypto::self_test()) throw Failure("the cryptographic library gives wrong answers");
  if (what == "append" && words.size() == 6) {
    append(client::Endpoint::parse(words[2]), words[3], number(words[4], 1'000), number(words[5], 20'000));
  } else if (what == "latency" && words.size() == 7) {
    latency(client::Endpoint::parse(words[2]), words[3], static_cast<double>(number(words[4], 100'000)),
            number(words[5], 64), number(words[6], 20'000));
  } else if (what == "idle" && words.size() == 4) {
    idle(client::Endpoint::parse(words[2]), number(words[3], connections_at_once_max));
  } else if (what == "seal" && words.size() == 3) {
    seal_file(number(words[2], crypto::attachment_bytes_max));
  } else {
    std::cerr << "usage: kiezel-load append  ORIGIN INVITATION CONNECTIONS ENTRIES\n"
                 "       kiezel-load latency ORIGIN INVITATION PER_SECOND CONNECTIONS ENTRIES\n"
                 "       kiezel-load idle    ORIGIN CONNECTIONS\n"
                 "       kiezel-load seal    BYTES\n";
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace kiezel::load

int main(int argc, char** argv) {
  try {
    return kiezel::load::run({argv, argv + argc});
  } catch (const std::exception& failure) {
    std::cerr << "kiezel-load: " << failure.what() << '\n';
    return 1;
  }
}
