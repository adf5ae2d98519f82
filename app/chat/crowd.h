// A chat that was never written: messages with the statistics of a recorded one (chat_statistics.h), in English and
// Chinese, the same for the same settings. Pure. For rehearsals and tests.
//
// 798 messages make a round of 451 s, with a busy minute, ten busy seconds in it and a busy second in those; the next
// round has other texts. Another rate is the same in less or more time.
#pragma once

#include <deque>
#include <random>
#include <vector>

#include "app/chat/message.h"

namespace app::chat {

struct CrowdSettings {
    double perSecond = 798. / 451; // mean; 0.01…5000
    quint64 seed = 1;
    double paidShare = 0;       // cheers, gifts, members and raids among the messages; 0…1
    double chineseShare = 0.15; // of the texts that are new; 0…1
    qint64 begin = 0;           // ms since 1970 UTC: receivedAt and sentAt count from here
    QString idPrefix = {};      // before every id
};

class Crowd {
public:
    explicit Crowd(CrowdSettings settings);

    Message next();        // in order of receivedAt, without end
    qint64 nextAt() const; // receivedAt of next()

private:
    enum class Slot { Plain, Repeat, Suffixed, EmoteOnly, Link, Long, Longest, Action };

    void shuffleRound();
    QString freshText(bool chinese);
    QString longText(int bytes);
    void writeEmotes(Message &message);
    void makePaid(Message &message);
    bool isRecent(const QString &text) const;
    std::size_t below(std::size_t most) { return std::size_t(m_random() % most); }

    const CrowdSettings m_settings;
    std::mt19937_64 m_random;
    qint64 m_round = -1;
    std::size_t m_index = 0;     // in the round
    std::vector<double> m_times; // seconds within the round at the recorded rate, ascending
    std::vector<Slot> m_slots;
    std::vector<int> m_people;
    struct Said {
        QString text;
        bool plain = false; // may be repeated
    };
    std::deque<Said> m_recent; // of the last 50, without what is invisible
    qint64 m_number = 0;
};

} // namespace app::chat
