// Keys that count whichever program has the keyboard, where the desktop gives them: the portal
// org.freedesktop.portal.GlobalShortcuts (KDE Plasma, GNOME 48, Hyprland). The desktop asks its owner which keys these
// shall be, may change them at any time, and remembers. Where the portal was restarted they are asked for again. Of
// who asks it wants a desktop file (desktop_entry.h). GUI thread; the bus is asked and not waited for.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QVariantMap>

namespace app::danmaku {

struct GlobalKey {
    QString id;        // "danmaku.pause"
    QString words;     // what it does, as the desktop shows it; plain text
    QString preferred; // "CTRL+SHIFT+F12" (freedesktop.org's shortcuts specification); empty: none
};

class GlobalKeys : public QObject {
    Q_OBJECT

public:
    enum class State {
        Off,     // not asked for, or given back
        Asking,  // the desktop asks its owner
        On,      // they count
        Lost,    // the portal went away; asks again when it is back
        Refused, // its owner said no
        Ended,   // the desktop took them back, or could not ask: nobody said no
        Unknown, // it gives some, but does not know who asks
        Absent,  // this desktop gives none
    };

    // `bus`: of its own, as a portal takes whoever asked it for anything else before for somebody without a name.
    explicit GlobalKeys(QDBusConnection bus, QObject *parent = nullptr);
    ~GlobalKeys() override; // gives them back

    void ask(const QList<GlobalKey> &keys);
    void giveBack();
    State state() const { return m_state; }
    const QString &detail() const { return m_detail; }                     // where there are none: the desktop's words
    const QHash<QString, QString> &triggers() const { return m_triggers; } // id → keys, in the desktop's words

Q_SIGNALS:
    void changed();
    void pressed(const QString &id);

private Q_SLOTS:
    void answered(uint code, const QVariantMap &results, const QDBusMessage &message);
    void activated(const QDBusObjectPath &session, const QString &id, qulonglong at, const QVariantMap &options);
    void rebound(const QDBusMessage &message);
    void closed(const QDBusMessage &message);

private:
    void listen();
    void begin(); // says who asks
    void createSession();
    void bind();
    void expect(const QString &token); // the answer to what is asked next
    void forget();                     // session and what is asked
    void set(State state, const QString &detail = {});
    void send(const QDBusMessage &call, State whenRefused);
    void readTriggers(const QVariant &shortcuts);

    QDBusConnection m_bus;
    QList<GlobalKey> m_keys;
    State m_state = State::Off;
    QString m_detail;
    QHash<QString, QString> m_triggers;
    QString m_request;  // path of what is asked; empty: nothing
    QString m_session;  // path; empty: none
    QString m_stranger; // why the desktop does not know who asks; empty: it does, or never wants to know
    quint64 m_attempt = 0;
    bool m_listens = false;
    int m_tokens = 0;
};

} // namespace app::danmaku
