#include "app/chat/twitch_source.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSslConfiguration>

#include <algorithm>

#include "app/chat/twitch_channel.h"
#include "app/chat/twitch_events.h"

namespace app::chat {

namespace {

constexpr qint64 kReadAtOnce = 256 * 1024; // then what else the thread has to do

QByteArray barePass(const QString &token) {
    QByteArray bare = token.trimmed().toUtf8();
    if (bare.startsWith("oauth:"))
        bare = bare.sliced(6);
    return bare;
}

// A token with white space or control characters would be more than one word of a line.
bool isOneWord(const QByteArray &token) {
    return !token.isEmpty() && std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 127; });
}

} // namespace

TwitchAddress TwitchAddress::fromEnvironment() {
    TwitchAddress address;
    if (const QString host = qEnvironmentVariable("ISHOWTTS_TWITCH_HOST"); !host.isEmpty())
        address.host = host;
    bool fine = false;
    const int port = qEnvironmentVariableIntValue("ISHOWTTS_TWITCH_PORT", &fine);
    if (fine && port >= 1 && port <= 65535)
        address.port = quint16(port);
    address.tls = qgetenv("ISHOWTTS_TWITCH_TLS") != "0";
    return address;
}

TwitchSource::TwitchSource(TwitchLogin login, TwitchAddress address, std::shared_ptr<TwitchCompany> company,
                           QObject *parent)
    : Source(parent), m_login(std::move(login)), m_address(std::move(address)),
      m_channel(twitchChannel(m_login.channel)), m_company(std::move(company)),
      m_schedule(QRandomGenerator::global()->generate64(), m_address.limits, m_company->budget), m_timer(this),
      m_letGo(this) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, this, &TwitchSource::step);
    m_letGo.setSingleShot(true);
    QObject::connect(&m_letGo, &QTimer::timeout, this, &TwitchSource::letGo);
}

TwitchSource::~TwitchSource() {
    leaveCompany();
}

void TwitchSource::start() {
    if (m_schedule.phase() != ConnectionSchedule::Phase::Off)
        return;
    m_failed = m_everJoined = false;
    m_problem = {};
    if (m_channel.isEmpty()) {
        fail({tr("“%1” is not the name of a channel.").arg(m_login.channel.left(60)),
              tr("Type the name as it stands behind twitch.tv/: letters, digits and _."),
              {}});
        return;
    }
    if (!m_login.login.isEmpty() && (twitchChannel(m_login.login).isEmpty() || !isOneWord(barePass(m_login.token)))) {
        fail({tr("The login or its token cannot be right."),
              tr("Sign in again, or connect without a login: reading a chat needs none."),
              {}});
        return;
    }
    m_ours = m_company->known.value(m_channel);
    if (!m_ours.isEmpty())
        m_company->ours.insert(m_ours);
    m_schedule.start(now());
    step();
}

void TwitchSource::stop() {
    m_schedule.stop();
    m_timer.stop();
    leaveCompany();
    m_failed = false;
    m_problem = {};
    tell();
}

void TwitchSource::reconnectNow() {
    if (m_schedule.phase() == ConnectionSchedule::Phase::Off) {
        start();
        return;
    }
    m_schedule.reconnectNow(now());
    step();
}

void TwitchSource::step() {
    for (bool more = true; more;) {
        switch (m_schedule.due(now())) {
        case ConnectionSchedule::Act::Nothing:
            more = false;
            break;
        case ConnectionSchedule::Act::Connect:
            connectSocket();
            break;
        case ConnectionSchedule::Act::Ping:
            m_pingedAt = now();
            send("PING :ishowtts");
            break;
        case ConnectionSchedule::Act::Dead:
            closeSocket();
            m_problem = {tr("Twitch's chat does not answer any more."), tr("It is tried again by itself."), {}};
            break;
        case ConnectionSchedule::Act::Unopened:
            closeSocket();
            m_problem = {tr("Twitch's chat could not be reached in time."),
                         tr("Check the network. It is tried again by itself."),
                         {}};
            break;
        case ConnectionSchedule::Act::Unconfirmed:
            closeSocket();
            if (m_loggedIn && !m_everJoined) { // Twitch says nothing about a channel that is not there
                fail({tr("There seems to be no channel “%1” on Twitch.").arg(m_channel),
                      tr("Check how it is spelled, as it stands behind twitch.tv/, and connect again."),
                      {}});
                return;
            }
            m_problem = {tr("Twitch did not confirm the channel."), tr("It is tried again by itself."), {}};
            break;
        }
    }
    const qint64 next = m_schedule.next();
    if (next == ConnectionSchedule::kNever)
        m_timer.stop();
    else
        m_timer.start(int(std::max<qint64>(0, next - now())));
    tell();
}

