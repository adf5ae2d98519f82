#include "ui/studio/own_cue.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

#include <algorithm>

#include "app/script/imported_script.h"
#include "ui/shared/figures.h"
#include "ui/studio/line_problems.h"
#include "ui/theme.h"

namespace ui::studio {

using app::script::CueTimes;

namespace {

constexpr int kDecimals = 3; // as subtitles have them

} // namespace

QString timesOfCue(const CueTimes &cue) {
    return OwnCue::tr("%1–%2", "from, to")
        .arg(shared::clockTime(cue.begin, kDecimals), shared::clockTime(cue.end, kDecimals));
}

OwnCue::OwnCue(QWidget *parent) : QWidget(parent) {
    m_begin = makeField(tr("Beginning of the cue"));
    m_end = makeField(tr("End of the cue"));
    auto *to = new QLabel(tr("–", "from – to"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_begin, 1);
    layout->addWidget(to);
    layout->addWidget(m_end, 1);
    setFocusProxy(m_begin);
    setTabOrder(m_begin, m_end);
}

QLineEdit *OwnCue::makeField(const QString &name) {
    auto *field = new QLineEdit(this);
    field->setAccessibleName(name);
    field->setToolTip(tr("%1, such as 0:04.6 or 1:02:03.5").arg(name));
    field->setMaxLength(20);
    field->setFont(withTabularDigits(font()));
    connect(field, &QLineEdit::editingFinished, this, [this, field] { take(field); });
    return field;
}

void OwnCue::showCue(const std::optional<CueTimes> &cue, const QString &hint, bool canEdit) {
    const bool other = m_cue != cue;
    m_cue = cue;
    for (QLineEdit *field : fields()) {
        field->setPlaceholderText(hint);
        field->setEnabled(canEdit);
    }
    if (other || !isTyping()) {
        write();
    }
}

void OwnCue::write() {
    const auto show = [](QLineEdit *field, const std::optional<double> &seconds) {
        const QString text = seconds ? shared::clockTime(*seconds, kDecimals) : QString();
        field->setModified(false);
        if (field->text() != text) {
            field->setText(text);
            field->setCursorPosition(0);
        }
    };
    show(m_begin, m_cue ? std::optional(m_cue->begin) : std::nullopt);
    show(m_end, m_cue ? std::optional(m_cue->end) : std::nullopt);
}

bool OwnCue::isTyping() const {
    return m_begin->isModified() || m_end->isModified();
}

void OwnCue::takeBack() {
    write();
}

void OwnCue::finishTyping() {
    take(m_begin);
    take(m_end);
}

void OwnCue::take(QLineEdit *field) {
    if (!field->isModified()) {
        return;
    }
    field->setModified(false);
    const QString typed = field->text().trimmed();
    const auto seconds = app::script::secondsOfClock(typed);
    std::optional<CueTimes> cue;
    if (seconds && field == m_begin) {
        const double length = m_cue ? m_cue->seconds() : 0;
        const double end = m_cue && *seconds <= m_cue->end ? m_cue->end : *seconds + length;
        cue = CueTimes{*seconds, std::min(end, app::script::kLatestCue)};
    } else if (seconds) {
        cue = CueTimes{m_cue ? m_cue->begin : 0.0, *seconds};
    }
    if (!typed.isEmpty() && !seconds) {
        Q_EMIT problem(noTime(typed));
    } else if (cue && cue->end < cue->begin) {
        Q_EMIT problem(endsBeforeItBegins(shared::clockTime(cue->begin, kDecimals)));
    } else {
        m_cue = cue;
        Q_EMIT chosen(cue);
    }
    write();
}

} // namespace ui::studio

#include "moc_own_cue.cpp"
