// The desktop's portal for global shortcuts on a bus of its own (a dbus-daemon that starts no services), as its
// specification says (org.freedesktop.portal.GlobalShortcuts 1): sessions, requests that answer by a signal at the path
// that the caller foresees, Activated, ShortcutsChanged, Close. It looks at the signature of each call. Like
// xdg-desktop-portal 1.21 it gives nothing to who has not registered a name that has a desktop file.
#pragma once

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVirtualObject>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "app/danmaku/portal_shortcut.h"
#include "tests/patience.h"

class PrivateBus {
public:
    PrivateBus() {
        QFile config(m_folder.filePath(QStringLiteral("bus.conf")));
        if (!config.open(QIODevice::WriteOnly))
            return;
        config.write("<busconfig><type>session</type><listen>unix:path=" + m_folder.path().toUtf8() +
                     "/bus</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\"/>"
                     "<allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>");
        config.close();
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--config-file=") + config.fileName(), QStringLiteral("--nofork"),
                        QStringLiteral("--print-address=1")});
        if (!m_daemon.waitForStarted()) {
            m_problem = QStringLiteral("dbus-daemon cannot be started (") + m_daemon.errorString() +
                        QStringLiteral("): install Debian's package dbus-daemon");
            return;
        }
        if (m_daemon.waitForReadyRead(kLongEnough))
            m_address = QString::fromUtf8(m_daemon.readLine().trimmed());
        if (m_address.isEmpty())
            m_problem = QStringLiteral("dbus-daemon gives no bus: ") +
                        QString::fromUtf8(m_daemon.readAllStandardError().trimmed());
    }
    ~PrivateBus() {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    const QString &address() const { return m_address; } // empty: problem()
    const QString &problem() const { return m_problem; } // what, and what to do
    QDBusConnection connect(const QString &name) const { return QDBusConnection::connectToBus(m_address, name); }

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
    QString m_address, m_problem;
};

class PortalStandIn : public QDBusVirtualObject {
public:
    enum class Owner { Grants, Refuses };

    explicit PortalStandIn(const PrivateBus &bus)
        : m_name(QStringLiteral("portal%1").arg(quintptr(this))), m_bus(bus.connect(m_name)) {
        qDBusRegisterMetaType<app::danmaku::PortalShortcut>();
        qDBusRegisterMetaType<QList<app::danmaku::PortalShortcut>>();
        m_bus.registerVirtualObject(QStringLiteral("/org/freedesktop/portal/desktop"), this, QDBusConnection::SubPath);
        come();
    }
    ~PortalStandIn() override { QDBusConnection::disconnectFromBus(m_name); }

