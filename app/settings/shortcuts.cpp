#include "app/settings/shortcuts.h"

#include <utility>

namespace app {

Shortcuts::Shortcuts(QString file, storage::FileThread &files, QObject *parent)
    : QObject(parent),
      m_file(std::move(file), files, *this,
             {readShortcuts, writeShortcuts, [this] { return fileOf(m_all); },
              [this](const ShortcutFile &read, const QList<ShortcutChange> &unsaved) {
                  QMap<QString, QStringList> all = read.keys;
                  for (const ShortcutChange &each : unsaved)
                      apply(all, each);
                  if (std::exchange(m_all, all) != all)
                      Q_EMIT changed();
              },
              [this](const Problem &what) { Q_EMIT problem(what); },
              [this](const ChangedObject &failure) {
                  m_diskFull = failure.diskFull;
                  Q_EMIT saveFailed({tr("Your keyboard shortcuts could not be saved."), failure.remedy, failure.error});
              },
              [this] { Q_EMIT saved(); }}) {
    refresh();
}

void Shortcuts::change(const QList<ShortcutChange> &changes) {
    const QMap<QString, QStringList> before = m_all;
    for (const ShortcutChange &each : changes)
        apply(m_all, each);
    if (m_all == before)
        return;
    m_file.change(changes);
    Q_EMIT changed();
}

void Shortcuts::refresh() {
    m_file.refresh();
}

} // namespace app

#include "moc_shortcuts.cpp"
