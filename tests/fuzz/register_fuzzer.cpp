// A school register that an administrator reads in: separated text of any making.
#include "server/admin/csv.hpp"
#include "server/admin/text_encoding.hpp"
#include "tests/fuzz/property.hpp"

using namespace kiezel;
using fuzz::must_hold;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto csv = admin::parse_csv(fuzz::text_of({data, size}));
  if (!csv) {
    must_hold(!csv.error().empty());
    return 0;
  }
  must_hold(csv->rows.size() <= admin::csv_rows_max);
  must_hold(csv->header.fields.size() <= admin::csv_columns_max);
  for (const admin::CsvRow& row : csv->rows) {
    must_hold(row.line >= 1 && row.fields.size() <= admin::csv_columns_max);
  }
  return 0;
}
