#include "ui/lexicon/lexicon_desk.h"

#include <QFileInfo>

#include "app/lexicons/lexicon_library.h"
#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "ui/lexicon/lexicon_window.h"

namespace ui::lexicon {

using app::lexicons::LexiconChange;
using app::lexicons::LexiconLibrary;
using app::lexicons::LexiconReport;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("lexicon");

} // namespace

LexiconDesk::LexiconDesk(Uses uses, QWidget *window) : QObject(window), m_uses(uses), m_window(window) {
    const auto tell = [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, kSubject, problem);
    };
    connect(&m_uses.lexicons, &LexiconLibrary::problem, this, tell);
    connect(&m_uses.lexicons, &LexiconLibrary::saveFailed, this, [this, tell](const app::Problem &problem) {
        if (!m_uses.lexicons.isDiskFull())
            tell(problem);
    });
    connect(&m_uses.lexicons, &LexiconLibrary::fileRefused, this, tell);
    connect(&m_uses.lexicons, &LexiconLibrary::imported, this, &LexiconDesk::tellImported);
    connect(&m_uses.lexicons, &LexiconLibrary::exported, this, [this](const QString &file, int entries) {
        m_uses.notices.post(
            Notice::Kind::Good, kSubject,
            {(entries == 1 ? tr("One entry is in “%1”.") : tr("%n entries are in “%1”.", nullptr, entries))
                 .arg(QFileInfo(file).fileName()),
             {},
             {}});
    });
}

LexiconWindow *LexiconDesk::open() {
    if (!m_open) {
        m_open = new LexiconWindow(m_uses.lexicons, m_uses.voices, m_uses.spoken, m_uses.settings.voiceId(), m_window);
        m_open->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_open, &LexiconWindow::removed, this,
                [this](const QString &voice, int count, const std::vector<LexiconChange> &undo) {
                    Notice notice;
                    notice.what = count == 1 ? tr("An entry of the lexicon was removed.")
                                             : tr("%n entries of the lexicon were removed.", nullptr, count);
                    notice.subject = QStringLiteral("removed words:%1").arg(++m_removals);
                    notice.actions = {{tr("Undo"), [this, voice, undo] { m_uses.lexicons.takeBack(voice, undo); }}};
                    m_uses.notices.post(std::move(notice));
                });
        m_open->show();
    }
    m_uses.lexicons.refresh();
    m_open->raise();
    m_open->activateWindow();
    return m_open;
}

void LexiconDesk::tellImported(const QString &voice, const LexiconReport &report) {
    Notice notice;
    notice.subject = kSubject;
    const bool nothing = report.added + report.replaced == 0;
    notice.kind = report.refused.isEmpty() ? Notice::Kind::Good : Notice::Kind::Attention;
    notice.what = nothing && report.refused.isEmpty()
                      ? tr("All of “%1” is in the lexicon already.").arg(report.file)
                      : tr("From “%1”: %2 added, %3 replaced.").arg(report.file).arg(report.added).arg(report.replaced);
    if (!report.refused.isEmpty())
        notice.remedy = report.refused.size() == 1
                            ? tr("One entry was left out.")
                            : tr("%n entries were left out.", nullptr, int(report.refused.size()));
    notice.detail = report.refused.join(u'\n');
    if (!report.undo.empty())
        notice.actions = {{tr("Undo"), [this, voice, undo = report.undo] { m_uses.lexicons.takeBack(voice, undo); }}};
    m_uses.notices.post(std::move(notice));
}

} // namespace ui::lexicon

#include "moc_lexicon_desk.cpp"
