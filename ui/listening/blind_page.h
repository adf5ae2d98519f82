// Blind listening in place of everything else in the window, by keys alone from the first to the last: what is sealed
// and which keys there are, the questions, a pause, the last words, and what lay where once it is over. Nothing of it
// tells one sound from another before the end: neither names, tooltips, accessible names nor object names.
#pragma once

#include <QWidget>

#include <memory>
#include <vector>

#include "app/listening/listening_event.h"
#include "app/listening/session_plan.h"
#include "ui/listening/blind_session.h"

class QLabel;
class QPushButton;
class QStackedLayout;

namespace ui::listening {

class BlindEnd;
class BlindQuestion;

class BlindPage : public QWidget {
    Q_OBJECT

public:
    explicit BlindPage(BlindSession::Uses uses, QWidget *parent = nullptr);
    ~BlindPage() override;

    // The plan is in the library. Shows what is sealed first, with `notice` above where there is one.
    void open(std::shared_ptr<const app::listening::SessionPlan> plan,
              std::vector<app::listening::ListeningEvent> events, const QString &notice = {});
    bool isOpen() const { return m_session != nullptr; }
    const BlindSession *session() const { return m_session.get(); }
    void leave(); // pauses first; the session can be gone on with

Q_SIGNALS:
    void openChanged(bool open);
    void finished(const QString &testId); // it was revealed
    void problem(const app::Problem &problem);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Screen { Sealed, Question, Paused, End };

    void turnTo(Screen screen);
    void follow();
    void goOn();
    bool press(QKeyEvent &key);
    void watchKeys(QWidget *widget);
    QString sealedWords() const;

    const BlindSession::Uses m_uses;
    std::unique_ptr<BlindSession> m_session;
    Screen m_screen = Screen::Sealed;
    bool m_started = false; // the person has said so
    QStackedLayout *m_screens;
    QWidget *m_card;
    QLabel *m_heading;
    QLabel *m_words;
    QString m_notice;
    QLabel *m_keys;
    QLabel *m_problem;
    QPushButton *m_button;
    QPushButton *m_leave;
    QWidget *m_body; // of the question and of the end
    BlindQuestion *m_question = nullptr;
    BlindEnd *m_end = nullptr;
};

} // namespace ui::listening
