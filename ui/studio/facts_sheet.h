// "Facts of the take": all that is known of the chosen take (take_facts.h), to be read, copied and followed to the take
// that it was made from. Not modal; follows what is chosen.
#pragma once

#include <QDialog>

#include "app/takes/take_record.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace app::takes {
class TakeLibrary;
}

namespace ui::studio {

struct Fact;

class FactsSheet : public QDialog {
    Q_OBJECT

public:
    explicit FactsSheet(app::takes::TakeLibrary &library, QWidget *parent);

    void showTakes(const QList<app::takes::TakeRecord> &chosen); // of one: its facts
    void showTake(const app::takes::TakeRecord &take);

Q_SIGNALS:
    void takeWanted(qint64 id); // the one that this one was made from

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill(const QList<Fact> &facts);
    void askForParent();
    void copyAll();
    void copyChosen();

    app::takes::TakeLibrary &m_library;
    app::takes::TakeRecord m_take;
    QLabel *m_title;
    QTableWidget *m_table;
    QLabel *m_nothing;
    QStackedWidget *m_pages;
    QPushButton *m_parent;
    QPushButton *m_copy;
};

} // namespace ui::studio
