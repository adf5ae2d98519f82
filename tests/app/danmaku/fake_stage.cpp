#include "tests/app/danmaku/fake_stage.h"

#include <algorithm>
#include <cmath>

using namespace app::danmaku;
using namespace app;

namespace {

qint64 ms(double seconds) {
    return std::max<qint64>(1, qint64(std::llround(seconds * 1000)));
}

} // namespace

FakeStage::FakeStage(Rules rules)
    : director(std::move(rules), [this](DanmakuEvent event) {
          if (isOver(event.item.stage))
              m_over.insert(event.item.id);
          else
              m_over.remove(event.item.id); // taken back
          if (event.item.stage == Stage::Offered)
              m_begun.remove(event.item.id); // may be approved
          events.push_back(std::move(event));
      }) {}

chat::Message FakeStage::message(const QString &user, const QString &text) {
    chat::Message message;
    message.source = QStringLiteral("twitch");
    message.channel = QStringLiteral("show");
    message.user = user;
    message.login = user.toLower();
    message.userId = QStringLiteral("u-") + user.toLower();
    message.text = text;
    return message;
}

quint64 FakeStage::add(chat::Message message) {
    message.id = QStringLiteral("m%1").arg(++m_count);
    if (message.receivedAt == 0)
        message.receivedAt = now;
    chat::Judgement judgement;
    judgement.message = std::make_shared<const chat::Message>(message);
    judgement.read = true;
    judgement.text = message.text;
    judgement.at = now;
    const std::size_t before = events.size();
    director.add(judgement, now);
    const quint64 id = events.at(before).item.id;
    m_messages.insert(id, message.id);
    return id;
}

quint64 FakeStage::chat(const QString &user, const QString &text, chat::Roles roles) {
    chat::Message written = message(user, text);
    written.roles = roles;
    return add(written);
}

quint64 FakeStage::paid(const QString &user, const QString &text, double dollars) {
    chat::Message written = message(user, text);
    written.kind = chat::Kind::Paid;
    written.paid = {qint64(dollars * 1e6), QStringLiteral("USD")};
    return add(written);
}

quint64 FakeStage::gift(const QString &user, const QString &name, int count, const QString &combo) {
    chat::Message given = message(user, {});
    given.kind = chat::Kind::Gift;
    given.gift = name;
    given.giftCount = count;
    given.combo = combo;
    return add(given);
}

void FakeStage::remove(const QString &messageId) {
    chat::Removal removal;
    removal.source = QStringLiteral("twitch");
    removal.channel = QStringLiteral("show");
    removal.messageId = messageId;
    removal.at = now;
    director.remove(removal, now);
}

void FakeStage::ban(const QString &login, qint64 seconds) {
    chat::Removal removal;
    removal.what = chat::Removal::What::Person;
    removal.source = QStringLiteral("twitch");
    removal.channel = QStringLiteral("show");
    removal.login = login.toLower();
    removal.userId = QStringLiteral("u-") + login.toLower();
    removal.seconds = seconds;
    removal.at = now;
    director.remove(removal, now);
}

bool FakeStage::command(Command::What what, quint64 item, const QString &text, int place, bool all) {
    Command command;
    command.what = what;
    command.item = item;
    command.text = text;
    command.place = place;
    command.all = all;
    const bool done = director.command(command, now);
    plan();
    return done;
}

bool FakeStage::undo() {
    const std::size_t before = events.size();
    const bool done = director.undo(now);
    for (std::size_t i = before; i < events.size(); ++i) {
        if (!isOver(events[i].item.stage)) // it came back, and may begin again
            m_begun.remove(events[i].item.id);
    }
    plan();
    return done;
}

void FakeStage::cutOff(bool interrupted) {
    m_endAt = 0;
    m_fading = false;
    if (interrupted)
        director.interrupted(std::exchange(m_air, 0), now);
    else
        director.ended(std::exchange(m_air, 0), now);
    plan();
}

