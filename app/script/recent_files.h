// The scripts that were open last, newest first, in a file of their own. GUI thread; the disk is the file thread's.
// Every change is made to the list as the file holds it at that moment, so two Studios do not lose each other's. A file
// that is gone stays in the list and is marked: it may lie on a disk that is not plugged in.
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include <functional>

namespace app::storage {
class FileThread;
}

namespace app::script {

struct RecentFile {
    QString path; // absolute
    bool missing = false;

    friend bool operator==(const RecentFile &, const RecentFile &) = default;
};

class RecentFiles : public QObject {
    Q_OBJECT

public:
    static constexpr int kMost = 10;

    RecentFiles(QString file, storage::FileThread &files, QObject *parent = nullptr);
    ~RecentFiles() override;

    const QList<RecentFile> &files() const { return m_list; } // as of the last changed()

    void refresh(); // reads the list and looks which files are there, e.g. before the menu is shown
    void add(const QString &path);
    void remove(const QString &path);
    void clear();

Q_SIGNALS:
    void changed();

private:
    void update(const std::function<void(QList<QString> &)> &change);

    const QString m_file;
    storage::FileThread &m_files;
    QList<RecentFile> m_list;
};

} // namespace app::script
