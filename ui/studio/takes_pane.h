// Every take that was kept: search, play, star, name, make again, remove with Undo. What it asks for that is not the
// library's own business (sound, the engine, files) goes to the window.
#pragma once

#include <QKeyEvent>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

#include "app/takes/take_record.h"
#include "ui/studio/takes_table.h"

class QButtonGroup;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace app::takes {
class TakeLibrary;
}

namespace ui::studio {

class TakeNote;
class TakesModel;

class TakesPane : public QWidget {
    Q_OBJECT

public:
    explicit TakesPane(app::takes::TakeLibrary &library, QWidget *parent = nullptr);

    void setCurrentLine(const QString &lineId); // what "this line" means
    void focusSearch();
    void focusTakes();
    void chooseFirst();   // of those that are shown
    void compareChosen(); // two, or one with what is playing
    void starChosen();    // or not any more, when all of them are
    void removeChosen();
    void renameChosen();
    void writeNote();                             // on the one that is chosen
    QList<app::takes::TakeRecord> chosen() const; // top down
    TakesModel &model() { return *m_model; }

Q_SIGNALS:
    void playWanted(const app::takes::TakeRecord &take);
    void compareWanted(const QList<app::takes::TakeRecord> &takes);
    void switchSidesWanted();
    void againWanted(const app::takes::TakeRecord &take, bool newSeed);
    void dragWanted(const QList<app::takes::TakeRecord> &takes); // out of the window, the mouse button is down
    void saveWanted(const QList<app::takes::TakeRecord> &takes);
    void chosenChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Show { All, Line, Starred };

    QToolButton *makeButton(QStringView iconName, const QString &name, const QString &tip, void (TakesPane::*act)());
    void carryOut(TakesTable::Act act);
    void play();
    void sameAgain();
    void anotherSeed();
    void save();
    void openMenu(const QPoint &where);
    void search();
    void show();
    void rememberChosen();
    void followChosen();
    void goToTakes();
    void goOn();

    app::takes::TakeLibrary &m_library;
    TakesModel *m_model;
    QLineEdit *m_words;
    QButtonGroup *m_which;
    QLabel *m_count;
    QStackedWidget *m_pages;
    QLabel *m_nothing;
    TakesTable *m_table;
    TakeNote *m_note;
    QToolButton *m_compare;
    QList<QToolButton *> m_acts;
    QString m_lineId;
    QList<qint64> m_chosenIds; // kept over a refresh
    bool m_onTheWay = false;   // from the search to the takes, as soon as those that fit are there
    std::vector<std::unique_ptr<QKeyEvent>> m_pressed; // meanwhile, for the takes
};

} // namespace ui::studio
