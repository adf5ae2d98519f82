#include "ui/shared/transport.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "app/settings/settings.h"
#include "app/speech/level_matcher.h"
#include "ui/shared/controls.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/key_tips.h"
#include "ui/shared/labels.h"
#include "ui/shared/level_meter.h"
#include "ui/shared/output_choice.h"
#include "ui/shared/program_strip.h"
#include "ui/shared/waveform_view.h"
#include "ui/theme.h"

namespace ui::shared {

using State = app::speech::Player::State;

namespace {

std::vector<double> gainsOf(const std::array<Transport::Side, 2> &pair) {
    return {app::speech::toLinear(pair[0].decibel), app::speech::toLinear(pair[1].decibel)};
}

} // namespace

QString soundTitle(const QString &voice, const QString &said) {
    const QString words = said.simplified();
    return Transport::tr("%1: %2", "voice: first words of the text")
        .arg(voice, words.size() > 80 ? words.left(79) + u'…' : words);
}

Transport::Transport(app::speech::Player &player, app::Settings &settings, QWidget *parent)
    : QWidget(parent), m_player(player), m_settings(settings), m_levelled(player) {
    m_waveform = new WaveformView(this);
    m_play = makeButton(u"play", tr("Play"), tr("Play or pause (Space outside the text)"));
    m_stop = makeButton(u"stop", tr("Stop"), {});
    setKeyTip(m_stop, tr("Stop speaking and playing"), QStringLiteral("speech.stop"));
    m_loop = makeButton(u"loop", tr("Loop"), {});
    setKeyTip(m_loop, tr("Repeat the take or the selection"), QStringLiteral("playback.loop"));
    m_loop->setCheckable(true);
    m_spectrogram =
        makeButton(u"spectrogram", tr("Spectrogram"), tr("Show over the wave which frequencies sound when"));
    m_spectrogram->setCheckable(true);
    m_time = new QLabel(this);
    m_time->setFont(withTabularDigits(font()));
    m_time->setAccessibleName(tr("Position"));
    m_title = new ElidedLabel(this);
    setRole(m_title, "quiet");
    m_title->setAccessibleName(tr("What is sounding"));
    m_loudness = new QLabel(this);
    m_loudness->setFont(withTabularDigits(font()));
    m_loudness->setAccessibleName(tr("Loudness"));
    m_loudness->setContentsMargins(0, 0, kGrid, 0);
    m_meter = new LevelMeter(this);
    m_mute = makeButton(u"volume", tr("Mute"), tr("Silence the output"));
    m_mute->setCheckable(true);
    m_volume = new QSlider(Qt::Horizontal, this);
    m_volume->setRange(0, 100);
    m_volume->setFixedWidth(104);
    m_volume->setAccessibleName(tr("Volume"));
    m_program = new ProgramStrip(player, settings, this);

    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_play);
    row->addWidget(m_stop);
    row->addWidget(m_loop);
    row->addWidget(m_spectrogram);
    row->addSpacing(kGrid);
    row->addWidget(m_time);
    row->addSpacing(2 * kGrid);
    row->addWidget(m_title, 1);
    row->addSpacing(2 * kGrid);
    row->addWidget(m_loudness);
    row->addWidget(m_meter);
    row->addSpacing(kGrid);
    row->addWidget(m_mute);
    row->addWidget(m_volume);
    row->addSpacing(2 * kGrid);
    row->addWidget(m_program);
    row->addSpacing(kGrid);
    row->addWidget(new OutputChoice(player, settings, this));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, 4);
    layout->setSpacing(6);
    layout->addWidget(m_waveform);
    layout->addLayout(row);

    connect(m_play, &QToolButton::clicked, this, &Transport::playOrPause);
    connect(m_stop, &QToolButton::clicked, this, &Transport::stopRequested);
    connect(m_loop, &QToolButton::clicked, this, &Transport::toggleLoop);
    connect(m_spectrogram, &QToolButton::clicked, this, &Transport::toggleSpectrogram);
    connect(m_mute, &QToolButton::clicked, this, &Transport::toggleMuted);
    // The ear hears in ratios: a square law gives the slider an even feel.
    connect(m_volume, &QSlider::valueChanged, this,
            [this](int percent) { m_settings.setVolume(std::pow(percent / 100.0, 2.0)); });
    connect(m_program, &ProgramStrip::changed, this, &Transport::sayWhatIsHeard);
    connect(m_program, &ProgramStrip::changed, this, &Transport::changed);
    connect(m_waveform, &WaveformView::seekRequested, this, &Transport::seek);
    connect(m_waveform, &WaveformView::selectionChanged, this, [this] {
        const auto &selection = m_waveform->selection();
        if (selection && m_clip && m_player.state() == State::Playing) {
            play(selection->from, selection->to);
        }
    });
    connect(&m_player, &app::speech::Player::stateChanged, this, &Transport::followPlayer);
    connect(&m_player, &app::speech::Player::positionChanged, this, [this](double seconds) {
        m_waveform->setPlayhead(seconds);
        showTime(seconds);
    });
    connect(&m_player, &app::speech::Player::levelChanged, m_meter, &LevelMeter::setPeak);
    connect(&m_settings, &app::Settings::changed, this, &Transport::followSettings);
    connect(&m_levelled, &app::speech::LevelledPlayer::changed, this, &Transport::showLoudness);
    followSettings();
    followPlayer();
    showTime(0);
    showWhat();
}

