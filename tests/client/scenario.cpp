#include "tests/client/scenario.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "tests/client/advisor.hpp"
#include "tests/client/family.hpp"
#include "tests/client/trust.hpp"

namespace kiezel::client {
namespace {

constexpr int exchanges_before_restart = 4;
constexpr int exchanges_after_restart = 3;

void expect(bool holds, const char* sentence) {
  if (!holds) throw Failure(sentence);
}

bool says(const Line& line, const std::string& text) {
  const auto* message = std::get_if<crypto::Message>(&line.contents);
  return message != nullptr && message->text == text;
}

bool any_says(const std::vector<Line>& lines, const std::string& text) {
  return std::ranges::any_of(lines, [&text](const Line& line) { return says(line, text); });
}

class Play {
 public:
  Play(const ScenarioPlan& plan, crypto::Random& random)
      : plan_(plan), random_(random), advisor_(plan.endpoint, random), pupil_(plan.endpoint, random) {}

  ScenarioResult run() {
    enrol();
    pupil_writes();
    talk(exchanges_before_restart);
    if (plan_.restart_server) restart();
    talk(exchanges_after_restart);
    pupil_comes_back();
    parent_books_and_cancels();
    note_keys();
    std::ranges::sort(arrivals_ms_);
    result_.milliseconds_to_arrive_p50 = arrivals_ms_[arrivals_ms_.size() / 2];
    return std::move(result_);
  }

 private:
  std::string secret(std::string name, std::string text) {
    result_.secrets.emplace_back(std::move(name), crypto::to_bytes(crypto::as_bytes(text)));
    return text;
  }
  void secret_bytes(std::string name, crypto::BytesView bytes) {
    result_.secrets.emplace_back(std::move(name), crypto::to_bytes(bytes));
  }

  void enrol() {
    advisor_.enrol(plan_.invitation);
    advisor_.wait_for_approval();
    advisor_.log_in();
    advisor_.offer_every_day();
    const auto directory = fetch_directory(plan_.endpoint, fetch_organisation(plan_.endpoint));
    for (const crypto::DirectoryRecord& record : directory.records()) {
      if (const auto* school = std::get_if<crypto::SchoolRecord>(&record)) school_ = *school;
    }
    expect(!school_.code.empty(), "the directory lists no school");
  }

  crypto::Roster roster(crypto::ClientRole role, const std::string& name) {
    crypto::Roster roster;
    roster.school = school_.code;
    roster.language =
        role == crypto::ClientRole::pupil ? crypto::Language::dutch_informal : crypto::Language::dutch_formal;
    roster.self = crypto::SelfDescription{.role = role, .age = crypto::AgeBand::from_12_to_15, .name = name};
    return roster;
  }

  void pupil_writes() {
    const std::string first =
        secret("first message", "Ik word elke dag uitgescholden in de appgroep van 2c.");
    pupil_.write_first({.advisor = advisor_.identity(),
                        .roster = roster(crypto::ClientRole::pupil, secret("pupil's name", "Zonnebloempje")),
                        .text = first});
    conversation_ = advisor_.next_conversation();
    advisor_.read_until(conversation_, [&first](const auto& lines) { return any_says(lines, first); });
    ++result_.messages;
  }

  void talk(int exchanges) {
    using clock = std::chrono::steady_clock;
    for (int i = 0; i < exchanges; ++i) {
      const std::string number = std::to_string(++exchange_);
      const std::string question =
          secret("question " + number, "Wat vind jij dat ik nu moet doen, keer " + number + "?");
      const std::string answer =
          secret("answer " + number, "We schrijven samen op wat er gebeurde, keer " + number + ".");
      const auto sent = clock::now();
      pupil_.say(question);
      advisor_.read_until(conversation_,
                          [&question](const auto& lines) { return any_says(lines, question); });
      arrivals_ms_.push_back(std::chrono::duration<double, std::milli>(clock::now() - sent).count());
      advisor_.say(conversation_, answer);
      pupil_.read_until([&answer](const auto& lines) { return any_says(lines, answer); });
      result_.messages += 2;
    }
  }

  void restart() {
    plan_.restart_server();
    pupil_.reconnect();
    advisor_.reconnect();
  }

  // On another device, with nothing but the words: all of it is there, once.
  void pupil_comes_back() {
    Family again(plan_.endpoint, pupil_.words(), random_);
    expect(again.come_back(), "the words open nothing");
    const std::vector<Line>& there = again.lines();
    expect(there.size() == pupil_.lines().size(), "the history is not whole, or something is in it twice");
    for (std::size_t seq = 0; seq < there.size(); ++seq)
      expect(there[seq].seq == seq, "the history has a gap");
    Family stranger(plan_.endpoint, random_);
    expect(!stranger.come_back(), "new words open a conversation");
  }

