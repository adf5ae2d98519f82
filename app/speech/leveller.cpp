#include "app/speech/leveller.h"

#include <QPointer>

#include <exception>
#include <utility>

namespace app::speech {

namespace {

Levelled levelled(const engine::ClipPtr &clip, double target) {
    Levelled result{clip, {target, std::nullopt, {}}};
    try {
        result.change = engine::audio::changeTo(target, *clip);
        if (result.change.gain.decibel != 0)
            result.clip =
                std::make_shared<const engine::Clip>(engine::audio::withGain(*clip, result.change.gain.decibel));
    } catch (const std::exception &error) {
        qWarning("loudness: %s", error.what());
    }
    return result;
}

} // namespace

Leveller::Leveller(QObject *parent) : QObject(parent) {}

void Leveller::level(const engine::ClipPtr &clip, double target, QObject *context, Done done, std::stop_token stop) {
    m_thread.post([this, clip, target, stop, asker = QPointer<QObject>(context), done = std::move(done)] {
        if (stop.stop_requested())
            return;
        QMetaObject::invokeMethod(
            this,
            [asker, result = levelled(clip, target), done] {
                if (asker)
                    done(result);
            },
            Qt::QueuedConnection);
    });
}

void Leveller::begin(quint64 id, std::optional<double> target) {
    m_stream = id;
    m_loudness = target ? std::make_shared<engine::audio::StreamLoudness>(*target) : nullptr;
}

void Leveller::append(quint64 id, const engine::ClipPtr &clip) {
    if (id != m_stream)
        return;
    if (!m_loudness) {
        Q_EMIT chunk(id, clip);
        return;
    }
    m_thread.post([this, id, clip, loudness = m_loudness] {
        engine::ClipPtr made = clip;
        try {
            made = loudness->next(clip);
        } catch (const std::exception &error) {
            qWarning("loudness: %s", error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, id, made] { Q_EMIT chunk(id, made); }, Qt::QueuedConnection);
    });
}

void Leveller::end(quint64 id) {
    if (id != m_stream)
        return;
    if (!m_loudness) {
        Q_EMIT ended(id);
        return;
    }
    m_thread.post([this, id] {
        QMetaObject::invokeMethod(
            this, [this, id] { Q_EMIT ended(id); }, Qt::QueuedConnection);
    });
}

} // namespace app::speech

#include "moc_leveller.cpp"
