#include "ui/studio/spoken_rows.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QTextDocument>
#include <QTextLayout>
#include <QWidget>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::studio {

using app::cloning::SpokenLinePtr;
using app::cloning::TextMark;

namespace {

constexpr auto kUntilPrepared = std::chrono::milliseconds(450);
constexpr qsizetype kLongestPrepared = 8'000; // UTF-16 units; more would be felt at each key
constexpr int kMostRows = 2;                  // of what is said
constexpr int kMostWarnings = 2;
constexpr double kGap = 4; // px, under a row
constexpr int kRowIcon = 12;

struct RowWords {
    Q_DECLARE_TR_FUNCTIONS(ui::studio::SpokenRows)
};

} // namespace

struct SpokenRows::Row : QTextBlockUserData {
    QString text;
    QString voice;
    quint64 generation = 0;
    SpokenLinePtr form; // may be null
    double width = -1;
    QStringList warnings; // as they are painted
    QStringList said;
};

SpokenRows::SpokenRows(QTextDocument &document, QWidget &view, VoiceOf voice)
    : QObject(&document), m_document(document), m_view(view), m_layout(new SpokenLayout(&document, *this)),
      m_voice(std::move(voice)) {
    document.setDocumentLayout(m_layout);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kUntilPrepared);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        m_typed = -1;
        m_layout->heightsChanged();
    });
}

void SpokenRows::setSource(FormOf form) {
    m_form = std::move(form);
    forget();
}

void SpokenRows::setShown(bool shown) {
    if (std::exchange(m_shown, shown) != shown)
        forget();
}

void SpokenRows::forget() {
    ++m_generation;
    m_layout->heightsChanged();
}

void SpokenRows::typed(const QTextBlock &block) {
    if (m_form) {
        m_typed = block.blockNumber();
        m_rest.start();
    }
}

SpokenRows::Row *SpokenRows::rowOf(const QTextBlock &block) const {
    if (!m_form || !block.isValid())
        return nullptr;
    QTextBlock writable = block;
    auto *row = static_cast<Row *>(block.userData());
    if (!row) {
        row = new Row;
        writable.setUserData(row);
    }
    const bool keeps = block.blockNumber() == m_typed && row->generation == m_generation;
    if (!keeps) {
        const QString text = block.text();
        const QString voice = m_voice(block.blockNumber());
        if (row->generation != m_generation || row->text != text || row->voice != voice) {
            row->text = text;
            row->voice = voice;
            row->generation = m_generation;
            row->width = -1;
            const bool prepared = text.size() <= kLongestPrepared && !text.isEmpty();
            row->form = prepared ? m_form(text, voice) : nullptr;
            if (row->form && !row->form->changed && row->form->marks.isEmpty() && !row->form->noVoice)
                row->form = nullptr;
        }
    }
    if (row->form && row->width != room())
        layOut(*row);
    return row;
}

QFont SpokenRows::font() const {
    QFont small = m_view.font();
    small.setPixelSize(std::max(10, int(std::lround(QFontInfo(small).pixelSize() * 0.82))));
    return small;
}

double SpokenRows::lineHeight() const {
    return std::ceil(QFontMetricsF(font()).height());
}

double SpokenRows::room() const {
    return std::max(40.0, m_view.width() - 2 * m_document.documentMargin());
}

