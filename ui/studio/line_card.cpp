#include "ui/studio/line_card.h"

#include <QApplication>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "app/cloning/line_maker.h"
#include "app/script/script_document.h"
#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "ui/shared/controls.h"
#include "ui/shared/explanation.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/shared/plain_tip.h"
#include "ui/studio/line_problems.h"
#include "ui/studio/own_cue.h"
#include "ui/studio/own_speed.h"
#include "ui/theme.h"

namespace ui::studio {

using app::script::Line;

namespace {

constexpr int kMostLookedAt = 500; // of more lines it is not asked whether they keep their takes' seeds

// What all lines have in common; none when they differ.
template <typename Value> std::optional<Value> common(const QList<const Line *> &lines, Value Line::*member) {
    for (const Line *line : lines) {
        if (line->*member != lines.first()->*member) {
            return {};
        }
    }
    return lines.first()->*member;
}

QString name(const engine::Voice &voice) {
    return QString::fromStdString(voice.name);
}

} // namespace

LineCard::LineCard(Uses uses, QWidget *parent) : QFrame(parent), m_uses(uses) {
    setRole(this, "card");
    m_heading = new QLabel(this);
    setRole(m_heading, "heading");
    m_heading->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_summary = new shared::ElidedLabel(this);
    setRole(m_summary, "quiet");
    m_fold = new QToolButton(this);
    m_fold->setIconSize(QSize(16, 16));
    auto *top = new QHBoxLayout;
    top->setSpacing(4);
    top->addWidget(m_heading);
    top->addWidget(shared::makeQuestion(tr("Settings of a line"),
                                        tr("A line may have a voice, a speed and a seed of its own; the others follow "
                                           "the Studio. An empty field means “as the Studio”."),
                                        this));
    top->addSpacing(4);
    top->addWidget(m_summary, 1);
    top->addStretch(0); // in place of the summary
    top->addWidget(m_fold);
    m_fields = new QWidget(this);

    m_voice = new QComboBox(this);
    m_voice->setAccessibleName(tr("Voice of the line"));
    m_voice->setPlaceholderText(tr("mixed"));
    m_voice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    shared::keepRoomFor(m_voice, tr("as the Studio"));
    m_speed = new OwnSpeed(this);
    m_speed->setAccessibleName(tr("Speed of the line"));
    m_speed->setFont(withTabularDigits(font()));
    m_seed = new QLineEdit(this);
    m_seed->setAccessibleName(tr("Seed of the line"));
    m_seed->setMaxLength(20);
    m_seed->setFont(withTabularDigits(font()));
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]*")), m_seed));
    m_keepSeed = new QToolButton(this);
    m_keepSeed->setIcon(shared::icon(u"pin"));
    m_keepSeed->setAccessibleName(tr("Keep the newest take's seed"));
    m_keepSeed->setToolTip(tr("Keep the newest take's seed for this line"));
    m_voiceReset = makeReset(tr("Voice as the Studio"));
    m_speedReset = makeReset(tr("Speed as the Studio"));
    m_seedReset = makeReset(tr("Seed as the Studio"));
    m_cue = new OwnCue(this);
    m_cueReset = makeReset(tr("No cue"));

    auto *grid = new QGridLayout(m_fields);
    grid->setContentsMargins(0, 0, 0, 4);
    grid->setHorizontalSpacing(4);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    addRow(grid, tr("Voice"), m_voice, nullptr, m_voiceReset);
    addRow(grid, tr("Speed"), m_speed, nullptr, m_speedReset);
    addRow(grid, tr("Seed"), m_seed, m_keepSeed, m_seedReset);
    m_cueName = addRow(grid, tr("Cue"), m_cue, nullptr, m_cueReset);
    setTabOrder(m_cue->fields().last(), m_cueReset);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(m_fields);
    setTabOrder(m_fold, m_voice);