QToolButton *Transport::makeButton(QStringView iconName, const QString &name, const QString &tip) {
    return makeIconButton(iconName, name, tip, this);
}

void Transport::beginStream(quint64 id, const QString &what) {
    m_streaming = id;
    m_clip = nullptr;
    m_pair.reset();
    m_part.reset();
    m_levelled.prepare(nullptr);
    m_cursor = 0;
    m_what = what;
    m_waveform->clear();
    m_waveform->setPlayhead(0);
    showTime(0);
    showWhat();
    followPlayer();
}

void Transport::appendToStream(quint64 id, const engine::ClipPtr &clip) {
    if (id == m_streaming) {
        const bool first = m_waveform->seconds() <= 0;
        m_waveform->append(clip);
        showTime(std::max(0.0, m_waveform->playhead()));
        if (first) {
            Q_EMIT changed();
        }
    }
}

void Transport::finishStream(quint64 id, const engine::ClipPtr &whole) {
    if (id == m_streaming) {
        m_streaming = 0;
        m_clip = whole;
        m_levelled.prepare(whole);
        followPlayer();
    }
}

void Transport::abandonStream(quint64 id) {
    if (id == m_streaming) {
        m_streaming = 0;
        m_clip = m_waveform->peaks().joined();
        m_levelled.prepare(m_clip);
        m_what = m_clip ? tr("%1 (stopped)").arg(m_what) : QString();
        m_cursor = 0;
        m_waveform->setPlayhead(m_clip ? 0 : -1);
        showTime(0);
        showWhat();
        followPlayer();
    }
}

void Transport::playTake(const engine::ClipPtr &clip, const QString &what) {
    beginStream(0, what);
    m_waveform->append(clip);
    m_clip = clip;
    play(0);
    followPlayer();
}

void Transport::playPair(const std::array<Side, 2> &sides, int heard) {
    beginStream(0, {});
    m_pair = sides;
    m_heard = heard == 0 ? 0 : 1;
    m_clip = sides[std::size_t(m_heard)].clip;
    hear(heard);
    play(0);
    followPlayer();
}

void Transport::hear(int side) {
    if (!m_pair) {
        return;
    }
    m_heard = side == 0 ? 0 : 1;
    const Side &heard = (*m_pair)[std::size_t(m_heard)];
    m_clip = heard.clip;
    m_what =
        tr("%1 · %2", "which one of two is compared · what it is")
            .arg(m_heard == 0 ? tr("A", "the first of two takes") : tr("B", "the second of two takes"), heard.what);
    m_player.hear(m_heard);
    m_waveform->exchange(heard.clip, length());
    showWhat();
    showTime(std::max(0.0, m_waveform->playhead()));
    Q_EMIT changed();
}

