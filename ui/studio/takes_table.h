// The table of takes: what its keys and the mouse ask for, and where it is scrolled to. Keys of the actions that were
// added to it are theirs.
#pragma once

#include <QTableView>

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
};

} // namespace ui::studio