void FakeStage::carryOut(const Act &act) {
    const quint64 id = act.item.id;
    const auto fault = [this, &act](const char *what) {
        faults.append(QStringLiteral("%1: item %2, %3").arg(QLatin1String(what)).arg(act.item.id).arg(act.item.text));
    };
    acts.push_back(act);
    switch (act.what) {
    case Act::What::Make:
        if (m_made != 0)
            fault("two makes");
        if (act.item.spoken.isEmpty() || act.item.stage != Stage::Making)
            fault("makes nothing");
        m_made = id;
        m_madeLength = double(act.item.spoken.size()) * secondsPerCharacter / act.item.speed;
        m_first = m_stopping = false;
        m_firstAt = streams ? now + ms(makeSeconds / 3) : 0;
        m_madeAt = now + ms(makeSeconds);
        director.makeStarted(id, now);
        if (engineFails) {
            m_madeAt = m_firstAt = 0;
            m_failAt = now + 1;
        }
        break;
    case Act::What::StopMake:
        if (m_made != id || m_stopping)
            fault("stops what is not made");
        m_stopping = true;
        m_firstAt = 0;
        if (madeAnyway > 0) {
            --madeAnyway;
        } else {
            m_madeAt = 0;
            m_stopAt = now + ms(stopSeconds);
        }
        break;
    case Act::What::Play:
        if (m_air != 0)
            fault("two on air");
        if (!m_sounds.contains(id) && !(m_made == id && m_first && !m_stopping))
            fault("plays without sound");
        if (act.item.deadline != 0 && now > act.item.deadline)
            fault("plays after its deadline");
        if (m_begun.contains(id))
            fault("plays twice");
        if (never.contains(id) || m_over.contains(id))
            fault("plays what may not be played");
        if (director.paused() || director.muted() || director.holding() || director.talking())
            fault("plays though nothing may begin");
        m_begun.insert(id);
        m_air = id;
        m_fading = m_pausedAir = false;
        m_endAt = std::max(now + ms(m_made == id ? m_madeLength : m_sounds.value(id)), m_made == id ? m_madeAt : 0);
        heard.push_back(act.item);
        if (!silent)
            director.playing(id, now);
        break;
    case Act::What::FadeOut:
        if (m_air != id || m_fading)
            fault("fades what is not on air");
        m_fading = true;
        m_endAt = now + 20;
        break;
    case Act::What::Forget:
        if (m_sounds.remove(id) == 0)
            fault("forgets what is not there");
        if (m_air == id)
            fault("forgets what is heard");
        break;
    case Act::What::Pause:
        if (m_air != id || m_pausedAir)
            fault("pauses what is not on air");
        m_pausedAir = true;
        m_airLeft = m_endAt - now;
        m_endAt = 0;
        break;
    case Act::What::Resume:
        if (m_pausedAir && m_air == id && !m_fading)
            m_endAt = now + m_airLeft;
        m_pausedAir = false;
        break;
    }
}

void FakeStage::plan() {
    for (const Act &act : director.plan(now))
        carryOut(act);
}

std::optional<qint64> FakeStage::next() const {
    std::optional<qint64> at = director.wakeAt();
    for (const qint64 each : {m_firstAt, m_madeAt, m_stopAt, m_endAt, m_failAt})
        if (each != 0 && (!at || each < *at))
            at = each;
    return at;
}

void FakeStage::step() {
    if (m_firstAt != 0 && m_firstAt <= now) {
        m_firstAt = 0;
        m_first = true;
        director.firstSound(m_made, now);
    }
    if (m_madeAt != 0 && m_madeAt <= now) {
        m_madeAt = 0;
        m_sounds.insert(m_made, m_madeLength);
        director.made(std::exchange(m_made, 0), m_madeLength, now);
    }
    if (m_failAt != 0 && m_failAt <= now) {
        m_failAt = 0;
        director.makeFailed(std::exchange(m_made, 0), QStringLiteral("the model could not be loaded"), now);
    }
    if (m_stopAt != 0 && m_stopAt <= now) {
        m_stopAt = 0;
        director.makeStopped(std::exchange(m_made, 0), now);
    }
    if (m_endAt != 0 && m_endAt <= now) {
        m_endAt = 0;
        m_fading = false;
        director.ended(std::exchange(m_air, 0), now);
    }
    plan();
}

void FakeStage::run(double seconds) {
    const qint64 end = now + qint64(std::llround(seconds * 1000));
    plan();
    for (std::optional<qint64> at = next(); at && *at <= end; at = next()) {
        now = std::max(now, *at);
        step();
    }
    now = end;
}

QStringList FakeStage::order() const {
    QStringList texts;
    for (const Item &item : director.waiting())
        if (item.stage == Stage::Waiting || item.stage == Stage::Making || item.stage == Stage::Ready)
            texts.append(item.text);
    return texts;
}

QStringList FakeStage::heardWords() const {
    QStringList words;
    for (const Item &item : heard)
        words.append(item.spoken);
    return words;
}

const Item *FakeStage::waiting(quint64 id) const {
    for (const Item &item : director.waiting())
        if (item.id == id)
            return &item;
    return nullptr;
}

std::optional<Item> FakeStage::over(quint64 id) const {
    for (const Item &item : director.recent(500))
        if (item.id == id)
            return item;
    return std::nullopt;
}