void Transport::setPairLevels(double first, double second) {
    if (m_pair) {
        (*m_pair)[0].decibel = first;
        (*m_pair)[1].decibel = second;
        m_player.setGroupGains(gainsOf(*m_pair));
    }
}

void Transport::endPair() {
    if (!m_pair) {
        return;
    }
    const Side heard = (*m_pair)[std::size_t(m_heard)];
    m_player.stop();
    beginStream(0, heard.what);
    m_waveform->append(heard.clip);
    m_clip = heard.clip;
    m_levelled.prepare(m_clip);
    followPlayer();
}

double Transport::length() const {
    if (m_pair) {
        return std::max(m_pair->front().clip->seconds(), m_pair->back().clip->seconds());
    }
    return m_clip ? m_clip->seconds() : 0.0;
}

bool Transport::isPlaying() const {
    return m_player.state() == State::Playing;
}

void Transport::setSpeaking(bool speaking) {
    m_speaking = speaking;
    enableStop();
}

void Transport::enableStop() {
    m_stop->setEnabled(m_speaking || m_player.state() != State::Stopped);
}

bool Transport::canPlay() const {
    return m_clip || m_player.state() != State::Stopped;
}

void Transport::playOrPause() {
    switch (m_player.state()) {
    case State::Playing:
        m_player.pause();
        return;
    case State::Paused:
        m_player.resume();
        return;
    case State::Stopped:
        break;
    }
    if (!m_clip) {
        return;
    }
    if (const auto &selection = m_waveform->selection()) {
        play(selection->from, selection->to);
    } else {
        const bool atEnd = m_cursor >= length() - 0.02;
        play(atEnd ? 0 : m_cursor);
    }
}

void Transport::play(double from, double to) {
    m_part.reset();
    if (to >= 0) {
        m_part.emplace(from, to);
    }
    if (m_pair) {
        const std::vector<double> gains = gainsOf(*m_pair);
        m_player.playGroup({{m_pair->front().clip, gains.front()}, {m_pair->back().clip, gains.back()}}, m_heard, from,
                           to);
    } else {
        m_levelled.play(m_clip, {from, to});
    }
}

// While a take sounds the change is heard at once, at the same place.
void Transport::followLoudness() {
    if (m_levelled.target() == m_settings.loudness()) {
        return;
    }
    m_levelled.setTarget(m_settings.loudness());
    const State state = m_player.state();
    if (m_clip && !m_pair && state != State::Stopped) {
        const double from = m_part ? m_part->first : 0;
        const double to = m_part ? m_part->second : -1;
        m_levelled.play(m_clip, {from, to, std::max(from, m_waveform->playhead()), state == State::Paused});
    }
}

void Transport::stop() {
    m_levelled.forget();
    m_player.stop();
    m_cursor = 0;
    if (m_clip) {
        m_waveform->setPlayhead(0);
        showTime(0);
    }
}

void Transport::toggleLoop() {
    m_settings.setLoop(!m_settings.loop());
    followSettings();
}

void Transport::loopSelection() {
    const auto &selection = m_waveform->selection();
    if (!selection || !m_clip) {
        return;
    }
    m_settings.setLoop(true);
    followSettings();
    play(selection->from, selection->to);
}

void Transport::toggleSpectrogram() {
    m_settings.setSpectrogram(!m_settings.spectrogram());
    followSettings();
}

void Transport::toggleOnAir() {
    m_program->toggle();
}

bool Transport::canGoOnAir() const {
    return m_program->canToggle();
}

bool Transport::isOnAir() const {
    return m_program->isOnAir();
}

void Transport::toggleMuted() {
    m_settings.setMuted(!m_settings.muted());
    followSettings();
}

