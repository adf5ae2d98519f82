// Lines that nobody would send, made from those that Twitch sends and from recorded ones, and what must hold of all of
// them.
#pragma once

#include <QByteArray>

#include <random>

namespace fuzzed_chat {

QByteArray line(std::mt19937_64 &random); // may hold ends of lines

// Through the splitter, the parser, the events and the reader of recorded chats. What is wrong with what came out (an
// emote outside its text, a number out of its range, a message that is not read back as it was written); empty:
// nothing.
QByteArray flawOf(const QByteArray &line, std::mt19937_64 &random);

} // namespace fuzzed_chat
