#include "ui/quit_desk.h"

#include <QWidget>

#include <utility>

#include "app/cloning/line_maker.h"
#include "app/exporting/script_export.h"

namespace ui {

using app::exporting::ScriptExport;
using shared::Notice;

namespace {

const QString kRecording = QStringLiteral("closing"); // subjects of notices
const QString kWork = QStringLiteral("closing busy");

} // namespace

QuitDesk::QuitDesk(Uses uses, QWidget *window) : QObject(window), m_uses(std::move(uses)), m_window(window) {
    connect(&m_uses.lines, &app::cloning::LineMaker::busyChanged, this, &QuitDesk::forgetWork);
    connect(&m_uses.exporter, &ScriptExport::finished, this, &QuitDesk::forgetWork);
    connect(&m_uses.exporter, &ScriptExport::failed, this, &QuitDesk::forgetWork);
    connect(&m_uses.exporter, &ScriptExport::cancelled, this, &QuitDesk::forgetWork);
}

bool QuitDesk::isBusy() const {
    return m_uses.lines.isBusy() || m_uses.exporter.isRunning();
}

void QuitDesk::forgetWork() {
    if (!isBusy() && m_uses.notices.about(kWork)) {
        m_uses.notices.withdraw(kWork);
        stay();
    }
}

bool QuitDesk::mayClose(bool restarts) {
    if (!m_withoutRecording && m_uses.holdsRecording()) {
        askAboutRecording(restarts);
        return false;
    }
    if (!m_withoutWork && isBusy()) {
        askAboutWork(restarts);
        return false;
    }
    m_withoutRecording = m_withoutWork = false; // said about this time
    return true;
}

void QuitDesk::askAboutRecording(bool restarts) {
    Notice notice{
        Notice::Kind::Attention, tr("What you recorded is not saved as a voice yet."), {}, {}, {}, kRecording};
    notice.actions = {{tr("Go back to it"),
                       [this] {
                           stay();
                           m_uses.goBackToRecording();
                       }},
                      {tr("Close without it"), [this, restarts] {
                           m_withoutRecording = true;
                           Q_EMIT closeWanted(restarts);
                       }}};
    notice.dropped = [this] { stay(); };
    m_uses.notices.post(std::move(notice));
}

void QuitDesk::askAboutWork(bool restarts) {
    const int lines = m_uses.lines.jobs();
    const QString what = m_uses.exporter.isRunning() ? tr("The export is not finished.")
                         : lines == 1                ? tr("A line is still to be made.")
                                                     : tr("%Ln lines are still to be made.", nullptr, lines);
    Notice notice{Notice::Kind::Attention, what, tr("What is made already is kept."), {}, {}, kWork};
    notice.actions = {{tr("Keep working"), [this] { stay(); }},
                      {restarts ? tr("Restart anyway") : tr("Quit anyway"), [this, restarts] {
                           m_withoutWork = true;
                           Q_EMIT closeWanted(restarts);
                       }}};
    notice.dropped = [this] { stay(); };
    notice.answers = true; // it comes first
    m_uses.notices.post(std::move(notice));
    m_window->activateWindow(); // whatever asked for the end
    m_uses.notices.focusFirst();
}

void QuitDesk::stay() {
    m_withoutRecording = false;
    m_withoutWork = false;
    Q_EMIT stays();
}

} // namespace ui

#include "moc_quit_desk.cpp"
