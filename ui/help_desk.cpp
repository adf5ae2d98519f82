#include "ui/help_desk.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLocale>
#include <QWidget>

#include <utility>

#include "app/log/log.h"
#include "ui/shared/folder_making.h"
#include "ui/shared/help_dialogs.h"
#include "ui/shared/notice_bar.h"

namespace ui {

using shared::Notice;

HelpDesk::HelpDesk(Parts parts, QWidget *window) : QObject(window), m_parts(std::move(parts)), m_window(window) {
    using app::log::Log;
    connect(&m_parts.notices, &shared::NoticeBar::posted, this, &HelpDesk::keep);
    connect(&m_parts.log, &Log::problem, this, [this](const app::Problem &problem) {
        m_parts.notices.post(Notice::Kind::Attention, QStringLiteral("log"), problem);
    });
    connect(&m_parts.log, &Log::resumed, this, [this] { m_parts.notices.withdraw(QStringLiteral("log")); });
}

void HelpDesk::keep(const Notice &notice) {
    if (notice.kind == Notice::Kind::Attention || notice.kind == Notice::Kind::Alarm)
        m_parts.log.write(QStringLiteral("notice ") + notice.subject.section(u':', 0, 0),
                          {notice.what, notice.remedy, notice.detail},
                          notice.kind == Notice::Kind::Alarm ? app::log::Level::Error : app::log::Level::Warning);
}

void HelpDesk::copyDiagnostics() {
    m_work.start([this, input = m_parts.input(), log = &m_parts.log] {
        log->flush(std::chrono::seconds(2)); // so that the last lines are in
        const QString text = app::log::diagnostics(input, log->scrubber());
        QMetaObject::invokeMethod(this, [this, text] {
            QGuiApplication::clipboard()->setText(text);
            const QString size = QLocale().formattedDataSize(text.toUtf8().size(), 0, QLocale::DataSizeSIFormat);
            m_parts.notices.post(Notice::Kind::Good, QStringLiteral("diagnostics"),
                                 {tr("Copied; it holds no texts, names or keys. %1").arg(size), {}, {}},
                                 {{tr("Show"), [this, text] { shared::showText(tr("Diagnostics"), text, m_window); }}});
        });
    });
}

void HelpDesk::openLogFolder() {
    const QString folder = QFile::decodeName(m_parts.log.folder().c_str());
    if (folder.isEmpty())
        return;
    shared::makeFolder(folder, this, [this, folder] { Q_EMIT folderWanted(folder); });
}

} // namespace ui

#include "moc_help_desk.cpp"