void TwitchSource::connectSocket() {
    closeSocket();
    m_loggedIn = false;
    m_roundTrip = -1;
    m_pingedAt = -1;
    m_socket = new QSslSocket(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    QObject::connect(m_socket, &QSslSocket::readyRead, this, &TwitchSource::read);
    QObject::connect(m_socket, &QSslSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        while (m_socket != nullptr && m_socket->bytesAvailable() > 0)
            read(); // what came before the end
        if (m_socket != nullptr)
            lose(whyLost(error, m_socket->errorString()));
    });
    if (!m_address.tls) {
        QObject::connect(m_socket, &QSslSocket::connected, this, &TwitchSource::logIn);
        m_socket->connectToHost(m_address.host, m_address.port);
        return;
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.addCaCertificates(m_address.authorities);
    m_socket->setSslConfiguration(tls);
    QObject::connect(m_socket, &QSslSocket::encrypted, this, &TwitchSource::logIn);
    m_socket->connectToHostEncrypted(m_address.host, m_address.port);
}

void TwitchSource::closeSocket() {
    m_lines.clear();
    if (!m_room.isEmpty())
        leaveRoom();
    if (m_socket == nullptr)
        return;
    QSslSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

void TwitchSource::enterRoom(const QString &room) {
    if (room.isEmpty())
        return;
    m_room = m_ours = room;
    m_company->known.insert(m_channel, room);
    m_company->ours.insert(room);
    m_company->live.insert(room, this);
}

void TwitchSource::leaveRoom() {
    const QString room = std::exchange(m_room, QString());
    m_letGo.stop();
    m_company->live.remove(room);
    m_company->letGo([&room](const TwitchCompany::Copy &copy) { return copy.room == room; });
}

void TwitchSource::letGo() {
    const auto isDue = [this](const TwitchCompany::Copy &copy) {
        return copy.room == m_room && copy.at + m_company->held <= now();
    };
    m_company->letGo(isDue);
    for (const TwitchCompany::Copy &copy : m_company->copies) {
        if (copy.room != m_room)
            continue;
        m_letGo.start(int(std::max<qint64>(1, copy.at + m_company->held - now())));
        break;
    }
}

void TwitchSource::leaveCompany() {
    for (TwitchCompany::Copy &copy : m_company->copies) {
        if (copy.by != this)
            continue;
        copy.by = m_company->live.value(copy.room);
        Q_EMIT copy.by->copied(copy.message); // by the id that it had here
        auto message = std::make_shared<Message>(*copy.message);
        message->channel = copy.by->m_channel;
        message->id = copy.id;
        message->fromChannel.clear();
        message->sourceId.clear();
        copy.message = std::move(message);
    }
    m_company->letGo([](const TwitchCompany::Copy &copy) { return copy.message->fromChannel.isEmpty(); });
    closeSocket();
    m_company->ours.remove(std::exchange(m_ours, QString()));
}

void TwitchSource::logIn() {
    m_schedule.opened(now());
    send("CAP REQ :twitch.tv/tags twitch.tv/commands");
    if (m_login.login.isEmpty()) {
        send("NICK justinfan" + QByteArray::number(10'000 + QRandomGenerator::global()->bounded(80'000)));
    } else {
        send("PASS oauth:" + barePass(m_login.token));
        send("NICK " + twitchChannel(m_login.login).toUtf8());
    }
    step();
}

void TwitchSource::send(const QByteArray &line) {
    if (m_socket != nullptr)
        m_socket->write(line + "\r\n");
}

void TwitchSource::read() {
    if (m_socket == nullptr)
        return;
    const QByteArray bytes = m_socket->read(kReadAtOnce);
    if (bytes.isEmpty())
        return;
    const QSslSocket *const socket = m_socket;
    m_schedule.heard(now());
    const QList<QByteArray> lines = m_lines.feed(bytes);
    for (const QByteArray &line : lines) // before the work of all others
        if (line.startsWith("PING "))
            send("PONG " + line.sliced(5));
    if (m_socket->flush(); m_socket != socket)
        return;
    for (const QByteArray &line : lines) {
        if (const auto parsed = parseTwitchLine(line))
            take(*parsed);
        else
            ++m_unreadable;
        if (m_socket != socket) // it was lost or stopped meanwhile
            return;
    }
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &TwitchSource::read, Qt::QueuedConnection);
}

