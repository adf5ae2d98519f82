// File › Open recent: the scripts that were open last, newest first. Missing ones say so and may still be chosen, which
// tells what happened to them.
#pragma once

#include <QFontMetrics>
#include <QObject>
#include <QString>

class QMenu;

namespace app::script {
class RecentFiles;
}

namespace ui {

// What stands for a file in a menu: its name and its folder, the long ones shortened in their middle; "&" is written
// so that it makes no mnemonic, and signs that would break the line are left out. `home` becomes "~".
QString recentTitle(const QString &path, const QString &home, const QFontMetrics &metrics);

class RecentMenu : public QObject {
    Q_OBJECT

public:
    RecentMenu(QMenu &menu, app::script::RecentFiles &files);

Q_SIGNALS:
    void chosen(const QString &path);
    void clearWanted();

private:
    void fill();

    QMenu &m_menu;
    app::script::RecentFiles &m_files;
};

} // namespace ui
