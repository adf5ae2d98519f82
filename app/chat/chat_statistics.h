// What a chat is like, in the figures that were taken of a recorded one: 798 messages of a large channel on Twitch in
// 451 s. Pure; linear in the number of messages.
#pragma once

#include <QString>

#include <vector>

#include "app/chat/message.h"

namespace app::chat {

struct ChatStatistics {
    int messages = 0;
    double seconds = 0; // from the first to the last
    double perSecond = 0;
    int mostInSecond = 0, mostInTen = 0, mostInMinute = 0; // in any stretch of that length
    int people = 0;
    int ofTopPerson = 0;
    int repeats = 0;   // say what one of the 50 before said, but for what cannot be seen
    int emoteOnly = 0; // of the platform's emotes only
    int links = 0;
    int suffixed = 0;       // end with what cannot be seen (U+E0000, U+034F)
    int actions = 0;        // "/me"
    int over280 = 0;        // bytes of UTF-8
    int longest = 0;        // bytes
    double medianWords = 0; // between white space; the invisible is none
};

// The times are receivedAt, ascending.
ChatStatistics statisticsOf(const std::vector<MessagePtr> &messages);

struct StatisticRow {
    QString name; // translated
    QString here;
    QString recorded; // of the recorded chat
};
std::vector<StatisticRow> besideRecorded(const ChatStatistics &statistics);

} // namespace app::chat