    connect(m_fold, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
    connect(m_voice, &QComboBox::activated, this,
            [this](int index) { m_uses.script.setVoice(m_rows, m_voice->itemData(index).toString()); });
    connect(m_speed, &OwnSpeed::chosen, this,
            [this](std::optional<double> speed) { m_uses.script.setSpeed(m_rows, speed); });
    connect(m_seed, &QLineEdit::editingFinished, this, &LineCard::takeSeed);
    connect(m_keepSeed, &QToolButton::clicked, this, &LineCard::keepNewestSeeds);
    connect(m_voiceReset, &QToolButton::clicked, this, [this] { m_uses.script.setVoice(m_rows, {}); });
    connect(m_speedReset, &QToolButton::clicked, this, [this] {
        m_uses.script.closeStep(); // not part of what was turned just before
        m_uses.script.setSpeed(m_rows, {});
    });
    connect(m_seedReset, &QToolButton::clicked, this, [this] { m_uses.script.setSeed(m_rows, {}); });
    connect(m_cue, &OwnCue::chosen, this,
            [this](const std::optional<app::script::CueTimes> &cue) { m_uses.script.setCue(m_rows.first(), cue); });
    connect(m_cue, &OwnCue::problem, this, &LineCard::problem);
    connect(m_cueReset, &QToolButton::clicked, this, [this] { m_uses.script.setCue(m_rows.first(), {}); });
    shared::letWheelPass(m_voice);
    m_speed->installEventFilter(this);
    m_seed->installEventFilter(this);
    for (QLineEdit *field : m_cue->fields()) {
        field->installEventFilter(this);
    }
    connect(&m_uses.settings, &app::Settings::changed, this, [this](const QString &key) {
        if (key == u"voice" || key == u"speed" || key == u"seed" || key == u"seedPinned") {
            follow();
        } else if (key == u"lineCard") {
            followState();
        }
    });
    connect(&m_uses.voices, &app::voices::VoiceLibrary::changed, this, &LineCard::listVoices);
    connect(&m_uses.lines, &app::cloning::LineMaker::changed, this, &LineCard::followSeed);
    fold(true);
    followState();
    listVoices();
    follow();
}

void LineCard::setOpen(bool open) {
    m_uses.settings.setLineCard(open ? app::LineCardState::Open : app::LineCardState::Folded);
    followState();
}

void LineCard::followState() {
    const app::LineCardState state = m_uses.settings.lineCard();
    m_asWanted = state != app::LineCardState::Auto;
    if (m_asWanted) {
        fold(state == app::LineCardState::Folded);
    } else {
        setRoomy(m_roomy);
    }
}

// Until the window closes: who goes to a field by a key did not say how the card should look from now on.
void LineCard::openForNow() {
    m_asWanted = true;
    fold(false);
}

void LineCard::fold(bool folded) {
    const bool open = !folded;
    const bool focused = m_fields->isAncestorOf(focusWidget());
    m_open = open;
    m_fields->setVisible(open);
    m_summary->setVisible(!open);
    m_fold->setIcon(shared::icon(open ? u"fold" : u"unfold"));
    const QString name = open ? tr("Hide the settings of the line") : tr("Show the settings of the line");
    m_fold->setAccessibleName(name);
    m_fold->setToolTip(name);
    if (focused && !open) {
        m_fold->setFocus();
    }
}

void LineCard::setRoomy(bool roomy) {
    m_roomy = roomy;
    if (!m_asWanted && roomy != m_open && !m_fields->isAncestorOf(focusWidget())) {
        fold(!roomy);
    }
}

// What the fields would show, in words.
void LineCard::sumUp() {
    const QList<const Line *> chosen = lines();
    const auto voice = common(chosen, &Line::voiceId);
    const auto speed = common(chosen, &Line::speed);
    const auto seed = common(chosen, &Line::seed);
    QStringList parts;
    if (!voice || !speed || !seed) {
        parts << tr("mixed");
    }
    if (speed && *speed) {
        parts << tr("%1 ×").arg(QLocale().toString(**speed, 'f', 2));
    }
    if (seed && *seed) {
        parts << tr("seed %1").arg(**seed);
    }
    if (voice && !voice->isEmpty()) {
        parts << m_voice->currentText();
    }
    if (chosen.size() == 1 && chosen.first()->cue) {
        parts << timesOfCue(*chosen.first()->cue);
    }
    m_summary->setText(parts.isEmpty() ? tr("as the Studio") : parts.join(QStringLiteral(" · ")));
}

QToolButton *LineCard::makeReset(const QString &name) {
    auto *button = new QToolButton(this);
    button->setIcon(shared::icon(u"reset"));
    button->setAccessibleName(name);
    button->setToolTip(name);
    return button;
}

QLabel *LineCard::addRow(QGridLayout *grid, const QString &name, QWidget *field, QToolButton *extra,
                         QToolButton *reset) {
    const int row = grid->rowCount();
    auto *label = new QLabel(name, this);
    label->setBuddy(field);
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1, 1, extra ? 1 : 2);
    if (extra) {
        grid->addWidget(extra, row, 2);
        setTabOrder(field, extra);
    }
    grid->addWidget(reset, row, 3);
    setTabOrder(extra ? static_cast<QWidget *>(extra) : field, reset);
    for (QToolButton *button : {extra, reset}) {
        if (button) {
            button->setIconSize(QSize(16, 16));
        }
    }
    return label;
}

