#include "app/server/network_look.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QNetworkInterface>
#include <QSet>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace app::server {

namespace {

constexpr int kHighestPort = 65535;
constexpr int kTries = 20;
constexpr qint64 kMostOfTable = 4 << 20; // bytes of /proc/net/tcp

// Those of /proc/net/tcp that listen on the port: "  0: 0100007F:69F1 00000000:0000 0A … inode".
QSet<QByteArray> listeningSockets(int port) {
    QSet<QByteArray> found;
    const QByteArray ending = ':' + QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    for (const char *table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        QFile file(QString::fromLatin1(table));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray text = file.read(kMostOfTable);
        for (const QByteArray &line : text.split('\n')) {
            const QList<QByteArray> columns = line.simplified().split(' ');
            constexpr qsizetype kLocal = 1, kState = 3, kInode = 9;
            if (columns.size() > kInode && columns[kLocal].endsWith(ending) && columns[kState] == "0A")
                found.insert("socket:[" + columns[kInode] + ']');
        }
    }
    return found;
}

// Of processes of the same person only: others may not be looked into.
void findProgram(const QSet<QByteArray> &sockets, PortLook &look) {
    const QDir all(QStringLiteral("/proc"));
    for (const QString &name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        bool isProcess = false;
        const qint64 process = name.toLongLong(&isProcess);
        if (!isProcess)
            continue;
        const QString folder = QStringLiteral("/proc/%1/fd").arg(process);
        for (const QString &descriptor : QDir(folder).entryList(QDir::NoDotAndDotDot | QDir::System | QDir::Files)) {
            const QString path = folder + u'/' + descriptor;
            std::array<char, 64> target{};
            const auto length = ::readlink(path.toLatin1().constData(), target.data(), target.size());
            if (length <= 0 || !sockets.contains(QByteArray(target.data(), qsizetype(length))))
                continue;
            QFile comm(QStringLiteral("/proc/%1/comm").arg(process));
            if (comm.open(QIODevice::ReadOnly))
                look.program = QString::fromUtf8(comm.read(64)).trimmed();
            look.process = process;
            look.isOurs = look.program.startsWith(QLatin1String("ishowtts"));
            return;
        }
    }
}

bool isFree(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    const bool bound = ::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::close(socket);
    return bound;
}

} // namespace

PortLook lookAtPort(int port) {
    PortLook look;
    const QSet<QByteArray> sockets = listeningSockets(port);
    look.taken = !sockets.isEmpty();
    if (look.taken)
        findProgram(sockets, look);
    for (int next = port + 1; next <= std::min(port + kTries, kHighestPort) && look.freePort == 0; ++next) {
        if (isFree(next))
            look.freePort = next;
    }
    return look;
}

QStringList networkAddresses() {
    QStringList four, six;
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.isLoopback() || address.isLinkLocal())
            continue;
        if (address.protocol() == QAbstractSocket::IPv4Protocol)
            four << address.toString();
        else
            six << u'[' + address.toString() + u']';
    }
    return four + six;
}

} // namespace app::server
