// The columns of a design: a list of them by their keys, and the fields of the one that is chosen.
#pragma once

#include <QPair>
#include <QWidget>

#include "app/listening/test_design.h"

class QComboBox;
class QDoubleSpinBox;
class QListWidget;
class QSpinBox;
class QToolButton;

namespace ui::listening {

class ColumnList : public QWidget {
    Q_OBJECT

public:
    // `voices`: id and name of those that may speak.
    ColumnList(const app::listening::TestDesign &design, const QList<QPair<QString, QString>> &voices,
               QWidget *parent = nullptr);

    std::vector<app::listening::TestColumn> columns() const { return m_design.columns; }
    int baseline() const { return m_design.baseline; }

Q_SIGNALS:
    void changed();

private:
    void makeFields(const QList<QPair<QString, QString>> &voices);
    void fill();        // the list
    void showCurrent(); // its fields
    void readFields();
    void add();
    void remove();

    app::listening::TestDesign m_design; // of it only columns and baseline change
    bool m_showing = false;
    QListWidget *m_list;
    QToolButton *m_add;
    QToolButton *m_remove;
    QToolButton *m_base;
    QSpinBox *m_steps;
    QComboBox *m_schedule;
    QDoubleSpinBox *m_sway;
    QDoubleSpinBox *m_guidance;
    QComboBox *m_precision;
    QDoubleSpinBox *m_speed;
    QComboBox *m_voice;
    QComboBox *m_model;
};

} // namespace ui::listening
