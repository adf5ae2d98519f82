// What is done with listening tests: make one, change it, make its sounds, listen blind. What they say is the results'
// (results_desk.h).
#pragma once

#include <QObject>

#include <optional>

#include "app/listening/cell_maker.h"
#include "app/listening/design_store.h"
#include "app/listening/session_store.h"
#include "ui/listening/listening_acts.h"

namespace app {
class Settings;
}
namespace app::speech {
class Player;
}
namespace app::voices {
class VoiceLibrary;
}
namespace ui::shared {
class NoticeBar;
class Transport;
} // namespace ui::shared

namespace ui::listening {

class BlindDesk;
class BlindPage;
class ListeningPane;
class MeasureDesk;
class PairDesk;
class SoundFolder;
class SoundKeeper;
class TestRound;

class ListeningDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        app::speech::Player &player;
        app::listening::DesignStore &designs;
        app::listening::CellMaker &cells;
        app::listening::SessionStore &sessions;
        shared::Transport &transport;
        shared::NoticeBar &notices;
    };

    // `docks` and `stage` are the parents of the pane and of the blind page.
    ListeningDesk(Uses uses, QWidget *window, QWidget *docks, QWidget *stage);

    ListeningPane &pane() { return *m_pane; }
    BlindPage &blind();
    PairDesk &pairs() { return *m_pairs; }
    MeasureDesk &measures() { return *m_measures; }
    ListeningActs &acts() { return *m_acts; }
    const std::optional<app::listening::StoredDesign> &test() const { return m_test; }
    std::string testId() const; // BlindDesk::testId()

    void makeStandard();
    void edit();
    void duplicate();
    void remove();
    void makeMissing();
    void pauseOrResume();
    void removeSounds();
    void removeUnused(); // sounds that no test finds
    void makeAll();      // what is missing of every test
    void saveSounds(const QString &folder);
    void weigh();                         // what the sounds of all tests take
    void look();                          // the list, the first time that it is seen
    void list(const std::string &chosen); // anew; this one, or the one that was changed last, is chosen

Q_SIGNALS:
    void testChanged();          // another one is chosen, or its sounds or sessions are others
    void blindWanted(bool open); // in place of everything else, or not any more
    void sessionFinished(const QString &testId);
    void folderWanted(const QString &folder);

private:
    template <class T> bool went(const app::storage::Answer<T> &answer);
    void connectActs();
    void choose(const std::string &id);
    void save(const app::listening::StoredDesign &before, const app::listening::TestDesign &design);
    void hear(int row, app::listening::Condition condition);
    void followSessions();
    void tellRound(int tests, int failed);
    void followActs();
    std::string listener() const;
    app::listening::TestDesign standardDesign() const;
    QList<QPair<QString, QString>> voiceNames() const;
    std::optional<double> secondsEach() const;

    const Uses m_uses;
    QWidget *m_window;
    ListeningActs *m_acts;
    ListeningPane *m_pane;
    PairDesk *m_pairs;
    BlindDesk *m_blindDesk;
    SoundFolder *m_sounds;
    SoundKeeper *m_keeper;
    TestRound *m_round;
    MeasureDesk *m_measures;
    std::vector<app::listening::StoredDesign> m_tests;
    std::optional<app::listening::StoredDesign> m_test;
    std::string m_makeOf; // the test whose sounds are made as soon as it is chosen
    bool m_looked = false;
    int m_weighed = 0; // sounds that were made when the disk was asked last
};

} // namespace ui::listening
