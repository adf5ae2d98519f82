#include "ui/voices/window_analysis.h"

#include <utility>

#include "app/voices/own_sound.h"
#include "engine/error.h"

namespace ui::voices {

namespace quality = engine::quality;
using app::decoding::DecodedSound;

namespace {

constexpr double kSilence = -120; // dBFS, as ReferenceCheck has it

WindowFactsPtr factsOf(const DecodedSound &sound, const shared::Span &window, const std::string &transcript,
                       const std::string &language) {
    auto facts = std::make_shared<WindowFacts>();
    try {
        const engine::ClipPtr before = app::voices::withinRange( // as it is saved
            std::make_shared<const engine::Clip>(quality::cut(*sound.clip, window.from, window.to)));
        facts->before = before;
        const auto clipped = sound.clipping ? sound.clipping->within(window.from, window.to) : quality::KnownClipping{};
        facts->check = quality::checkReference(*before, transcript, language, clipped);
        quality::Preparation preparation = quality::prepareForF5(*before);
        facts->after = std::make_shared<const engine::Clip>(std::move(preparation.clip));
        preparation.clip = {};
        facts->preparation = std::move(preparation);
        facts->checkAfter = quality::checkReference(*facts->after, transcript, language, clipped);
        facts->checkAfter->clipping = facts->check->clipping; // nothing heals it, though less of it can be seen then
        // Nothing is taken out of the noise either; the pauses that tell how loud it is are shortened.
        facts->checkAfter->snrDb = facts->check->snrDb;
        facts->checkAfter->noiseDbfs = facts->check->noiseDbfs;
        if (facts->check->noiseDbfs && *facts->check->noiseDbfs > kSilence)
            *facts->checkAfter->noiseDbfs += facts->preparation->gainDb;
    } catch (const engine::Error &error) {
        facts->problem = {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
    } catch (const std::exception &error) {
        facts->problem = {QString::fromUtf8(error.what()), {}, {}};
    }
    return facts;
}

} // namespace

WindowAnalysis::WindowAnalysis(QObject *parent) : QObject(parent) {}

WindowAnalysis::~WindowAnalysis() {
    forget();
}

void WindowAnalysis::forget() {
    ++m_suggest;
    ++m_look;
}

void WindowAnalysis::suggest(const DecodedSound &sound) {
    m_thread.post([this, sound, asked = ++m_suggest] {
        if (asked != m_suggest)
            return;
        quality::Window found;
        try {
            found = quality::suggestWindow(*sound.clip, sound.clipping ? *sound.clipping : quality::KnownClipping{})
                        .value_or(quality::Window{});
        } catch (const std::exception &) {
            found = {}; // what is wrong with it is said when the window is looked at
        }
        QMetaObject::invokeMethod(
            this,
            [this, asked, found] {
                if (asked == m_suggest)
                    Q_EMIT suggested(found.fromSeconds, found.toSeconds, found.inPauses);
            },
            Qt::QueuedConnection);
    });
}

void WindowAnalysis::look(const DecodedSound &sound, const shared::Span &window, const std::string &transcript,
                          const std::string &language) {
    m_thread.post([this, sound, window, transcript, language, asked = ++m_look] {
        if (asked != m_look)
            return;
        WindowFactsPtr facts = factsOf(sound, window, transcript, language);
        QMetaObject::invokeMethod(
            this,
            [this, asked, facts = std::move(facts)] {
                if (asked == m_look)
                    Q_EMIT looked(facts);
            },
            Qt::QueuedConnection);
    });
}

} // namespace ui::voices

#include "moc_window_analysis.cpp"
