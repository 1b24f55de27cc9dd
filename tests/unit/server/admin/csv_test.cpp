#include "server/admin/csv.hpp"

#include <catch2/catch.hpp>

#include "server/admin/text_encoding.hpp"

using namespace kiezel::admin;

TEST_CASE("csv: semicolons, commas and tabs are told apart by the first line", "[csv]") {
  for (const char* text : {"A;B\n1;2\n", "A,B\n1,2\n", "A\tB\n1\t2\n"}) {
    const auto csv = parse_csv(text);

    REQUIRE(csv.has_value());
    CHECK(csv->header.fields == std::vector<std::string>{"A", "B"});
    REQUIRE(csv->rows.size() == 1);
    CHECK(csv->rows[0].fields == std::vector<std::string>{"1", "2"});
  }
}

TEST_CASE("csv: quotes keep separators, line ends and doubled quotes", "[csv]") {
  const auto csv = parse_csv("A;B\r\n\"x;y\";\"zei \"\"ja\"\"\"\r\n\"two\nlines\";z\r\nlast;row");

  REQUIRE(csv.has_value());
  REQUIRE(csv->rows.size() == 3);
  CHECK(csv->rows[0].fields == std::vector<std::string>{"x;y", "zei \"ja\""});
  CHECK(csv->rows[1].fields[0] == "two\nlines");
  CHECK(csv->rows[2].line == 5);
  CHECK(csv->rows[2].fields[1] == "row");
}

TEST_CASE("csv: a field of blanks is empty and blank lines are passed over", "[csv]") {
  const auto csv = parse_csv("A;B\n ; \n\nx; \n");

  REQUIRE(csv.has_value());
  REQUIRE(csv->rows.size() == 1);
  CHECK(csv->rows[0].line == 4);
  CHECK(csv->rows[0].fields == std::vector<std::string>{"x", ""});
}

TEST_CASE("csv: what is not a table is refused with a sentence", "[csv]") {
  CHECK(parse_csv("").error() == "The file is empty.");
  CHECK(parse_csv("\n \n").error() == "The file is empty.");
  CHECK(parse_csv("A;B\n\"never closed;2\n3;4\n").error().starts_with("Line 2: a quotation mark"));
  CHECK(parse_csv(std::string_view("PK\x03\x04\0\0", 6)).error().starts_with("This is not a text file"));
  CHECK(parse_csv("A" + std::string(300, ';')).error().contains("more than 200 columns"));
  std::string long_file = "A;B\n";
  for (std::size_t i = 0; i <= csv_rows_max; ++i) long_file += "1;2\n";
  CHECK(parse_csv(long_file).error().contains("50,000 rows"));
}

TEST_CASE("text encoding: UTF-8 passes, its mark is dropped, anything else is Windows-1252", "[csv]") {
  CHECK(to_utf8("Goirl\xC3\xA9") == "Goirl\xC3\xA9");
  CHECK(to_utf8("\xEF\xBB\xBF"
                "A;B") == "A;B");
  CHECK(to_utf8("Caf\xE9 \x80 5 \x91ja\x92") == "Café € 5 ‘ja’");
  CHECK(to_utf8("\x81") == "\xEF\xBF\xBD");
  CHECK(to_utf8("").empty());
}
