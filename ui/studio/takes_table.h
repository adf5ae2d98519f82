// The table of takes: what its keys and the mouse ask for, and where it is scrolled to. Keys of the actions that were
// added to it are theirs. Text and seed can always be read: where there is little room, the columns that matter least
// are not shown; each take's tip has all of them.
#pragma once

#include <QTableView>
#include <QTimer>

namespace ui::studio {

class TakesModel;

class TakesTable : public QTableView {
    Q_OBJECT

public:
    explicit TakesTable(TakesModel &model, QWidget *parent = nullptr);

    int firstSeen() const; // row; 0 also when there is none
    void showFrom(int row);

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void compareWanted();
    void switchSidesWanted();
    void dragWanted(); // the mouse is pulling

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void startDrag(Qt::DropActions actions) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void fit(); // the columns into the room that there is
    int widthOf(int column) const;

    QTimer m_fitSoon;
    int m_voiceWidth;
    int m_madeWidth = 0; // by hand
    bool m_fitting = false;
};

} // namespace ui::studio
