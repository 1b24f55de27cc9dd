#include "server/redis/reply_decoder.hpp"

#include <hiredis/hiredis.h>

#include <new>
#include <utility>

namespace kiezel::redis {
namespace {

// hiredis calls these while it parses. They build the Reply in place: its root belongs to the decoder,
// elements to their parent, so that a reply costs no node of its own.
Reply& place_for(const redisReadTask* task) {
  if (task->parent == nullptr) return *static_cast<Reply*>(task->privdata);
  return static_cast<Reply*>(task->parent->obj)->elements[static_cast<std::size_t>(task->idx)];
}

Kind kind_of(int type) {
  if (type == REDIS_REPLY_STATUS) return Kind::status;
  if (type == REDIS_REPLY_ERROR) return Kind::error;
  return Kind::bulk;
}

void* create_string(const redisReadTask* task, char* text, std::size_t size) {
  Reply& reply = place_for(task);
  reply.kind = kind_of(task->type);
  reply.text.assign(text, size);
  return &reply;
}

// The count is an int in hiredis 0.14 and a size_t since 1.0.
template <typename Count>
void* create_array(const redisReadTask* task, Count count) {
  // A null pointer makes hiredis give up and refuse whatever follows.
  if (static_cast<std::size_t>(count) > reply_elements_max) return nullptr;
  Reply& reply = place_for(task);
  reply.kind = Kind::array;
  reply.elements.resize(static_cast<std::size_t>(count));
  return &reply;
}

void* create_integer(const redisReadTask* task, long long value) {
  Reply& reply = place_for(task);
  reply.kind = Kind::integer;
  reply.integer = value;
  return &reply;
}

void* create_nil(const redisReadTask* task) {
  Reply& reply = place_for(task);
  reply.kind = Kind::nil;
  return &reply;
}

// Replies are owned by the decoder.
void free_nothing(void*) {}

redisReplyObjectFunctions in_place_functions() {
  redisReplyObjectFunctions functions{};
  functions.createString = create_string;
  functions.createArray = create_array;
  functions.createInteger = create_integer;
  functions.createNil = create_nil;
  functions.freeObject = free_nothing;
  return functions;
}

redisReader* make_reader(Reply& root) {
  static redisReplyObjectFunctions functions = in_place_functions();
  redisReader* reader = redisReaderCreateWithFunctions(&functions);
  if (reader == nullptr) throw std::bad_alloc();
  reader->privdata = &root;
  return reader;
}

}  // namespace

ReplyDecoder::ReplyDecoder() : root_(std::make_unique<Reply>()), reader_(make_reader(*root_)) {}

ReplyDecoder::~ReplyDecoder() = default;

void ReplyDecoder::ReaderDeleter::operator()(redisReader* reader) const {
  redisReaderFree(reader);
}

void ReplyDecoder::feed(std::string_view bytes) {
  if (redisReaderFeed(reader_.get(), bytes.data(), bytes.size()) != REDIS_OK) throw std::bad_alloc();
}

std::expected<std::optional<Reply>, ReplyDecoder::NotReadable> ReplyDecoder::next() {
  void* complete = nullptr;
  if (redisReaderGetReply(reader_.get(), &complete) != REDIS_OK) return std::unexpected(NotReadable{});
  if (complete == nullptr) return std::nullopt;
  return std::exchange(*root_, Reply{});
}

}  // namespace kiezel::redis
