#include "ui/studio/line_gutter.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>

#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/spoken_rows.h"
#include "ui/theme.h"

namespace ui::studio {

namespace {

constexpr int kState = 28, kVoice = 96, kOwn = 20, kLength = 60, kRtf = 44; // px
constexpr int kRoomForAll = 760;                                            // px of the editor; below it the RTF goes
constexpr int kRoomForVoice = 620;                                          // and below it the voice
constexpr int kNumberEdge = 8;                                              // px beside its digits
constexpr int kIcon = 16, kSign = 14;

struct Look {
    const char16_t *icon;
    shared::Tone tone;
};

Look lookOf(const LineStatus &status) {
    if (!status.otherwise.isEmpty())
        return {u"line-otherwise", shared::Tone::Quiet};
    switch (status.state) {
    case GutterState::Blank:
        return {u"", shared::Tone::Quiet};
    case GutterState::Unmade:
        return {u"line-unmade", shared::Tone::Quiet};
    case GutterState::Changed:
        return {u"line-changed", shared::Tone::Attention};
    case GutterState::Waiting:
        return {u"queue", shared::Tone::Quiet};
    case GutterState::Making:
        return {u"speak", shared::Tone::Accent};
    case GutterState::Made:
        return {u"play", shared::Tone::Good};
    case GutterState::Failed:
        return {u"error", shared::Tone::Alarm};
    }
    return {u"line-unmade", shared::Tone::Quiet};
}

} // namespace

LineGutter::LineGutter(ScriptEditor &editor) : QWidget(&editor), m_editor(editor) {
    setCursor(Qt::ArrowCursor);
    setMouseTracking(true);
    setFont(withTabularDigits(font()));
}

bool LineGutter::isNarrow() const {
    return m_editor.width() < kRoomForVoice;
}

// As wide as the last one, two digits at least.
int LineGutter::numberWidth() const {
    const auto digits = std::max<qsizetype>(2, QString::number(m_editor.lines().size()).size());
    return int(digits) * fontMetrics().horizontalAdvance(u'0') + kNumberEdge;
}

int LineGutter::rtfWidth() const {
    return m_editor.width() < kRoomForAll ? 0 : kRtf;
}

int LineGutter::wantedWidth() const {
    return kState + numberWidth() + (isNarrow() ? 0 : kVoice) + kOwn + kLength + rtfWidth();
}

bool LineGutter::hasSign(const LineStatus &status) const {
    return status.speed || status.seed || (isNarrow() && !status.voice.isEmpty());
}

QRectF LineGutter::partOf(const QRectF &row, Part part) const {
    const double height = std::min(row.height(), double(fontMetrics().height() + kGrid));
    const int voice = isNarrow() ? 0 : kVoice;
    const int left = kState + numberWidth();
    switch (part) {
    case Part::State:
        return {0, row.top(), double(kState), height};
    case Part::Number:
        return {double(kState), row.top(), double(numberWidth()), height};
    case Part::Voice:
        return {double(left), row.top(), double(voice), height};
    case Part::Own:
        return {double(left + voice), row.top(), double(kOwn), height};
    case Part::Length:
        return {double(left + voice + kOwn), row.top(), double(kLength), height};
    case Part::Rtf:
        return {double(left + voice + kOwn + kLength), row.top(), double(rtfWidth()), height};
    }
    return {};
}

void LineGutter::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const Colours &colours = coloursOf(palette());
    painter.fillRect(rect(), colours.window);
    painter.setPen(colours.hairline);
    painter.drawLine(width() - 1, 0, width() - 1, height());
    for (const ScriptEditor::Row &row : m_editor.visibleRows()) {
        if (row.index > 0) {
            painter.setPen(colours.hairline);
            painter.drawLine(QLineF(0, row.area.top() + 0.5, width(), row.area.top() + 0.5));
        }
        if (row.index == m_editor.currentLine()) {
            painter.fillRect(QRectF(0, row.area.top() + 1, 3, row.area.height() - 1), colours.accent);
        }
        paintRow(painter, row.area, m_editor.status(m_editor.lines()[row.index].id), row.index + 1);
        const QTextBlock block = m_editor.document()->findBlockByNumber(row.index);
        if (m_editor.spokenRows().hasWarning(block)) { // beside the words that say what it is
            const QRectF state = partOf(row.area, Part::State);
            const int top = int(row.area.top() + block.layout()->boundingRect().bottom());
            const QRect sign(int(state.center().x() - kSign / 2.0) + 1, top + 1, kSign, kSign);
            shared::icon(u"warning", shared::Tone::Attention).paint(&painter, sign);
        }
    }
}

