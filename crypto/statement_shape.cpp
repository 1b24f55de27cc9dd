#include "crypto/statement_shape.hpp"

#include <array>
#include <cstdint>

namespace kiezel::crypto {
namespace {

enum Field : std::uint16_t {
  whom = 1U << 0U,
  about = 1U << 1U,
  text = 1U << 2U,
  language = 1U << 3U,
  told_at = 1U << 4U,
  why = 1U << 5U,
  consulted = 1U << 6U,
  answer = 1U << 7U,
  said_at = 1U << 8U,
};
constexpr std::uint16_t asked = whom | about | text | language;

enum class Ref : std::uint8_t { needed, allowed, none };

struct Shape {
  Ref ref = Ref::none;
  /// Whether it says from when until when it is valid.
  bool lasts = false;
  std::uint16_t needs = 0;
  std::uint16_t allows = 0;
};

Shape shape_of(StatementAction action) {
  switch (action) {
    case StatementAction::grant:
      return {.ref = Ref::allowed, .lasts = true, .needs = asked};
    case StatementAction::withdraw:
    case StatementAction::acknowledge:
      return {.ref = Ref::needed};
    case StatementAction::use:
      return {.ref = Ref::needed, .needs = whom | about | told_at};
    case StatementAction::propose:
      return {.ref = Ref::none, .lasts = true, .needs = asked, .allows = said_at};
    case StatementAction::decline:
      return {.ref = Ref::needed, .needs = answer};
    case StatementAction::notice:
      return {.ref = Ref::none, .needs = asked | told_at | why | consulted};
  }
  return {};
}

std::uint16_t fields_of(const Statement& statement) {
  const std::array<std::pair<Field, bool>, 9> present{{{whom, statement.whom.has_value()},
                                                       {about, statement.about.has_value()},
                                                       {text, statement.text.has_value()},
                                                       {language, statement.language.has_value()},
                                                       {told_at, statement.told_at_s.has_value()},
                                                       {why, statement.why.has_value()},
                                                       {consulted, statement.consulted.has_value()},
                                                       {answer, statement.answer.has_value()},
                                                       {said_at, statement.said_at_s.has_value()}}};
  std::uint16_t fields = 0;
  for (const auto& [field, is_there] : present) {
    if (is_there) fields = static_cast<std::uint16_t>(fields | field);
  }
  return fields;
}

bool is_period(const Statement& statement, bool lasts) {
  if (!lasts) return statement.valid_from_s == 0 && statement.valid_until_s == 0;
  return statement.valid_until_s == 0 || statement.valid_until_s > statement.valid_from_s;
}

bool names_who_it_must(const Statement& statement) {
  if (statement.purpose == StatementPurpose::joint) return true;
  return (statement.purpose == StatementPurpose::cover) == statement.to_advisor.has_value();
}

}  // namespace

bool is_statement_shape(const Statement& statement) {
  const Shape shape = shape_of(statement.action);
  if (shape.ref == Ref::needed && !statement.ref) return false;
  if (shape.ref == Ref::none && statement.ref) return false;
  const auto fields = fields_of(statement);
  const bool has_all = (fields & shape.needs) == shape.needs;
  const bool has_no_other = (fields & ~(shape.needs | shape.allows)) == 0;
  return has_all && has_no_other && is_period(statement, shape.lasts) && names_who_it_must(statement);
}

bool may_issue(Role role, StatementAction action) {
  switch (action) {
    case StatementAction::grant:
    case StatementAction::withdraw:
    case StatementAction::decline:
      return is_client(role);
    case StatementAction::propose:
    case StatementAction::use:
    case StatementAction::notice:
      return !is_client(role);
    case StatementAction::acknowledge:
      return true;
  }
  return false;
}

}  // namespace kiezel::crypto
