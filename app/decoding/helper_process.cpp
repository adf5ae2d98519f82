#include "app/decoding/helper_process.h"

#include <QByteArray>
#include <QList>

#include <cerrno>
#include <csignal>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/descriptor.h"

namespace app::decoding {

namespace {

constexpr int kLookMs = 50;

std::vector<char *> pointers(QList<QByteArray> &words) {
    std::vector<char *> all;
    for (QByteArray &word : words)
        all.push_back(word.data());
    all.push_back(nullptr);
    return all;
}

} // namespace

HelperProcess::HelperProcess(const QStringList &command, int input) {
    int ends[2] = {-1, -1};
    if (command.isEmpty() || ::pipe2(ends, O_CLOEXEC) != 0)
        return;
    m_output = ends[0];
    const engine::Descriptor writing(ends[1]);

    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, writing.get(), STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    QList<QByteArray> words, environment{QByteArrayLiteral("LC_ALL=C")};
    for (const QString &word : command)
        words << word.toLocal8Bit();
    for (const char *name : {"PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS"}) {
        if (qEnvironmentVariableIsSet(name))
            environment << QByteArray(name) + '=' + qgetenv(name);
    }
    pid_t process = -1;
    if (::posix_spawnp(&process, words.first().constData(), &files, &attributes, pointers(words).data(),
                       pointers(environment).data()) == 0)
        m_process = process;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
}

HelperProcess::~HelperProcess() {
    if (m_output >= 0)
        ::close(m_output);
    if (m_process > 0) {
        ::kill(m_process, SIGKILL);
        endedBy();
    }
}

HelperProcess::Got HelperProcess::read(void *bytes, std::size_t count, const std::stop_token &stop, int patienceMs) {
    char *to = static_cast<char *>(bytes);
    int waited = 0;
    while (count > 0) {
        if (stop.stop_requested())
            return Got::Stopped;
        pollfd wait{m_output, POLLIN, 0};
        const int ready = ::poll(&wait, 1, kLookMs);
        if (ready < 0 && errno != EINTR)
            return Got::Ended;
        if (ready <= 0) {
            waited += kLookMs;
            if (waited >= patienceMs)
                return Got::Stuck;
            continue;
        }
        const ssize_t got = ::read(m_output, to, count);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return Got::Ended;
        to += got;
        count -= std::size_t(got);
        waited = 0;
    }
    return Got::All;
}

int HelperProcess::endedBy() {
    int status = 0;
    const pid_t process = std::exchange(m_process, -1);
    while (process > 0 && ::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR)
            return 0;
    }
    m_exitCode = process > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return process > 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

} // namespace app::decoding
