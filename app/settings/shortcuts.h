// Which actions have other keys than the shipped ones, kept in shortcuts.json beside settings.json (shortcut_file.h).
// Keys are portable text here; what they mean is known where the actions are (ui/shortcuts). GUI thread; the disk is
// the file thread's. A change counts at once and is written at once; what another Studio saved meanwhile is there after
// the next change or refresh().
#pragma once

#include <QList>
#include <QMap>
#include <QObject>
#include <QString>
#include <QStringList>

#include "app/problem.h"
#include "app/settings/shared_file.h"
#include "app/settings/shortcut_file.h"

namespace app {

class Shortcuts : public QObject {
    Q_OBJECT

public:
    Shortcuts(QString file, storage::FileThread &files, QObject *parent = nullptr);

    const QString &file() const { return m_file.file(); }
    const QMap<QString, QStringList> &all() const { return m_all; } // by the action's id; also of unknown actions
    void change(const QList<ShortcutChange> &changes);
    void refresh();                                // reads the file again
    bool isDiskFull() const { return m_diskFull; } // that is why it saveFailed()

Q_SIGNALS:
    void changed();                               // all()
    void problem(const app::Problem &problem);    // of the file; the shortcuts that make sense are there
    void saveFailed(const app::Problem &problem); // once, until saving works again
    void saved();

private:
    QMap<QString, QStringList> m_all;
    bool m_diskFull = false;
    SharedFile<ShortcutFile, ShortcutChange> m_file;
};

} // namespace app
