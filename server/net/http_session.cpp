#include "server/net/http_session.hpp"

#include <boost/asio/read.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>
#include <utility>

#include "protocol/limits.hpp"
#include "server/appointment/service.hpp"
#include "server/net/agenda_answer.hpp"
#include "server/net/blob_exchange.hpp"
#include "server/net/forwarded_for.hpp"
#include "server/net/http_request.hpp"
#include "server/net/ws_session.hpp"

namespace kiezel::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

using HttpStream = beast::basic_stream<boost::asio::ip::tcp, core::Executor>;
using HeaderParser = http::request_parser<http::empty_body>;
using Response = http::response<http::span_body<const char>>;

// One of the requests that move a blob's bytes, as long as it does.
class Exchange {
 public:
  explicit Exchange(std::size_t& count) : count_(count) { ++count_; }
  ~Exchange() { --count_; }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

 private:
  std::size_t& count_;
};

class HttpSession {
 public:
  HttpSession(HttpContext& context, TcpSocket socket) : context_(context), stream_(std::move(socket)) {}

  // The upgrade when one was asked for and granted; nothing when the connection is over.
  [[nodiscard]] core::Task<std::unique_ptr<Upgrade>> run();

 private:
  enum class Next { read_on, close, upgrade };

  [[nodiscard]] core::Task<std::optional<HttpRequest>> read();
  [[nodiscard]] bool takes_body(const HttpRequest& request) const;
  [[nodiscard]] core::Task<Next> handle(const HttpRequest& request);
  [[nodiscard]] core::Task<Next> exchange_blob(const HttpRequest& request, std::string_view our_origin);
  [[nodiscard]] core::Task<HttpAnswer> read_agenda(std::string_view target);
  // Nothing when the peer is gone.
  [[nodiscard]] core::Task<std::optional<HttpAnswer>> receive_blob(
      std::expected<BlobUpload, HttpAnswer> upload);
  [[nodiscard]] core::Task<HttpAnswer> send_blob(std::expected<BlobDownload, HttpAnswer> download);
  [[nodiscard]] core::Task<bool> write(const HttpAnswer& answer, const HttpRequest& request, bool keep_alive);
  [[nodiscard]] core::Task<void> refuse(unsigned status, std::string_view sentence);
  // Why a WebSocket is refused, or nothing.
  [[nodiscard]] std::optional<HttpAnswer> upgrade_refusal(const HttpRequest& request) const;
  [[nodiscard]] session::SourceAddress address_of(const HttpRequest& request);

  HttpContext& context_;
  HttpStream stream_;
  beast::flat_buffer buffer_;
  // Of the request at hand: what follows its header is read by who takes a body.
  std::optional<HeaderParser> parser_;
  std::string_view origin_;
};

core::Task<std::unique_ptr<Upgrade>> HttpSession::run() {
  for (std::size_t served = 0; served < http_requests_max; ++served) {
    std::optional<HttpRequest> request = co_await read();
    if (!request) break;
    context_.metrics.requests.add();
    const Next next = co_await handle(*request);
    if (next == Next::close) break;
    if (next == Next::read_on) continue;
    context_.metrics.upgrades.add();
    const session::SourceAddress address = address_of(*request);
    co_return std::make_unique<Upgrade>(
        Upgrade{stream_.release_socket(), std::move(*request), origin_, address});
  }
  error_code ignored;
  stream_.socket().shutdown(TcpSocket::shutdown_both, ignored);
  co_return nullptr;
}

core::Task<std::optional<HttpRequest>> HttpSession::read() {
  parser_.emplace();
  parser_->header_limit(http_header_bytes_max);
  parser_->body_limit(static_cast<std::uint64_t>(protocol::limits::blob_part_bytes_max));
  stream_.expires_after(context_.deadline);
  const auto [failure, count] = co_await http::async_read_header(stream_, buffer_, *parser_, core::use_tuple);
  if (!failure) {
    if (parser_->is_done()) co_return parser_->release();
    if (takes_body(parser_->get())) co_return parser_->get();
    context_.metrics.refused.add();
    co_await refuse(413, "Nothing here takes a body.");
    co_return std::nullopt;
  }
  context_.metrics.refused.add();
  if (failure == http::error::header_limit || failure == http::error::buffer_overflow) {
    co_await refuse(431, "The header is too long.");
  } else if (failure == http::error::body_limit || failure == http::error::unexpected_body) {
    co_await refuse(413, "Nothing here takes a body.");
  } else if (failure.category() == http::make_error_code(http::error::bad_target).category() &&
             failure != http::error::end_of_stream && failure != http::error::partial_message) {
    co_await refuse(400, "This is not HTTP as RFC 9112 has it.");
  }
  co_return std::nullopt;
}

