#include "ui/listening/slider_answer.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>

#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::listening {

namespace {

constexpr int kMiddle = 50;

}

SliderAnswer::SliderAnswer(int places, QWidget *parent) : AnswerPanel(parent) {
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGrid);
    const QStringList words{tr("Excellent"), tr("Good"), tr("Fair"), tr("Poor"), tr("Bad")};
    for (int i = 0; i < words.size(); ++i) {
        auto *label = new QLabel(words[i], this);
        setRole(label, "quiet");
        grid->addWidget(label, 1 + i, 0, Qt::AlignRight | Qt::AlignVCenter);
        grid->setRowStretch(1 + i, 1);
    }
    for (int place = 0; place < places; ++place) {
        Mark mark;
        mark.slider = new QSlider(Qt::Vertical, this);
        mark.slider->setRange(0, 100);
        mark.slider->setPageStep(10);
        mark.slider->setMinimumHeight(120);
        mark.slider->setAccessibleName(tr("Mark for %1").arg(letterOf(place)));
        shared::letWheelPass(mark.slider);
        mark.figure = new QLabel(this);
        mark.figure->setFont(withTabularDigits(font()));
        mark.letter = new QLabel(letterOf(place), this);
        setRole(mark.letter, "heading");
        grid->addWidget(mark.figure, 0, 1 + place, Qt::AlignHCenter);
        grid->addWidget(mark.slider, 1, 1 + place, 5, 1, Qt::AlignHCenter);
        grid->addWidget(mark.letter, 6, 1 + place, Qt::AlignHCenter);
        grid->setColumnStretch(1 + place, 1);
        m_marks.push_back(mark);
        connect(mark.slider, &QSlider::valueChanged, this, [this, place](int value) { set(place, value); });
        connect(mark.slider, &QSlider::sliderPressed, this,
                [this, place] { set(place, m_marks[std::size_t(place)].slider->value()); });
    }
    ask(places);
}

void SliderAnswer::ask(int) {
    m_heard = -1;
    for (int place = 0; place < int(m_marks.size()); ++place) {
        Mark &mark = m_marks[std::size_t(place)];
        const QSignalBlocker quiet(mark.slider);
        mark.slider->setValue(kMiddle);
        mark.given = false;
        show(place);
    }
    Q_EMIT changed();
}

void SliderAnswer::set(int place, int value) {
    Mark &mark = m_marks[std::size_t(place)];
    const QSignalBlocker quiet(mark.slider);
    mark.slider->setValue(value);
    mark.given = true;
    show(place);
    Q_EMIT changed();
}

void SliderAnswer::show(int place) {
    const Mark &mark = m_marks[std::size_t(place)];
    mark.figure->setText(mark.given ? QString::number(mark.slider->value()) : tr("—", "no mark yet"));
}

void SliderAnswer::setHeard(int place) {
    m_heard = place;
}

bool SliderAnswer::press(QKeyEvent &key) {
    int step = 0;
    switch (key.key()) {
    case Qt::Key_Up:
        step = 1;
        break;
    case Qt::Key_Down:
        step = -1;
        break;
    case Qt::Key_PageUp:
        step = 10;
        break;
    case Qt::Key_PageDown:
        step = -10;
        break;
    default:
        return false;
    }
    if (m_heard >= 0 && m_heard < int(m_marks.size()))
        set(m_heard, std::clamp(m_marks[std::size_t(m_heard)].slider->value() + step, 0, 100));
    return true;
}

std::optional<app::listening::Vote> SliderAnswer::vote() const {
    app::listening::Vote vote;
    for (const Mark &mark : m_marks) {
        if (!mark.given)
            return {};
        vote.scores.push_back(mark.slider->value());
    }
    return vote;
}

QString SliderAnswer::missing() const {
    QStringList letters;
    for (int place = 0; place < int(m_marks.size()); ++place) {
        if (!m_marks[std::size_t(place)].given)
            letters << letterOf(place);
    }
    return letters.isEmpty() ? QString() : tr("No mark yet: %1.").arg(letters.join(tr(", ", "between letters")));
}

QString SliderAnswer::keyWords() const {
    return tr("↑ ↓ mark of what is heard · PgUp PgDn by ten");
}

} // namespace ui::listening

#include "moc_slider_answer.cpp"
