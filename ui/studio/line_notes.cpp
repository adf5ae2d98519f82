#include "ui/studio/line_notes.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/cloning/kept_doubts.h"
#include "app/cloning/line_maker.h"
#include "app/cloning/spoken_lines.h"
#include "app/script/script_document.h"
#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::studio {

LineNotes::LineNotes(Uses uses, QWidget *parent) : QFrame(parent), m_uses(uses) {
    setRole(this, "card");
    setAccessibleName(tr("What to look at in this line"));
    m_words = new QLabel(this);
    m_words->setTextFormat(Qt::PlainText); // words of the script
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setRole(m_words, "attention");
    m_retry = new QPushButton(shared::icon(u"again"), tr("Try again"), this);
    m_retry->setToolTip(tr("Make the line once more, with another seed"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(4);
    layout->addWidget(m_words);
    layout->addWidget(m_retry, 0, Qt::AlignLeft);
    connect(m_retry, &QPushButton::clicked, this, [this] {
        if (m_rows.size() == 1 && m_rows.first() < m_uses.script.count())
            Q_EMIT retryWanted(m_uses.script.line(m_rows.first()).id);
        Q_EMIT left(); // the button goes, and the keyboard should not go with it
    });
    connect(&m_uses.lines, &app::cloning::LineMaker::changed, this, [this](const QString &lineId) {
        const bool own = m_rows.first() < m_uses.script.count() && m_uses.script.line(m_rows.first()).id == lineId;
        if (lineId.isEmpty() || own)
            follow();
    });
    follow();
}

void LineNotes::showLines(const QList<int> &rows) {
    m_rows = rows;
    follow();
}

void LineNotes::follow() {
    QStringList words;
    bool retry = false;
    if (m_rows.size() == 1 && m_rows.first() < m_uses.script.count()) {
        const app::script::Line &line = m_uses.script.line(m_rows.first());
        const auto say = [&](const QString &what, const QString &remedy) {
            words << tr("%1 %2", "what is wrong · what to do").arg(what, remedy);
        };
        for (const app::Problem &wrong : m_uses.spoken.of(line.text, line.voiceId)->warnings())
            say(wrong.what, wrong.remedy);
        const app::cloning::LineStanding standing = m_uses.lines.standing(line.id);
        if (standing.newest && standing.state == app::script::LineState::Made) {
            const auto doubts = app::cloning::doubtsOf(*standing.newest);
            for (const app::cloning::TakeDoubt &doubt : doubts)
                say(doubt.reason, doubt.remedy);
            retry = !doubts.isEmpty();
        }
    }
    if ((m_retry->hasFocus() && !retry) || (m_words->hasFocus() && words.isEmpty()))
        Q_EMIT left();
    m_words->setText(words.join(u'\n'));
    m_retry->setVisible(retry);
    setVisible(!words.isEmpty());
}

} // namespace ui::studio

#include "moc_line_notes.cpp"
