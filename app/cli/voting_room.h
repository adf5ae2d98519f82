// A listening session at a terminal: lines are read, sounds are heard through the default device, and every answer is
// on the disk before the next question. Main thread.
#pragma once

#include <QEventLoop>
#include <QObject>
#include <QSocketNotifier>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

#include "app/cli/compare_desk.h"
#include "app/speech/player.h"

namespace app::cli {

class VotingRoom : public QObject {
    Q_OBJECT

public:
    // Events of a session that goes on.
    VotingRoom(CompareDesk &desk, std::shared_ptr<const listening::SessionPlan> plan,
               std::vector<listening::ListeningEvent> events);

    enum class Leaving { Finished, Left };
    // Until all is answered, or the person leaves (q, the end of the input, `stop`). engine::Error when a sound or the
    // disk fails.
    Leaving run(const std::stop_token &stop);

    // What was typed behind the last answer.
    const std::string &rest() const { return m_line; }

private:
    using Event = listening::ListeningEvent;

    void record(Event event);
    void ask();  // the current question
    void read(); // what was typed
    void typed(const std::string &line);
    bool hear(const std::string &word); // a, b, …, x
    void noteHeard();
    void vote(const std::string &line);
    void undo();
    void leave(Leaving how);
    void loadTrial();
    std::optional<listening::Vote> voteIn(const std::string &line, std::string &objection) const;

    CompareDesk &m_desk;
    std::shared_ptr<const listening::SessionPlan> m_plan;
    listening::SessionRecorder m_recorder;
    speech::Player m_player;
    QEventLoop m_loop;
    Leaving m_leaving = Leaving::Left;
    std::optional<Problem> m_problem;
    QSocketNotifier m_typed{STDIN_FILENO, QSocketNotifier::Read};
    std::string m_line;                   // typed so far
    int m_trial = -1;                     // whose sounds are loaded
    std::vector<engine::ClipPtr> m_clips; // of its places, at one level; Abx: X last
    int m_heard = -1;                     // index in m_clips that sounds
    double m_from = 0;                    // seconds, since when
    double m_position = 0;
};

} // namespace app::cli
