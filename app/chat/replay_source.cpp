#include "app/chat/replay_source.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace app::chat {

namespace {

constexpr std::size_t kAhead = 256;     // events
constexpr int kAtOnce = 512;            // then what else the thread has to do
constexpr qint64 kReadAtOnce = 1 << 20; // bytes; likewise

double within(double speed) {
    return std::isfinite(speed) ? std::clamp(speed, 0.1, 100.) : 1;
}

} // namespace

ReplaySource::ReplaySource(QString file, double speed, QObject *parent)
    : Source(parent), m_name(std::move(file)), m_speed(within(speed)), m_lines(kLongestRecordedLine), m_timer(this) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, this, &ReplaySource::step);
}

void ReplaySource::start() {
    if (m_running)
        return;
    m_file.setFileName(m_name);
    if (!QFileInfo(m_name).isFile() || !m_file.open(QIODevice::ReadOnly)) {
        tell(SourceState::Phase::Failed, {tr("The recorded chat could not be read."), tr("Choose another file."),
                                          m_name + QLatin1String(": ") + m_file.errorString()});
        return;
    }
    m_running = true;
    m_lines = LineSplitter(kLongestRecordedLine);
    m_line = m_firstDamaged = 0;
    m_damaged = 0;
    m_first = -1;
    m_toldDone = -1;
    m_run = QString::number(QDateTime::currentMSecsSinceEpoch(), 36) + u':';
    m_clock.start();
    tell(SourceState::Phase::Live);
    m_timer.start(0);
}

void ReplaySource::stop() {
    m_running = false;
    m_timer.stop();
    m_file.close();
    m_ahead.clear();
    tell(SourceState::Phase::Off);
}

void ReplaySource::fill() {
    const auto spoil = [this](const QString &flaw) {
        if (m_damaged++ == 0) {
            m_firstDamaged = m_line;
            m_flaw = flaw;
        }
    };
    const auto take = [&](const QByteArray &line) {
        RecordedLine read = parseRecordedLine(line);
        if (!read.flaw.isEmpty())
            spoil(read.flaw);
        if (read.event)
            m_ahead.push_back(std::move(*read.event));
    };
    const qint64 begin = m_file.pos();
    for (int i = 0; i < kAtOnce && m_ahead.size() < kAhead && m_file.pos() - begin < kReadAtOnce; ++i) {
        const QByteArray piece = m_file.readLine(kLongestRecordedLine); // at most one end in it
        const qint64 tooLong = m_lines.skipped();
        m_line = m_lines.number() + 1;
        if (piece.isEmpty()) {
            m_file.close();
            if (const QByteArray last = m_lines.rest(); !last.isEmpty())
                take(last);
            return;
        }
        for (const QByteArray &line : m_lines.feed(piece))
            take(line);
        if (m_lines.skipped() > tooLong)
            spoil(tr("the line is too long"));
    }
}

void ReplaySource::step() {
    for (int i = 0; i < kAtOnce && m_running; ++i) {
        if (m_ahead.empty() && m_file.isOpen())
            fill();
        if (m_ahead.empty() && m_file.isOpen()) {
            m_timer.start(0);
            return;
        }
        if (m_ahead.empty()) {
            m_running = false;
            tell(SourceState::Phase::Off);
            return;
        }
        if (m_first < 0)
            m_first = m_ahead.front().at;
        const double wait = double(m_ahead.front().at - m_first) / m_speed - double(m_clock.elapsed());
        if (wait > 0) { // a clock of the recording that went back counts as no wait
            tell(SourceState::Phase::Live);
            m_timer.start(int(std::min(std::ceil(wait), 250.))); // so that progress is told meanwhile
            return;
        }
        RecordedEvent event = std::move(m_ahead.front());
        m_ahead.pop_front();
        play(std::move(event));
    }
    if (m_running)
        m_timer.start(0);
}

void ReplaySource::play(RecordedEvent event) {
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const QString source = QStringLiteral("replay");
    if (auto *message = std::get_if<Message>(&event.what)) {
        message->source = source;
        message->receivedAt = now;
        message->sentAt = 0; // of another day
        for (QString *id : {&message->id, &message->sourceId})
            if (!id->isEmpty())
                id->prepend(m_run);
        Q_EMIT received(std::make_shared<const Message>(std::move(*message)));
    } else {
        Removal removal = std::get<Removal>(event.what);
        removal.source = source;
        removal.at = now;
        for (QString *id : {&removal.messageId, &removal.originId})
            if (!id->isEmpty())
                id->prepend(m_run);
        Q_EMIT removed(removal);
    }
}

void ReplaySource::tell(SourceState::Phase phase, const Problem &problem) {
    SourceState state;
    state.phase = phase;
    state.source = QStringLiteral("replay");
    state.channel = QFileInfo(m_name).fileName();
    state.problem = problem;
    if (m_file.isOpen() && m_file.size() > 0)
        state.done = double(m_file.pos()) / double(m_file.size());
    else if (phase == SourceState::Phase::Off || phase == SourceState::Phase::Live)
        state.done = 1;
    if (m_damaged > 0)
        state.detail = tr("%1 damaged lines left out; the first is line %2: %3")
                           .arg(QString::number(m_damaged), QString::number(m_firstDamaged), m_flaw);
    if (phase == SourceState::Phase::Live && m_toldDone >= 0 &&
        (state.done == m_toldDone || (m_toldAt != 0 && m_clock.elapsed() - m_toldAt < 200)))
        return;
    m_toldDone = state.done;
    m_toldAt = m_clock.isValid() ? m_clock.elapsed() : 0;
    Q_EMIT stateChanged(state);
}

} // namespace app::chat

#include "moc_replay_source.cpp"