    void come() { m_bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop")); }
    void leave() {
        m_bus.unregisterService(QStringLiteral("org.freedesktop.portal.Desktop"));
        m_known.clear();
        m_strangers.clear();
        program.clear();
    }

    void press(const QString &id, const QString &of) {
        tell(kDesktop, QStringLiteral("org.freedesktop.portal.GlobalShortcuts"), QStringLiteral("Activated"),
             {QVariant::fromValue(QDBusObjectPath(of)), id, qulonglong(1), QVariantMap()});
    }
    void press(const QString &id) { press(id, session); }
    void rebind(const QString &id, const QString &keys) {
        tell(kDesktop, QStringLiteral("org.freedesktop.portal.GlobalShortcuts"), QStringLiteral("ShortcutsChanged"),
             {QVariant::fromValue(QDBusObjectPath(session)),
              QVariant::fromValue(
                  QList<app::danmaku::PortalShortcut>{{id, {{QStringLiteral("trigger_description"), keys}}}})});
    }
    void takeBack() {
        tell(session, QStringLiteral("org.freedesktop.portal.Session"), QStringLiteral("Closed"), {QVariantMap()});
    }

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &call, const QDBusConnection &bus) override {
        const QString sender = call.service().mid(1).replace(u'.', u'_');
        const QString what = call.member();
        if (what == u"Register") {
            program = call.arguments().value(0).toString();
            const QString entry =
                QStandardPaths::locate(QStandardPaths::ApplicationsLocation, program + QStringLiteral(".desktop"));
            const QSettings file(entry, QSettings::IniFormat);
            if (entry.isEmpty() || !believes ||
                !QFile::exists(file.value(QStringLiteral("Desktop Entry/Exec")).toString()))
                return bus.send(call.createErrorReply(
                    kFailed, QStringLiteral("Could not register app ID: App info not found for '%1'").arg(program)));
            if (m_known.contains(sender) || m_strangers.contains(sender))
                return bus.send(call.createErrorReply(kFailed, QStringLiteral("Registered too late")));
            m_known << sender;
            return bus.send(call.createReply());
        }
        if (what == u"Close") {
            closed << call.path();
            return bus.send(call.createReply());
        }
        if (!knows || (what != u"CreateSession" && what != u"BindShortcuts"))
            return bus.send(call.createErrorReply(QDBusError::UnknownMethod, QStringLiteral("No such interface")));
        if (!m_known.contains(sender)) {
            m_strangers << sender;
            return bus.send(call.createErrorReply(kFailed, QStringLiteral("An app id is required")));
        }
        const bool binds = what == u"BindShortcuts";
        if (call.signature() != (binds ? u"oa(sa{sv})sa{sv}" : u"a{sv}"))
            wrong << what + u' ' + call.signature();
        const QVariantMap options = optionsOf(call.arguments().value(binds ? 3 : 0));
        const QString request = kDesktop + QStringLiteral("/request/") + sender + u'/' +
                                options.value(QStringLiteral("handle_token")).toString();
        QVariantMap results;
        uint code = 0;
        if (binds) {
            if (call.arguments().value(0).value<QDBusObjectPath>().path() != session)
                wrong << QStringLiteral("another session");
            results.insert(QStringLiteral("shortcuts"), QVariant::fromValue(bound(call.arguments().value(1))));
            code = owner == Owner::Grants ? 0 : 1;
        } else {
            session = kDesktop + QStringLiteral("/session/") + sender + u'/' +
                      options.value(QStringLiteral("session_handle_token")).toString();
            results.insert(QStringLiteral("session_handle"), session);
            ++sessions;
        }
        bus.send(call.createReply(QVariant::fromValue(QDBusObjectPath(request))));
        tell(request, QStringLiteral("org.freedesktop.portal.Request"), QStringLiteral("Response"), {code, results});
        return true;
    }

    bool knows = true; // has GlobalShortcuts at all
    bool believes = true;
    Owner owner = Owner::Grants;
    QString program, session;
    int sessions = 0;
    QStringList wrong, closed;
    QList<app::danmaku::PortalShortcut> asked;

private:
    static QVariantMap optionsOf(const QVariant &argument) { return qdbus_cast<QVariantMap>(argument); }

    void tell(const QString &path, const QString &interface, const QString &signal, const QVariantList &arguments) {
        QDBusMessage message = QDBusMessage::createSignal(path, interface, signal);
        message.setArguments(arguments);
        m_bus.send(message);
    }

    // The desktop gives the keys that were wanted.
    QList<app::danmaku::PortalShortcut> bound(const QVariant &argument) {
        asked.clear();
        QList<app::danmaku::PortalShortcut> given;
        const auto in = argument.value<QDBusArgument>();
        in.beginArray();
        while (!in.atEnd()) {
            app::danmaku::PortalShortcut each;
            in.beginStructure();
            in >> each.id >> each.facts;
            in.endStructure();
            asked << each;
            given.append({each.id,
                          {{QStringLiteral("description"), each.facts.value(QStringLiteral("description"))},
                           {QStringLiteral("trigger_description"),
                            each.facts.value(QStringLiteral("preferred_trigger")).toString().toLower()}}});
        }
        in.endArray();
        return given;
    }

    const QString kDesktop = QStringLiteral("/org/freedesktop/portal/desktop");
    const QString kFailed = QStringLiteral("org.freedesktop.portal.Error.Failed");
    const QString m_name;
    QDBusConnection m_bus;
    QStringList m_known;     // who told its name, which has a desktop file
    QStringList m_strangers; // who asked for something before: it stays nobody
};