void Transport::seek(double seconds) {
    const State state = m_player.state();
    const bool leavesPart = m_part && (!m_waveform->selection() || seconds < m_part->first || seconds > m_part->second);
    if (state != State::Stopped && leavesPart && m_clip) { // the player knows the part only: the whole take, from there
        play(0);
        m_player.seek(seconds);
        if (state == State::Paused) {
            m_player.pause();
        }
    } else if (state != State::Stopped) {
        m_player.seek(seconds);
    } else if (m_clip) {
        m_cursor = seconds;
    } else {
        return;
    }
    m_waveform->setPlayhead(seconds);
    m_waveform->reveal(seconds);
    showTime(seconds);
}

void Transport::followPlayer() {
    const State state = m_player.state();
    const bool playing = state == State::Playing;
    m_play->setIcon(icon(playing ? u"pause" : u"play"));
    m_play->setAccessibleName(playing ? tr("Pause") : tr("Play"));
    m_play->setEnabled(canPlay());
    enableStop();
    if (state == State::Stopped) {
        m_meter->setPeak(0);
        if (m_clip) { // played to its end, or stopped: the next one starts where the person put the cursor
            m_waveform->setPlayhead(m_cursor);
            showTime(m_cursor);
        }
    }
    Q_EMIT changed();
}

void Transport::followSettings() {
    followLoudness();
    const QSignalBlocker quiet(m_volume);
    m_volume->setValue(int(std::lround(std::sqrt(m_settings.volume()) * 100)));
    m_loop->setChecked(m_settings.loop());
    m_spectrogram->setChecked(m_settings.spectrogram());
    m_waveform->setSpectrogramShown(m_settings.spectrogram());
    m_mute->setChecked(m_settings.muted());
    m_mute->setIcon(icon(m_settings.muted() ? u"muted" : u"volume"));
    sayWhatIsHeard();
}

// Volume and mute are the monitor's: who is on air should not take them for the program's.
void Transport::sayWhatIsHeard() {
    const bool onAir = m_player.program().onAir && m_player.program().present;
    m_volume->setToolTip((onAir ? tr("Volume %1 %, of what you hear; the program has its own") : tr("Volume %1 %"))
                             .arg(m_volume->value()));
    if (m_settings.muted()) {
        m_mute->setToolTip(onAir ? tr("Muted: you hear nothing, but the program still sounds. Click to hear it again.")
                                 : tr("Muted: nothing is heard. Click to hear it again."));
    } else {
        m_mute->setToolTip(onAir ? tr("Silence what you hear; the program goes on") : tr("Silence the output"));
    }
    m_mute->setAccessibleDescription(m_mute->toolTip());
    m_volume->setAccessibleDescription(m_volume->toolTip());
}

void Transport::showTime(double seconds) {
    m_time->setText(tr("%1 / %2").arg(clockTime(seconds, 1), clockTime(m_waveform->seconds(), 1)));
}

void Transport::showWhat() {
    m_title->setText(m_what);
    showLoudness();
}

void Transport::showLoudness() {
    const auto &change = m_levelled.change();
    const auto reached = change ? change->reached() : std::nullopt;
    m_loudness->setVisible(reached && !m_pair);
    if (!reached) {
        return;
    }
    const auto &gain = change->gain;
    const QString added = decibel(gain.decibel);
    setRole(m_loudness, gain.limitedByPeak ? "attention" : "quiet");
    m_loudness->setText(gain.limitedByPeak ? tr("%1 at most", "a loudness").arg(lufs(*reached)) : lufs(*reached));
    m_loudness->setToolTip(
        gain.limitedByPeak
            ? tr("%1 instead of %2: its peaks allow no more than %3.").arg(lufs(*reached), lufs(change->target), added)
            : tr("Played with %1, for %2; the take stays as it was made.").arg(added, lufs(change->target)));
    m_loudness->setAccessibleDescription(m_loudness->toolTip());
}

} // namespace ui::shared

#include "moc_transport.cpp"