// The one route that does, and only until the end of its part.
bool HttpSession::takes_body(const HttpRequest& request) const {
  return context_.blobs != nullptr && request.method() == http::verb::put &&
         is_blob_target(as_view(request.target()));
}

core::Task<HttpSession::Next> HttpSession::handle(const HttpRequest& request) {
  HttpQuestion question = question_of(request);
  if (const auto origin = header(request, "Origin"))
    question.our_origin = login_origin(context_.origins, origin).value_or("");
  const bool keep_alive = request.keep_alive();
  if (context_.sockets != nullptr && question.target == socket_path &&
      beast::websocket::is_upgrade(request)) {
    origin_ = login_origin(context_.origins, header(request, "Origin")).value_or("");
    const std::optional<HttpAnswer> refused = upgrade_refusal(request);
    if (!refused) co_return Next::upgrade;
    context_.metrics.refused.add();
    co_await write(*refused, request, false);
    co_return Next::close;
  }
  if (context_.appointments != nullptr && question.method == HttpQuestion::Method::get &&
      is_agenda_target(question.target)) {
    const HttpAnswer calendar = co_await read_agenda(question.target);
    const bool told = co_await write(calendar, request, keep_alive);
    co_return told&& keep_alive ? Next::read_on : Next::close;
  }
  const bool is_blob = context_.blobs != nullptr && is_blob_target(question.target);
  if (is_blob &&
      (question.method == HttpQuestion::Method::get || question.method == HttpQuestion::Method::put)) {
    co_return co_await exchange_blob(request, question.our_origin);
  }
  if (is_blob && request.method() == http::verb::options) {
    HttpAnswer preflight = blob_preflight(context_.site);
    allow_our_pages(preflight, question.our_origin);
    const bool told = co_await write(preflight, request, keep_alive);
    co_return told&& keep_alive ? Next::read_on : Next::close;
  }
  const HttpAnswer reply = answer(context_.door, context_.site, context_.live, question);
  const bool written = co_await write(reply, request, keep_alive);
  co_return written&& keep_alive ? Next::read_on : Next::close;
}

core::Task<HttpAnswer> HttpSession::read_agenda(std::string_view target) {
  auto token = agenda_token(target);
  if (!token) co_return agenda_answer(context_.site, std::nullopt);
  auto calendar = co_await context_.appointments->calendar(*std::move(token));
  if (!calendar) co_return refusal(context_.site, 503, "Not now. Please try again later.");
  co_return agenda_answer(context_.site, *std::move(calendar));
}

core::Task<HttpSession::Next> HttpSession::exchange_blob(const HttpRequest& request,
                                                         std::string_view our_origin) {
  if (context_.blob_exchanges >= blob_exchanges_max) {
    co_await write(blobs_busy(context_.site), request, false);
    co_return Next::close;
  }
  const Exchange counted(context_.blob_exchanges);
  const BlobQuestion question = blob_question_of(request);
  std::optional<HttpAnswer> reply;
  if (question.method == HttpQuestion::Method::put) {
    reply = co_await receive_blob(read_upload(context_.site, *context_.blobs, question));
  } else {
    reply = co_await send_blob(read_download(context_.site, *context_.blobs, question));
  }
  if (!reply) co_return Next::close;
  allow_our_pages(*reply, our_origin);
  const bool keep_alive = request.keep_alive();
  const bool written = co_await write(*reply, request, keep_alive);
  co_return written&& keep_alive ? Next::read_on : Next::close;
}

