#include "app/script/recent_files.h"

#include <QDir>
#include <QFileInfo>

#include <exception>
#include <utility>

#include "app/script/whole_file.h"
#include "app/storage/file_thread.h"
#include "engine/json.h"

namespace app::script {

namespace {

constexpr qint64 kLargest = 1 << 20; // bytes; ours has some hundred
constexpr int kLongestPath = 4096;

// What cannot be used counts as not there: a list of recent files is a convenience, not somebody's work.
QList<QString> readList(const QString &file) {
    QList<QString> paths;
    try {
        if (!isRegularFile(file))
            return paths;
        const engine::Json value = engine::Json::parse(readWhole(file, kLargest).toStdString(), file.toStdString());
        if (!value["files"].isArray())
            return paths;
        for (const engine::Json &each : value["files"].array()) {
            const QString path = each.isString() ? QString::fromStdString(each.string()) : QString();
            if (path.startsWith(u'/') && path.size() <= kLongestPath && !paths.contains(path))
                paths << path;
            if (paths.size() == RecentFiles::kMost)
                break;
        }
    } catch (const std::exception &error) {
        qWarning("recent files: %s", error.what());
    }
    return paths;
}

void writeList(const QString &file, const QList<QString> &paths) {
    engine::Json::Array list;
    for (const QString &path : paths)
        list.emplace_back(path.toStdString());
    try {
        QDir().mkpath(QFileInfo(file).path());
        const engine::Json value = engine::Json::Object{{"files", std::move(list)}, {"version", 1}};
        replaceWhole(file, QByteArray::fromStdString(value.dump(1) + "\n"));
    } catch (const std::exception &error) {
        qWarning("recent files: %s", error.what());
    }
}

} // namespace

RecentFiles::RecentFiles(QString file, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_file(std::move(file)), m_files(files) {}

RecentFiles::~RecentFiles() {
    m_files.flush();
}

void RecentFiles::update(const std::function<void(QList<QString> &)> &change) {
    m_files.post([this, change] {
        QList<QString> paths = readList(m_file);
        if (change) {
            const QList<QString> before = paths;
            change(paths);
            paths = paths.mid(0, kMost);
            if (paths != before)
                writeList(m_file, paths);
        }
        QList<RecentFile> list;
        for (const QString &path : paths)
            list << RecentFile{path, !isRegularFile(path)};
        QMetaObject::invokeMethod(
            this,
            [this, list] {
                if (std::exchange(m_list, list) != list)
                    Q_EMIT changed();
            },
            Qt::QueuedConnection);
    });
}

void RecentFiles::refresh() {
    update({});
}

void RecentFiles::add(const QString &path) {
    update([file = QFileInfo(path).absoluteFilePath()](QList<QString> &paths) {
        paths.removeAll(file);
        paths.prepend(file);
    });
}

void RecentFiles::remove(const QString &path) {
    update([path](QList<QString> &paths) { paths.removeAll(path); });
}

void RecentFiles::clear() {
    update([](QList<QString> &paths) { paths.clear(); });
}

} // namespace app::script

#include "moc_recent_files.cpp"
