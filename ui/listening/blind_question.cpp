#include "ui/listening/blind_question.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

#include "ui/listening/answer_panel.h"
#include "ui/listening/blind_session.h"
#include "ui/listening/neutral_wave.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::kPlaceOfX;
using app::listening::Mode;

namespace {

constexpr int kParts = 100; // of what must be heard

QProgressBar *makeThinBar(const QString &name, QWidget *parent) {
    auto *bar = new QProgressBar(parent);
    bar->setTextVisible(false);
    bar->setFixedHeight(4);
    bar->setAccessibleName(name);
    return bar;
}

} // namespace

BlindQuestion::BlindQuestion(BlindSession &session, QWidget *parent) : QWidget(parent), m_session(session) {
    const auto &design = session.plan().design;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    m_count = new QLabel(this);
    setRole(m_count, "heading");
    m_progress = makeThinBar(tr("Questions answered"), this);
    m_text = new QLabel(this);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAccessibleName(tr("Sentence"));
    setRole(m_text, "figure");
    m_wave = new NeutralWave(this);
    auto *sounds = new QHBoxLayout;
    sounds->setSpacing(kGrid);
    m_soundRow = sounds;
    m_answer = makeAnswerPanel(design, this);
    m_hint = new QLabel(this);
    m_hint->setWordWrap(true);
    setRole(m_hint, "quiet");
    layout->addWidget(m_count);
    layout->addWidget(m_progress);
    layout->addSpacing(kGrid);
    layout->addWidget(m_text);
    layout->addWidget(m_wave, 1);
    layout->addStretch(0);
    layout->addLayout(sounds);
    layout->addSpacing(kGrid);
    layout->addWidget(m_answer);
    layout->addWidget(m_hint);
    connect(&m_session, &BlindSession::changed, this, &BlindQuestion::follow);
    connect(&m_session, &BlindSession::soundChanged, this, &BlindQuestion::followSound);
    connect(m_answer, &AnswerPanel::changed, this, &BlindQuestion::followSound);
    follow();
}

void BlindQuestion::follow() {
    const auto *trial = m_session.session().currentTrial();
    if (!trial) {
        m_asked = -1;
        return;
    }
    const auto &state = m_session.session().state();
    const auto &plan = m_session.plan();
    const int undone = state.trials[std::size_t(state.current)].undone;
    if (m_places.size() != m_session.places().size()) { // of a session all questions have the same number
        m_places = m_session.places();
        for (const int place : m_places) {
            Sound sound;
            sound.button = new QToolButton(this);
            sound.button->setText(letterOf(place));
            sound.button->setAccessibleName(tr("Hear %1").arg(letterOf(place)));
            sound.button->setCheckable(true);
            sound.button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
            sound.button->setMinimumHeight(64);
            setRole(sound.button, "segment");
            sound.heard = makeThinBar(tr("Heard of %1").arg(letterOf(place)), this);
            sound.heard->setRange(0, kParts);
            auto *column = new QVBoxLayout;
            column->setSpacing(4);
            column->addWidget(sound.button);
            column->addWidget(sound.heard);
            m_soundRow->addLayout(column, 1);
            m_sounds.push_back(sound);
            connect(sound.button, &QToolButton::clicked, this, [this, place] { m_session.hear(place); });
        }
    }
    if (m_asked != state.current || m_undone != undone) {
        m_asked = state.current;
        m_undone = undone;
        m_answer->ask(int(trial->shown.size()));
        m_answer->setHeard(-1);
    }
    m_count->setText(tr("Question %1 of %2").arg(state.current + 1).arg(plan.order.trials.size()));
    m_progress->setRange(0, int(plan.order.trials.size()));
    m_progress->setValue(state.current);
    m_text->setText(QString::fromStdString(plan.design.rows[std::size_t(trial->row)].text));
    if (const RowSounds *sounds = m_session.sounds())
        m_wave->setOutline(sounds->outline, sounds->seconds);
    else
        m_wave->setOutline({}, 0);
    followSound();
}

