// What was found out about a window, as a table: the verdict, its name, its figure, and what it means.
#pragma once

#include <QFrame>

#include "ui/voices/window_analysis.h"

class QGridLayout;
class QLabel;

namespace ui::shared {
class IconLabel;
}

namespace ui::voices {

class FindingList : public QFrame {
    Q_OBJECT

public:
    explicit FindingList(QWidget *parent = nullptr);

    void show(const WindowFactsPtr &facts); // null: it is being looked at

private:
    struct Row {
        shared::IconLabel *icon;
        QLabel *name;
        QLabel *figure;
        QLabel *sentence;
    };

    Row makeRow(int row, const QString &name);
    static void fill(const Row &row, const engine::quality::Finding &finding, const QString &figure);
    static void setShown(const Row &row, bool shown);

    QGridLayout *m_grid;
    QLabel *m_heading;
    QLabel *m_prepared;
    QHash<int, Row> m_rows; // by aspect
};

} // namespace ui::voices
