// One blind session while a person listens: the sounds of the question that is asked, at one level, what of them was
// heard, and every event on the disk before it counts. Says nothing that tells one sound from another before the
// session is revealed. GUI thread.
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/listening/session_store.h"
#include "app/speech/player.h"
#include "app/storage/file_thread.h"

namespace ui::listening {

// The sounds of a row, all at one level, and one outline over all of them: it is the same whatever lies where.
struct RowSounds {
    std::vector<app::listening::Condition> conditions;
    std::vector<engine::ClipPtr> clips;
    std::vector<float> outline; // 0…1
    double seconds = 0;         // of the longest
};

class BlindSession : public QObject {
    Q_OBJECT

public:
    using ReadSound = std::function<void(const QString &hash, QObject *context,
                                         std::function<void(const app::storage::Answer<engine::ClipPtr> &)> done)>;
    struct Uses {
        app::listening::SessionStore &store;
        app::speech::Player &player;
        ReadSound readSound;
    };

    // The plan is in the library; the events are those that it has of it. engine::Error(BadInput) as SessionRecorder.
    BlindSession(Uses uses, std::shared_ptr<const app::listening::SessionPlan> plan,
                 std::vector<app::listening::ListeningEvent> events, QObject *parent = nullptr);
    ~BlindSession() override;

    const app::listening::ListeningSession &session() const { return m_recorder.session(); }
    const app::listening::SessionPlan &plan() const { return session().plan(); }

    void goOn(); // begins it, or takes it up again
    void hear(int place);
    void playOrPause();
    void setLoop(bool whole);                                             // over and over, or once
    void setRegion(std::optional<double> from, std::optional<double> to); // seconds; at least half a second
    void vote(const app::listening::Vote &vote);
    void undo();
    void pause();
    void assess(const app::listening::Assessment &assessment);
    void finish();
    void reveal();

    bool isReady() const { return m_row != nullptr && m_rowOf == currentRow(); } // its sounds can be heard
    bool isBusy() const { return m_voting; }                                     // an answer is on its way to the disk
    bool isPlaying() const;
    bool isLooped() const { return m_loop; }
    std::vector<int> places() const;           // of the question that is asked
    int heardPlace() const { return m_place; } // -1: none yet
    double position() const { return m_position; }
    const RowSounds *sounds() const { return isReady() ? m_row.get() : nullptr; }
    std::optional<std::pair<double, double>> region() const;
    std::optional<double> regionStart() const { return m_from; }
    double heardShare(int place) const; // 0…1 of what must be heard; counts what is not on the disk yet
    bool mayVote() const;

Q_SIGNALS:
    void changed();      // the session, or its sounds
    void soundChanged(); // what is heard, and where
    void problem(const app::Problem &problem);

private:
    using Event = app::listening::ListeningEvent;

    int currentRow() const;
    int indexOf(int place) const;
    bool record(Event event);
    void recordSound(Event::Kind kind, int heardMs = 0);
    void flushHeard();
    void readRow();
    void level(int row, std::vector<engine::ClipPtr> clips, std::vector<app::listening::Condition> conditions);
    void start(double from);
    void stop();
    void followPosition(double seconds);
    void followRecorded(const Event &event);

    const Uses m_uses;
    app::listening::SessionRecorder m_recorder;
    std::shared_ptr<const RowSounds> m_row;
    int m_rowOf = -1;
    int m_reading = -1; // the row whose sounds are being read
    int m_place = -1;
    bool m_started = false; // the player plays our group
    bool m_loop = true;
    bool m_voting = false;
    double m_position = 0;
    double m_last = -1; // position that was counted last; negative: none since it began
    double m_heardMs = 0;
    std::optional<double> m_from; // of the region
    std::optional<double> m_to;
    app::storage::FileThread m_thread{"levels"}; // last: it ends before what it uses
};

} // namespace ui::listening
