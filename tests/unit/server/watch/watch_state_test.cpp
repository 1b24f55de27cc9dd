#include "server/watch/watch_state.hpp"

#include <catch2/catch.hpp>

#include "tests/support/domains.hpp"

namespace kiezel::watch {

TEST_CASE("watch: a state is read as it was written", "[watch]") {
  WatchState state{.root_keys = support::root_keys(), .head = {}, .advisors = {}};
  CHECK(parse_state(to_text(state)) == state);
  state.head = {.hash = support::named_bytes<crypto::Digest>("head"), .version = 12};
  state.advisors[std::string(32, 'a')] = "Noor van der Berg";
  state.advisors[std::string(32, 'b')] = "";
  CHECK(parse_state(to_text(state)) == state);
}

TEST_CASE("watch: a damaged state is no state", "[watch]") {
  const std::string good = to_text({.root_keys = support::root_keys(),
                                    .head = crypto::DirectoryHead{.hash = {}, .version = 1},
                                    .advisors = {}});
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    CAPTURE(cut);
    const auto parsed = parse_state(good.substr(0, cut));
    const bool has_head = parsed && parsed->head;
    CHECK_FALSE(has_head);
  }
  CHECK_FALSE(parse_state(good + "more 1\n"));
  CHECK_FALSE(parse_state(good + "head 1 00\n"));
  CHECK_FALSE(parse_state(good + "advisor abc Noor\n"));
  CHECK_FALSE(parse_state("kiezel-watch 2" + good.substr(14)));
}

}  // namespace kiezel::watch
