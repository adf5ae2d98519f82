#include "ui/shared/watched_figure.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme.h"

namespace ui::shared {

WatchedFigure::WatchedFigure(const QString &caption, const QString &tip, QWidget *parent)
    : QWidget(parent), m_value(new QLabel(this)), m_caption(new QLabel(caption, this)) {
    m_value->setFont(withTabularDigits(m_value->font()));
    setRole(m_value, "figure");
    setRole(m_caption, "quiet");
    setToolTip(tip);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_value);
    column->addWidget(m_caption);
}

void WatchedFigure::setValue(const QString &value) {
    m_value->setText(value);
}

void WatchedFigure::setCaption(const QString &caption) {
    m_caption->setText(caption);
}

QString WatchedFigure::value() const {
    return m_value->text();
}

QString WatchedFigure::caption() const {
    return m_caption->text();
}

} // namespace ui::shared

#include "moc_watched_figure.cpp"
