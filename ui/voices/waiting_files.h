// What was dropped together: recordings are handed out one after another, packs and lists of voices at once. Folders
// are looked into in the background, at most kMostFound files of each. GUI thread.
#pragma once

#include <QObject>
#include <QStringList>

#include <stop_token>

#include "app/storage/file_thread.h"

namespace ui::voices {

class WaitingFiles : public QObject {
    Q_OBJECT

public:
    static constexpr int kMostFound = 500;

    explicit WaitingFiles(QObject *parent = nullptr);
    ~WaitingFiles() override; // what is looked into is left

    static QStringList patterns(); // of names of sounds and films: "*.wav"

    void add(const QStringList &dropped); // then the signals, perhaps at once
    bool isEmpty() const { return m_files.isEmpty(); }
    QString takeNext();     // empty when none waits
    QStringList takeRest(); // none waits any more
    QString place() const;  // of the one that was taken last, "2 of 3"; empty when it was alone
    const QStringList &files() const { return m_files; }

Q_SIGNALS:
    void added(bool first);              // first: none was waiting
    void listFound(const QString &file); // a pack, or voices of another program
    void nothingFound(const QString &folder);

private:
    struct Found {
        QStringList recordings;
        QStringList lists;
        QString emptyFolder;
    };
    static Found look(const QStringList &dropped, const std::stop_token &stop); // any thread
    void take(const Found &found);

    QStringList m_files;
    int m_taken = 0;
    int m_total = 0;
    std::stop_source m_stop;
    app::storage::FileThread m_thread{"dropped files"}; // last: what it does refers to the others
};

} // namespace ui::voices