void TwitchSource::take(const TwitchLine &line) {
    if (m_room.isEmpty() && line.param(0).compare(u'#' + m_channel, Qt::CaseInsensitive) == 0)
        enterRoom(line.tag(u"room-id"));
    if (const auto event = twitchEvent(line, QDateTime::currentMSecsSinceEpoch(), m_company->ours)) {
        if (const auto *message = std::get_if<Message>(&*event))
            takeWritten(*message, line);
        else
            takeRemoval(std::get<Removal>(*event));
    } else if (line.command == QLatin1String("001")) {
        m_loggedIn = true;
        send("JOIN #" + m_channel.toUtf8());
    } else if (line.command == QLatin1String("ROOMSTATE")) {
        if (m_schedule.phase() == ConnectionSchedule::Phase::Confirming &&
            line.param(0).compare(u'#' + m_channel, Qt::CaseInsensitive) == 0) {
            m_everJoined = true;
            m_problem = {};
            m_schedule.confirmed(now());
            step();
        }
    } else if (line.command == QLatin1String("PONG")) {
        if (m_pingedAt >= 0) {
            m_roundTrip = int(now() - std::exchange(m_pingedAt, -1));
            tell();
        }
    } else if (line.command == QLatin1String("NOTICE")) {
        takeNotice(line);
    } else if (line.command == QLatin1String("RECONNECT")) {
        closeSocket();
        m_problem = {tr("Twitch moves the chat to another server."), tr("It is connected again by itself."), {}};
        m_schedule.askedToReconnect(now());
        step();
    }
}

void TwitchSource::takeWritten(const Message &message, const TwitchLine &line) {
    const bool isCopy = !message.fromChannel.isEmpty();
    const QString room = isCopy ? message.fromChannel : line.tag(u"room-id");
    const QString there = line.tag(u"source-id"); // its own has none where the chat is not shared
    const QString id = isCopy || !there.isEmpty() ? there : message.id;
    auto written = std::make_shared<const Message>(message);
    if (isCopy && !id.isEmpty())
        m_company->keepOrigin(message.id, {room, id});
    RecentMessages &seen = m_company->seen;
    // Nobody else can bring it, who reads it knows what comes again: only what was deleted before is asked for.
    const bool isNobodysElse = !isCopy && there.isEmpty() && m_company->ours.size() < 2;
    TwitchSource *const own = m_company->live.value(room);
    if (isCopy && !id.isEmpty() && own != nullptr && own != this) {
        if (!seen.wouldBeNew(room, id, message, now())) {
            Q_EMIT copied(std::move(written));
            return;
        }
        std::deque<TwitchCompany::Copy> &copies = m_company->copies;
        if (copies.size() >= TwitchCompany::kMostHeld) // the older half
            m_company->letGo([until = copies[copies.size() / 2].at](const auto &copy) { return copy.at <= until; });
        copies.push_back({this, room, id, std::move(written), now()});
        if (!own->m_letGo.isActive())
            own->m_letGo.start(int(m_company->held));
    } else if (id.isEmpty() || room.isEmpty() ||
               (isNobodysElse ? seen.wouldBeNew(room, id, message, now()) : seen.isNew(room, id, message, now()))) {
        if (!isCopy && !id.isEmpty())
            m_company->drop([&](const TwitchCompany::Copy &copy) { return copy.id == id && copy.room == room; });
        Q_EMIT received(std::move(written));
    } else if (isCopy) {
        Q_EMIT copied(std::move(written));
    }
}

void TwitchSource::takeRemoval(Removal removal) {
    if (removal.room.isEmpty())
        removal.room = m_ours;
    const TwitchCompany::Origin origin = m_company->originOf(removal.messageId);
    removal.originId = origin.id;
    for (const auto &[room, id] : {TwitchCompany::Origin{removal.room, removal.messageId}, origin})
        if (!room.isEmpty())
            m_company->seen.refuse(room, id, now()); // nor what comes later
    m_company->drop([&](const TwitchCompany::Copy &copy) { return removal.names(*copy.message); });
    Q_EMIT removed(removal);
}

