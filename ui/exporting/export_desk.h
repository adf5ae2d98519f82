// "Export script as sound …": the sheet with the choices, and what came of it.
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>

#include "app/exporting/script_export.h"
#include "ui/exporting/export_sheet.h"
#include "ui/shared/notice_bar.h"

namespace ui::exporting {

class ExportDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::script::ScriptDocument &script;
        app::cloning::LineMaker &lines;
        app::takes::TakeLibrary &takes;
        shared::NoticeBar &notices;
    };

    ExportDesk(Uses uses, QWidget *window);

    ExportSheet *open(); // or brings the open one to the front
    ExportSheet *sheet() const { return m_sheet; }
    app::exporting::ScriptExport &exporter() { return m_export; }

Q_SIGNALS:
    void folderWanted(const QString &folder); // shown to the person

private:
    void sayFinished(const QStringList &files, int linesLeftOut, int belowTarget,
                     const QList<app::exporting::Overrun> &tooLong);
    static QString wordsOf(const QList<app::exporting::Overrun> &tooLong);

    const Uses m_uses;
    QWidget *m_window;
    app::exporting::ScriptExport m_export;
    QPointer<ExportSheet> m_sheet;
};

} // namespace ui::exporting
