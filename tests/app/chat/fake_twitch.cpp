#include "tests/app/chat/fake_twitch.h"

#include <QFile>
#include <QHash>
#include <QHostAddress>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTimer>

#include <algorithm>
#include <mutex>

#include <poll.h>
#include <sys/socket.h>

#include "app/chat/line_splitter.h"
#include "app/chat/twitch_line.h"

using app::chat::Kind;
using app::chat::Message;
using app::chat::Role;

namespace {

QByteArray dataFile(const char *name) {
    QFile file(QStringLiteral(TEST_DATA "/tls/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Guest {
    app::chat::LineSplitter lines;
    QByteArray nick;
    QByteArray channel; // joined; empty: not yet
    bool badPass = false;
};

} // namespace

class FakeTwitch::Room : public QTcpServer {
public:
    explicit Room(FakeTwitchHabits habits) : m_habits(habits) {}

    bool listenAgain() { return isListening() || listen(QHostAddress::LocalHost, m_port); }
    void openFirst(quint16 port) {
        listen(QHostAddress::LocalHost, port);
        m_port = serverPort();
    }

    void toAll(const QByteArray &bytes, const QByteArray &channel = {}) { // empty: whatever they have joined
        for (auto guest = m_guests.begin(); guest != m_guests.end(); ++guest)
            if (!guest->channel.isEmpty() && (channel.isEmpty() || guest->channel == channel))
                guest.key()->write(bytes);
    }
    QByteArray roomOf(const QByteArray &channel) {
        if (!m_rooms.contains(channel))
            m_rooms.append(channel);
        return QByteArray::number(77 + m_rooms.indexOf(channel));
    }
    QByteArray channel() const {
        for (const Guest &guest : m_guests)
            if (!guest.channel.isEmpty())
                return guest.channel;
        return "nobody";
    }
    void dropAll(bool reset, const QByteArray &channel = {}) {
        for (QSslSocket *socket : m_guests.keys()) {
            if (!channel.isEmpty() && m_guests.value(socket).channel != channel)
                continue;
            if (reset) {
                const linger now{1, 0};
                ::setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
            } else {
                socket->flush();
            }
            forget(socket);
        }
    }
    void ping() {
        const int number = m_pinged++;
        m_pings.insert(number, QElapsedTimer());
        m_pings[number].start();
        toAll("PING :fake" + QByteArray::number(number) + "\r\n");
    }

    FakeTwitchHabits m_habits;
    quint16 m_port = 0;
    int m_connections = 0, m_mostAtOnce = 0, m_pinged = 0;
    QByteArrayList m_received, m_rooms;
    QHash<int, QElapsedTimer> m_pings;
    std::vector<double> m_pongs;
    QHash<QSslSocket *, Guest> m_guests;

protected:
    void incomingConnection(qintptr descriptor) override {
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        m_guests.insert(socket, Guest());
        ++m_connections;
        m_mostAtOnce = std::max(m_mostAtOnce, open());
        QObject::connect(socket, &QSslSocket::readyRead, this, [this, socket] { read(socket); });
        QObject::connect(socket, &QSslSocket::disconnected, this, [this, socket] { forget(socket); });
        if (m_habits.tls) {
            QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
            tls.setLocalCertificate(QSslCertificate(dataFile("loopback.crt")));
            tls.setPrivateKey(QSslKey(dataFile("loopback.key"), QSsl::Ec));
            socket->setSslConfiguration(tls);
            socket->startServerEncryption();
        }
    }

private:
    int open() const { // without those that the other side closed and that were not looked at since
        int count = 0;
        for (const QSslSocket *socket : m_guests.keys()) {
            pollfd state{int(socket->socketDescriptor()), POLLRDHUP, 0};
            count += ::poll(&state, 1, 0) == 0;
        }
        return count;
    }

    void forget(QSslSocket *socket) {
        m_guests.remove(socket);
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
    }

    void answer(QSslSocket *socket, const QByteArray &bytes) {
        if (m_habits.slowByMs == 0) {
            socket->write(bytes);
            return;
        }
        QTimer::singleShot(m_habits.slowByMs, socket, [socket, bytes] { socket->write(bytes); });
    }

    void read(QSslSocket *socket) {
        if (!m_guests.contains(socket))
            return;
        for (const QByteArray &line : m_guests[socket].lines.feed(socket->readAll())) {
            m_received.append(line);
            take(socket, line);
            if (!m_guests.contains(socket))
                return;
        }
    }

    void take(QSslSocket *socket, const QByteArray &line) {
        Guest &guest = m_guests[socket];
        const QByteArray word = line.left(line.indexOf(' '));
        if (word == "CAP") {
            answer(socket, ":tmi.twitch.tv CAP * ACK" + line.mid(line.indexOf(" :")) + "\r\n");
        } else if (word == "PASS") {
            guest.badPass = m_habits.refusesLogin;
        } else if (word == "NICK") {
            guest.nick = line.sliced(5);
            if (guest.badPass)
                answer(socket, ":tmi.twitch.tv NOTICE * :Login authentication failed\r\n");
            else if (m_habits.welcomes)
                answer(socket, ":tmi.twitch.tv 001 " + guest.nick + " :Welcome, GLHF!\r\n:tmi.twitch.tv 376 " +
                                   guest.nick + " :>\r\n");
        } else if (word == "JOIN") {
            const QByteArray channel = line.sliced(line.indexOf('#') + 1);
            if (m_habits.suspended) {
                answer(socket, "@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #" + channel +
                                   " :This channel does not exist or has been suspended.\r\n");
            } else if (m_habits.confirmsJoin) {
                guest.channel = channel;
                answer(socket, ':' + guest.nick + '!' + guest.nick + '@' + guest.nick + ".tmi.twitch.tv JOIN #" +
                                   channel + "\r\n@emote-only=0;followers-only=-1;r9k=0;room-id=" + roomOf(channel) +
                                   ";slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE #" + channel + "\r\n");
            }
        } else if (word == "PING" && m_habits.answersPing) {
            answer(socket, ":tmi.twitch.tv PONG tmi.twitch.tv " + line.sliced(5) + "\r\n");
        } else if (word == "PONG" && line.startsWith("PONG :fake")) {
            const auto ping = m_pings.constFind(line.sliced(10).toInt());
            if (ping != m_pings.constEnd()) {
                m_pongs.push_back(double(ping->nsecsElapsed()) * 1e-6);
                m_pings.erase(ping);
            }
        }
    }
};

namespace {

template <typename Object, typename Work> auto ask(Object *object, Work work) {
    using Result = decltype(work());
    if constexpr (std::is_void_v<Result>) {
        QMetaObject::invokeMethod(object, work, Qt::BlockingQueuedConnection);
    } else {
        Result result{};
        QMetaObject::invokeMethod(
            object, [&] { result = work(); }, Qt::BlockingQueuedConnection);
        return result;
    }
}

} // namespace

FakeTwitch::FakeTwitch(FakeTwitchHabits habits) : m_tls(habits.tls), m_room(new Room(habits)) {
    m_room->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_room, &QObject::deleteLater);
    m_thread.start();
    m_port = ask(m_room, [&] {
        m_room->openFirst(quint16(habits.port));
        return m_room->m_port;
    });
}

FakeTwitch::~FakeTwitch() {
    m_thread.quit();
    m_thread.wait();
}

QByteArray FakeTwitch::certificateOf() {
    return dataFile("loopback.crt");
}

app::chat::TwitchAddress FakeTwitch::address() const {
    app::chat::TwitchAddress address;
    address.host = m_tls ? QStringLiteral("localhost") : QStringLiteral("127.0.0.1");
    address.port = m_port;
    address.tls = m_tls;
    if (m_tls)
        address.authorities = {QSslCertificate(certificateOf())};
    return address;
}

void FakeTwitch::change(const FakeTwitchHabits &habits) {
    ask(m_room, [&] { m_room->m_habits = habits; });
}

void FakeTwitch::send(const QByteArray &bytes) {
    ask(m_room, [&] { m_room->toAll(bytes); });
}

void FakeTwitch::say(const QByteArray &user, const QString &text, const QByteArray &id, const QByteArray &tags) {
    sayIn(ask(m_room, [&] { return m_room->channel(); }), user, text, id, tags);
}

void FakeTwitch::sayIn(const QByteArray &channel, const QByteArray &user, const QString &text, const QByteArray &id,
                       const QByteArray &tags) {
    ask(m_room, [&] {
        QByteArray all = "id=" + (id.isEmpty() ? QByteArray("made-") + QByteArray::number(qHash(text)) : id) +
                         ";user-id=" + QByteArray::number(qHash(user) % 1'000'000) + ";display-name=" + user;
        if (!tags.isEmpty())
            all += ';' + tags;
        m_room->toAll('@' + all + ";room-id=" + m_room->roomOf(channel) + " :" + user + '!' + user + '@' + user +
                          ".tmi.twitch.tv PRIVMSG #" + channel + " :" + text.toUtf8() + "\r\n",
                      channel);
    });
}

QByteArray FakeTwitch::lineOf(const Message &message, const QByteArray &channel) {
    const auto escaped = [](const QString &value) { return app::chat::escapedTag(value).toUtf8(); };
    QByteArrayList badges;
    if (message.roles.testFlag(Role::Broadcaster))
        badges << "broadcaster/1";
    if (message.roles.testFlag(Role::Moderator))
        badges << "moderator/1";
    if (message.roles.testFlag(Role::Member))
        badges << "subscriber/3";
    QHash<QString, QByteArrayList> spans;
    for (const app::chat::Emote &emote : message.emotes)
        spans[emote.id] << QByteArray::number(emote.begin) + '-' + QByteArray::number(emote.end - 1);
    QByteArrayList emotes;
    for (auto span = spans.cbegin(); span != spans.cend(); ++span)
        emotes << span.key().toUtf8() + ':' + span.value().join(',');
    const QByteArray login = message.login.toUtf8();
    QByteArray tags = "@badges=" + badges.join(',') + ";color=;display-name=" + escaped(message.user) +
                      ";emotes=" + emotes.join('/') + ";first-msg=0;id=" + escaped(message.id) +
                      ";room-id=77;tmi-sent-ts=" + QByteArray::number(message.sentAt) +
                      ";user-id=" + escaped(message.userId);
    QByteArray command = "PRIVMSG";
    switch (message.kind) {
    case Kind::Paid:
        tags += ";bits=" + QByteArray::number(message.paid.micros / 1'000'000);
        break;
    case Kind::Gift:
        command = "USERNOTICE";
        tags += message.giftCount == 0 // one of those that were told of together
                    ? QByteArray(";msg-id=subgift")
                    : ";msg-id=submysterygift;msg-param-mass-gift-count=" + QByteArray::number(message.giftCount);
        tags += ";msg-param-community-gift-id=" + escaped(message.combo) +
                ";msg-param-sub-plan-name=" + escaped(message.gift);
        break;
    case Kind::Member:
        command = "USERNOTICE";
        tags += ";msg-id=resub";
        break;
    case Kind::Raid:
        command = "USERNOTICE";
        tags += ";msg-id=raid;msg-param-viewerCount=" + QByteArray::number(message.viewers);
        break;
    default:
        break;
    }
    if (command == "USERNOTICE")
        return tags + ";login=" + login + ";system-msg=" + escaped(message.said) + " :tmi.twitch.tv USERNOTICE #" +
               channel + (message.text.isEmpty() ? QByteArray() : " :" + message.text.toUtf8()) + "\r\n";
    const QByteArray text = message.action ? "\001ACTION " + message.text.toUtf8() + '\001' : message.text.toUtf8();
    return tags + " :" + login + '!' + login + '@' + login + ".tmi.twitch.tv PRIVMSG #" + channel + " :" + text +
           "\r\n";
}

void FakeTwitch::say(const Message &message) {
    ask(m_room, [&] { m_room->toAll(lineOf(message, m_room->channel())); });
}

void FakeTwitch::sendIn(const QByteArray &channel, const QByteArray &bytes) {
    ask(m_room, [&] { m_room->toAll(bytes, channel); });
}

void FakeTwitch::dropIn(const QByteArray &channel) {
    ask(m_room, [&] { m_room->dropAll(false, channel); });
}

int FakeTwitch::joinedIn(const QByteArray &channel) const {
    return ask(m_room, [&] {
        return int(std::count_if(m_room->m_guests.begin(), m_room->m_guests.end(),
                                 [&](const Guest &guest) { return guest.channel == channel; }));
    });
}

QByteArray FakeTwitch::roomOf(const QByteArray &channel) const {
    return ask(m_room, [&] { return m_room->roomOf(channel); });
}

void FakeTwitch::ping() {
    ask(m_room, [&] { m_room->ping(); });
}

void FakeTwitch::drop() {
    ask(m_room, [&] { m_room->dropAll(false); });
}

void FakeTwitch::reset() {
    ask(m_room, [&] { m_room->dropAll(true); });
}

void FakeTwitch::setOpen(bool open) {
    ask(m_room, [&] {
        if (open)
            m_room->listenAgain();
        else
            m_room->close();
    });
}

int FakeTwitch::connections() const {
    return ask(m_room, [&] { return m_room->m_connections; });
}

int FakeTwitch::mostAtOnce() const {
    return ask(m_room, [&] { return m_room->m_mostAtOnce; });
}

int FakeTwitch::joined() const {
    return ask(m_room, [&] {
        return int(std::count_if(m_room->m_guests.begin(), m_room->m_guests.end(),
                                 [](const Guest &guest) { return !guest.channel.isEmpty(); }));
    });
}

QByteArrayList FakeTwitch::lines() const {
    return ask(m_room, [&] { return m_room->m_received; });
}

std::vector<double> FakeTwitch::pongs() const {
    return ask(m_room, [&] { return m_room->m_pongs; });
}

int FakeTwitch::missedPongs() const {
    return ask(m_room, [&] { return int(m_room->m_pings.size()); });
}
