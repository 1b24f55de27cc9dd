// Twenty people hold, book, move, propose and cancel at once while the server, its Redis or both are killed
// at any moment, again and again. What was heard stands, what was not heard can be asked again, and no time
// is lost, leaked or given twice. KIEZEL_CHAOS_SEED plays one evening again, as far as the machine keeps
// time.
#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <functional>
#include <iostream>
#include <random>
#include <thread>

#include "tests/integration/chaos/advisor.hpp"
#include "tests/integration/chaos/pupil.hpp"
#include "tests/integration/chaos/record.hpp"
#include "tests/integration/chaos/stubborn.hpp"
#include "tests/support/program.hpp"
#include "tests/support/service_process.hpp"

using namespace kiezel;

namespace {

constexpr std::size_t advisors_count = 5;
constexpr std::size_t pupils_of_each = 3;
constexpr std::size_t rounds = 24;
// Few enough that people are in each other's way.
constexpr int days_wanted = 2;
// Together at most what a conversation may have to come, sixteen.
constexpr std::size_t bookings_of_each_max = 11;
constexpr std::size_t proposals_of_each_max = pupils_of_each * 5;
// Within it the plug is pulled: up to some twenty steps of everybody.
constexpr std::uint64_t plug_within_ms = 400;

enum class Blow { server, redis, both };

std::uint64_t chosen_seed() {
  const char* const chosen = std::getenv("KIEZEL_CHAOS_SEED");
  return chosen != nullptr ? std::stoull(chosen) : std::random_device{}();
}

class Evening {
 public:
  explicit Evening(std::uint64_t seed) : dice_(seed) {
    for (std::size_t i = 0; i < advisors_count; ++i)
      advisors_.emplace_back(endpoint_, service_.invite("advisor " + std::to_string(i)), dice_());
    for (auto& advisor : advisors_) advisor.person().begin();
    const auto now = static_cast<std::int64_t>(client::now_s());
    tomorrow_ = (now / 86'400 + 1) * 86'400;
    for (auto& advisor : advisors_) {
      offered_.push_back(advisor.person().offered(tomorrow_, days_wanted));
      for (std::size_t i = 0; i < pupils_of_each; ++i)
        pupils_.emplace_back(endpoint_, advisor.person().identity(), dice_());
    }
  }

  void round(std::size_t number) {
    begin_round(number);
    std::atomic<bool> over = false;
    const auto blow = static_cast<Blow>(number % 3);
    {
      const auto people = everybody([&over](auto& person) { person.play(over); });
      std::this_thread::sleep_for(std::chrono::milliseconds(dice_() % plug_within_ms));
      strike(blow);
      over = true;
    }
    if (blow != Blow::redis) service_.start();
    static_cast<void>(everybody([](auto& person) { person.settle(); }));
  }

  void check() {
    support::RedisClient redis(service_.redis_address());
    const chaos::Record record = chaos::read_record(redis);
    for (const std::string& fault : record.faults) FAIL_CHECK(fault);
    std::set<chaos::Id> known;
    for (auto& pupil : pupils_) {
      check_faults(pupil);
      chaos::Pupil& person = pupil.person();
      CHECK(chaos::promises_in(person.list(), protocol::Role::client) == person.promises());
      known.insert(person.left_behind().begin(), person.left_behind().end());
      if (!person.kept()) continue;
      known.insert(*person.kept());
      CHECK(record.holds.contains(*person.kept()));
    }
    CHECK(std::ranges::includes(known, record.holds));
    for (std::size_t i = 0; i < advisors_.size(); ++i) check_advisor(i);
  }

  void give_up() {
    for (auto& pupil : pupils_) pupil.person().give_up();
    for (auto& advisor : advisors_) advisor.person().give_up();
    support::RedisClient redis(service_.redis_address());
    CHECK(chaos::read_record(redis).claims.empty());
    for (std::size_t i = 0; i < advisors_.size(); ++i)
      CHECK(advisors_[i].person().offered(tomorrow_, days_wanted) == offered_[i]);
  }

  void tell(std::uint64_t seed) const {
    std::size_t heard = 0;
    std::size_t unheard = 0;
    std::size_t made = 0;
    const auto count = [&](const auto& person) {
      heard += person.heard();
      unheard += person.unheard();
      made += person.person().promises().size();
    };
    std::ranges::for_each(pupils_, count);
    std::ranges::for_each(advisors_, count);
    std::cout << "chaos: seed " << seed << ", " << heard << " steps, " << unheard << " of them cut off, "
              << made << " appointments" << std::endl;
    CHECK(unheard > rounds);
    CHECK(made > rounds);
  }

 private:
  using Advisor = chaos::Stubborn<chaos::Advisor>;
  using Pupil = chaos::Stubborn<chaos::Pupil>;

  // Each on a thread of its own; they are waited for where the threads go out of scope.
  template <class Work>
  [[nodiscard]] std::vector<std::jthread> everybody(Work work) {
    std::vector<std::jthread> threads;
    for (auto& advisor : advisors_) threads.emplace_back([&advisor, work] { work(advisor); });
    for (auto& pupil : pupils_) threads.emplace_back([&pupil, work] { work(pupil); });
    return threads;
  }

  void begin_round(std::size_t number) {
    for (std::size_t i = 0; i < advisors_.size(); ++i) {
      std::vector<crypto::ConversationId> conversations;
      for (std::size_t j = 0; j < pupils_of_each; ++j) {
        Pupil& pupil = pupils_[i * pupils_of_each + j];
        pupil.person().begin_round(offered_[i], std::min(number + 1, bookings_of_each_max));
        conversations.push_back(pupil.person().conversation());
      }
      const std::size_t made_max = std::min(number + 1, proposals_of_each_max);
      advisors_[i].person().begin_round(offered_[i], conversations, made_max);
    }
  }

  void strike(Blow blow) {
    switch (blow) {
      case Blow::server:
        service_.kill();
        break;
      case Blow::redis:
        service_.kill_redis();
        break;
      case Blow::both:
        service_.kill_redis();
        service_.kill();
        break;
    }
  }

  template <class Person>
  static void check_faults(const chaos::Stubborn<Person>& person) {
    for (const std::string& fault : person.faults()) FAIL_CHECK(fault);
  }

  void check_advisor(std::size_t i) {
    check_faults(advisors_[i]);
    chaos::Advisor& advisor = advisors_[i].person();
    const auto list = advisor.list();
    CHECK(chaos::promises_in(list, protocol::Role::advisor) == advisor.promises());
    chaos::Promises of_pupils;
    for (std::size_t j = 0; j < pupils_of_each; ++j) {
      const auto& promises = pupils_[i * pupils_of_each + j].person().promises();
      of_pupils.insert(promises.begin(), promises.end());
    }
    CHECK(chaos::promises_in(list, protocol::Role::client) == of_pupils);
  }

  support::ServiceProcess service_{{"--shards", "2", "--rate_burst", "100000", "--redis_deadline_ms", "2000",
                                    "--holds_per_address_burst", "100000"}};
  client::Endpoint endpoint_ = client::Endpoint::parse(service_.origin());
  std::mt19937_64 dice_;
  std::int64_t tomorrow_ = 0;
  std::deque<Advisor> advisors_;
  std::deque<Pupil> pupils_;
  // What each advisor offered at first.
  std::vector<std::vector<protocol::Slot>> offered_;
};

}  // namespace

TEST_CASE("chaos: twenty people book while server and Redis are killed; nothing is lost, doubled or leaked",
          "[scenario]") {
  const std::uint64_t seed = chosen_seed();
  INFO("KIEZEL_CHAOS_SEED=" << seed);
  std::cout << "chaos: seed " << seed << std::endl;
  Evening evening(seed);

  for (std::size_t number = 0; number < rounds; ++number) {
    INFO("round " << number);
    evening.round(number);
    evening.check();
  }

  evening.tell(seed);
  evening.give_up();
}
