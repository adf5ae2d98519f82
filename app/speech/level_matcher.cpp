#include "app/speech/level_matcher.h"

#include <QPointer>

#include <cmath>
#include <exception>
#include <utility>

namespace app::speech {

LevelMatcher::LevelMatcher(QObject *parent) : QObject(parent) {}

void LevelMatcher::match(const engine::ClipPtr &first, const engine::ClipPtr &second, QObject *context, Done done) {
    // m_thread ends before this object does, so `this` may be posted to from there.
    m_thread.post([this, first, second, asker = QPointer<QObject>(context), done = std::move(done)] {
        engine::audio::LevelMatch match;
        try {
            match = engine::audio::levelMatch(engine::audio::measureLoudness(*first),
                                              engine::audio::measureLoudness(*second));
        } catch (const std::exception &error) {
            qWarning("loudness: %s", error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [asker, match, done] {
                if (asker)
                    done(match);
            },
            Qt::QueuedConnection);
    });
}

double toLinear(double decibel) {
    return std::pow(10.0, decibel / 20);
}

} // namespace app::speech

#include "moc_level_matcher.cpp"
