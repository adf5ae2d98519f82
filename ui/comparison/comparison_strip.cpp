#include "ui/comparison/comparison_strip.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include <cmath>
#include <utility>

#include "app/settings/settings.h"
#include "app/takes/take_differences.h"
#include "app/takes/take_library.h"
#include "ui/shared/controls.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/shared/loudness_box.h"
#include "ui/shared/plain_tip.h"
#include "ui/shared/transport.h"
#include "ui/theme.h"

namespace ui::comparison {

using app::takes::TakeLibrary;
using app::takes::TakeRecord;

namespace {

QString title(const TakeRecord &take) {
    return shared::soundTitle(take.voiceName, take.name.isEmpty() ? take.text : take.name);
}

} // namespace

ComparisonStrip::ComparisonStrip(Uses uses, QWidget *parent) : QFrame(parent), m_uses(uses) {
    setAccessibleName(tr("Comparison of two takes"));
    m_differs = new shared::ElidedLabel(this);
    m_differs->setAccessibleName(tr("What differs"));
    m_play = makeButton(u"play", tr("Play"), tr("Play or pause both (Space outside the text)"));
    m_play->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_loop = makeButton(u"loop", tr("Loop"), tr("Repeat them, or what is selected in the wave"));
    m_loop->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_loop->setCheckable(true);
    m_levelled = makeButton(u"volume", tr("Same loudness"),
                            tr("Turn the louder one down to the loudness of the other: of two sounds the louder one "
                               "seems better, whatever it says"));
    m_levelled->setCheckable(true);
    m_levelled->setChecked(m_uses.settings.compareLevelled());
    QToolButton *close = makeButton(u"close", tr("Close the comparison"), tr("Close the comparison"));
    close->setToolButtonStyle(Qt::ToolButtonIconOnly);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    for (QToolButton *button : {m_play, m_loop, m_levelled}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(12, 2, kGrid, 2);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(0);
    makeSide(0, grid);
    makeSide(1, grid);
    grid->setColumnStretch(1, 3);
    grid->setColumnMinimumWidth(5, kGrid);
    grid->addLayout(buttons, 0, 6);
    grid->addWidget(m_differs, 1, 6);
    grid->setColumnStretch(6, 2);

    connect(m_play, &QToolButton::clicked, this, [this] {
        if (m_uses.transport.hasPair()) {
            m_uses.transport.playOrPause();
        } else {
            start();
        }
    });
    connect(m_loop, &QToolButton::clicked, &m_uses.transport, &shared::Transport::toggleLoop);
    connect(m_levelled, &QToolButton::clicked, this, &ComparisonStrip::setLevelled);
    connect(close, &QToolButton::clicked, this, &ComparisonStrip::leave);
    connect(&m_uses.transport, &shared::Transport::changed, this, &ComparisonStrip::followTransport);
    connect(&m_uses.settings, &app::Settings::changed, this, &ComparisonStrip::followTransport);
    connectLibrary();
    hide();
}

QToolButton *ComparisonStrip::makeButton(QStringView iconName, const QString &text, const QString &tip) {
    QToolButton *button = shared::makeIconButton(iconName, text, tip, this);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setText(text);
    return button;
}

void ComparisonStrip::makeSide(int index, QGridLayout *grid) {
    Side &side = m_sides[std::size_t(index)];
    const QString letter = index == 0 ? tr("A", "the first of two takes") : tr("B", "the second of two takes");
    side.button = new QToolButton(this);
    side.button->setText(letter);
    side.button->setCheckable(true);
    side.button->setMinimumWidth(48);
    side.button->setToolTip(tr("Hear %1 at this place (X changes between them)").arg(letter));
    side.button->setAccessibleName(tr("Hear %1").arg(letter));
    setRole(side.button, "segment");
    side.what = new shared::ElidedLabel(this);
    side.what->setAccessibleName(tr("What %1 is").arg(letter));
    side.how = new QLabel(this);
    side.gain = new QLabel(this);
    side.gain->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    side.gain->setMinimumWidth(64);
    side.gain->setToolTip(tr("What was added to %1 so that both sound equally loud").arg(letter));
    for (QLabel *label : {side.how, side.gain}) {
        setRole(label, "quiet");
        label->setFont(withTabularDigits(font()));
    }
    side.keep = makeButton(u"star", tr("Keep %1").arg(letter),
                           tr("Star %1: of a line's takes the starred one goes into an export").arg(letter));
    side.keep->setCheckable(true);
    const int row = index;
    grid->addWidget(side.button, row, 0);
    grid->addWidget(side.what, row, 1);
    grid->addWidget(side.how, row, 2);
    grid->addWidget(side.gain, row, 3);
    grid->addWidget(side.keep, row, 4);
    connect(side.button, &QToolButton::clicked, this, [this, index] { hear(index); });
    connect(side.keep, &QToolButton::clicked, this, [this, index] { keep(index); });
}

void ComparisonStrip::connectLibrary() {
    connect(&m_uses.takes, &TakeLibrary::changed, this, [this](const TakeRecord &take) {
        for (Side &side : m_sides) {
            if (isOpen() && side.take.id == take.id) {
                side.take = take;
                showSides();
            }
        }
    });
    connect(&m_uses.takes, &TakeLibrary::removed, this, [this](const QList<qint64> &ids) {
        if (isOpen() && (ids.contains(m_sides[0].take.id) || ids.contains(m_sides[1].take.id))) {
            leave();
        }
    });
}

void ComparisonStrip::compare(const TakeRecord &one, const TakeRecord &other) {
    m_sides[0].take = one.id < other.id ? one : other;
    m_sides[1].take = one.id < other.id ? other : one;
    begin(false);
}

void ComparisonStrip::compareAt(const TakeRecord &take, std::optional<double> a, std::optional<double> b) {
    m_sides[0].take = m_sides[1].take = take;
    m_sides[0].target = a;
    m_sides[1].target = b;
    begin(true);
}

void ComparisonStrip::begin(bool loudnesses) {
    m_loudnesses = loudnesses;
    m_levelled->setVisible(!loudnesses);
    for (Side &side : m_sides) {
        side.change.reset();
        side.keep->setVisible(!loudnesses);
    }
    m_match = {};
    m_ready = false;
    m_heard = 0;
    ++m_question;
    showSides();
    showLevels();
    followTransport();
    show();
    Q_EMIT openChanged(true);
    read(0);
    read(1);
}

void ComparisonStrip::read(int index) {
    m_sides[std::size_t(index)].clip = nullptr;
    m_uses.takes.audio(m_sides[std::size_t(index)].take.audioHash, this,
                       [this, index, question = m_question](const app::storage::Answer<engine::ClipPtr> &answer) {
                           if (question != m_question) {
                               return;
                           }
                           if (!answer) {
                               leave();
                               Q_EMIT problem(answer.problem);
                               return;
                           }
                           m_sides[std::size_t(index)].clip = *answer.value;
                           if (m_sides[0].clip && m_sides[1].clip) {
                               beginWhenReady();
                           }
                       });
}

void ComparisonStrip::beginWhenReady() {
    if (!m_loudnesses) {
        measure();
        return;
    }
    m_levelling = 0;
    for (int i = 0; i < 2; ++i) {
        if (m_sides[std::size_t(i)].target) {
            ++m_levelling;
            level(i);
        }
    }
}

void ComparisonStrip::level(int index) {
    const Side &side = m_sides[std::size_t(index)];
    m_leveller.level(side.clip, *side.target, this,
                     [this, index, question = m_question](const app::speech::Levelled &levelled) {
                         if (question == m_question) {
                             m_sides[std::size_t(index)].clip = levelled.clip;
                             m_sides[std::size_t(index)].change = levelled.change;
                             if (--m_levelling == 0) {
                                 m_ready = true;
                                 showSides();
                                 showLevels();
                                 start();
                             }
                         }
                     });
}

void ComparisonStrip::measure() {
    m_matcher.match(m_sides[0].clip, m_sides[1].clip, this,
                    [this, question = m_question](const engine::audio::LevelMatch &match) {
                        if (question == m_question) {
                            m_match = match;
                            m_ready = true;
                            showLevels();
                            start();
                        }
                    });
}

void ComparisonStrip::start() {
    if (m_ready) {
        m_uses.transport.playPair({{{m_sides[0].clip, title(m_sides[0].take), decibelOf(0)},
                                    {m_sides[1].clip, title(m_sides[1].take), decibelOf(1)}}},
                                  m_heard);
    }
}

void ComparisonStrip::hear(int side) {
    if (!isOpen()) {
        return;
    }
    m_heard = side == 0 ? 0 : 1;
    if (m_uses.transport.hasPair()) {
        m_uses.transport.hear(m_heard);
    } else {
        start();
    }
    followTransport();
}

void ComparisonStrip::switchSides() {
    hear(1 - m_heard);
}

void ComparisonStrip::leave() {
    if (!isOpen()) {
        return;
    }
    ++m_question;
    for (Side &side : m_sides) {
        side.take = {};
        side.clip = nullptr;
    }
    m_ready = false;
    m_uses.transport.endPair();
    Q_EMIT openChanged(false); // while the focus can still be seen to be in here
    hide();
}

// One of two takes of a line is kept: a star on the other one would leave open which.
void ComparisonStrip::keep(int index) {
    const TakeRecord &kept = m_sides[std::size_t(index)].take;
    const TakeRecord &other = m_sides[std::size_t(1 - index)].take;
    const bool star = !kept.starred;
    m_uses.takes.star(kept.id, star);
    if (star && other.starred && other.lineId == kept.lineId && other.id != kept.id) {
        m_uses.takes.star(other.id, false);
    }
}

void ComparisonStrip::setLevelled(bool levelled) {
    m_uses.settings.setCompareLevelled(levelled);
    m_uses.transport.setPairLevels(decibelOf(0), decibelOf(1));
    showLevels();
}

double ComparisonStrip::decibelOf(int index) const {
    return m_loudnesses || !m_levelled->isChecked() ? 0.0 : index == 0 ? m_match.first : m_match.second;
}

void ComparisonStrip::showLevels() {
    for (int i = 0; i < 2; ++i) {
        Side &side = m_sides[std::size_t(i)];
        const double decibel = std::round(decibelOf(i) * 10) / 10;
        side.gain->setText(side.change ? shared::decibel(side.change->gain.decibel)
                           : decibel < 0
                               ? tr("−%1 dB", "turned down by so much").arg(QLocale().toString(-decibel, 'f', 1))
                               : QString());
    }
}

QString ComparisonStrip::whatDiffers() const {
    if (m_loudnesses) {
        for (const Side &side : m_sides) {
            if (side.change && side.change->gain.limitedByPeak) {
                return tr("loudness differs; %1 is all that the peaks allow")
                    .arg(shared::lufs(*side.change->reached()));
            }
        }
        return tr("loudness differs");
    }
    const TakeRecord &first = m_sides[0].take;
    const TakeRecord &second = m_sides[1].take;
    const QStringList words = app::takes::differences(first, second);
    return !words.isEmpty()                      ? words.join(tr(", ", "between what differs"))
           : first.audioHash == second.audioHash ? tr("the same sound, byte for byte")
                                                 : tr("made with the same settings");
}

void ComparisonStrip::showSides() {
    const QString words = whatDiffers();
    m_differs->setToolTip(shared::plainTip(words));
    m_differs->setText(words);
    for (Side &side : m_sides) {
        side.what->setText(
            m_loudnesses
                ? tr("%1 · %2", "a loudness · which take").arg(shared::loudnessName(side.target), title(side.take))
                : title(side.take));
        side.how->setText(tr("%1 · NFE %2 · seed %3 · %4×", "length · steps · seed · speed")
                              .arg(shared::seconds(side.take.seconds), QString::number(side.take.nfeStep),
                                   QString::number(side.take.seed), QLocale().toString(side.take.speed, 'g', 3)));
        side.keep->setChecked(side.take.starred);
        side.keep->setIcon(shared::icon(side.take.starred ? u"star-filled" : u"star",
                                        side.take.starred ? shared::Tone::Attention : shared::Tone::Text));
    }
}

void ComparisonStrip::followTransport() {
    const bool playing = m_uses.transport.hasPair() && m_uses.transport.isPlaying();
    m_play->setIcon(shared::icon(playing ? u"pause" : u"play"));
    m_play->setAccessibleName(playing ? tr("Pause") : tr("Play"));
    m_loop->setChecked(m_uses.settings.loop());
    m_sides[0].button->setChecked(m_heard == 0);
    m_sides[1].button->setChecked(m_heard == 1);
}

void ComparisonStrip::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_X && event->modifiers() == Qt::NoModifier) {
        switchSides();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace ui::comparison

#include "moc_comparison_strip.cpp"