void LineGutter::paintRow(QPainter &painter, const QRectF &row, const LineStatus &status, int number) const {
    const Colours &colours = coloursOf(palette());
    const Look look = lookOf(status);
    const QRectF state = partOf(row, Part::State);
    const QRect icon(int(state.center().x() - kIcon / 2.0) + 1, int(state.center().y() - kIcon / 2.0), kIcon, kIcon);
    if (status.state != GutterState::Blank) {
        shared::icon(QStringView(look.icon), look.tone).paint(&painter, icon);
    }
    if (hasSign(status)) {
        const QPointF middle = partOf(row, Part::Own).center();
        const QRect sign(int(middle.x() - kSign / 2.0), int(middle.y() - kSign / 2.0), kSign, kSign);
        shared::icon(u"own", shared::Tone::Accent).paint(&painter, sign);
    }
    if (status.state == GutterState::Made && !status.doubts.isEmpty()) { // on the corner of the state
        const QRect sign(icon.right() - kSign / 2 + 1, icon.bottom() - kSign / 2 + 1, kSign - 2, kSign - 2);
        shared::icon(u"warning", shared::Tone::Attention).paint(&painter, sign);
    }
    if (status.state == GutterState::Making) {
        painter.fillRect(QRectF(4, state.bottom() - 3, (width() - 8) * std::clamp(status.fraction, 0.0, 1.0), 2),
                         colours.accent);
    }
    const auto write = [&](Part part, const QString &text, const QColor &colour, Qt::Alignment align) {
        const QRectF area = partOf(row, part).adjusted(3, 0, -5, 0);
        if (area.width() <= 0)
            return;
        painter.setPen(colour);
        painter.drawText(area, int(align | Qt::AlignVCenter | Qt::TextSingleLine),
                         fontMetrics().elidedText(text, Qt::ElideRight, int(area.width())));
    };
    write(Part::Number, QString::number(number), colours.quiet, Qt::AlignRight);
    write(Part::Voice, status.voice, colours.quiet, Qt::AlignLeft);
    if (status.seconds > 0) {
        write(Part::Length, shared::seconds(status.seconds), colours.text, Qt::AlignRight);
        write(Part::Rtf, shared::glance(status.rtf), colours.quiet, Qt::AlignRight);
    }
}

void LineGutter::mousePressEvent(QMouseEvent *event) {
    for (const ScriptEditor::Row &row : m_editor.visibleRows()) {
        if (!row.area.contains(QPointF(row.area.center().x(), event->position().y())))
            continue;
        const QString id = m_editor.lines()[row.index].id;
        m_editor.goToLine(row.index);
        m_editor.setFocus();
        if (partOf(row.area, Part::Voice).contains(event->position())) {
            Q_EMIT m_editor.voiceRequested(id, event->globalPosition().toPoint());
        } else if (partOf(row.area, Part::Own).contains(event->position())) {
            if (hasSign(m_editor.status(id)))
                Q_EMIT m_editor.ownRequested(id);
        } else if (partOf(row.area, Part::State).contains(event->position())) {
            const GutterState state = m_editor.status(id).state;
            if (state == GutterState::Made || state == GutterState::Changed)
                Q_EMIT m_editor.playRequested(id);
            else if (state == GutterState::Unmade || state == GutterState::Failed)
                Q_EMIT m_editor.makeRequested(id);
        }
        return;
    }
}

void LineGutter::wheelEvent(QWheelEvent *event) {
    event->ignore(); // the editor scrolls
}

bool LineGutter::event(QEvent *event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto *help = static_cast<QHelpEvent *>(event);
    for (const ScriptEditor::Row &row : m_editor.visibleRows()) {
        if (row.area.top() <= help->pos().y() && help->pos().y() < row.area.bottom()) {
            QToolTip::showText(help->globalPos(), m_editor.wordsOf(row.index), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace ui::studio

#include "moc_line_gutter.cpp"
