// The notes that an advisor keeps to themselves.
#include "crypto/note.hpp"

#include "tests/vectors/seeded_random.hpp"
#include "tests/vectors/vector_file.hpp"

namespace kiezel::vectors {
namespace {

using namespace crypto;

Json note_vector(std::string_view name, const Note& note, const NotesKey& key, std::uint64_t revision,
                 SeededRandom& random) {
  const auto conversation = random.fixed<ConversationId>();
  static_cast<void>(random.take_used());
  Json result = vector(name, "accept");
  result["key"] = hex(key);
  result["conversation"] = hex(conversation);
  result["revision"] = revision;
  result["note"] = {{"text", note.text}, {"alias", note.alias}, {"labels", note.labels}};
  for (const HeldNotice& held : note.held) {
    result["note"]["held"].push_back({{"id", hex(held.id)},
                                      {"whom", held.whom},
                                      {"about", held.about},
                                      {"why", held.why},
                                      {"consulted", held.consulted},
                                      {"told_at", held.told_at},
                                      {"review_at", held.review_at},
                                      {"later", held.later}});
  }
  const Bytes sealed = seal_note(note, key, conversation, revision, random).value();
  result["random"] = hex(random.take_used());
  result["sealed"] = hex(sealed);
  return result;
}

}  // namespace

VectorFile make_note() {
  Json content =
      file_content("An advisor's sealed notes to self (KZ1 5.13). `random` is what sealing draws.");
  Json& vectors = content["vectors"];
  SeededRandom random("note");
  const auto key = random.secret<32>();
  const Note note{.text = "Belt liever na vieren. \xf0\x9f\x8c\xb1",
                  .alias = "groene jas",
                  .labels = {"pesten", "groep 8"}};
  const Json accepted = note_vector("a note", note, key, 1, random);
  vectors.push_back(accepted);
  vectors.push_back(note_vector("an empty note", {}, key, 2, random));
  vectors.push_back(changed(accepted, "another revision", "decrypt", "revision", 2));
  vectors.push_back(changed(accepted, "another conversation", "decrypt", "conversation",
                            hex(random.fixed<ConversationId>())));
  vectors.push_back(changed(accepted, "another key", "decrypt", "key", hex(random.secret<32>())));
  vectors.push_back(changed(accepted, "cut short", "decrypt", "sealed",
                            accepted["sealed"].get<std::string>().substr(0, 60)));
  const HeldNotice held{.id = random.fixed<StatementId>(),
                        .whom = "Veilig Thuis",
                        .about = "dat er geslagen wordt\nsinds de zomer",
                        .why = "Er was direct gevaar.",
                        .consulted = "een collega",
                        .told_at = 1'800'000'000,
                        .review_at = 1'800'604'800,
                        .later = "Eerst moet het kind veilig zijn."};
  HeldNotice again = held;
  again.id = random.fixed<StatementId>();
  again.later += "\nNog geen plek gevonden.";
  vectors.push_back(
      note_vector("notices that are held", {.text = "Bel dinsdag.", .held = {held, again}}, key, 3, random));
  return {.name = "note.json", .content = std::move(content)};
}

}  // namespace kiezel::vectors
