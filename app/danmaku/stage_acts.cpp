// From the director to speech queue and player, and back.
#include <algorithm>
#include <utility>

#include "app/danmaku/names.h"
#include "app/danmaku/stage_inside.h"
#include "app/settings/settings.h"

namespace app::danmaku {

namespace {

// A player says so that much after the last sample: it looks 30 times a second for silence behind it.
constexpr qint64 kSaysLate = 60; // ms

constexpr int kFailsAlike = 3;  // then it is not the message
constexpr int kFailsInARow = 8; // neither, in however many ways

} // namespace

void LiveStage::Inside::connectSound() {
    QObject::connect(&sounds, &ItemSounds::started, &stage, [this](quint64 item) {
        director->makeStarted(item, now());
        advanceSoon();
    });
    QObject::connect(&sounds, &ItemSounds::more, &stage, [this](quint64 item, const engine::ClipPtr &clip, bool first) {
        if (air.item() == item)
            air.append(item, clip);
        if (first) {
            saidLast.clear(); // what was wrong is over
            director->firstSound(item, now());
            advance();
        }
    });
    QObject::connect(&sounds, &ItemSounds::made, &stage, [this](quint64 item, double seconds) {
        if (air.item() == item)
            air.end(item);
        failedInARow = failedAlike = 0;
        director->made(item, seconds, now());
        Q_EMIT stage.soundMade(item);
        advance();
    });
    QObject::connect(&sounds, &ItemSounds::stopped, &stage, [this](quint64 item) {
        if (air.item() == item)
            air.end(item);
        director->makeStopped(item, now());
        advance();
    });
    QObject::connect(
        &sounds, &ItemSounds::failed, &stage, [this](quint64 item, const Problem &why, ItemSounds::Fault fault) {
            if (air.item() == item)
                air.end(item);
            say(why);
            director->makeFailed(item, why.what, now());
            ++failedInARow;
            failedAlike =
                std::exchange(failedBy, why.what) == why.what ? failedAlike + 1 : 1; // texts fail in many ways
            if (failedAlike >= kFailsAlike || failedInARow >= kFailsInARow)
                haltFor(fault == ItemSounds::Fault::Model ? Halt::Cause::Model : Halt::Cause::Failures, why);
            advance();
        });
    QObject::connect(&uses.queue, &speech::SpeechQueue::finished, &stage, [this] { // somebody's: the engine works
        if (!unheard)
            goOn();
    });
    QObject::connect(&air, &AirPlayer::wayOutFound, &stage, [this] { goOn(); });
    QObject::connect(&uses.settings, &Settings::changed, &stage, [this] { goOn(); });
    QObject::connect(&air, &AirPlayer::began, &stage, [this](quint64 item, qint64 at) { began(item, at); });
    QObject::connect(&air, &AirPlayer::refined, &stage, [this](quint64 item, qint64 at) {
        if (item == heard.item) {
            heard.from = at;
            captions.correct(at);
        }
    });
    QObject::connect(&air, &AirPlayer::over, &stage,
                     [this](quint64 item, qint64 at, AirPlayer::End end) { over(item, at, end); });
}

void LiveStage::Inside::carryOut(const Act &act) {
    switch (act.what) {
    case Act::What::Make:
        sounds.make(withVoice(act.item), rules.speaking.loudness);
        break;
    case Act::What::StopMake:
        sounds.stopMaking(act.item.id);
        break;
    case Act::What::Play:
        play(act.item);
        break;
    case Act::What::FadeOut:
        fadeOut(act.item.id);
        break;
    case Act::What::Forget:
        if (air.item() != act.item.id)
            sounds.forget(act.item.id);
        foundIdle.remove(act.item.id);
        break;
    case Act::What::Pause:
        if (heard.item != 0 && heard.pausedAt == 0)
            heard.pausedAt = now();
        air.pause();
        break;
    case Act::What::Resume:
        if (heard.pausedAt != 0)
            heard.paused += now() - std::exchange(heard.pausedAt, 0);
        air.resume();
        break;
    }
}

Item LiveStage::Inside::withVoice(Item item) const {
    if (item.voice.isEmpty())
        item.voice = voiceFor(item, rules);
    if (item.voice.isEmpty() && item.message && item.message->source == u"twitch")
        item.voice = channels.value(item.message->channel).voice;
    return item;
}

// The record knows of it before the first sample goes out.
void LiveStage::Inside::play(const Item &item) {
    toPlay = item.id;
    store.playing(item, &stage, [this, id = item.id] {
        if (toPlay == id)
            startAir(id);
    });
}

void LiveStage::Inside::startAir(quint64 item) {
    toPlay = 0;
    use();
    air.begin(item);
    const ItemSound *sound = sounds.of(item);
    if (!sound) { // forgotten meanwhile
        air.end(item);
        return;
    }
    for (const engine::ClipPtr &clip : sound->clips)
        air.append(item, clip);
    if (sound->whole)
        air.end(item);
    if (director->airStops())
        air.pause();
}

void LiveStage::Inside::fadeOut(quint64 item) {
    if (toPlay == item) { // not a sample was sent
        toPlay = 0;
        QMetaObject::invokeMethod(
            &stage,
            [this, item] {
                director->ended(item, now());
                advance();
            },
            Qt::QueuedConnection);
        return;
    }
    heard.fading = true;
    air.fadeOut(item);
}

void LiveStage::Inside::began(quint64 item, qint64 at) {
    heard = {item, at};
    unheard = false;
    if (const auto received = foundIdle.constFind(item); received != foundIdle.constEnd())
        soundTimes.add(double(at - *received));
    foundIdle.remove(item);
    director->playing(item, now());
    advance();
    if (const auto playing = director->onAir(); playing && playing->id == item) {
        const QString text = captionText(playing->spoken.isEmpty() ? playing->text : playing->spoken);
        captions.show(text, at);
        Q_EMIT stage.captionChanged(text);
    }
}

void LiveStage::Inside::haltFor(Halt::Cause cause, const Problem &why) {
    halted = {cause, why};
    unheard = cause == Halt::Cause::NoSound;
    director->setHalted(why.what, now());
}

// What was wrong may be over: a device came, a voice or a setting was changed, or something was made.
void LiveStage::Inside::goOn() {
    failedInARow = failedAlike = 0;
    unheard = false;
    if (!director || director->halted().isEmpty())
        return;
    director->setHalted({}, now());
    advance();
}

void LiveStage::Inside::over(quint64 item, qint64 at, AirPlayer::End end) {
    if (heard.item == item) {
        captions.hide(heard.fading ? at : std::max(heard.from, at - kSaysLate));
        Q_EMIT stage.captionChanged({});
    }
    heard = {};
    if (end == AirPlayer::End::Interrupted)
        director->interrupted(item, now());
    else
        director->ended(item, now()); // without playing() before it counts as not heard
    if (end == AirPlayer::End::Unheard) {
        const Problem wrong{LiveStage::tr("A message could not be heard, so nothing more is read for now."),
                            LiveStage::tr("Connect or choose a sound device of the program or the monitor: reading "
                                          "goes on by itself then, and at once with Resume."),
                            {}};
        haltFor(Halt::Cause::NoSound, wrong);
        say(wrong);
    }
    advance();
}

} // namespace app::danmaku
