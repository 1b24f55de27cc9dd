#include "tests/load/prepared.hpp"

#include <ctime>

#include "crypto/hash.hpp"
#include "crypto/login.hpp"

namespace kiezel::load {

using client::Failure;

namespace {

template <class RequestType>
protocol::ResultOf<RequestType> ask(RawConnection& connection, const RequestType& request) {
  connection.send_blocking(RawConnection::frame(protocol::encode_request(std::int64_t{1}, request)));
  const std::string text = connection.receive_blocking();
  const auto frame = protocol::read_server_frame(text);
  const auto* answered = frame ? std::get_if<protocol::ResultFrame>(&*frame) : nullptr;
  auto result = answered != nullptr
                    ? protocol::decode_result<protocol::ResultOf<RequestType>>(*answered)
                    : std::expected<protocol::ResultOf<RequestType>, protocol::Refused>(std::unexpect);
  if (!result) throw Failure("the server refused a request of the set-up");
  return *std::move(result);
}

void log_in(RawConnection& connection, const client::Endpoint& endpoint, const crypto::SigningKey& key) {
  const auto challenge = ask(connection, protocol::SessionChallengeRequest{});
  const crypto::MailboxId mailbox = crypto::mailbox_id(key.verify_key());
  protocol::SessionLoginRequest login;
  login.role = protocol::Role::client;
  login.id = mailbox.bytes;
  login.signature = crypto::sign_login({.origin = endpoint.origin,
                                        .challenge = {challenge.nonce},
                                        .id = crypto::login_id(mailbox),
                                        .expires_s = static_cast<std::uint64_t>(challenge.expires_at)},
                                       key)
                        .bytes;
  static_cast<void>(ask(connection, login));
}

crypto::EntryHash hash_of(const crypto::Bytes& bytes) {
  const auto entry = crypto::ParsedEntry::parse(bytes);
  return crypto::entry_hash(entry->header_bytes(), crypto::sha256(entry->payload()), entry->signature());
}

}  // namespace

Sender prepare_sender(const client::Endpoint& endpoint, const crypto::VerifyKey& advisor, std::size_t entries,
                      crypto::Random& random) {
  Sender sender{.family = client::Family(endpoint, random),
                .connection = RawConnection(endpoint),
                .frames = {},
                .sample = {},
                .signer = {}};
  sender.family.write_first({.advisor = advisor, .roster = {}, .text = "Hallo"});
  log_in(sender.connection, endpoint, crypto::client_auth_key(sender.family.root()));
  const crypto::SigningKey key =
      crypto::client_signing_key(sender.family.root(), sender.family.conversation());
  sender.signer = key.verify_key();
  crypto::EntryPosition position = sender.family.next_position();
  const crypto::Message message = client::text_message(std::string(300, 'k'));
  sender.frames.reserve(entries);
  for (std::size_t i = 0; i < entries; ++i) {
    auto entry = crypto::seal_message(message, position, sender.family.keys(), key, random);
    if (!entry) throw Failure("an entry could not be sealed");
    protocol::ConversationAppendRequest request;
    request.conversation = sender.family.conversation().bytes;
    request.entry = *entry;
    sender.frames.push_back(
        RawConnection::frame(protocol::encode_request(static_cast<std::int64_t>(i + 1), request)));
    position.prev = hash_of(*entry);
    ++position.seq;
    sender.sample = *std::move(entry);
  }
  return sender;
}

double thread_cpu_s() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double verification_cpu_s(const std::vector<Sender>& senders, std::size_t rounds) {
  const double before = thread_cpu_s();
  for (std::size_t i = 0; i < rounds; ++i) {
    const Sender& sender = senders[i % senders.size()];
    const auto entry = crypto::ParsedEntry::parse(sender.sample);
    if (!entry || !crypto::verify(*entry, sender.signer)) throw Failure("a sealed entry does not verify");
  }
  return (thread_cpu_s() - before) / static_cast<double>(rounds);
}

}  // namespace kiezel::load
