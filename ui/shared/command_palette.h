// Ctrl+Shift+P: type a few letters of what you want, Enter does it.
#pragma once

#include <QDialog>

#include "ui/shared/action_list.h"

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace ui::shared {

class CommandPalette : public QDialog {
    Q_OBJECT

public:
    CommandPalette(std::vector<ActionEntry> entries, QWidget *parent);

    QStringList shown() const; // names, best first

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void filter(const QString &pattern);
    void run();

    std::vector<ActionEntry> m_entries;
    QLineEdit *m_search;
    QListView *m_list;
    QStandardItemModel *m_model;
};

} // namespace ui::shared