QList<const Line *> LineCard::lines() const {
    QList<const Line *> chosen;
    for (const int row : m_rows) {
        if (row < m_uses.script.count()) {
            chosen << &m_uses.script.line(row);
        }
    }
    return chosen.isEmpty() ? QList<const Line *>{&m_uses.script.line(0)} : chosen;
}

void LineCard::showLines(const QList<int> &rows) {
    if (rows != m_rows && !rows.isEmpty()) {
        finishTyping(); // it was meant for the lines that were chosen until now
        m_rows = rows;
    }
    follow();
}

void LineCard::finishTyping() {
    m_speed->interpretText();
    takeSeed();
    m_cue->finishTyping();
}

void LineCard::takeSeed() {
    if (!m_seed->isModified()) {
        return;
    }
    m_seed->setModified(false);
    bool valid = false;
    const quint64 seed = m_seed->text().toULongLong(&valid);
    if (valid) {
        m_uses.script.setSeed(m_rows, seed);
    } else if (m_seed->text().isEmpty()) {
        m_uses.script.setSeed(m_rows, {});
    } else {
        Q_EMIT problem(seedTooLarge(m_seed->text()));
    }
    followSeed();
}

void LineCard::keepNewestSeeds() {
    QHash<int, quint64> seeds;
    for (const int row : m_rows) {
        if (row >= m_uses.script.count()) {
            continue;
        }
        if (const auto newest = m_uses.lines.standing(m_uses.script.line(row).id).newest) {
            seeds.insert(row, newest->seed);
        }
    }
    if (seeds.isEmpty()) {
        Q_EMIT problem({tr("There is no take whose seed could be kept."), tr("Speak the line first."), {}});
        return;
    }
    m_seed->setModified(false);
    m_uses.script.setSeeds(seeds);
    followSeed();
}

void LineCard::clearOwn() {
    m_seed->setModified(false);
    m_uses.script.clearOwn(m_rows);
}

void LineCard::focusSpeed() {
    m_speed->selectAll();
    focusField(m_speed);
}

void LineCard::focusSeed() {
    m_seed->selectAll();
    focusField(m_seed);
}

void LineCard::focusCue() {
    if (m_rows.size() != 1) {
        Q_EMIT problem(cueOfSeveral());
        return;
    }
    m_cueWanted = true;
    followCue();
    m_cue->fields().first()->selectAll();
    focusField(m_cue);
}

void LineCard::focusField(QWidget *field) {
    openForNow();
    field->setFocus(Qt::ShortcutFocusReason);
    Q_EMIT shown(field);
}

void LineCard::follow() {
    const QString heading = m_rows.size() == 1 ? tr("Line %L1").arg(m_rows.first() + 1)
                                               : tr("Lines %L1–%L2").arg(m_rows.first() + 1).arg(m_rows.last() + 1);
    m_heading->setText(heading);
    setAccessibleName(heading);
    followVoice();
    followSpeed();
    followSeed();
    followCue();
    sumUp();
}

void LineCard::listVoices() {
    const QSignalBlocker quiet(m_voice);
    m_voice->clear();
    m_voice->addItem(tr("as the Studio"), QString());
    for (const engine::Voice &each : m_uses.voices.voices()->voices) {
        m_voice->addItem(name(each), QString::fromStdString(each.id));
    }
    m_listed = m_voice->count();
    followVoice();
    sumUp();
}

