#include "ui/listening/scale_answer.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

#include <algorithm>

#include "ui/theme.h"

namespace ui::listening {

using app::listening::Mode;
using app::listening::Vote;

ScaleAnswer::ScaleAnswer(const app::listening::TestDesign &design, QWidget *parent)
    : AnswerPanel(parent), m_noPreference(design.mode == Mode::AbPreference && design.noPreference) {
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    switch (design.mode) {
    case Mode::Cmos:
        add(tr("A much\nbetter"), -3);
        add(tr("A\nbetter"), -2);
        add(tr("A slightly\nbetter"), -1);
        add(tr("About\nthe same"), 0);
        add(tr("B slightly\nbetter"), 1);
        add(tr("B\nbetter"), 2);
        add(tr("B much\nbetter"), 3);
        break;
    case Mode::Abx:
        add(tr("X is A,\nsure"), -1, 3);
        add(tr("X is A,\nrather sure"), -1, 2);
        add(tr("X is A,\na guess"), -1, 1);
        add(tr("X is B,\na guess"), 1, 1);
        add(tr("X is B,\nrather sure"), 1, 2);
        add(tr("X is B,\nsure"), 1, 3);
        break;
    default:
        add(tr("A is\nbetter"), -1);
        if (design.noPreference)
            add(tr("No\npreference"), 0);
        add(tr("B is\nbetter"), 1);
        break;
    }
    ask(2);
}

void ScaleAnswer::add(const QString &words, int choice, int confidence) {
    auto *button = new QToolButton(this);
    const int index = int(m_buttons.size());
    button->setText(words);
    button->setAccessibleName(QString(words).replace(u'\n', u' '));
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumHeight(52);
    setRole(button, "segment");
    layout()->addWidget(button);
    m_buttons << button;
    Vote vote;
    vote.choice = choice;
    vote.confidence = confidence;
    m_votes.push_back(vote);
    connect(button, &QToolButton::clicked, this, [this, index] { choose(index); });
}

void ScaleAnswer::choose(int index) {
    m_chosen = index;
    for (int i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setChecked(i == index);
    Q_EMIT changed();
}

void ScaleAnswer::ask(int) {
    choose(-1);
}

bool ScaleAnswer::press(QKeyEvent &key) {
    const int last = int(m_buttons.size()) - 1;
    if (key.key() == Qt::Key_Up || key.key() == Qt::Key_Down) {
        const bool up = key.key() == Qt::Key_Up;
        const int middle = (last + 1) / 2;
        choose(m_chosen < 0 ? (last % 2 == 0 ? middle
                               : up          ? middle - 1
                                             : middle)
                            : std::clamp(m_chosen + (up ? -1 : 1), 0, last));
        return true;
    }
    if (key.key() == Qt::Key_N && m_noPreference) {
        choose(1);
        return true;
    }
    return false;
}

std::optional<Vote> ScaleAnswer::vote() const {
    return m_chosen < 0 ? std::nullopt : std::optional(m_votes[std::size_t(m_chosen)]);
}

QString ScaleAnswer::missing() const {
    return m_chosen < 0 ? tr("Choose an answer with ↑ and ↓.") : QString();
}

QString ScaleAnswer::keyWords() const {
    return m_noPreference ? tr("↑ ↓ answer · N no preference") : tr("↑ ↓ answer");
}

} // namespace ui::listening

#include "moc_scale_answer.cpp"
