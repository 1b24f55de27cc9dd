// Somebody who makes one step after the other and, when the line breaks or the service cannot say, asks the
// same again, word for word, until there is an answer. Every answer is then asked for once more: it must be
// the same.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "tests/client/wire.hpp"

namespace kiezel::chaos {

// An answer that breaks a promise.
class Wrong : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// Whether the second answer to one question says what the first said. What changed nothing may end otherwise
// the next time.
template <class Answer>
bool same(const Answer& first, const Answer& second) {
  return first == second;
}
inline bool same(const protocol::AppointmentHoldResult& first,
                 const protocol::AppointmentHoldResult& second) {
  return first.outcome != protocol::HoldOutcome::held || first == second;
}
inline bool same(const protocol::AppointmentExtendResult& first,
                 const protocol::AppointmentExtendResult& second) {
  return first.expires_at == second.expires_at && second.outcome == protocol::ExtendOutcome::already_extended;
}
inline bool same(const protocol::AppointmentCancelResult& first,
                 const protocol::AppointmentCancelResult& second) {
  return first.revision == second.revision && second.outcome == protocol::CancelOutcome::already_cancelled;
}
inline bool same(const protocol::AppointmentProposeResult& first,
                 const protocol::AppointmentProposeResult& second) {
  return first.outcome != protocol::ProposeOutcome::proposed || first == second;
}
inline bool same(const protocol::AppointmentProposeMoveResult& first,
                 const protocol::AppointmentProposeMoveResult& second) {
  return first.outcome != protocol::ProposeOutcome::proposed || first == second;
}
inline bool same(const protocol::SessionPingResult&, const protocol::SessionPingResult&) {
  return true;
}

// Whether the same may be asked again later.
inline bool passes(protocol::ErrorCode code) {
  using protocol::ErrorCode;
  return code == ErrorCode::unavailable || code == ErrorCode::deadline_exceeded || code == ErrorCode::busy;
}

constexpr std::chrono::seconds settle_within{40};
constexpr std::chrono::milliseconds ask_again_after{50};

// For questions on a line that stands: some links to Redis are back before others.
template <class Request>
protocol::ResultOf<Request> insist(client::Wire& wire, const Request& request) {
  const auto until = std::chrono::steady_clock::now() + settle_within;
  auto answer = wire.call(request);
  while (!answer && passes(answer.error().code) && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(ask_again_after);
    answer = wire.call(request);
  }
  if (!answer) throw Wrong("refused: " + std::string(protocol::name(answer.error().code)));
  return *std::move(answer);
}

// A Person says what it wants next, learns what it hears, and knows its line.
template <class Person>
class Stubborn {
 public:
  template <class... Arguments>
  explicit Stubborn(Arguments&&... arguments) : person_(std::forward<Arguments>(arguments)...) {}

  [[nodiscard]] Person& person() { return person_; }
  [[nodiscard]] const Person& person() const { return person_; }
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }
  [[nodiscard]] std::size_t heard() const { return heard_; }
  // Steps of which the first answer was lost.
  [[nodiscard]] std::size_t unheard() const { return unheard_; }

  // Steps until somebody pulled the plug.
  void play(const std::atomic<bool>& over) {
    guarded([&] {
      while (!over.load()) {
        question_ = person_.next();
        is_open_ = true;
        if (ask()) continue;
        ++unheard_;
        return;
      }
    });
  }

  // Until what was open is answered, and was answered the same again.
  void settle() {
    const auto until = std::chrono::steady_clock::now() + settle_within;
    guarded([&] {
      while (!finish()) {
        if (std::chrono::steady_clock::now() > until) throw Wrong("no answer in time");
        std::this_thread::sleep_for(ask_again_after);
      }
    });
  }

 private:
  using Question = typename Person::Question;
  using Answer = typename Person::Answer;

  bool finish() {
    if (is_broken_ && !restore()) return false;
    if (is_open_ && !ask()) return false;
    return !question_ || !answer_ || ask_again();
  }

  bool restore() {
    try {
      person_.reconnect();
      is_broken_ = false;
    } catch (const client::Failure&) {
      // The service is not there yet.
    }
    return !is_broken_;
  }

  bool ask() {
    auto answer = answer_to(*question_);
    if (!answer) return false;
    person_.hear(*question_, *answer);
    answer_ = std::move(answer);
    is_open_ = false;
    ++heard_;
    return true;
  }

  bool ask_again() {
    const auto again = answer_to(*question_);
    if (!again) return false;
    const bool is_same = std::visit(
        [&again]<class One>(const One& first) { return same(first, std::get<One>(*again)); }, *answer_);
    if (!is_same) throw Wrong("the same question was answered otherwise");
    person_.hear(*question_, *again);
    return true;
  }

  // Nothing when it must be asked again.
  std::optional<Answer> answer_to(const Question& question) {
    return std::visit([this](const auto& request) { return this->answer_to_request(request); }, question);
  }
  template <class Request>
  std::optional<Answer> answer_to_request(const Request& request) {
    try {
      auto answer = person_.wire().call(request);
      if (answer) return Answer(*std::move(answer));
      const protocol::ErrorCode code = answer.error().code;
      if (!passes(code)) throw Wrong("refused: " + std::string(protocol::name(code)));
    } catch (const client::Failure&) {
      is_broken_ = true;
    }
    return std::nullopt;
  }

  // Runs on a thread of its own, where nothing may be thrown.
  template <class Work>
  void guarded(Work work) {
    try {
      work();
    } catch (const std::exception& wrong) {
      const std::string step = question_
                                   ? std::visit(
                                         []<class Request>(const Request&) {
                                           return std::string(protocol::name(protocol::MethodOf<Request>));
                                         },
                                         *question_)
                                   : std::string("begin");
      faults_.push_back(step + ": " + wrong.what());
    }
  }

  Person person_;
  std::optional<Question> question_;
  std::optional<Answer> answer_;
  bool is_open_ = false;
  bool is_broken_ = false;
  std::size_t heard_ = 0;
  std::size_t unheard_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace kiezel::chaos
