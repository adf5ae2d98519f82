// Brings the lines of a file into a document, as one step of undo. The file is read on a thread of its own. GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include "app/problem.h"
#include "app/script/imported_script.h"
#include "app/storage/file_thread.h"

namespace app::script {

class ScriptDocument;

class ScriptImporter : public QObject {
    Q_OBJECT

public:
    explicit ScriptImporter(ScriptDocument &document, QObject *parent = nullptr);
    ~ScriptImporter() override; // waits until what was begun is read

    // The lines come behind the line with this id (at the end, when it is gone by then), or in place of a script that
    // is one blank line. imported() or failed() follows, or the document's refused() when the script would become too
    // long.
    void import(const QString &path, const QString &afterLine, const ImportOptions &options);

Q_SIGNALS:
    // `first`: the row of the first of them.
    void imported(const QString &path, int first, int count, const QStringList &notes);
    void failed(const app::Problem &problem);

private:
    ScriptDocument &m_document;
    storage::FileThread m_thread{"import"}; // last: its work uses everything above
};

} // namespace app::script
