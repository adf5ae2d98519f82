#include "ui/studio/line_standings.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/cloning/line_maker.h"
#include "app/script/script_document.h"
#include "app/voices/voice_library.h"
#include "ui/studio/line_status.h"
#include "ui/studio/script_editor.h"

namespace ui::studio {
namespace {

constexpr qsizetype kShownAtOnce = 500; // lines
constexpr auto kStandingsSlice = std::chrono::milliseconds(6);

} // namespace

LineStandings::LineStandings(const app::script::ScriptDocument &script, const app::cloning::LineMaker &lines,
                             const app::voices::VoiceLibrary &voices, ScriptEditor *text)
    : QObject(text), m_script(script), m_lines(lines), m_voices(voices), m_text(*text) {
    using app::script::ScriptDocument;
    m_more.setSingleShot(true);
    connect(&m_more, &QTimer::timeout, this, &LineStandings::showMore);
    connect(&lines, &app::cloning::LineMaker::changed, this, [this](const QString &lineId) {
        if (lineId.isEmpty()) {
            showAll();
        } else {
            show(lineId);
        }
    });
    connect(&script, &ScriptDocument::changed, this, [this] {
        m_again |= m_more.isActive(); // they are in other places now
    });
    connect(&script, &ScriptDocument::loaded, this, [this] {
        m_text.forgetStatus();
        m_more.stop();
        showAll();
    });
}

void LineStandings::show(const QString &lineId) {
    const int row = m_script.rowOf(lineId);
    if (row < 0) {
        return;
    }
    const app::cloning::LineStanding standing = m_lines.standing(lineId);
    const QStringList otherwise = standing.otherwise ? m_lines.differences(lineId) : QStringList();
    m_text.setStatus(lineId, statusOf(m_script.line(row), standing, m_voices, otherwise));
    if (standing.work == app::cloning::Work::Making && standing.progress.step > 0) {
        Q_EMIT progressed(standing.progress);
    }
}

void LineStandings::showAll() {
    const auto &lines = m_script.script().lines;
    const qsizetype atOnce = std::min(lines.size(), kShownAtOnce);
    for (qsizetype row = 0; row < atOnce; ++row) {
        show(lines[row].id);
    }
    if (m_more.isActive()) {
        m_again = true;
    } else if (atOnce < lines.size()) {
        m_shown = atOnce;
        m_again = false;
        m_more.start();
    }
}

// Whatever happens meanwhile, it goes on to the end first, so that each line has its turn also while somebody types.
void LineStandings::showMore() {
    const auto until = std::chrono::steady_clock::now() + kStandingsSlice;
    const auto &lines = m_script.script().lines;
    while (m_shown < lines.size() && std::chrono::steady_clock::now() < until) {
        show(lines[m_shown++].id);
    }
    if (m_shown >= lines.size() && std::exchange(m_again, false)) {
        m_shown = 0;
    }
    if (m_shown < lines.size()) {
        m_more.start();
    }
}

} // namespace ui::studio

#include "moc_line_standings.cpp"
