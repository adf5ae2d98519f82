#include "ui/listening/form_answer.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

#include "ui/theme.h"

namespace ui::listening {

FormAnswer::FormAnswer(int places, QWidget *parent) : AnswerPanel(parent), m_forms(std::size_t(places)) {
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGrid);
    const QStringList names{tr("Naturalness"), tr("Clarity"), tr("Prosody"), tr("Artifacts")};
    const QStringList questions{tr("How human-like does it sound?"), tr("Is speech clear and intelligible?"),
                                tr("Is intonation and rhythm natural?"), tr("Any clicks, pops, robotic sounds?")};
    for (int scale = 0; scale < kScales; ++scale) {
        m_names[std::size_t(scale)] = new QLabel(names[scale], this);
        m_names[std::size_t(scale)]->setToolTip(questions[scale]);
        grid->addWidget(m_names[std::size_t(scale)], 1 + scale, 0);
    }
    for (int place = 0; place < places; ++place) {
        auto *letter = new QLabel(letterOf(place), this);
        setRole(letter, "heading");
        grid->addWidget(letter, 0, 1 + place);
        for (int scale = 0; scale < kScales; ++scale) {
            auto *row = new QHBoxLayout;
            row->setSpacing(2);
            const QStringList words = scale < kScales - 1 ? QStringList{tr("1"), tr("2"), tr("3"), tr("4"), tr("5")}
                                                          : QStringList{tr("No"), tr("Yes")};
            Field &field = m_forms[std::size_t(place)][std::size_t(scale)];
            for (int value = 0; value < words.size(); ++value) {
                auto *button = new QToolButton(this);
                button->setText(words[value]);
                button->setCheckable(true);
                button->setAccessibleName(tr("%1 of %2: %3").arg(names[scale], letterOf(place), words[value]));
                setRole(button, "segment");
                row->addWidget(button);
                field.choices.push_back(button);
                connect(button, &QToolButton::clicked, this, [=, this] { set(place, scale, value); });
            }
            row->addStretch(1);
            grid->addLayout(row, 1 + scale, 1 + place);
        }
        grid->setColumnStretch(1 + place, 1);
    }
    m_notes = new QLineEdit(this);
    m_notes->setMaxLength(1000);
    m_notes->setPlaceholderText(tr("Notes"));
    m_notes->setAccessibleName(tr("Notes"));
    grid->addWidget(m_notes, 1 + kScales, 0, 1, 1 + places);
    ask(places);
}

void FormAnswer::ask(int) {
    m_heard = 0;
    m_scale = 0;
    for (Form &form : m_forms) {
        for (Field &field : form)
            field.value = -1;
    }
    m_notes->clear();
    mark();
    Q_EMIT changed();
}

void FormAnswer::set(int place, int scale, int value) {
    m_forms[std::size_t(place)][std::size_t(scale)].value = value;
    m_scale = scale;
    mark();
    Q_EMIT changed();
}

// The scale that digits are for is bold; what is chosen is pressed.
void FormAnswer::mark() {
    for (int scale = 0; scale < kScales; ++scale) {
        QFont bold = font();
        bold.setBold(scale == m_scale);
        m_names[std::size_t(scale)]->setFont(bold);
        for (const Form &form : m_forms) {
            const Field &field = form[std::size_t(scale)];
            for (int value = 0; value < int(field.choices.size()); ++value)
                field.choices[std::size_t(value)]->setChecked(value == field.value);
        }
    }
}

void FormAnswer::setHeard(int place) {
    if (place >= 0 && place < int(m_forms.size()))
        m_heard = place;
}

bool FormAnswer::press(QKeyEvent &key) {
    const int last = kScales - 1;
    if (key.key() == Qt::Key_Up || key.key() == Qt::Key_Down) {
        m_scale = std::clamp(m_scale + (key.key() == Qt::Key_Up ? -1 : 1), 0, last);
        mark();
        return true;
    }
    if (key.key() >= Qt::Key_1 && key.key() <= Qt::Key_5 && m_scale < last) {
        set(m_heard, m_scale, key.key() - Qt::Key_1);
        m_scale = std::min(m_scale + 1, last);
        mark();
        return true;
    }
    if (key.key() == Qt::Key_N || key.key() == Qt::Key_Y) {
        set(m_heard, last, key.key() == Qt::Key_Y ? 1 : 0);
        m_scale = 0;
        mark();
        return true;
    }
    if (key.key() == Qt::Key_T) {
        m_notes->setFocus(Qt::ShortcutFocusReason);
        return true;
    }
    return key.key() >= Qt::Key_1 && key.key() <= Qt::Key_9; // not for the sounds here
}

std::optional<app::listening::Vote> FormAnswer::vote() const {
    app::listening::Vote vote;
    for (const Form &form : m_forms) {
        if (std::any_of(form.begin(), form.end(), [](const Field &field) { return field.value < 0; }))
            return {};
        vote.forms.push_back({form[0].value + 1, form[1].value + 1, form[2].value + 1, form[3].value == 1});
    }
    vote.notes = m_notes->text().trimmed().toStdString();
    return vote;
}

QString FormAnswer::missing() const {
    QStringList letters;
    for (int place = 0; place < int(m_forms.size()); ++place) {
        const Form &form = m_forms[std::size_t(place)];
        if (std::any_of(form.begin(), form.end(), [](const Field &field) { return field.value < 0; }))
            letters << letterOf(place);
    }
    return letters.isEmpty() ? QString() : tr("Not complete yet: %1.").arg(letters.join(tr(", ", "between letters")));
}

QString FormAnswer::keyWords() const {
    return tr("↑ ↓ scale · 1–5 mark of what is heard · Y N artifacts · T notes");
}

} // namespace ui::listening

#include "moc_form_answer.cpp"
