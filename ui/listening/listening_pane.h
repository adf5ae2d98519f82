// The listening tests: what they are for, or one of them as a grid of cells with what can be done. What is done is the
// desk's (listening_desk.h).
#pragma once

#include <QWidget>

#include "ui/listening/grid_model.h"
#include "ui/listening/listening_acts.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace ui::listening {

class ListeningPane : public QWidget {
    Q_OBJECT

public:
    ListeningPane(app::listening::CellMaker &cells, const ListeningActs &acts, QWidget *parent = nullptr);

    void setTests(const QList<QPair<QString, QString>> &tests, const QString &current); // id and name; none: empty page
    void showProgress();
    void showSize(const QString &words); // of the sounds on the disk
    void setFiguresHidden(bool hidden);
    void showEditor(QWidget *editor); // in place of the grid; null: the grid again
    bool isEditing() const { return m_editor != nullptr; }
    QString listener() const;
    void focusGrid();
    GridModel &model() { return *m_model; }
    QTableView &table() { return *m_table; }

Q_SIGNALS:
    void shown();
    void editingChanged();
    void testChosen(const QString &id);
    void hearWanted(int row, app::listening::Condition condition);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeEmptyPage();
    QWidget *makeGridPage();
    void makeTable(QWidget *parent);
    void setWidths();
    void hearCurrent();
    void followCategories();
    void showFlags();

    app::listening::CellMaker &m_cells;
    const ListeningActs &m_acts;
    GridModel *m_model;
    GridOrder *m_order;
    QStackedLayout *m_pages;
    QWidget *m_empty;
    QPushButton *m_make;
    QWidget *m_grid;
    QWidget *m_editor = nullptr;
    QComboBox *m_tests;
    QComboBox *m_category;
    QComboBox *m_figure;
    QLineEdit *m_listener;
    QLabel *m_flags; // what is wrong with sounds that were made elsewhere
    QLabel *m_size;
    QLabel *m_state;
    QWidget *m_making; // while something is missing
    QProgressBar *m_progress;
    QTableView *m_table;
};

} // namespace ui::listening
