#include "app/danmaku/talk_listener.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "app/speech/left_threads.h"

namespace app::danmaku {

using voices::InputDevice;
using voices::Microphone;

namespace {

constexpr int kListens = 15;  // ms between two looks at what came
constexpr int kLooks = 200;   // ms; at the devices
constexpr int kAgain = 1'000; // ms; what could not be opened is tried again
constexpr std::size_t kTells = engine::kSampleRate / 25;

} // namespace

struct TalkListener::Door {
    std::mutex mutex;
    TalkListener *owner = nullptr; // null: it has gone
    template <class Work> void post(Work work) {
        const std::lock_guard lock(mutex);
        if (owner)
            QMetaObject::invokeMethod(
                owner, [to = owner, work = std::move(work)] { work(*to); }, Qt::QueuedConnection);
    }
};

// On the thread of its own, which may outlive its owner.
class TalkListener::Ears : public QObject {
public:
    explicit Ears(const TalkListener &owner)
        : m_door(owner.m_door), m_looker(owner.m_looker), m_patience(owner.m_patience) {
        connect(&m_timer, &QTimer::timeout, this, &Ears::tick);
        m_timer.setTimerType(Qt::PreciseTimer);
    }

    void wish(const Wish &wish) {
        const bool anew = !wish.listens || !m_wish.listens || wish.device != m_wish.device;
        m_wish = wish;
        if (anew) {
            leave();
            m_news = {wish.listens ? State::Opening : State::Off, false, {}, false};
            m_wanted.start();
            m_tried.invalidate();
        }
        if (!wish.looks && !wish.listens) {
            m_timer.stop();
            m_list.reset();
            m_looked.invalidate();
            setDevices({});
        } else {
            m_timer.start(wish.listens ? kListens : kLooks);
        }
        tell();
    }
    void setRules(const TalkRules &rules) { m_gate.setRules(rules); }
    void setReading(bool reading) { m_gate.setReading(reading); }

private:
    void tick() {
        if (!m_looked.isValid() || m_looked.elapsed() >= kLooks)
            lookForDevices();
        if (m_wish.listens)
            listen();
        tell();
    }

    void lookForDevices() {
        m_looked.start();
        if (m_list && m_list->isBroken()) {
            m_list.reset();
            setDevices({});
            m_asked.start();
            m_serverGone = true;
        }
        if (!m_list && (!m_asked.isValid() || m_asked.elapsed() >= kAgain))
            m_list = m_looker();
        if (m_list)
            setDevices(m_list->devices());
        m_serverGone = m_serverGone && m_devices.isEmpty();
    }

    void setDevices(const QList<InputDevice> &devices) {
        if (std::exchange(m_devices, devices) == devices)
            return;
        m_door->post([devices](TalkListener &owner) {
            owner.m_devices = devices;
            Q_EMIT owner.devicesChanged();
        });
    }

    void listen() {
        const auto wanted = std::find_if(m_devices.cbegin(), m_devices.cend(), [this](const InputDevice &each) {
            return m_wish.device.isEmpty() ? each.isDefault : each.id == m_wish.device;
        });
        const QByteArray id = wanted == m_devices.cend() ? QByteArray() : wanted->id;
        if (m_microphone && (m_microphone->isBroken() || id != m_open)) {
            leave();
            m_news.state = id.isEmpty() || id == m_open ? State::Missing : State::Opening;
            m_wanted.start();
        }
        if (!m_microphone && !id.isEmpty() && (!m_tried.isValid() || m_tried.elapsed() >= kAgain)) {
            m_microphone = voices::openMicrophone(id);
            m_open = id;
            m_news.name = wanted->name;
            m_tried.start();
            m_heard.start();
        }
        const std::vector<float> samples = m_microphone ? m_microphone->take() : std::vector<float>();
        if (!samples.empty()) {
            hear(samples);
        } else if (m_microphone && m_heard.elapsed() > m_patience.silent) {
            m_gate.reset();
            m_news = {State::Missing, false, m_news.name, true};
        } else if (!m_microphone && (m_serverGone || m_wanted.elapsed() > m_patience.missing)) {
            m_news.state = State::Missing;
        }
    }