  void parent_books_and_cancels() {
    const std::string text = secret("parent's message", "Mijn dochter durft niet meer naar school te gaan.");
    parent_.emplace(plan_.endpoint, random_);
    parent_->write_first(
        {.advisor = advisor_.identity(),
         .roster = roster(crypto::ClientRole::parent, secret("parent's name", "Moeder van Noor")),
         .text = text});
    const crypto::ConversationId conversation = advisor_.next_conversation();
    const protocol::Slot slot = first_offered();
    const auto held = hold(parent_->wire(), slot);
    expect(held.outcome == protocol::HoldOutcome::held && held.hold.has_value(),
           "an offered time could not be held");
    expect(hold(pupil_.wire(), slot).outcome == protocol::HoldOutcome::taken,
           "one time was given to two people");
    const crypto::AppointmentId appointment = book(*held.hold, slot);
    tell_advisor(conversation, appointment, slot);
    protocol::AppointmentCancelRequest cancel;
    cancel.appointment = appointment.bytes;
    expect(parent_->wire().must(cancel).outcome == protocol::CancelOutcome::cancelled,
           "the call could not be cancelled");
    expect(hold(pupil_.wire(), slot).outcome == protocol::HoldOutcome::held,
           "a cancelled time is not free again");
  }

  protocol::Slot first_offered() {
    protocol::AppointmentOfferedRequest request;
    request.advisor = crypto::key_id(advisor_.identity()).bytes;
    request.from = static_cast<std::int64_t>(now_s());
    request.until = request.from + 13 * 86'400;
    const auto offered = parent_->wire().must(request);
    expect(!offered.slots.empty(), "the advisor offers no time");
    return offered.slots.front();
  }

  protocol::AppointmentHoldResult hold(Wire& wire, const protocol::Slot& slot) {
    protocol::AppointmentHoldRequest request;
    request.advisor = crypto::key_id(advisor_.identity()).bytes;
    request.start = slot.start;
    request.end = slot.end;
    random_.fill(request.request);
    return wire.must(request);
  }

  crypto::AppointmentId book(const std::array<std::uint8_t, 16>& held, const protocol::Slot& slot) {
    protocol::AppointmentBookRequest request;
    request.hold = held;
    request.conversation = parent_->conversation().bytes;
    random_.fill(request.request);
    const auto booked = parent_->wire().must(request);
    expect(booked.outcome == protocol::BookOutcome::booked && booked.start == slot.start,
           "a held time could not be booked");
    const auto again = parent_->wire().must(request);
    expect(again.appointment == booked.appointment, "booking twice with one request made two calls");
    return {*booked.appointment};
  }

  void tell_advisor(const crypto::ConversationId& conversation, const crypto::AppointmentId& appointment,
                    const protocol::Slot& slot) {
    crypto::Message notice;
    notice.talk = crypto::Talk{.action = crypto::TalkAction::booked,
                               .id = appointment,
                               .time = {.start_s = static_cast<std::uint64_t>(slot.start),
                                        .end_s = static_cast<std::uint64_t>(slot.end)},
                               .kind = crypto::TalkKind::call,
                               .mode = crypto::CallMode::advisor_calls};
    parent_->write(notice);
    crypto::CallDetails details;
    details.appointment = appointment;
    details.phone_number = secret("phone number", "+31612345678");
    details.code_word = secret("code word", "regenboogvis");
    details.voicemail = crypto::Voicemail::no;
    parent_->leave_call_details(details);
    advisor_.read_until(conversation, [&details](const auto& lines) {
      const auto* seen = lines.empty() ? nullptr : std::get_if<crypto::CallDetails>(&lines.back().contents);
      return seen != nullptr && seen->phone_number == details.phone_number;
    });
    expect(std::holds_alternative<SealedForOthers>(parent_->lines().back().contents),
           "the words open the phone number");
    result_.messages += 2;
  }

  void note_keys() {
    secret("school", school_.code);
    secret("pupil's words", pupil_.words());
    secret("parent's words", parent_->words());
    secret_bytes("pupil's root key", pupil_.root().expose());
    secret_bytes("advisor's identity seed", advisor_.identity_key().seed().expose());
    secret_bytes("advisor's device seed", advisor_.device_key().seed().expose());
    secret_bytes("advisor's prekey seed", advisor_.prekey().seed().expose());
  }

  const ScenarioPlan& plan_;
  crypto::Random& random_;
  Advisor advisor_;
  Family pupil_;
  // Comes after the restart, with a connection of its own.
  std::optional<Family> parent_;
  crypto::SchoolRecord school_;
  crypto::ConversationId conversation_;
  int exchange_ = 0;
  std::vector<double> arrivals_ms_;
  ScenarioResult result_;
};

}  // namespace

std::string converse(const Endpoint& endpoint, std::string_view invitation, int messages,
                     crypto::Random& random) {
  Advisor advisor(endpoint, random);
  advisor.enrol(invitation);
  advisor.wait_for_approval();
  advisor.log_in();
  Family pupil(endpoint, random);
  const auto text = [](int number) {
    return "Bericht " + std::to_string(number) + ". Het gaat over wat er vandaag in de klas gebeurde.";
  };
  pupil.write_first({.advisor = advisor.identity(), .roster = {}, .text = text(1)});
  const crypto::ConversationId conversation = advisor.next_conversation();
  for (int number = 2; number <= messages; ++number) {
    const std::string before = text(number - 1);
    const auto arrived = [&before](const auto& lines) { return any_says(lines, before); };
    if (number % 2 == 0) {
      advisor.read_until(conversation, arrived);
      advisor.say(conversation, text(number));
    } else {
      pupil.read_until(arrived);
      pupil.say(text(number));
    }
  }
  return pupil.words();
}

ScenarioResult play(const ScenarioPlan& plan, crypto::Random& random) {
  return Play(plan, random).run();
}

}  // namespace kiezel::client
