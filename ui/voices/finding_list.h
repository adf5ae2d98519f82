// What was found out about a window, as a table: the verdict, its name, its figure as it was recorded and as the model
// will hear it, and below them what is not right about it.
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
        QLabel *after; // the same of what the model hears
        QLabel *sentence;
    };

    Row makeRow(int row, const QString &name);
    void fill(const engine::quality::Finding &finding, const WindowFacts &facts);
    static void setShown(const Row &row, bool shown);

    QGridLayout *m_grid;
    QLabel *m_heading;
    QLabel *m_before; // above the figures
    QLabel *m_after;
    QLabel *m_prepared;
    QHash<int, Row> m_rows; // by aspect
};

} // namespace ui::voices
