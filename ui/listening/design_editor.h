// A design of a listening test on a page: its mode, columns, rows, checks, and the rules that it will be judged by,
// which are fixed before the first vote. Says what is wrong and what the sounds will take before anything is made.
#pragma once

#include <QWidget>

#include <optional>

#include "app/listening/test_design.h"
#include "app/storage/file_thread.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace ui::listening {

class ColumnList;

class DesignEditor : public QWidget {
    Q_OBJECT

public:
    // `secondsEach`: what a step of one second of sound takes on this computer; none: not known.
    DesignEditor(const app::listening::TestDesign &design, const QList<QPair<QString, QString>> &voices,
                 std::optional<double> secondsEach, QWidget *parent = nullptr);

    app::listening::TestDesign design() const;
    void importRows(const QString &file); // in a moment

Q_SIGNALS:
    void saved(const app::listening::TestDesign &design);
    void cancelled();

private:
    QWidget *makeRows();
    QWidget *makeRules();
    QSpinBox *addCount(QGridLayout *grid, int row, const QString &name, int most, int value);
    QDoubleSpinBox *addNumber(QGridLayout *grid, int row, const QString &name, double low, double high, double value,
                              int decimals);
    void fillRows(const std::vector<app::listening::TestRow> &rows);
    void addRow();
    void removeRows();
    void check();

    const app::listening::TestDesign m_design; // as it was
    const std::optional<double> m_secondsEach;
    QLineEdit *m_name;
    QComboBox *m_mode;
    QComboBox *m_voice;
    ColumnList *m_columns;
    QTableWidget *m_rows;
    QCheckBox *m_noPreference;
    QCheckBox *m_asDelivered;
    QSpinBox *m_heard;
    QSpinBox *m_null;
    QSpinBox *m_repeats;
    QSpinBox *m_gold;
    QDoubleSpinBox *m_inferior;
    QDoubleSpinBox *m_rejected;
    QDoubleSpinBox *m_alpha;
    QSpinBox *m_votes;
    QSpinBox *m_looks;
    QLabel *m_verdict;
    QPushButton *m_save;
    app::storage::FileThread m_files{"sentences"}; // last: it ends before what it uses
};

} // namespace ui::listening