void SpokenRows::layOut(Row &row) const {
    row.width = room();
    row.warnings.clear();
    row.said.clear();
    const QFont small = font();
    const QFontMetricsF metrics(small);
    const QList<app::Problem> wrong = row.form->warnings();
    for (qsizetype i = 0; i < wrong.size() && i < kMostWarnings; ++i) {
        const bool more = i + 1 == kMostWarnings && wrong.size() > kMostWarnings;
        const QString &what = wrong[i].what;
        const QString whole = RowWords::tr("%1 %2", "what is wrong · what to do").arg(what, wrong[i].remedy);
        const double room = row.width - kRowIcon - 4;
        row.warnings << metrics.elidedText(
            more ? RowWords::tr("%1 And %Ln more.", nullptr, int(wrong.size() - kMostWarnings)).arg(what)
            : metrics.horizontalAdvance(whole) <= room ? whole
                                                       : what,
            Qt::ElideRight, room);
    }
    if (!m_shown || !row.form->reworded)
        return;
    const QString said = row.form->silent ? RowWords::tr("Nothing is said.") : row.form->shown;
    QTextLayout layout(said, small);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    while (row.said.size() < kMostRows) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(row.width);
        const bool last = row.said.size() + 1 == kMostRows;
        row.said << (last ? metrics.elidedText(said.mid(line.textStart(), 1000), Qt::ElideRight, row.width)
                          : said.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
}

SpokenLinePtr SpokenRows::formOf(const QTextBlock &block) const {
    const Row *row = rowOf(block);
    return row ? row->form : nullptr;
}

bool SpokenRows::hasWarning(const QTextBlock &block) const {
    const SpokenLinePtr form = formOf(block);
    return form && (form->noVoice || std::any_of(form->marks.begin(), form->marks.end(),
                                                 [](const TextMark &mark) { return mark.isWarning(); }));
}

const TextMark *SpokenRows::markAt(const QTextBlock &block, int position) const {
    const Row *row = rowOf(block);
    if (!row || !row->form || row->text != block.text())
        return nullptr;
    for (const TextMark &mark : row->form->marks) {
        if (mark.from <= position && position < std::max(mark.to, mark.from + 1))
            return &mark;
    }
    return nullptr;
}

double SpokenRows::heightOf(const QTextBlock &block) const {
    const Row *row = rowOf(block);
    const qsizetype lines = row && row->form ? row->warnings.size() + row->said.size() : 0;
    return lines > 0 ? double(lines) * lineHeight() + kGap : 0;
}

void SpokenRows::paintMarks(QPainter &painter, const QTextBlock &block, QPointF topLeft) const {
    const Row *row = rowOf(block);
    if (!row || !row->form || row->text != block.text())
        return;
    const Colours &colours = coloursOf(m_view.palette());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const TextMark &mark : row->form->marks) {
        for (const QRectF &part : areasOf(block, mark.from, std::max(mark.to, mark.from + 1))) {
            const QRectF area = part.translated(topLeft);
            if (mark.isWarning()) {
                QPainterPath wave(QPointF(area.left(), area.bottom() - 1));
                bool up = true;
                for (double x = area.left() + 2; x <= area.right(); x += 2, up = !up)
                    wave.lineTo(x, area.bottom() - (up ? 3 : 1));
                painter.strokePath(wave, QPen(colours.attention, 1.25));
            } else {
                QColor chip = colours.accent;
                chip.setAlphaF(colours.dark ? 0.28F : 0.16F);
                painter.setPen(Qt::NoPen);
                painter.setBrush(chip);
                painter.drawRoundedRect(area.adjusted(-1, 1, 1, -1), 3, 3);
            }
        }
    }
    painter.restore();
}

void SpokenRows::paintRow(QPainter &painter, const QTextBlock &block, QPointF topLeft) const {
    const Row *row = rowOf(block);
    if (!row || !row->form || row->warnings.size() + row->said.size() == 0)
        return;
    const Colours &colours = coloursOf(m_view.palette());
    const double height = lineHeight();
    QRectF line(topLeft.x(), topLeft.y(), row->width, height);
    painter.save();
    painter.setFont(font());
    for (const QString &text : row->warnings) {
        const QRect icon(int(line.left()), int(line.center().y() - kRowIcon / 2.0), kRowIcon, kRowIcon);
        shared::icon(u"warning", shared::Tone::Attention).paint(&painter, icon);
        painter.setPen(colours.attention);
        painter.drawText(line.adjusted(kRowIcon + 4, 0, 0, 0), int(Qt::AlignVCenter | Qt::TextSingleLine), text);
        line.translate(0, height);
    }
    painter.setPen(colours.quiet);
    for (const QString &text : row->said) {
        painter.drawText(line, int(Qt::AlignVCenter | Qt::TextSingleLine), text);
        line.translate(0, height);
    }
    painter.restore();
}

SpokenLayout::SpokenLayout(QTextDocument *document, const SpokenRows &rows)
    : QPlainTextDocumentLayout(document), m_rows(rows) {}

QRectF SpokenLayout::blockBoundingRect(const QTextBlock &block) const {
    QRectF area = QPlainTextDocumentLayout::blockBoundingRect(block);
    if (block.isValid() && block.isVisible())
        area.setHeight(area.height() + m_rows.heightOf(block));
    return area;
}

void SpokenLayout::heightsChanged() {
    Q_EMIT documentSizeChanged(documentSize());
    requestUpdate();
}

QList<QRectF> areasOf(const QTextBlock &block, qsizetype from, qsizetype to) {
    QList<QRectF> areas;
    for (int i = 0; i < block.layout()->lineCount(); ++i) {
        const QTextLine line = block.layout()->lineAt(i);
        const int start = std::max(int(from), line.textStart());
        const int end = std::min(int(to), line.textStart() + line.textLength());
        if (start >= end)
            continue;
        const double left = line.cursorToX(start), right = line.cursorToX(end);
        areas << QRectF(std::min(left, right), line.y(), std::abs(right - left), line.height());
    }
    return areas;
}

} // namespace ui::studio
