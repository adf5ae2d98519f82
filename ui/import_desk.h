// File › Import …, and files that are dropped on the script and are none themselves: their lines come behind the line
// that the cursor is in, as one step of undo. What was left out is said, and a text can be cut the other way at once.
#pragma once

#include <QObject>
#include <QStringList>

#include "app/script/script.h"
#include "app/script/script_importer.h"

class QWidget;

namespace app {
class Settings;
}
namespace app::script {
class ScriptDocument;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui {

namespace shared {
class NoticeBar;
}

class ImportDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::script::ScriptDocument &script;
        const app::voices::VoiceLibrary &voices;
        shared::NoticeBar &notices;
    };

    ImportDesk(Uses uses, QWidget *window);

    void setCurrentLine(const QString &lineId) { m_line = lineId; }
    void choose();                         // asks for files
    void import(const QStringList &files); // one after the other, behind the current line
    void append(const QStringList &files); // at the end

Q_SIGNALS:
    void cursorWanted(const app::script::Place &place);

private:
    // What became of files that came together.
    struct Batch {
        QStringList names;
        QStringList notes;
        int lines = 0;
        QList<quint64> revisions; // of the script after each of them
    };

    void next();
    void sayImported(const QString &path, int first, int count, const QStringList &notes);
    void sayAllImported();
    app::script::ImportOptions options() const;

    const Uses m_uses;
    QWidget *m_window;
    QString m_line;
    QStringList m_waiting;
    Batch m_batch;
    app::script::ScriptImporter m_importer;
};

} // namespace ui