void TwitchSource::takeNotice(const TwitchLine &line) {
    const QString id = line.tag(u"msg-id"), text = line.param(1);
    static const QRegularExpression refused(
        QStringLiteral("^(Login (authentication failed|unsuccessful)|Improperly formatted auth|Invalid NICK)"),
        QRegularExpression::CaseInsensitiveOption);
    if (!m_loggedIn && refused.match(text).hasMatch())
        fail({tr("Twitch refused the login."),
              tr("The token may have run out: sign in again, or connect without a login."), text.left(200)});
    else if (id == QLatin1String("msg_channel_suspended") || id == QLatin1String("tos_ban"))
        fail({tr("The channel “%1” is suspended or not there.").arg(m_channel),
              tr("Check how it is spelled, as it stands behind twitch.tv/."), text.left(200)});
    else if (id == QLatin1String("msg_banned"))
        fail({tr("This login is banned from the channel “%1”.").arg(m_channel),
              tr("Connect without a login: reading a chat needs none."), text.left(200)});
}

void TwitchSource::lose(const Problem &problem) {
    closeSocket();
    m_problem = problem;
    m_schedule.lost(now());
    step();
}

void TwitchSource::fail(const Problem &problem) {
    m_schedule.stop();
    m_timer.stop();
    leaveCompany();
    m_failed = true;
    m_problem = problem;
    tell();
}

Problem TwitchSource::whyLost(QAbstractSocket::SocketError error, const QString &detail) const {
    const QString again = tr("It is tried again by itself.");
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return {tr("The address of Twitch's chat was not found."), tr("Check the network. %1").arg(again), detail};
    case QAbstractSocket::ConnectionRefusedError:
    case QAbstractSocket::NetworkError:
        return {tr("Twitch's chat could not be reached."), tr("Check the network. %1").arg(again), detail};
    case QAbstractSocket::SslHandshakeFailedError:
        return {tr("Whoever answers for Twitch's chat could not prove to be Twitch."),
                tr("Check the clock of this computer, and whether this network wants a login in the browser. %1")
                    .arg(again),
                detail};
    case QAbstractSocket::RemoteHostClosedError:
        return {tr("Twitch closed the connection."), again, detail};
    default:
        return {tr("The connection to Twitch's chat was lost."), again, detail};
    }
}

void TwitchSource::tell() {
    SourceState state;
    state.source = QStringLiteral("twitch");
    state.channel = m_channel;
    switch (m_schedule.phase()) {
    case ConnectionSchedule::Phase::Off:
        state.phase = m_failed ? SourceState::Phase::Failed : SourceState::Phase::Off;
        break;
    case ConnectionSchedule::Phase::Waiting:
        state.phase = SourceState::Phase::Waiting;
        state.nextTry = QDateTime::currentMSecsSinceEpoch() + std::max<qint64>(0, m_schedule.next() - now());
        break;
    case ConnectionSchedule::Phase::Opening:
        state.phase = SourceState::Phase::Connecting;
        break;
    case ConnectionSchedule::Phase::Confirming:
        state.phase = SourceState::Phase::Joining;
        break;
    case ConnectionSchedule::Phase::Live:
        state.phase = SourceState::Phase::Live;
        break;
    }
    if (state.phase == SourceState::Phase::Waiting || state.phase == SourceState::Phase::Failed)
        state.problem = m_problem;
    state.attempts = m_schedule.attempts();
    state.roundTripMs = m_roundTrip;
    state.detail = m_address.host + u':' + QString::number(m_address.port);
    if (skippedLines() > 0)
        state.detail += tr("; lines skipped as too long: %1").arg(skippedLines());
    const bool isNews = state.phase != m_told.phase || state.problem.what != m_told.problem.what ||
                        state.attempts != m_told.attempts || state.roundTripMs != m_told.roundTripMs ||
                        state.detail != m_told.detail || std::abs(state.nextTry - m_told.nextTry) > 50;
    if (!isNews)
        return;
    m_told = state;
    Q_EMIT stateChanged(state);
}

} // namespace app::chat

#include "moc_twitch_source.cpp"