void LineCard::followVoice() {
    const QList<const Line *> chosen = lines();
    const auto voice = common(chosen, &Line::voiceId);
    const QSignalBlocker quiet(m_voice);
    while (m_voice->count() > m_listed) {
        m_voice->removeItem(m_listed);
    }
    if (voice && m_voice->findData(*voice) < 0) {
        m_voice->addItem(tr("%1 (not there)").arg(*voice), *voice);
    }
    m_voice->setCurrentIndex(voice ? m_voice->findData(*voice) : -1);
    const engine::Voice *studio = m_uses.voices.find(m_uses.settings.voiceId());
    m_voice->setToolTip(shared::plainTip(
        voice && voice->isEmpty() && studio ? tr("As the Studio: %1").arg(name(*studio)) : m_voice->currentText()));
    m_voiceReset->setEnabled(
        std::any_of(chosen.begin(), chosen.end(), [](const Line *line) { return !line->voiceId.isEmpty(); }));
}

void LineCard::followSpeed() {
    const QList<const Line *> chosen = lines();
    const auto speed = common(chosen, &Line::speed);
    const double studio = m_uses.settings.speed();
    m_speed->showSpeed(speed.value_or(std::nullopt), speed ? tr("as the Studio") : tr("mixed"), studio);
    m_speed->setToolTip(tr("As the Studio: %1 ×").arg(QLocale().toString(studio, 'f', 2)));
    m_speedReset->setEnabled(
        std::any_of(chosen.begin(), chosen.end(), [](const Line *line) { return line->speed.has_value(); }));
}

void LineCard::followSeed() {
    const QList<const Line *> chosen = lines();
    bool own = false, kept = true, made = false;
    if (chosen.size() > kMostLookedAt) {
        kept = false;
        made = true;
    }
    for (const Line *line : chosen) {
        own = own || line->seed;
        if (chosen.size() > kMostLookedAt) {
            continue;
        }
        if (const auto newest = m_uses.lines.standing(line->id).newest) {
            made = true;
            kept = kept && line->seed == newest->seed;
        }
    }
    m_seedReset->setEnabled(own);
    m_keepSeed->setEnabled(made && !kept);
    if (m_seed->isModified()) {
        return; // it is being typed in
    }
    const auto seed = common(chosen, &Line::seed);
    const QString text = seed && *seed ? QString::number(**seed) : QString();
    if (m_seed->text() != text) {
        m_seed->setText(text);
        m_seed->setCursorPosition(0);
    }
    m_seed->setPlaceholderText(seed ? tr("as the Studio") : tr("mixed"));
    const QString studio = QString::number(m_uses.settings.seed());
    m_seed->setToolTip(!text.isEmpty()                ? tr("Seed %1").arg(text)
                       : m_uses.settings.seedPinned() ? tr("As the Studio: %1").arg(studio)
                                                      : tr("As the Studio: a new one for each take"));
}

// Where no line has times nobody is asked for them.
void LineCard::followCue() {
    const QList<const Line *> chosen = lines();
    const auto cue = common(chosen, &Line::cue);
    const auto &all = m_uses.script.script().lines;
    const bool timed =
        m_cueWanted || std::any_of(all.begin(), all.end(), [](const Line &line) { return line.cue.has_value(); });
    const bool one = chosen.size() == 1;
    m_cue->showCue(one ? cue.value_or(std::nullopt) : std::nullopt, one ? tr("none") : tr("mixed"), one);
    m_cueReset->setEnabled(one && chosen.first()->cue);
    if (!timed && (m_cueReset->hasFocus() || m_cue->isAncestorOf(QApplication::focusWidget()))) {
        Q_EMIT done();
    }
    for (QWidget *each :
         {static_cast<QWidget *>(m_cueName), static_cast<QWidget *>(m_cue), static_cast<QWidget *>(m_cueReset)}) {
        each->setVisible(timed);
    }
}

// In the fields Esc takes back what was typed; elsewhere it stops what sounds.
bool LineCard::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape &&
        (m_speed->hasFocus() || m_seed->hasFocus() || m_cue->isAncestorOf(QApplication::focusWidget()))) {
        event->accept();
        return true;
    }
    return QFrame::event(event);
}

bool LineCard::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape) {
        m_seed->setModified(false);
        m_speed->takeBack();
        m_cue->takeBack();
        follow();
    } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        finishTyping();
    } else {
        return false;
    }
    Q_EMIT done();
    return true;
}

} // namespace ui::studio

#include "moc_line_card.cpp"
