#include "app/danmaku/global_keys.h"

#include <QCoreApplication>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusServiceWatcher>
#include <QPointer>
#include <QThreadPool>

#include <utility>

#include "app/danmaku/desktop_entry.h"
#include "app/danmaku/portal_shortcut.h"

namespace app::danmaku {

namespace {

const QString kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kShortcuts = QStringLiteral("org.freedesktop.portal.GlobalShortcuts");
const QString kRequest = QStringLiteral("org.freedesktop.portal.Request");
const QString kSession = QStringLiteral("org.freedesktop.portal.Session");
const QString kProgram = QStringLiteral("ishowtts-studio"); // as its desktop file is called

constexpr uint kDone = 0, kCancelled = 1; // what a Response says

bool isThereNothing(const QDBusMessage &reply) { // that could have answered
    const QString name = reply.errorName();
    return name.startsWith(QLatin1String("org.freedesktop.DBus.Error.Unknown")) ||
           name == QLatin1String("org.freedesktop.DBus.Error.ServiceUnknown") ||
           name == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner");
}

} // namespace

GlobalKeys::GlobalKeys(QDBusConnection bus, QObject *parent) : QObject(parent), m_bus(std::move(bus)) {
    qDBusRegisterMetaType<PortalShortcut>();
    qDBusRegisterMetaType<QList<PortalShortcut>>();
}

GlobalKeys::~GlobalKeys() {
    forget();
}

void GlobalKeys::set(State state, const QString &detail) {
    m_detail = detail;
    if (state != State::On)
        m_triggers.clear();
    if (std::exchange(m_state, state) != state)
        Q_EMIT changed();
}

void GlobalKeys::ask(const QList<GlobalKey> &keys) {
    forget();
    m_keys = keys;
    set(State::Asking);
    if (!m_bus.isConnected()) {
        set(State::Absent, m_bus.lastError().message());
        return;
    }
    listen();
    const QString program = QCoreApplication::applicationFilePath();
    QThreadPool::globalInstance()->start([self = QPointer<GlobalKeys>(this), attempt = m_attempt, program] {
        giveDesktopEntry(kProgram, program); // without it the desktop says what it thinks of us
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, attempt] {
                if (self && self->m_attempt == attempt)
                    self->begin();
            },
            Qt::QueuedConnection);
    });
}

void GlobalKeys::giveBack() {
    forget();
    set(State::Off);
}

void GlobalKeys::forget() {
    ++m_attempt;
    const auto close = [this](const QString &path, const QString &what) {
        if (!path.isEmpty())
            m_bus.send(QDBusMessage::createMethodCall(kPortal, path, what, QStringLiteral("Close")));
    };
    close(std::exchange(m_request, {}), kRequest);
    close(std::exchange(m_session, {}), kSession);
}

void GlobalKeys::listen() {
    if (std::exchange(m_listens, true))
        return;
    m_bus.connect(kPortal, kPath, kShortcuts, QStringLiteral("Activated"), this,
                  SLOT(activated(QDBusObjectPath, QString, qulonglong, QVariantMap)));
    m_bus.connect(kPortal, kPath, kShortcuts, QStringLiteral("ShortcutsChanged"), this, SLOT(rebound(QDBusMessage)));
    auto *watcher = new QDBusServiceWatcher(kPortal, m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceUnregistered, this, [this] {
        if (m_state != State::Asking && m_state != State::On)
            return;
        ++m_attempt;
        m_session.clear(); // went with it
        m_request.clear();
        set(State::Lost);
    });
    connect(watcher, &QDBusServiceWatcher::serviceRegistered, this, [this] {
        if (m_state != State::Lost)
            return;
        set(State::Asking);
        begin();
    });
}

// The answer may come before the call has returned: where it will come from is known before.
void GlobalKeys::expect(const QString &token) {
    const QString sender = m_bus.baseService().mid(1).replace(u'.', u'_');
    m_request = kPath + QStringLiteral("/request/") + sender + u'/' + token;
    m_bus.connect(kPortal, m_request, kRequest, QStringLiteral("Response"), this,
                  SLOT(answered(uint, QVariantMap, QDBusMessage)));
}

void GlobalKeys::send(const QDBusMessage &call, State whenRefused) {
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, whenRefused, asked = m_request, watcher] {
        watcher->deleteLater();
        if (m_request != asked)
            return; // answered, or given back
        const QDBusMessage reply = watcher->reply();
        if (reply.type() == QDBusMessage::ErrorMessage) {
            m_request.clear();
            forget();
            if (whenRefused == State::Absent && !m_stranger.isEmpty() && !isThereNothing(reply))
                set(State::Unknown, m_stranger + u'\n' + reply.errorMessage());
            else
                set(whenRefused, reply.errorMessage());
        } else if (const QString path = reply.arguments().value(0).value<QDBusObjectPath>().path();
                   !path.isEmpty() && path != m_request) { // before version 0.9
            m_request = path;
            m_bus.connect(kPortal, m_request, kRequest, QStringLiteral("Response"), this,
                          SLOT(answered(uint, QVariantMap, QDBusMessage)));
        }
    });
}

