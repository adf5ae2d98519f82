#include "app/script/script_importer.h"

#include <QFileInfo>

#include <exception>
#include <optional>

#include "app/script/script_document.h"
#include "app/script/script_format.h"
#include "app/script/whole_file.h"

namespace app::script {

ScriptImporter::ScriptImporter(ScriptDocument &document, QObject *parent) : QObject(parent), m_document(document) {}

ScriptImporter::~ScriptImporter() = default;

void ScriptImporter::import(const QString &path, const QString &afterLine, const ImportOptions &options) {
    const QString file = QFileInfo(path).absoluteFilePath();
    m_thread.post([this, file, afterLine, options] {
        ImportedScript read;
        std::optional<Problem> problem;
        try {
            read = importScript(readWhole(file, kLargestFile), QFileInfo(file).fileName(), options);
        } catch (const std::exception &error) {
            problem = toProblem(error, file);
        }
        QMetaObject::invokeMethod(
            this,
            [this, file, afterLine, read, problem] {
                if (problem) {
                    Q_EMIT failed(*problem);
                    return;
                }
                const int after = m_document.rowOf(afterLine);
                const quint64 before = m_document.revision();
                const Place place = m_document.insert(after < 0 ? m_document.count() : after + 1, read.lines);
                if (m_document.revision() != before)
                    Q_EMIT imported(file, place.line, int(read.lines.size()), read.notes);
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::script

#include "moc_script_importer.cpp"