    void hear(const std::vector<float> &samples) {
        m_heard.start();
        m_gate.feed(samples);
        m_news.state = State::Listening;
        m_news.silent = false;
        m_news.talks = m_gate.held();
        m_untold += samples.size();
        if (m_untold < kTells)
            return;
        m_untold = 0;
        m_door->post([number = m_wish.number, level = m_gate.takeLevel(), line = m_gate.line()](TalkListener &owner) {
            if (number == owner.m_wish.number)
                Q_EMIT owner.levelChanged(level, line);
        });
    }

    void leave() {
        m_microphone.reset();
        m_gate.reset();
        m_news.talks = m_news.silent = false;
    }

    void tell() {
        if (m_news == m_told && m_wish.number == m_toldOf)
            return;
        m_told = m_news;
        m_toldOf = m_wish.number;
        m_door->post([number = m_toldOf, news = m_told](TalkListener &owner) { owner.take(number, news); });
    }

    const std::shared_ptr<Door> m_door;
    const Looker m_looker;
    const TalkPatience m_patience;
    QTimer m_timer{this};
    Wish m_wish;
    News m_news, m_told;
    quint64 m_toldOf = 0;
    TalkGate m_gate;
    std::unique_ptr<Microphone> m_list, m_microphone;
    QList<InputDevice> m_devices;
    QByteArray m_open;
    bool m_serverGone = false;
    std::size_t m_untold = 0; // samples
    QElapsedTimer m_looked, m_asked, m_wanted, m_tried, m_heard;
};

TalkListener::TalkListener(const TalkPatience &patience, QObject *parent, Looker looker)
    : QObject(parent), m_patience(patience), m_looker(std::move(looker)), m_door(std::make_shared<Door>()) {
    m_door->owner = this;
}

TalkListener::~TalkListener() {
    if (!m_thread)
        return;
    {
        const std::lock_guard lock(m_door->mutex);
        m_door->owner = nullptr;
    }
    m_thread->quit();
    if (speech::endsWithin(*m_thread, m_patience.ending)) {
        delete m_thread;
        return;
    }
    qWarning("microphone: the sound server does not answer");
}

TalkListener::Ears &TalkListener::ears() {
    if (!m_ears) {
        m_ears = new Ears(*this);
        m_thread = new QThread;
        m_thread->setObjectName(QStringLiteral("microphone"));
        m_ears->moveToThread(m_thread);
        connect(m_thread, &QThread::finished, m_ears, &QObject::deleteLater);
        m_thread->start();
        QMetaObject::invokeMethod(
            m_ears,
            [ears = m_ears, rules = m_rules, reading = m_reading] {
                ears->setRules(rules);
                ears->setReading(reading);
            },
            Qt::QueuedConnection);
    }
    return *m_ears;
}

void TalkListener::wish() {
    ++m_wish.number;
    Ears &there = ears();
    QMetaObject::invokeMethod(
        &there, [&there, wish = m_wish] { there.wish(wish); }, Qt::QueuedConnection);
}

void TalkListener::look(bool wanted) {
    if (std::exchange(m_wish.looks, wanted) != wanted)
        wish();
}

void TalkListener::listen(const QByteArray &device) {
    if (m_wish.listens && m_wish.device == device)
        return;
    m_wish.listens = true;
    m_wish.device = device;
    wish();
    take(m_wish.number, {State::Opening, false, {}, false});
}

void TalkListener::close() {
    if (!std::exchange(m_wish.listens, false))
        return;
    wish();
    take(m_wish.number, {});
}

void TalkListener::setRules(const TalkRules &rules) {
    m_rules = rules;
    if (m_ears)
        QMetaObject::invokeMethod(
            m_ears, [ears = m_ears, rules] { ears->setRules(rules); }, Qt::QueuedConnection);
}

void TalkListener::setReading(bool reading) {
    m_reading = reading;
    if (m_ears)
        QMetaObject::invokeMethod(
            m_ears, [ears = m_ears, reading] { ears->setReading(reading); }, Qt::QueuedConnection);
}

void TalkListener::take(quint64 wish, const News &news) {
    if (wish != m_wish.number || news == m_news)
        return;
    m_news = news;
    Q_EMIT changed();
}

} // namespace app::danmaku

#include "moc_talk_listener.cpp"
