// The table of a MomentTable. Copying takes the chosen rows, or all of them, with their heading.
#pragma once

#include <QTableView>

namespace ui::performance {

class MomentTable;

class MomentView : public QTableView {
    Q_OBJECT

public:
    explicit MomentView(MomentTable &table, QWidget *parent = nullptr);

    void fitColumns(int least); // px

public Q_SLOTS:
    void copy(); // Edit › Copy knows it by name

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    MomentTable &m_table;
};

} // namespace ui::performance