void BlindQuestion::followSound() {
    if (m_asked < 0)
        return;
    m_wave->setPosition(m_session.position(), m_session.region(), m_session.regionStart());
    m_answer->setHeard(m_session.heardPlace());
    QStringList missing;
    for (std::size_t i = 0; i < m_sounds.size(); ++i) {
        const double share = m_session.heardShare(m_places[i]);
        m_sounds[i].heard->setValue(int(share * kParts));
        m_sounds[i].button->setChecked(m_places[i] == m_session.heardPlace());
        if (share < 1)
            missing << letterOf(m_places[i]);
    }
    const bool ready = m_session.isReady();
    for (const Sound &sound : m_sounds)
        sound.button->setEnabled(ready);
    const QString answer = m_answer->missing();
    m_hint->setText(!ready               ? tr("The sounds are being read …")
                    : !missing.isEmpty() ? tr("Still to be heard: %1.").arg(missing.join(tr(", ", "between letters")))
                    : !answer.isEmpty()  ? answer
                                         : tr("Enter keeps the answer and goes on."));
}

void BlindQuestion::vote() {
    const auto vote = m_answer->vote();
    if (vote && m_session.mayVote())
        m_session.vote(*vote);
}

void BlindQuestion::mark(bool start) {
    const double at = m_session.position();
    const auto region = m_session.region();
    if (start)
        m_session.setRegion(at, region && region->second > at ? std::optional(region->second) : std::nullopt);
    else if (const auto from = region ? std::optional(region->first) : m_session.regionStart())
        m_session.setRegion(from, at);
    else
        m_session.setRegion(0.0, at);
}

void BlindQuestion::step(int by) {
    const auto found = std::find(m_places.begin(), m_places.end(), m_session.heardPlace());
    const int last = int(m_places.size()) - 1;
    const int now = found == m_places.end() ? (by > 0 ? -1 : last + 1) : int(found - m_places.begin());
    m_session.hear(m_places[std::size_t(std::clamp(now + by, 0, last))]);
}

bool BlindQuestion::press(QKeyEvent &key) {
    if (m_asked < 0 || (key.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)))
        return false;
    if (m_session.isBusy())
        return true; // the answer before is on its way to the disk
    if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) {
        vote();
        return true;
    }
    if (m_answer->press(key))
        return true;
    const bool isForm = m_session.plan().design.mode == Mode::OriginalForm;
    if (key.key() >= Qt::Key_1 && key.key() <= Qt::Key_9) {
        const std::size_t index = std::size_t(key.key() - Qt::Key_1);
        if (index < m_places.size())
            m_session.hear(m_places[index]);
        return true;
    }
    switch (key.key()) {
    case Qt::Key_A:
        m_session.hear(0);
        return true;
    case Qt::Key_B:
        m_session.hear(1);
        return true;
    case Qt::Key_X:
        m_session.hear(kPlaceOfX);
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        step(key.key() == Qt::Key_Left ? -1 : 1);
        return true;
    case Qt::Key_Space:
        m_session.playOrPause();
        return true;
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        mark(key.key() == Qt::Key_BracketLeft);
        return true;
    case Qt::Key_Backspace:
        m_session.setRegion({}, {});
        return true;
    case Qt::Key_L:
        m_session.setLoop(!m_session.isLooped());
        return true;
    case Qt::Key_Z:
        m_session.undo();
        return true;
    default:
        return isForm && key.key() == Qt::Key_N;
    }
}

QString BlindQuestion::keyWords() const {
    const Mode mode = m_session.plan().design.mode;
    const QString hear = mode == Mode::Abx            ? tr("A B X or 1 2 3 hear")
                         : isPairwise(mode)           ? tr("A B or 1 2 hear")
                         : mode == Mode::OriginalForm ? tr("A B hear")
                                                      : tr("1–9 hear");
    return hear +
           tr(" · ← → the other sound · Space play or pause · [ ] repeat a part · Backspace all of it · L repeat "
              "or once") +
           u'\n' + m_answer->keyWords() + tr(" · Enter keep the answer · Z take the last one back · Esc pause");
}

} // namespace ui::listening

#include "moc_blind_question.cpp"
