// The table of takes: what its keys and the mouse ask for.
#pragma once

#include <QTableView>

namespace ui::studio {

class TakesModel;

class TakesTable : public QTableView {
    Q_OBJECT

public:
    enum class Act { Play, Star, Compare, SwitchSides, Rename, Note, Remove, DragOut };
    Q_ENUM(Act)

    explicit TakesTable(TakesModel &model, QWidget *parent = nullptr);

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void wanted(ui::studio::TakesTable::Act act); // with what is selected; DragOut: the mouse is pulling

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void startDrag(Qt::DropActions actions) override;
};

} // namespace ui::studio
