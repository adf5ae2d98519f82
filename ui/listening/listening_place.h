// Where listening tests are in the window: two panes, a menu of their own, and blind listening in place of everything
// else.
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>

#include "ui/listening/listening_desk.h"
#include "ui/listening/results_desk.h"

class QMainWindow;
class QMenu;
class QMenuBar;
class QStackedWidget;

namespace ui::listening {

class ListeningPlace : public QObject {
    Q_OBJECT

public:
    struct Uses {
        ListeningDesk::Uses tests;
        app::listening::SettingChange &change;
        app::speech::SpeechQueue &queue;
        app::takes::TakeLibrary &takes;
        const app::listening::SpokenArtifacts &spoken;
        app::listening::CellMaker &batchCells;
    };

    ListeningPlace(Uses uses, QMainWindow *window, QWidget *docks, QStackedWidget *stage);

    ListeningDesk &tests() { return *m_tests; }
    ResultsDesk &results() { return *m_results; }
    void addMenu(QMenuBar &bar); // before the last one
    // On the stage, after what stands there already; `around` is what blind listening hides besides the menus.
    void takePlace(const QList<QWidget *> &around);
    bool isBlind() const { return m_blind; }

Q_SIGNALS:
    void blindChanged(bool open);

private:
    void showBlind(bool open);

    QMainWindow *m_window;
    QWidget *m_docks;
    QStackedWidget *m_stage;
    ListeningDesk *m_tests;
    ResultsDesk *m_results;
    QList<QWidget *> m_around;
    QList<QPointer<QWidget>> m_hidden;
    QString m_title;
    bool m_blind = false;
};

} // namespace ui::listening