// A refused body is read to its end all the same, or the peer might not see why. The deadline is for each
// piece, so that a slow line is given time and a silent one is not.
core::Task<std::optional<HttpAnswer>> HttpSession::receive_blob(
    std::expected<BlobUpload, HttpAnswer> upload) {
  http::request_parser<http::buffer_body> parser(std::move(*parser_));
  crypto::Bytes piece(blob_piece_bytes);
  core::Result<blob::AppendOutcome> outcome = blob::AppendOutcome{blob::AppendOutcome::Kind::appended, 0};
  if (upload) outcome->received = upload->offset;
  while (!parser.is_done()) {
    auto& body = parser.get().body();
    body.data = piece.data();
    body.size = piece.size();
    stream_.expires_after(context_.deadline);
    const auto [failure, count] = co_await http::async_read(stream_, buffer_, parser, core::use_tuple);
    if (failure && failure != http::error::need_buffer) co_return std::nullopt;
    const bool goes_on = upload && outcome && outcome->kind == blob::AppendOutcome::Kind::appended;
    const std::size_t size = piece.size() - body.size;
    if (!goes_on || size == 0) continue;
    crypto::Bytes taken(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(size));
    outcome = co_await context_.blobs->append(upload->claim, outcome->received, std::move(taken));
  }
  if (!upload) co_return std::move(upload.error());
  co_return upload_answer(context_.site, outcome);
}

core::Task<HttpAnswer> HttpSession::send_blob(std::expected<BlobDownload, HttpAnswer> download) {
  if (!download) co_return std::move(download.error());
  auto bytes = co_await context_.blobs->read(download->claim, download->offset, download->count);
  co_return download_answer(context_.site, *download, std::move(bytes));
}

std::optional<HttpAnswer> HttpSession::upgrade_refusal(const HttpRequest& request) const {
  if (origin_.empty()) return refusal(context_.site, 403, "This page may not connect here.");
  http::token_list offered(as_beast(header(request, "Sec-WebSocket-Protocol").value_or("")));
  if (!offered.exists(as_beast(subprotocol)))
    return refusal(context_.site, 400, "Subprotocol kiezel.v1 is needed.");
  // A client speaks again only after our handshake (RFC 6455 section 4.1).
  if (buffer_.size() > 0) return refusal(context_.site, 400, "Frames before the handshake.");
  return std::nullopt;
}

core::Task<bool> HttpSession::write(const HttpAnswer& answer, const HttpRequest& request, bool keep_alive) {
  Response response;
  response.version(request.version());
  response.result(answer.status);
  response.set(http::field::date, http_date());
  for (const auto& [name, value] : answer.headers) response.set(as_beast(name), as_beast(value));
  // A 304 has no body and says nothing about its length (RFC 9110 section 15.4.5).
  if (answer.status != 304) response.content_length(answer.body.size());
  response.keep_alive(keep_alive);
  const bool header_only = request.method() == http::verb::head || answer.status == 304;
  if (!header_only) response.body() = {answer.body.data(), answer.body.size()};
  http::response_serializer<http::span_body<const char>> serializer(response);
  stream_.expires_after(context_.deadline);
  if (header_only) {
    const auto [failure, count] = co_await http::async_write_header(stream_, serializer, core::use_tuple);
    co_return !failure;
  }
  const auto [failure, count] = co_await http::async_write(stream_, serializer, core::use_tuple);
  co_return !failure;
}

core::Task<void> HttpSession::refuse(unsigned status, std::string_view sentence) {
  const HttpAnswer reply = refusal(context_.site, status, sentence);
  HttpRequest unread;
  unread.version(11);
  co_await write(reply, unread, false);
}

session::SourceAddress HttpSession::address_of(const HttpRequest& request) {
  error_code failure;
  const auto peer = stream_.socket().remote_endpoint(failure);
  const std::string_view forwarded =
      context_.trust_forwarded_for ? last_header(request, "X-Forwarded-For").value_or("") : "";
  return source_address(peer.address(), forwarded);
}

// In a coroutine of its own, so that parser and buffers are gone when a WebSocket begins.
core::Task<std::unique_ptr<Upgrade>> serve_http(HttpContext& context, TcpSocket socket) {
  HttpSession session(context, std::move(socket));
  co_return co_await session.run();
}

}  // namespace

HttpMetrics::HttpMetrics(core::Metrics& metrics)
    : requests(metrics.counter({"kiezel_http_requests_total", "HTTP requests."})),
      refused(metrics.counter({"kiezel_http_refused_total", "Malformed requests and refused WebSockets."})),
      upgrades(metrics.counter({"kiezel_http_upgrades_total", "WebSockets begun."})) {}

core::Task<void> serve(HttpContext& context, TcpSocket socket) {
  std::unique_ptr<Upgrade> upgrade = co_await serve_http(context, std::move(socket));
  if (upgrade) co_await serve_socket(*context.sockets, std::move(upgrade));
}

}  // namespace kiezel::net
