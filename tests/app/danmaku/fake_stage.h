// An engine and a loudspeaker in fake time around a Director, for tests: they do what its acts say, take the time that
// they are told to, and note every act that makes no sense where things are (`faults`).
#pragma once

#include <QHash>
#include <QSet>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/danmaku/director.h"

class FakeStage {
public:
    explicit FakeStage(app::danmaku::Rules rules = {});

    app::danmaku::Director director;
    qint64 now = 1'700'000'000'000;
    double secondsPerCharacter = 0.1; // of sound, at speed 1
    double makeSeconds = 0.3;         // for any text
    double stopSeconds = 0.05;        // until a make that is stopped has stopped
    bool streams = false;             // the first sound is there at a third of makeSeconds
    bool engineFails = false;         // every make, at once
    bool silent = false;              // what is put on air is not heard
    int madeAnyway = 0;               // so many of the next stopped makes are done before they stop

    std::vector<app::danmaku::DanmakuEvent> events;
    std::vector<app::danmaku::Act> acts;   // all of them
    std::vector<app::danmaku::Item> heard; // as they began
    QStringList faults;
    QSet<quint64> never; // may not begin any more: skipped, removed, banned …

    // What comes in; now, read by the filter as it stands. Returns the item's id.
    quint64 chat(const QString &user, const QString &text, app::chat::Roles roles = {});
    quint64 paid(const QString &user, const QString &text, double dollars);
    quint64 gift(const QString &user, const QString &name, int count, const QString &combo = {});
    quint64 add(app::chat::Message message);
    static app::chat::Message message(const QString &user, const QString &text);
    void remove(const QString &messageId);
    void ban(const QString &login, qint64 seconds = 0);

    bool command(app::danmaku::Command::What what, quint64 item = 0, const QString &text = {}, int place = 0,
                 bool all = false);
    bool undo();
    void cutOff(bool interrupted); // what is on air ends now; interrupted: the player went away
    void plan();
    void run(double seconds); // everything that happens within, in order

    QStringList order() const;      // texts of waiting() that will be read
    QStringList heardWords() const; // as they were spoken
    const app::danmaku::Item *waiting(quint64 id) const;
    std::optional<app::danmaku::Item> over(quint64 id) const;
    QString messageIdOf(quint64 item) const { return m_messages.value(item); }
    quint64 onAir() const { return m_air; }
    quint64 making() const { return m_made; }
    bool hasSound(quint64 item) const { return m_sounds.contains(item); }

private:
    void carryOut(const app::danmaku::Act &act);
    void step();
    std::optional<qint64> next() const;

    QHash<quint64, double> m_sounds; // whole ones; s
    QHash<quint64, QString> m_messages;
    QSet<quint64> m_begun; // were on air
    QSet<quint64> m_over;  // by the events
    quint64 m_made = 0, m_air = 0;
    double m_madeLength = 0;
    bool m_first = false, m_stopping = false, m_fading = false, m_pausedAir = false;
    qint64 m_firstAt = 0, m_madeAt = 0, m_stopAt = 0, m_endAt = 0, m_failAt = 0, m_airLeft = 0;
    int m_count = 0;
};
