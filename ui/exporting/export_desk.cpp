#include "ui/exporting/export_desk.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

#include "app/script/script_document.h"
#include "ui/shared/figures.h"

namespace ui::exporting {

using app::exporting::ScriptExport;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("export"); // of notices

}

ExportDesk::ExportDesk(Uses uses, QWidget *window)
    : QObject(window), m_uses(uses), m_window(window), m_export(uses.script, uses.lines, uses.takes) {
    connect(&m_export, &ScriptExport::finished, this, &ExportDesk::sayFinished);
    connect(&m_export, &ScriptExport::failed, this, [this](const app::Problem &problem) {
        if (!m_sheet) { // which says it itself
            m_uses.notices.post(Notice::Kind::Alarm, kSubject, problem, {{tr("Try again …"), [this] { open(); }}});
        }
    });
}

ExportSheet *ExportDesk::open() {
    m_uses.notices.withdraw(kSubject);
    if (!m_sheet) {
        const QString path = m_uses.script.path();
        const QString name = path.isEmpty() ? tr("Script") : QFileInfo(path).completeBaseName();
        m_sheet = new ExportSheet({m_uses.settings, m_uses.script, m_uses.lines, m_export}, name, m_window);
        m_sheet->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_sheet->show();
    m_sheet->raise();
    m_sheet->activateWindow();
    return m_sheet;
}

// "Line 12 is 0.8 s longer than its cue."
QString ExportDesk::wordsOf(const QList<app::exporting::Overrun> &tooLong) {
    constexpr qsizetype kNamed = 5;
    if (tooLong.size() == 1) {
        return tr("Line %1 is %2 longer than its cue.")
            .arg(tooLong.first().number)
            .arg(shared::seconds(tooLong.first().over));
    }
    QStringList lines;
    for (const app::exporting::Overrun &line : tooLong.first(std::min(tooLong.size(), kNamed))) {
        lines << tr("%1 (%2)", "number of a line, how much too long").arg(line.number).arg(shared::seconds(line.over));
    }
    if (tooLong.size() > kNamed) {
        lines << tr("…", "and more");
    }
    return tr("%Ln lines are longer than their cues: %1.", nullptr, int(tooLong.size()))
        .arg(lines.join(tr(", ", "between lines")));
}

void ExportDesk::sayFinished(const QStringList &files, int linesLeftOut, int belowTarget,
                             const QList<app::exporting::Overrun> &tooLong) {
    const QString folder = QFileInfo(files.first()).absolutePath();
    const QString what = files.size() == 1 ? tr("Exported as %1.").arg(QFileInfo(files.first()).fileName())
                                           : tr("Exported as %Ln files.", nullptr, int(files.size()));
    const QString where = tr("In %1").arg(QDir::toNativeSeparators(folder));
    const QString without = linesLeftOut == 0   ? QString()
                            : linesLeftOut == 1 ? tr("1 line was left out.")
                                                : tr("%Ln lines were left out.", nullptr, linesLeftOut);
    const QString quieter =
        belowTarget == 0    ? QString()
        : files.size() == 1 ? tr("It is quieter than wanted: its peaks allow no more.")
        : belowTarget == 1  ? tr("1 file is quieter than wanted: its peaks allow no more.")
                            : tr("%Ln files are quieter than wanted: their peaks allow no more.", nullptr, belowTarget);
    QStringList sentences{what, without, quieter, tooLong.isEmpty() ? QString() : wordsOf(tooLong)};
    sentences.removeAll(QString());
    m_uses.notices.post(linesLeftOut == 0 && tooLong.isEmpty() ? Notice::Kind::Good : Notice::Kind::Attention, kSubject,
                        {sentences.join(tr(" ", "between two sentences")), where, {}},
                        {{tr("Open folder"), [this, folder] { Q_EMIT folderWanted(folder); }}});
}

} // namespace ui::exporting

#include "moc_export_desk.cpp"
