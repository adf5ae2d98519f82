#include "ui/voices/waiting_files.h"

#include <QCollator>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <utility>

#include "app/voices/foreign_voices.h"
#include "app/voices/voice_pack.h"

namespace ui::voices {

namespace {

bool isList(const QString &file) {
    return app::voices::isPack(file) || app::voices::isForeignList(file);
}

bool isNamedAsSound(const QString &file) {
    const QStringList patterns = WaitingFiles::patterns();
    return std::any_of(patterns.begin(), patterns.end(), [&file](const QString &pattern) {
        return file.endsWith(QStringView(pattern).mid(1), Qt::CaseInsensitive);
    });
}

bool isNamedAsPack(const QString &file) {
    return file.endsWith(QLatin1String(app::voices::kPackSuffix), Qt::CaseInsensitive);
}

// "2" before "10".
QStringList inOrder(QStringList files) {
    QCollator order;
    order.setNumericMode(true);
    std::sort(files.begin(), files.end(), order);
    return files;
}

} // namespace

WaitingFiles::WaitingFiles(QObject *parent) : QObject(parent) {}

WaitingFiles::~WaitingFiles() {
    m_stop.request_stop(); // a folder may have no end, or lie far away
}

QStringList WaitingFiles::patterns() {
    return QStringLiteral("*.wav *.flac *.mp3 *.ogg *.oga *.opus *.m4a *.aac *.aif *.aiff *.wma *.mp4 *.mkv *.webm "
                          "*.mov *.avi")
        .split(u' ');
}

void WaitingFiles::add(const QStringList &dropped) {
    if (std::all_of(dropped.begin(), dropped.end(), isNamedAsSound)) {
        take({dropped, {}, {}});
        return;
    }
    m_thread.post([this, dropped, stop = m_stop.get_token()] {
        const Found found = look(dropped, stop);
        QMetaObject::invokeMethod(
            this, [this, found] { take(found); }, Qt::QueuedConnection);
    });
}

// What somebody dropped is taken whatever it is called; in a folder, what is called a sound.
WaitingFiles::Found WaitingFiles::look(const QStringList &dropped, const std::stop_token &stop) {
    Found found;
    for (const QString &each : dropped) {
        if (!QFileInfo(each).isDir()) {
            (isList(each) ? found.lists : found.recordings) << each;
            continue;
        }
        QStringList sounds, packs;
        // Without a filter for names, with which it would look for the next one however long that takes.
        for (QDirIterator in(each, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
             !stop.stop_requested() && in.hasNext() && sounds.size() + packs.size() < kMostFound;) {
            const QString file = in.next();
            const bool isPack = isNamedAsPack(file);
            if ((isPack || isNamedAsSound(file)) && in.fileInfo().isFile())
                (isPack ? packs : sounds) << file;
        }
        found.recordings << inOrder(sounds);
        found.lists << inOrder(packs);
        if (sounds.isEmpty() && packs.isEmpty()) {
            found.emptyFolder = QFileInfo(each).fileName();
        }
    }
    return found;
}

void WaitingFiles::take(const Found &found) {
    for (const QString &list : found.lists) {
        Q_EMIT listFound(list);
    }
    if (!found.emptyFolder.isEmpty()) {
        Q_EMIT nothingFound(found.emptyFolder);
    }
    if (found.recordings.isEmpty()) {
        return;
    }
    const bool first = m_files.isEmpty();
    if (first) {
        m_taken = m_total = 0;
    }
    m_files << found.recordings;
    m_total += int(found.recordings.size());
    Q_EMIT added(first);
}

QString WaitingFiles::takeNext() {
    m_taken += !m_files.isEmpty();
    return m_files.isEmpty() ? QString() : m_files.takeFirst();
}

QStringList WaitingFiles::takeRest() {
    m_taken = m_total = 0;
    return std::exchange(m_files, {});
}

QString WaitingFiles::place() const {
    return m_total > 1 ? tr("%1 of %2", "a recording among those that were dropped").arg(m_taken).arg(m_total)
                       : QString();
}

} // namespace ui::voices

#include "moc_waiting_files.cpp"
