// Sends one mail: the relay's address, the sender, the recipient and the text. Says why when it did not
// leave.
#include <iostream>
#include <string>

#include "server/reminder/mail.hpp"

int main(int count, const char* const* words) {
  if (count != 5) return 2;
  const auto sent = kiezel::reminder::send_mail({.url = words[1], .from = words[2]}, words[3], words[4]);
  if (!sent) std::cout << sent.error() << '\n';
  return sent ? 0 : 1;
}
