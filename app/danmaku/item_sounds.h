// The sound of items, made by the speech queue one at a time, at the wanted loudness, and kept until it is forgotten.
// What was said before in the same way, by text, voice and settings, is not made again as long as there is room: three
// minutes of sound are kept, until a voice or a setting changes. GUI thread; the thread for loudness begins with the
// first use.
#pragma once

#include <QHash>
#include <QObject>
#include <QString>

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <vector>

#include "app/danmaku/item.h"
#include "app/problem.h"
#include "app/speech/job.h"
#include "app/speech/leveller.h"
#include "app/speech/speech_queue.h"
#include "engine/request.h"

namespace app {
class Settings;
}

namespace app::danmaku {

struct ItemSound {
    std::vector<engine::ClipPtr> clips; // in a row
    bool whole = false;
    double seconds() const;
};

class ItemSounds : public QObject {
    Q_OBJECT

public:
    enum class Fault { Voice, Model, Other }; // it is not here; nothing can be spoken with it; the text, or the engine

    using MakeRequest = std::function<engine::Request(const QString &text, const QString &voiceId)>;

    // `request`: of a text as the settings say it, without steps and speed; a voice that is not there stays empty.
    ItemSounds(Settings &settings, speech::SpeechQueue &queue, MakeRequest request, QObject *parent = nullptr);
    ~ItemSounds() override;

    // loudness: LUFS. Signals come after it has returned.
    void make(const Item &item, double loudness);
    void stopMaking(quint64 item);           // stopped() follows
    const ItemSound *of(quint64 item) const; // null: nothing yet
    void forget(quint64 item);
    void clearKept(); // what was said before is made anew

Q_SIGNALS:
    void started(quint64 item);
    void more(quint64 item, const engine::ClipPtr &clip, bool first);
    void made(quint64 item, double seconds);
    void stopped(quint64 item);
    void failed(quint64 item, const app::Problem &problem, app::danmaku::ItemSounds::Fault fault);

private:
    struct Making {
        quint64 item = 0;
        quint64 job = 0;
        QString key;
        double loudness = -18;
        bool started = false;
    };
    struct Kept {
        QString key;
        ItemSound sound;
    };

    bool isOfJob(quint64 job) const { return m_making && m_making->job == job; }
    void later(std::function<void()> work);
    void giveKept(quint64 item, const ItemSound &sound);
    void take(quint64 job, const engine::ClipPtr &clip);
    void finish(quint64 job);
    void keep(const QString &key, const ItemSound &sound);
    speech::Leveller &leveller();

    Settings &m_settings;
    speech::SpeechQueue &m_queue;
    const MakeRequest m_request;
    std::unique_ptr<speech::Leveller> m_leveller;
    std::optional<Making> m_making;
    QHash<quint64, ItemSound> m_sounds; // by item
    std::list<Kept> m_kept;             // the newest first
};

} // namespace app::danmaku
