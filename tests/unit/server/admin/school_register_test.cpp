#include "server/admin/school_register.hpp"

#include <catch2/catch.hpp>

using namespace kiezel::admin;

namespace {

constexpr const char* header =
    "PROVINCIE;BEVOEGD GEZAG "
    "NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;"
    "POSTCODE;PLAATSNAAM;TELEFOONNUMMER;INTERNETADRES;ONDERWIJSSTRUCTUUR\r\n";

std::string row(const std::string& code, const std::string& name,
                const std::string& website = "www.school.nl") {
  return "Drenthe;10053;" + code.substr(0, 4) + ";" + code + ";" + name +
         ";Zwartwatersweg;202;9406 NN;ASSEN;0592340973;" + website + ";PRO\r\n";
}

SchoolRegister parsed(const std::string& rows) {
  auto result = parse_school_register(header + rows);
  REQUIRE(result.has_value());
  return *std::move(result);
}

}  // namespace

TEST_CASE("school register: a row becomes a branch as people know it", "[school_register]") {
  const auto result = parsed(row("18BR00", "School voor Praktijkonderwijs Assen"));

  REQUIRE(result.schools.contains("18BR00"));
  const School& school = result.schools.at("18BR00");
  CHECK(school.name == "School voor Praktijkonderwijs Assen");
  CHECK(school.street == "Zwartwatersweg 202");
  CHECK(school.place == "Assen");
  CHECK(school.kind == "PRO");
  CHECK(school.board_number == "10053");
  CHECK(result.errors.empty());
}

TEST_CASE("school register: places are written as people write them", "[school_register]") {
  const auto with_place = [](const std::string& place) {
    return "Z;10053;18BR;18BR00;Naam;Straat;1;1234 AB;" + place + ";;;PRO\r\n";
  };

  CHECK(parsed(with_place("'S-GRAVENHAGE")).schools.at("18BR00").place == "'S-Gravenhage");
  CHECK(parsed(with_place("IJMUIDEN")).schools.at("18BR00").place == "IJmuiden");
  CHECK(parsed(with_place("Den Haag")).schools.at("18BR00").place == "Den Haag");
}

TEST_CASE("school register: a telephone number as website is left out with a warning", "[school_register]") {
  const auto result = parsed(row("19IW02", "Wolfsbos", "0528266192"));

  CHECK(result.schools.at("19IW02").website.empty());
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].line == 2);
}

TEST_CASE("school register: a wrong row is named by its line and kept out", "[school_register]") {
  const auto result =
      parsed(row("18BR00", "Eerste") + row("18B", "Kort") + row("18BR01", " ") + row("18BR00", "Tweemaal") +
             row("18BR02",
                 "Bel\x07"
                 "letje"));

  CHECK(result.schools.size() == 1);
  REQUIRE(result.errors.size() == 4);
  CHECK(result.errors[0].line == 3);
  CHECK(result.errors[0].sentence.contains("VESTIGINGSCODE"));
  CHECK(result.errors[1].sentence == "VESTIGINGSNAAM is empty.");
  CHECK(result.errors[2].sentence.contains("twice"));
  CHECK(result.errors[3].sentence.contains("control characters"));
}

TEST_CASE("school register: another table is refused with the missing column", "[school_register]") {
  const auto result = parse_school_register("Naam;Adres\nx;y\n");

  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().contains("VESTIGINGSCODE"));
  CHECK_FALSE(parse_school_register("").has_value());
  CHECK_FALSE(parse_school_register(header).has_value());
}

TEST_CASE("school register: quoted commas in UTF-8 with a mark give the same schools", "[school_register]") {
  std::string text = "\xEF\xBB\xBF" + std::string(header) + row("18BR00", "Stad, Esch en 't Zand");
  std::string quoted;
  bool at_start = true;
  for (const char c : text.substr(3)) {
    if (at_start) quoted += '"';
    at_start = false;
    if (c == ';') {
      quoted += "\",\"";
    } else if (c == '\r') {
      quoted += "\"\r";
    } else {
      quoted += c;
      at_start = c == '\n';
    }
  }
  if (at_start) quoted.append("");

  const auto semicolons = parse_school_register(text);
  const auto commas = parse_school_register("\xEF\xBB\xBF" + quoted);

  REQUIRE(semicolons.has_value());
  REQUIRE(commas.has_value());
  CHECK(commas->schools == semicolons->schools);
}

TEST_CASE("school register: comparing tells new, changed, missing and unchanged", "[school_register]") {
  const auto known =
      parsed(row("18BR00", "Oude Naam") + row("18BR01", "Blijft") + row("18BR02", "Verdwijnt")).schools;
  const auto next =
      parsed(row("18BR00", "Nieuwe Naam") + row("18BR01", "Blijft") + row("18BR03", "Komt")).schools;

  const SchoolChanges changes = compare(known, next);

  REQUIRE(changes.added.size() == 1);
  CHECK(changes.added[0].code == "18BR03");
  REQUIRE(changes.changed.size() == 1);
  CHECK(changes.changed[0].aliases == "Oude Naam");
  REQUIRE(changes.missing.size() == 1);
  CHECK(changes.missing[0].code == "18BR02");
  CHECK(changes.unchanged == 1);
}

TEST_CASE("school register: importing the same file again changes nothing", "[school_register]") {
  auto known = parsed(row("18BR00", "Oude Naam")).schools;
  const auto next = parsed(row("18BR00", "Nieuwe Naam")).schools;
  for (const School& school : compare(known, next).changed) known[school.code] = school;

  const SchoolChanges again = compare(known, next);

  CHECK(again.changed.empty());
  CHECK(again.unchanged == 1);
}