// A program that is in no sandbox says who it is, to each portal before it asks that for anything. Older portals do not
// know that, and those that were told already may say so: only what they give afterwards counts.
void GlobalKeys::begin() {
    QDBusMessage who = QDBusMessage::createMethodCall(
        kPortal, kPath, QStringLiteral("org.freedesktop.host.portal.Registry"), QStringLiteral("Register"));
    who << kProgram << QVariantMap();
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(who), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, attempt = m_attempt] {
        watcher->deleteLater();
        if (attempt != m_attempt)
            return;
        const QDBusMessage reply = watcher->reply();
        const bool refuses = reply.type() == QDBusMessage::ErrorMessage && !isThereNothing(reply);
        m_stranger = refuses ? reply.errorMessage() : QString();
        createSession();
    });
}

void GlobalKeys::createSession() {
    const QString token = QStringLiteral("ishowtts%1").arg(++m_tokens);
    expect(token);
    QDBusMessage call = QDBusMessage::createMethodCall(kPortal, kPath, kShortcuts, QStringLiteral("CreateSession"));
    // The session's is always the same: a desktop that knows nobody by a name knows who had which keys by it.
    call << QVariantMap{{QStringLiteral("handle_token"), token},
                        {QStringLiteral("session_handle_token"), QStringLiteral("ishowtts")}};
    send(call, State::Absent);
}

void GlobalKeys::bind() {
    QList<PortalShortcut> shortcuts;
    for (const GlobalKey &key : m_keys) {
        QVariantMap facts{{QStringLiteral("description"), key.words}};
        if (!key.preferred.isEmpty())
            facts.insert(QStringLiteral("preferred_trigger"), key.preferred);
        shortcuts << PortalShortcut{key.id, facts};
    }
    const QString token = QStringLiteral("ishowtts%1").arg(++m_tokens);
    expect(token);
    QDBusMessage call = QDBusMessage::createMethodCall(kPortal, kPath, kShortcuts, QStringLiteral("BindShortcuts"));
    call << QVariant::fromValue(QDBusObjectPath(m_session)) << QVariant::fromValue(shortcuts) << QString()
         << QVariantMap{{QStringLiteral("handle_token"), token}};
    send(call, State::Ended);
}

void GlobalKeys::answered(uint code, const QVariantMap &results, const QDBusMessage &message) {
    if (m_request.isEmpty() || message.path() != m_request)
        return;
    m_request.clear();
    if (code != kDone) {
        forget();
        if (code == kCancelled)
            set(State::Refused);
        else
            set(State::Ended, tr("The desktop could not ask for them."));
        return;
    }
    if (!m_session.isEmpty()) {
        readTriggers(results.value(QStringLiteral("shortcuts")));
        set(State::On);
        return;
    }
    const QVariant handle = results.value(QStringLiteral("session_handle"));
    m_session = handle.metaType() == QMetaType::fromType<QDBusObjectPath>() ? handle.value<QDBusObjectPath>().path()
                                                                            : handle.toString();
    if (!m_session.startsWith(u'/')) {
        m_session.clear();
        set(State::Absent, tr("The desktop's answer cannot be understood."));
        return;
    }
    m_bus.connect(kPortal, m_session, kSession, QStringLiteral("Closed"), this, SLOT(closed(QDBusMessage)));
    bind();
}

void GlobalKeys::readTriggers(const QVariant &shortcuts) {
    m_triggers.clear();
    if (!shortcuts.canConvert<QDBusArgument>())
        return;
    const auto argument = shortcuts.value<QDBusArgument>();
    if (argument.currentSignature() != u"a(sa{sv})")
        return;
    for (const PortalShortcut &each : qdbus_cast<QList<PortalShortcut>>(argument))
        if (const QString keys = each.facts.value(QStringLiteral("trigger_description")).toString(); !keys.isEmpty())
            m_triggers.insert(each.id, keys);
}

void GlobalKeys::activated(const QDBusObjectPath &session, const QString &id, qulonglong, const QVariantMap &) {
    if (m_state == State::On && session.path() == m_session)
        Q_EMIT pressed(id);
}

void GlobalKeys::rebound(const QDBusMessage &message) {
    const QVariantList arguments = message.arguments();
    if (m_state != State::On || arguments.value(0).value<QDBusObjectPath>().path() != m_session)
        return;
    readTriggers(arguments.value(1));
    Q_EMIT changed();
}

void GlobalKeys::closed(const QDBusMessage &message) {
    if (m_session.isEmpty() || message.path() != m_session)
        return;
    m_session.clear();
    m_request.clear();
    set(State::Ended, tr("The desktop took them back."));
}

} // namespace app::danmaku

#include "moc_global_keys.cpp"
