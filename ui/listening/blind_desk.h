// Who listens to the chosen test: its sessions, a new one or one that was left, and the blind page.
#pragma once

#include <QObject>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/listening/cell_maker.h"
#include "app/listening/design_store.h"
#include "app/listening/session_store.h"

namespace app::speech {
class Player;
}
namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

class BlindPage;

class BlindDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::listening::CellMaker &cells;
        app::listening::SessionStore &sessions;
        app::speech::Player &player;
        shared::NoticeBar &notices;
        std::function<std::string()> listener; // who would listen now
    };

    BlindDesk(Uses uses, QObject *parent, QWidget *stage); // `stage`: the parent of the page

    BlindPage &page() { return *m_page; }
    void setTest(const std::optional<app::listening::StoredDesign> &test);
    void look(); // at the sessions of it again; followed() comes

    const std::vector<app::listening::SessionSummary> &sessions() const { return m_sessions; }
    bool isAnyOpen() const; // session that is not finished
    // What results of the test are about (testToJudge()): its sounds as they are now, or those that somebody heard.
    // Empty while there are neither.
    std::string testId() const;
    // Why nobody can listen now, translated; empty: one can.
    QString missing() const;
    void listen(); // goes on with what this listener left, or begins

Q_SIGNALS:
    void followed(); // sessions()

private:
    template <class T> bool went(const app::storage::Answer<T> &answer);
    void goOn(const std::string &sessionId);
    void beginSession();
    void begin(const std::vector<app::listening::Stimulus> &stimuli, const QString &notice = {});
    std::string presentTest() const; // of the sounds as they are now; empty while one is missing

    const Uses m_uses;
    BlindPage *m_page;
    std::optional<app::listening::StoredDesign> m_test;
    std::vector<app::listening::SessionSummary> m_sessions; // of it, with whichever sounds
    bool m_opening = false;                                 // a session
};

} // namespace ui::listening
