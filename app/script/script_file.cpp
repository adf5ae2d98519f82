#include "app/script/script_file.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <exception>
#include <utility>

#include "app/script/script_document.h"
#include "app/script/script_format.h"
#include "app/script/whole_file.h"
#include "app/storage/file_thread.h"

namespace app::script {

namespace {

QByteArray hashOf(const QByteArray &bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

// Whether the file is there and is not the one that was seen last. One that cannot be read is not known to be another.
bool isForeign(const QString &path, const QByteArray &fingerprint) {
    if (fingerprint.isEmpty() || !isRegularFile(path))
        return false;
    if (QFileInfo(path).size() > kLargestFile)
        return true;
    try {
        return hashOf(readWhole(path, kLargestFile)) != fingerprint;
    } catch (const std::exception &) {
        return false;
    }
}

struct Read {
    Script script;
    bool asText = false;
    QByteArray fingerprint;
    std::optional<Problem> problem;
};

Read read(const QString &path) {
    Read result;
    try {
        const QByteArray bytes = readWhole(path, kLargestFile);
        const QString name = QFileInfo(path).fileName();
        result.asText = QFileInfo(path).suffix() != ScriptFile::suffix() && !looksLikeScript(bytes);
        result.script = result.asText ? fromText(bytes, name) : fromJson(bytes, name);
        result.fingerprint = hashOf(bytes);
    } catch (const std::exception &error) {
        result.problem = toProblem(error, path);
    }
    return result;
}

} // namespace

QString ScriptFile::suffix() {
    return QStringLiteral("ishowtts");
}

ScriptFile::ScriptFile(ScriptDocument &document, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_document(document), m_files(files) {
    connect(&m_document, &ScriptDocument::loaded, this, [this] {
        ++m_generation;
        m_fingerprint.clear();
    });
}

ScriptFile::~ScriptFile() {
    m_files.flush(); // what is read and written refers to this object
}

void ScriptFile::restore(const Script &script, const QString &path, bool modified, const QByteArray &fingerprint) {
    m_document.load(script, path, modified);
    m_fingerprint = fingerprint;
}

void ScriptFile::open(const QString &path) {
    ++m_reading;
    const QString file = QFileInfo(path).absoluteFilePath();
    m_files.post([this, file, revision = m_document.revision()] {
        const Read result = read(file);
        QMetaObject::invokeMethod(
            this,
            [this, file, revision, result] {
                --m_reading;
                if (result.problem) {
                    Q_EMIT failed(*result.problem, file);
                } else if (m_document.revision() != revision) {
                    Q_EMIT failed({tr("“%1” was not opened, because the script was changed meanwhile.")
                                       .arg(QFileInfo(file).fileName()),
                                   tr("Save the script, then open the file again."),
                                   {}},
                                  file);
                } else {
                    restore(result.script, result.asText ? QString() : file, false,
                            result.asText ? QByteArray() : result.fingerprint);
                    Q_EMIT opened(file, result.asText);
                }
            },
            Qt::QueuedConnection);
    });
}

bool ScriptFile::save() {
    if (m_document.path().isEmpty())
        return false;
    write({m_document.path(), false});
    return true;
}

void ScriptFile::saveAs(const QString &path) {
    const QString file = QFileInfo(path).absoluteFilePath();
    write({file, file != m_document.path()});
}

void ScriptFile::saveAnyway() {
    if (!m_document.path().isEmpty())
        write({m_document.path(), true});
}

void ScriptFile::write(const Target &target) {
    m_document.closeStep(); // so that undo comes back to exactly what is saved
    const Wish wish{target, m_document.script(), m_document.revision(), m_generation, m_fingerprint};
    if (m_saving)
        m_next = wish;
    else
        begin(wish);
}

void ScriptFile::begin(const Wish &wish) {
    m_saving = true;
    m_files.post([this, wish] {
        const Target &target = wish.target;
        Written written;
        try {
            written.foreign = !target.overForeignChanges && isForeign(target.path, wish.seen);
            if (!written.foreign) {
                const QByteArray bytes = toJson(wish.script);
                replaceWhole(target.path, bytes);
                written.fingerprint = hashOf(bytes);
            }
        } catch (const std::exception &error) {
            written.problem = toProblem(error, target.path);
        }
        QMetaObject::invokeMethod(
            this, [this, wish, written] { finish(wish, written); }, Qt::QueuedConnection);
    });
}

void ScriptFile::finish(const Wish &wish, const Written &written) {
    m_saving = false;
    const QString &path = wish.target.path;
    const QString name = QFileInfo(path).fileName();
    auto next = std::exchange(m_next, std::nullopt);
    if (written.problem) {
        Q_EMIT failed(*written.problem, {});
    } else if (written.foreign) {
        Q_EMIT changedOutside(
            {tr("“%1” was changed by another program since it was opened, so it was not saved.").arg(name),
             tr("Save over it, save under another name, or open it again and lose your changes here."), path});
    } else {
        if (wish.generation == m_generation) {
            m_fingerprint = written.fingerprint;
            m_document.markSaved(wish.revision, path);
        }
        if (next && next->generation == wish.generation && next->target.path == path)
            next->seen = written.fingerprint;
        Q_EMIT saved(path);
    }
    if (next && !m_saving)
        begin(*next);
    else if (next && !m_next)
        m_next = std::move(next);
}

void ScriptFile::exportText(const QString &path) {
    m_files.post([this, path, script = m_document.script()] {
        std::optional<Problem> problem;
        try {
            replaceWhole(path, toText(script));
        } catch (const std::exception &error) {
            problem = toProblem(error, path);
        }
        QMetaObject::invokeMethod(
            this,
            [this, path, problem] {
                if (problem)
                    Q_EMIT failed(*problem, {});
                else
                    Q_EMIT exported(path);
            },
            Qt::QueuedConnection);
    });
}

void ScriptFile::look() {
    if (m_document.path().isEmpty() || m_saving)
        return;
    m_files.post([this, path = m_document.path(), seen = m_fingerprint] {
        if (!isForeign(path, seen))
            return;
        QMetaObject::invokeMethod(
            this,
            [this, path, seen] {
                if (m_document.path() == path && m_fingerprint == seen && !m_saving)
                    Q_EMIT changedOutside({tr("“%1” was changed by another program.").arg(QFileInfo(path).fileName()),
                                           tr("Open it again to see that, or save over it."), path});
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::script

#include "moc_script_file.cpp"
