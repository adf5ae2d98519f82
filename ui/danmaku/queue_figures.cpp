#include "ui/danmaku/queue_figures.h"

#include <QHBoxLayout>
#include <QLabel>

#include <cmath>

#include "ui/danmaku/danmaku_words.h"
#include "ui/shared/figures.h"
#include "ui/shared/watched_figure.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Figures;
using app::danmaku::Latencies;
using app::danmaku::LiveStage;

QueueFigures::QueueFigures(LiveStage &stage, QWidget *parent) : QWidget(parent), m_stage(stage) {
    auto *row = new QHBoxLayout;
    m_row = row;
    row->setSpacing(2 * kGrid);
    m_rate = add(tr("a minute"), tr("Messages that came in within the last minute"), row);
    m_wait = add(tr("wait, s"),
                 tr("From coming in to being on air: half of what is read waits no longer than the "
                    "first, 95 of 100 no longer than the second"),
                 row);
    m_share = add(tr("read, %"), tr("Of what could have been read"), row);
    m_toRow = add(tr("to row, ms"), tr("From the network to the list: half of the last 200, and 95 of 100"), row);
    m_sound = add(tr("to sound, s"), tr("From the network to the first sound, when nothing else was to be read"), row);
    m_overload = new QLabel(this);
    m_overload->setTextFormat(Qt::PlainText);
    m_overload->setWordWrap(true);
    m_overload->setMinimumWidth(100);
    m_overload->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setRole(m_overload, "attention");
    m_all = new QHBoxLayout(this);
    m_all->setContentsMargins(0, 0, 0, 0);
    m_all->setSpacing(2 * kGrid);
    m_all->addLayout(row);
    m_all->addWidget(m_overload, 1); // beside them: nothing moves when it comes
    connect(&m_stage, &LiveStage::changed, this, &QueueFigures::follow);
    follow();
}

void QueueFigures::setNarrow(bool narrow) {
    m_all->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_all->setSpacing(narrow ? 0 : 2 * kGrid);
    m_row->setSpacing(narrow ? kGrid : 2 * kGrid);
    m_overload->setAlignment((narrow ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    m_overload->setHidden(narrow && m_overload->text().isEmpty());
    m_isNarrow = narrow;
}

QSize QueueFigures::minimumSizeHint() const {
    return {m_row->minimumSize().width(), QWidget::minimumSizeHint().height()}; // as it is when it is narrow
}

shared::WatchedFigure *QueueFigures::add(const QString &caption, const QString &tip, QHBoxLayout *row) {
    auto *figure = new shared::WatchedFigure(caption, tip, this);
    row->addWidget(figure);
    return figure;
}

void QueueFigures::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    follow();
}

void QueueFigures::follow() {
    if (!isVisible())
        return;
    const Figures figures = m_stage.figures();
    const Latencies late = m_stage.latencies();
    const QString none = QStringLiteral("–");
    const auto pair = [&](double half, double most) {
        return half < 0 ? none
                        : QStringLiteral("%1 / %2").arg(shared::glance(half), shared::glance(std::max(half, most)));
    };
    m_rate->setValue(QString::number(int(std::lround(figures.perMinute))));
    m_wait->setValue(figures.waitMax <= 0 ? none : pair(figures.waitP50, figures.waitP95));
    m_share->setValue(figures.received == 0 ? none : QString::number(int(std::lround(figures.readShare * 100))));
    m_toRow->setValue(pair(late.rowP50, late.rowP95));
    m_sound->setValue(late.soundP50 < 0 ? none : pair(late.soundP50 / 1000, late.soundP95 / 1000));
    const QString overload = overloadWords(figures, m_stage.rules().overload);
    m_overload->setText(overload);
    m_overload->setHidden(m_isNarrow && overload.isEmpty());
    setAccessibleName(words());
}

QString QueueFigures::words() const {
    return tr("%1 messages a minute, wait %2 s, %3 % read").arg(m_rate->value(), m_wait->value(), m_share->value());
}

} // namespace ui::danmaku

#include "moc_queue_figures.cpp"
