// How far each listener can be believed, by what a session asks besides (ListenerChecks). Who is excluded is decided by
// rules that are fixed here, before anybody listens, and do not look at what the votes say of the columns:
//
//   gold      more than half of the gold pairs were not answered for the reference
//   equal     Cmos, OriginalForm: more than half of the null pairs were answered with 2 points of difference or more
//   reference Mushra: the hidden reference got less than 90 in more than 15 % of the trials (ITU-R BS.1534-3)
//
// Repeats, bias to one side and speed are told and exclude nobody: who hears no difference contradicts himself by
// chance. The minimum heard is held by the session itself. Where only one listener is there, nobody is excluded; the
// report says what would have been. Any thread.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

#include "app/listening/listening_session.h"
#include "app/listening/session_merge.h"

namespace app::listening {

struct AskedAndRight {
    int asked = 0; // and answered
    int right = 0;
};

struct ListenerReport {
    std::string session; // id
    std::string listener;
    bool simulated = false;
    bool finished = false; // others do not count, and nothing else is filled in
    bool complete = false; // no question without an answer
    int votes = 0;         // to the main questions
    int undone = 0;

    AskedAndRight gold;      // right: the reference is the better one
    AskedAndRight nullPairs; // right: no difference said (Abx: nothing can be right, asked only)
    AskedAndRight repeats;   // right: the same answer as before (Cmos, Mushra, OriginalForm: within 1, 10, 1 points)
    AskedAndRight hiddenReference; // Mushra; right: 90 or more
    std::optional<double> kappa;   // Cohen's, of the repeats' answers (AbPreference, Abx); none where it has no value
    // Mean answer to null pairs, −1 (always the left one) … 1; none without such pairs and where no side can be chosen.
    std::optional<double> sideBias;
    int fewestHeardMs = 0;     // of any sound before its vote
    double secondsPerVote = 0; // median, from vote to vote

    QStringList objections; // sentences, by the rules above; empty: none
    bool excluded = false;  // there are objections, and there is another listener
};

// In the order of record.sessions.
std::vector<ListenerReport> checkListeners(const TestRecord &record);

// The sessions, replayed, in the order of record.sessions. Error(BadInput) when one is damaged.
std::vector<ListeningSession> replayed(const TestRecord &record);

} // namespace app::listening
