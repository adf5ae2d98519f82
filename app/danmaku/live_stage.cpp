#include "app/danmaku/live_stage.h"

#include <QPointer>

#include <algorithm>
#include <utility>

#include "app/danmaku/stage_inside.h"
#include "app/settings/settings.h"
#include "app/voices/voice_library.h"

namespace app::danmaku {

namespace {

constexpr int kTellsEvery = 34; // ms; 30 times a second at most
#ifdef ISHOWTTS_HAVE_PULSE
const QByteArray kOwnDevice = sound::OwnSink::kName;
#endif

} // namespace

LiveStage::Inside::Inside(LiveStage &owner, Uses wants)
    : stage(owner), uses(std::move(wants)), store(uses.database), audit(uses.auditFolder),
      captions(uses.captionFolder, uses.files), sounds(uses.settings, uses.queue, uses.request),
      air(uses.settings, clock), preview(uses.settings, uses.queue, uses.request) {
    wake.setSingleShot(true);
    wake.setTimerType(Qt::PreciseTimer);
    QObject::connect(&wake, &QTimer::timeout, &stage, [this] { advance(); });
    plan.setSingleShot(true);
    QObject::connect(&plan, &QTimer::timeout, &stage, [this] { advance(); });
    telling.setSingleShot(true);
    QObject::connect(&telling, &QTimer::timeout, &stage, [this] { tell(); });
    QObject::connect(&store, &DanmakuStore::problem, &stage, [this](const Problem &wrong) { say(wrong); });
    QObject::connect(&audit, &Audit::problem, &stage, [this](const Problem &wrong) { say(wrong); });
    QObject::connect(&captions, &CaptionFile::problem, &stage, [this](const Problem &wrong) { say(wrong); });
    QObject::connect(&preview, &MonitorPreview::problem, &stage, [this](const Problem &wrong) { say(wrong); });
    QObject::connect(&uses.voices, &voices::VoiceLibrary::changed, &stage, [this] {
        sounds.clearKept();
        preview.clearKept();
        goOn();
    });
    QObject::connect(&preview, &MonitorPreview::ended, &stage, &LiveStage::previewEnded);
    connectSound();
}

LiveStage::Inside::~Inside() {
    reader.reset(); // nothing comes any more
    for (auto *signalling : std::initializer_list<QObject *>{&store, &audit, &captions, &sounds, &air, &preview})
        signalling->disconnect(&stage);
    if (used)
        audit.add(QStringLiteral("state"), {{QStringLiteral("state"), QStringLiteral("ends")}}, now());
}

void LiveStage::Inside::whenOpen(std::function<void()> work) {
    if (director)
        work();
    else
        whenOpened.push_back(std::move(work));
}

void LiveStage::Inside::use() {
    if (std::exchange(used, true))
        return;
    captions.begin(now());
    audit.add(QStringLiteral("state"), {{QStringLiteral("state"), QStringLiteral("begins")}}, now());
    speech::Player &player = air.player();
    QObject::connect(&player, &speech::Player::problem, &stage, [this](const Problem &wrong) { say(wrong); });
    QObject::connect(&player, &speech::Player::programProblem, &stage, [this](const Problem &wrong) { say(wrong); });
#ifdef ISHOWTTS_HAVE_PULSE
    if (uses.settings.programDevice() == kOwnDevice)
        stage.makeOwnDevice(true); // as it was chosen in a run before
#endif
}

void LiveStage::Inside::advance() {
    if (!director)
        return;
    plan.stop();
    for (const Act &act : director->plan(now()))
        carryOut(act);
    if (director->standsStill())
        foundIdle.clear(); // what waits for a person tells nothing of how late the sound is
    if (const auto at = director->wakeAt())
        wake.start(int(std::clamp<qint64>(*at - now(), 0, 3'600'000)));
    else
        wake.stop();
    tellSoon();
}

void LiveStage::Inside::advanceSoon() {
    if (!plan.isActive())
        plan.start(0);
}

void LiveStage::Inside::tellSoon() {
    if (telling.isActive())
        return;
    const qint64 since = now() - toldAt;
    telling.start(since >= kTellsEvery ? 0 : int(kTellsEvery - since));
}

void LiveStage::Inside::tell() {
    toldAt = now();
    Q_EMIT stage.changed();
    const qint64 shown = now();
    for (const qint64 received : std::exchange(rows, {}))
        rowTimes.add(double(shown - received));
}

void LiveStage::Inside::say(const Problem &wrong) {
    if (std::exchange(saidLast, wrong.what) != wrong.what)
        Q_EMIT stage.problem(wrong);
}

LiveStage::LiveStage(Uses uses, QObject *parent)
    : QObject(parent), m_inside(std::make_unique<Inside>(*this, std::move(uses))) {
    m_inside->open();
}

LiveStage::~LiveStage() = default;

bool LiveStage::command(const Command &command) {
    Inside &in = *m_inside;
    if (!in.director) {
        in.whenOpened.push_back([this, command] { this->command(command); });
        return true;
    }
    if (command.what == Command::What::Say || command.what == Command::What::Requeue)
        in.use();
    const bool done = in.director->command(command, in.now());
    in.noteCommand(command, done);
    in.keepRules();
    in.advance();
    return done;
}

bool LiveStage::undo() {
    Inside &in = *m_inside;
    if (!in.director)
        return false;
    const QString what = undoWords();
    const bool done = in.director->undo(in.now());
    if (done)
        in.audit.add(QStringLiteral("operator"),
                     {{QStringLiteral("act"), QStringLiteral("undo")}, {QStringLiteral("of"), what}}, in.now(), true);
    in.keepRules();
    in.advance();
    return done;
}

QString LiveStage::undoWords() const {
    return m_inside->director ? m_inside->director->undoWords(m_inside->now()) : QString();
}

const Rules &LiveStage::rules() const {
    return m_inside->rules;
}

const std::vector<chat::BannedPhrases::Objection> &LiveStage::phraseObjections() const {
    static const std::vector<chat::BannedPhrases::Objection> none;
    return m_inside->phrases ? m_inside->phrases->objections() : none;
}

void LiveStage::preview(quint64 item) {
    Inside &in = *m_inside;
    if (!in.director)
        return;
    const auto find = [&](const std::vector<Item> &items) -> const Item * {
        const auto found = std::find_if(items.begin(), items.end(), [&](const Item &each) { return each.id == item; });
        return found == items.end() ? nullptr : &*found;
    };
    std::vector<Item> over;
    const Item *known = find(in.director->waiting());
    if (!known) {
        over = in.director->recent(500);
        known = find(over);
    }
    if (known)
        in.preview.play(in.withVoice(*known), in.sounds.of(item), in.rules.speaking.loudness);
}

void LiveStage::stopPreview() {
    m_inside->preview.stop();
}

void LiveStage::setEdited(quint64 item) {
    if (!m_inside->director)
        return;
    m_inside->director->setEdited(item, m_inside->now());
    m_inside->advance();
}

const std::vector<Item> &LiveStage::waiting() const {
    static const std::vector<Item> none;
    return m_inside->director ? m_inside->director->waiting() : none;
}

std::optional<Item> LiveStage::onAir() const {
    return m_inside->director ? m_inside->director->onAir() : std::nullopt;
}

std::vector<Item> LiveStage::recent(int most) const {
    return m_inside->director ? m_inside->director->recent(most) : std::vector<Item>();
}

Figures LiveStage::figures() const {
    return m_inside->director ? m_inside->director->figures(m_inside->now()) : Figures();
}

Latencies LiveStage::latencies() const {
    const LatencyWindow &row = m_inside->rowTimes;
    const LatencyWindow &sound = m_inside->soundTimes;
    return {row.quantile(0.5), row.quantile(0.95), sound.quantile(0.5), sound.quantile(0.95)};
}

qint64 LiveStage::now() const {
    return m_inside->now();
}

bool LiveStage::paused() const {
    return m_inside->director && m_inside->director->paused();
}

bool LiveStage::muted() const {
    return m_inside->director && m_inside->director->muted();
}

bool LiveStage::holding() const {
    return m_inside->director && m_inside->director->holding();
}

bool LiveStage::talking() const {
    return m_inside->director && m_inside->director->talking();
}

bool LiveStage::airStops() const {
    return m_inside->director && m_inside->director->airStops();
}

void LiveStage::setTalking(bool talking, bool stops) {
    m_inside->whenOpen([this, talking, stops] {
        m_inside->director->setTalking(talking, stops, m_inside->now());
        m_inside->advance();
    });
}

void LiveStage::setLeastGap(double seconds) {
    m_inside->whenOpen([this, seconds] { m_inside->director->setLeastGap(seconds); });
}

Halt LiveStage::halt() const {
    return m_inside->director && !m_inside->director->halted().isEmpty() ? m_inside->halted : Halt();
}

const EventLog &LiveStage::events() const {
    return m_inside->log;
}

void LiveStage::setSilent(bool silent) {
    m_inside->air.setSilent(silent);
}

std::vector<engine::ClipPtr> LiveStage::soundOf(quint64 item) const {
    const ItemSound *sound = m_inside->sounds.of(item);
    return sound && sound->whole ? sound->clips : std::vector<engine::ClipPtr>();
}

speech::Player &LiveStage::sound() {
    return m_inside->air.player();
}

void LiveStage::makeOwnDevice(bool wanted) {
#ifdef ISHOWTTS_HAVE_PULSE
    Inside &in = *m_inside;
    if (!in.ownSink) {
        if (!wanted)
            return;
        in.ownSink = std::make_unique<sound::OwnSink>();
        connect(in.ownSink.get(), &sound::OwnSink::problem, this, &LiveStage::problem);
        connect(in.ownSink.get(), &sound::OwnSink::changed, this, [this](bool there) {
            if (there)
                m_inside->uses.settings.setProgramDevice(kOwnDevice);
            Q_EMIT ownDeviceChanged();
        });
    }
    if (!wanted && in.uses.settings.programDevice() == kOwnDevice)
        in.uses.settings.setProgramDevice({});
    in.ownSink->want(wanted);
#else
    if (wanted)
        Q_EMIT problem({tr("This system has no PulseAudio or PipeWire to make a device of."),
                        tr("Install a virtual sound cable and choose it as the program's device."),
                        {}});
#endif
}

const QString &LiveStage::captionFolder() const {
    return m_inside->uses.captionFolder;
}

qint64 LiveStage::captionsBegunAt() const {
    return m_inside->captions.begunAt();
}

bool LiveStage::hasOwnDevice() const {
#ifdef ISHOWTTS_HAVE_PULSE
    return m_inside->ownSink && m_inside->ownSink->isThere();
#else
    return false;
#endif
}

} // namespace app::danmaku

#include "moc_live_stage.cpp"
