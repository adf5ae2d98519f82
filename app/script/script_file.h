// Opening and saving the script of a document, on the file thread. GUI thread.
//
// A file is whole or as it was before. One that cannot be read, is damaged or comes from a newer version leaves the
// document as it is. Before saving over the open file it is looked at: when somebody else changed it since it was
// opened or saved here, nothing is written and changedOutside() asks the person (saveAnyway, saveAs, or open again).
// Between the look and the writing lies a moment of a millisecond that nothing guards.
#pragma once

#include <QObject>
#include <QString>

#include <optional>

#include "app/problem.h"
#include "app/script/script.h"

namespace app::storage {
class FileThread;
}

namespace app::script {

class ScriptDocument;

class ScriptFile : public QObject {
    Q_OBJECT

public:
    static QString suffix(); // "ishowtts"

    ScriptFile(ScriptDocument &document, storage::FileThread &files, QObject *parent = nullptr);
    ~ScriptFile() override; // waits until what was begun is written

    // The document becomes what the file holds: a script file, or plain text (then the document has no path, so that
    // saving asks for a name and the text stays as it is). What was open is gone: ask the person before.
    void open(const QString &path);

    bool save(); // false: the document has no path, so saveAs() is wanted
    void saveAs(const QString &path);
    void saveAnyway();                    // after changedOutside(): over what somebody else wrote
    void exportText(const QString &path); // the lines alone, as UTF-8
    void look(); // changedOutside() when somebody else changed the open file, e.g. on activation

    bool isBusy() const { return m_reading > 0 || m_saving; }

    // SHA-256 of the file as it was last read or written here; "" = there is none. A session keeps it, so that changes
    // are noticed after a restart too.
    QByteArray fingerprint() const { return m_fingerprint; }
    void restore(const Script &script, const QString &path, bool modified, const QByteArray &fingerprint);

Q_SIGNALS:
    void opened(const QString &path, bool asText);
    void saved(const QString &path);
    void exported(const QString &path);
    void failed(const app::Problem &problem,
                const QString &notOpened); // the file that did not open; "" = saving failed
    void changedOutside(const app::Problem &problem);

private:
    struct Target {
        QString path;
        bool overForeignChanges = false;
    };
    struct Written {
        std::optional<Problem> problem;
        bool foreign = false;
        QByteArray fingerprint;
    };

    struct Wish { // as it was when it was asked for
        Target target;
        Script script;
        quint64 revision;
        quint64 generation;
        QByteArray seen; // fingerprint of the file
    };

    void write(const Target &target);
    void begin(const Wish &wish);
    void finish(const Wish &wish, const Written &written);

    ScriptDocument &m_document;
    storage::FileThread &m_files;
    QByteArray m_fingerprint;
    quint64 m_generation = 0; // counts the documents that were loaded
    int m_reading = 0;
    bool m_saving = false;
    std::optional<Wish> m_next; // asked for while saving
};

} // namespace app::script
