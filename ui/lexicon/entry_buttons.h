// The row of buttons under the lexicon: undo, order, remove, import and export, close; and how many entries there are.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace ui::lexicon {

class EntryButtons : public QWidget {
    Q_OBJECT

public:
    explicit EntryButtons(QWidget *parent);

    struct Can {
        bool undo = false;
        bool redo = false;
        bool moveUp = false;
        bool moveDown = false;
        bool remove = false;
        bool exportAny = false;
    };
    void set(const Can &can, const QString &count);

Q_SIGNALS:
    void stepWanted(bool back); // undo, or redo
    void moveWanted(int by);    // -1 or 1
    void removeWanted();
    void importWanted();
    void exportWanted();
    void closeWanted();

private:
    QToolButton *addTool(QStringView icon, const QString &name, const QKeySequence &keys);
    QPushButton *addButton(const QIcon &icon, const QString &name);

    QHBoxLayout *m_row;
    QToolButton *m_undo;
    QToolButton *m_redo;
    QToolButton *m_up;
    QToolButton *m_down;
    QPushButton *m_remove;
    QPushButton *m_export;
    QLabel *m_count;
};

} // namespace ui::lexicon
