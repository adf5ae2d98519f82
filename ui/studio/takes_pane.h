// Every take that was kept: search, play, star, name, make again, remove with Undo; and those that were removed. What
// it asks for that is not the library's own business (sound, the engine, files) goes to the window.
#pragma once

#include <QKeyEvent>
#include <QPointer>
#include <QSet>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

#include "app/takes/take_record.h"
#include "ui/studio/take_acts.h"

class QButtonGroup;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace app::takes {
class TakeHistory;
class TakeLibrary;
} // namespace app::takes

namespace ui::studio {

class FactsSheet;
class TakeNote;
class TakesModel;
class TakesTable;
class WantedTake;

class TakesPane : public QWidget {
    Q_OBJECT

public:
    explicit TakesPane(app::takes::TakeLibrary &library, QWidget *parent = nullptr);

    void setCurrentLine(const QString &lineId); // what "this line" means
    void focusSearch();
    void focusTakes();
    void chooseFirst();                           // of those that are shown
    void offerNewest(bool there);                 // the take made last can be saved
    void goToTake(qint64 id);                     // chosen and seen, whatever was searched; of a removed one its facts
    QList<app::takes::TakeRecord> chosen() const; // top down
    const TakeActs &acts() const { return *m_acts; }
    TakesModel &model() { return *m_model; }
    app::takes::TakeHistory &history() { return *m_history; } // what was done here can be undone

Q_SIGNALS:
    void playWanted(const app::takes::TakeRecord &take);
    void compareWanted(const QList<app::takes::TakeRecord> &takes);
    void switchSidesWanted();
    void againWanted(const app::takes::TakeRecord &take, bool newSeed);
    void dragWanted(const QList<app::takes::TakeRecord> &takes); // out of the window, the mouse button is down
    void saveWanted(const QList<app::takes::TakeRecord> &takes);
    void saveNewestWanted();
    void menuWanted(const QPoint &where); // of the acts; where on the screen

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Show { All, Line, Starred, Removed };

    QToolButton *makeButton(TakeActs::Act act, const QString &name);
    void connectActs();
    void connectTable();
    void play();
    void again(bool newSeed);
    void compare(); // two, or one with what is playing
    void star();    // or not any more, when all of them are
    void rename();
    FactsSheet *openFacts();
    void save();
    void remove(); // or for good, of removed ones
    void bringTakesBack();
    bool showsRemoved() const;
    void search();
    void show();
    QString whyEmpty() const;
    void remember();
    void bringBack();
    bool select(const QList<qint64> &ids); // whether any was there
    QList<int> chosenRows() const;         // top down
    void followChosen();
    void goToTakes();
    void goOn();

    app::takes::TakeLibrary &m_library;
    TakesModel *m_model;
    app::takes::TakeHistory *m_history;
    QLineEdit *m_words;
    QButtonGroup *m_which;
    QLabel *m_count;
    QStackedWidget *m_pages;
    QLabel *m_nothing;
    TakesTable *m_table;
    TakeNote *m_note;
    TakeActs *m_acts;
    WantedTake *m_wanted;
    QString m_lineId;
    bool m_newestThere = false;
    bool m_saveHere = false; // by the button
    // Kept over a refresh.
    QList<qint64> m_chosenIds;
    QList<qint64> m_restoredIds; // to be chosen when they are there
    QSet<qint64> m_leaving;      // asked to be removed, and still shown
    int m_firstSeen = -1;        // row; -1 after another search
    qint64 m_firstSeenId = 0;    // of its take
    bool m_anew = true;          // the next answer is to another search
    QPointer<FactsSheet> m_facts;
    bool m_onTheWay = false; // from the search to the takes, as soon as those that fit are there
    std::vector<std::unique_ptr<QKeyEvent>> m_pressed; // meanwhile, for the takes
};

} // namespace ui::studio
