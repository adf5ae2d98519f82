#include "app/danmaku/item_sounds.h"

#include <algorithm>
#include <utility>

#include "app/settings/settings.h"
#include "app/settings/speech_purposes.h"

namespace app::danmaku {

using speech::SpeechQueue;

namespace {

constexpr double kKeptSeconds = 90; // 8.6 MB

// What is read live goes before lines that wait; the operator's before the chat.
int rankOf(const Item &item) {
    return 10 - int(item.rank);
}

QString keyOf(const engine::Request &request, double loudness, const QString &model) {
    return QStringLiteral("%1\n%2\n%3\n%4\n%5\n%6\n%7\n%8")
        .arg(QString::fromStdString(request.voice.id), model)
        .arg(request.nfeStep)
        .arg(QString::fromStdString(engine::toString(request.schedule)))
        .arg(request.speed, 0, 'f', 3)
        .arg(loudness, 0, 'f', 1)
        .arg(request.cfgStrength)
        .arg(QString::fromStdString(request.spoken.empty() ? request.text : request.spoken));
}

} // namespace

double ItemSound::seconds() const {
    double sum = 0;
    for (const engine::ClipPtr &clip : clips)
        sum += clip->seconds();
    return sum;
}

ItemSounds::ItemSounds(Settings &settings, SpeechQueue &queue, MakeRequest request, QObject *parent)
    : QObject(parent), m_settings(settings), m_queue(queue), m_request(std::move(request)) {
    connect(&settings, &Settings::changed, this, [this](const QString &key) {
        static const QStringList ofTheSound{QStringLiteral("volume"), QStringLiteral("muted"),
                                            QStringLiteral("outputDevice"), QStringLiteral("programDevice"),
                                            QStringLiteral("programLevel")};
        if (!ofTheSound.contains(key))
            clearKept();
    });
    connect(&queue, &SpeechQueue::started, this, [this](quint64 job) {
        if (!isOfJob(job))
            return;
        m_making->started = true;
        Q_EMIT started(m_making->item);
    });
    connect(&queue, &SpeechQueue::chunkReady, this, [this](quint64 job, const engine::ClipPtr &clip) {
        if (isOfJob(job))
            leveller().append(job, clip);
    });
    connect(&queue, &SpeechQueue::finished, this, [this](const speech::Take &take) {
        if (isOfJob(take.id))
            leveller().end(take.id);
    });
    connect(&queue, &SpeechQueue::cancelled, this, [this](quint64 job) {
        if (!isOfJob(job))
            return;
        const quint64 item = std::exchange(m_making, std::nullopt)->item;
        m_sounds.remove(item);
        Q_EMIT stopped(item);
    });
    connect(&queue, &SpeechQueue::failed, this, [this](quint64 job, const Problem &problem) {
        if (!isOfJob(job))
            return;
        const Making making = *std::exchange(m_making, std::nullopt);
        m_sounds.remove(making.item); // nobody forgets what was never made
        // Without a model nothing begins.
        Q_EMIT failed(making.item, problem, making.started ? Fault::Other : Fault::Model);
    });
}

void ItemSounds::clearKept() {
    m_kept.clear();
}

ItemSounds::~ItemSounds() {
    disconnect(&m_queue, nullptr, this, nullptr);
    if (m_making && m_making->job != 0)
        m_queue.cancel(m_making->job);
}

speech::Leveller &ItemSounds::leveller() {
    if (!m_leveller) {
        m_leveller = std::make_unique<speech::Leveller>();
        connect(m_leveller.get(), &speech::Leveller::chunk, this, &ItemSounds::take);
        connect(m_leveller.get(), &speech::Leveller::ended, this, &ItemSounds::finish);
    }
    return *m_leveller;
}

void ItemSounds::later(std::function<void()> work) {
    QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
}

void ItemSounds::make(const Item &item, double loudness) {
    engine::Request request = m_request(item.spoken.isEmpty() ? item.text : item.spoken, item.voice);
    const quint64 id = item.id;
    if (request.voice.id.empty()) {
        const QString wanted = item.voice.isEmpty() ? m_settings.voiceId() : item.voice;
        later([this, id, wanted] {
            Q_EMIT failed(id,
                          {tr("The voice “%1” is not here.").arg(wanted),
                           tr("Choose another in Voices, or for the person who wrote it."),
                           {}},
                          Fault::Voice);
        });
        return;
    }
    const SpeechSteps steps = stepsFor(m_settings, SpeechPurpose::Danmaku);
    request.nfeStep = steps.nfeStep;
    request.schedule = steps.schedule;
    request.speed = std::clamp(item.speed, 0.3, 3.0);
    const QString key = keyOf(request, loudness, m_settings.model());
    const auto known = std::find_if(m_kept.begin(), m_kept.end(), [&](const Kept &kept) { return kept.key == key; });
    if (known != m_kept.end()) {
        m_kept.splice(m_kept.begin(), m_kept, known);
        giveKept(id, m_kept.front().sound);
        return;
    }
    if (m_making) // its end is not waited for
        m_sounds.remove(m_making->item);
    m_sounds.insert(id, {});
    m_making = Making{id, 0, key, loudness};
    m_making->job = m_queue.enqueue(std::move(request), speech::Origin::Danmaku, rankOf(item));
    leveller().begin(m_making->job, loudness);
}

void ItemSounds::giveKept(quint64 item, const ItemSound &sound) {
    m_sounds.insert(item, {});
    m_making = Making{item, 0, {}, 0};
    later([this, item, sound] {
        if (!m_making || m_making->item != item || m_making->job != 0)
            return; // stopped meanwhile
        m_making.reset();
        Q_EMIT started(item);
        ItemSound &kept = m_sounds[item] = sound;
        kept.whole = true;
        for (std::size_t i = 0; i < sound.clips.size(); ++i)
            Q_EMIT more(item, sound.clips[i], i == 0);
        Q_EMIT made(item, sound.seconds());
    });
}

void ItemSounds::stopMaking(quint64 item) {
    if (m_making && m_making->item == item && m_making->job != 0) {
        m_queue.cancel(m_making->job); // stopped() when the engine has let go of it
        return;
    }
    if (m_making && m_making->item == item)
        m_making.reset();
    m_sounds.remove(item);
    later([this, item] { Q_EMIT stopped(item); });
}

const ItemSound *ItemSounds::of(quint64 item) const {
    const auto found = m_sounds.constFind(item);
    return found == m_sounds.constEnd() ? nullptr : &*found;
}

void ItemSounds::forget(quint64 item) {
    if (!m_making || m_making->item != item)
        m_sounds.remove(item);
}

void ItemSounds::take(quint64 job, const engine::ClipPtr &clip) {
    if (!isOfJob(job))
        return;
    const quint64 item = m_making->item;
    ItemSound &sound = m_sounds[item];
    sound.clips.push_back(clip);
    Q_EMIT more(item, clip, sound.clips.size() == 1);
}

void ItemSounds::finish(quint64 job) {
    if (!isOfJob(job))
        return;
    const Making done = *std::exchange(m_making, std::nullopt);
    ItemSound &sound = m_sounds[done.item];
    sound.whole = true;
    keep(done.key, sound);
    Q_EMIT made(done.item, sound.seconds());
}

void ItemSounds::keep(const QString &key, const ItemSound &sound) {
    m_kept.push_front({key, sound});
    double seconds = 0;
    for (auto kept = m_kept.begin(); kept != m_kept.end(); ++kept) {
        seconds += kept->sound.seconds();
        if (seconds > kKeptSeconds) {
            m_kept.erase(kept, m_kept.end());
            return;
        }
    }
}

} // namespace app::danmaku

#include "moc_item_sounds.cpp"
