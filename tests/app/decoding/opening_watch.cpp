#include "tests/app/decoding/opening_watch.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

OpeningWatch::OpeningWatch() {
    if (!QFile::copy(QStringLiteral(TEST_DATA "/decoding/tone.wav"), bait()))
        qFatal("no bait");
    m_inotify = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (m_inotify < 0 || ::inotify_add_watch(m_inotify, QFile::encodeName(bait()), IN_OPEN | IN_ACCESS) < 0)
        qFatal("the bait cannot be watched");

    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto *const plain = reinterpret_cast<sockaddr *>(&address);
    if (m_socket < 0 || ::bind(m_socket, plain, sizeof address) != 0 || ::listen(m_socket, 100) != 0 ||
        ::getsockname(m_socket, plain, &length) != 0)
        qFatal("no address");
    m_url = u"http://127.0.0.1:%1/bait.wav"_qs.arg(ntohs(address.sin_port));

    const QString strace = QStandardPaths::findExecutable(u"strace"_qs);
    const QStringList tracer{strace,
                             u"-f"_qs,
                             u"-qq"_qs,
                             u"-o"_qs,
                             m_folder.filePath(u"trace"_qs),
                             u"-e"_qs,
                             u"trace=%file,%network,seccomp,execve,execveat,clone,clone3,fork,vfork,ptrace"_qs};
    if (!strace.isEmpty() && QProcess::execute(tracer.first(), tracer.mid(1) + QStringList{u"true"_qs}) == 0)
        m_tracer = tracer;
}

OpeningWatch::~OpeningWatch() {
    ::close(m_inotify);
    ::close(m_socket);
}

int OpeningWatch::openings() {
    int count = 0;
    alignas(inotify_event) std::array<char, 4096> events{};
    while (::read(m_inotify, events.data(), events.size()) > 0)
        ++count;
    return count;
}

int OpeningWatch::connections() {
    int count = 0;
    for (int call = -1; (call = ::accept(m_socket, nullptr, nullptr)) >= 0; ++count)
        ::close(call);
    return count;
}

QStringList OpeningWatch::allowedAfterFilter() const {
    QFile file(m_folder.filePath(u"trace"_qs));
    if (!file.open(QIODevice::ReadOnly))
        return {u"there is no trace"_qs};
    const QList<QByteArray> lines = file.readAll().split('\n');
    qsizetype taken = -1;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].contains("SECCOMP_SET_MODE_FILTER") && lines[i].trimmed().endsWith("= 0"))
            taken = i;
    }
    if (taken < 0)
        return {u"no filter was taken"_qs};
    QStringList allowed;
    for (const QByteArray &line : lines.mid(taken + 1)) {
        if (line.contains(" = ") && !line.contains(" = -1 "))
            allowed << QString::fromUtf8(line);
    }
    return allowed;
}
