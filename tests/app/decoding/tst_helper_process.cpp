// The process beside the Studio: it is gone whenever nobody waits for it any more, and what it gave up is what the
// kernel says of it.
#include <QTest>

#include <QTemporaryDir>

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>

#include "app/decoding/helper_process.h"
#include "engine/descriptor.h"

using app::decoding::HelperProcess;
using Got = HelperProcess::Got;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 30000;

// The command says its number in eight digits before it begins.
QStringList announced(const QString &command) {
    return {u"/bin/sh"_qs, u"-c"_qs, u"printf %08d $$; exec "_qs + command};
}

pid_t numberOf(HelperProcess &process) {
    std::array<char, 8> digits{};
    if (process.read(digits.data(), digits.size(), {}, kPatience) != Got::All)
        qFatal("the process said no number");
    return pid_t(QByteArray(digits.data(), digits.size()).toInt());
}

bool isGone(pid_t process) {
    return ::kill(process, 0) != 0 && errno == ESRCH;
}

QByteArray told(pid_t process, const char *file, const char *line) { // what stands behind the name
    QFile about(u"/proc/%1/%2"_qs.arg(process).arg(QLatin1String(file)));
    if (!about.open(QIODevice::ReadOnly))
        return {};
    const QList<QByteArray> lines = about.readAll().split('\n');
    for (const QByteArray &each : lines) {
        if (each.startsWith(line))
            return each.mid(qsizetype(qstrlen(line))).simplified();
    }
    return {};
}

} // namespace

class TestHelperProcess : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    int anyFile() const {
        const int file = ::open(TEST_DATA "/decoding/tone.wav", O_RDONLY | O_CLOEXEC);
        if (file < 0)
            qFatal("no file");
        return file;
    }

private Q_SLOTS:
    void whatSaysNothingIsEnded() {
        const engine::Descriptor input(anyFile());
        pid_t number = 0;
        {
            HelperProcess process(announced(u"sleep 1000"_qs), input.get());
            QVERIFY(process.isStarted());
            number = numberOf(process);
            QVERIFY(!isGone(number));
            char byte = 0;
            QCOMPARE(process.read(&byte, 1, {}, 200), Got::Stuck);
        }
        QVERIFY(isGone(number));
    }

    void whatNobodyWantsIsEnded() {
        const engine::Descriptor input(anyFile());
        pid_t number = 0;
        {
            HelperProcess process(announced(u"sleep 1000"_qs), input.get());
            number = numberOf(process);
            std::stop_source stop;
            std::thread later([&] { stop.request_stop(); });
            char byte = 0;
            QCOMPARE(process.read(&byte, 1, stop.get_token(), kPatience), Got::Stopped);
            later.join();
        }
        QVERIFY(isGone(number));
    }

    void howItEndedIsKnown() {
        const engine::Descriptor input(anyFile());
        char byte = 0;
        HelperProcess killed({u"/bin/sh"_qs, u"-c"_qs, u"kill -ABRT $$"_qs}, input.get());
        QCOMPARE(killed.read(&byte, 1, {}, kPatience), Got::Ended);
        QCOMPARE(killed.endedBy(), SIGABRT);
        HelperProcess ended({u"/bin/sh"_qs, u"-c"_qs, u"exit 7"_qs}, input.get());
        QCOMPARE(ended.read(&byte, 1, {}, kPatience), Got::Ended);
        QCOMPARE(ended.endedBy(), 0);
        QVERIFY(!HelperProcess({u"/nonexistent"_qs}, input.get()).isStarted());
    }

    void itGetsTheFileAndNothingElse() {
        const engine::Descriptor input(anyFile());
        HelperProcess process({u"/bin/sh"_qs, u"-c"_qs, u"head -c 4; env | grep -c ^HOME="_qs}, input.get());
        std::array<char, 5> said{};
        QCOMPARE(process.read(said.data(), said.size(), {}, kPatience), Got::All);
        QCOMPARE(QByteArray(said.data(), said.size()), QByteArray("RIFF0"));
    }

    void theDecoderGivesUpItsRights_data() {
        QTest::addColumn<QString>("before");
        QTest::newRow("as it is") << QString();
        // -D: strace stands beside the decoder, which keeps its number.
        QTest::newRow("a kernel without close_range")
            << u"strace -D -o /dev/null -e trace=close_range -e inject=close_range:error=ENOSYS "_qs;
    }

    void theDecoderGivesUpItsRights() {
        QFETCH(QString, before);
        QFile sound(m_folder.filePath(u"long.wav"_qs)); // whose samples fill the pipe, so that it waits for us
        QVERIFY(sound.open(QIODevice::WriteOnly));
        const QByteArray head = "RIFF\xFF\xFF\xFF\x7FWAVEfmt \x10\0\0\0\1\0\1\0\xC0\x5D\0\0\x80\xBB\0\0\2\0\x10\0"_qba;
        const QByteArray data = "data\0\x80\x3E\0"_qba;
        QVERIFY(sound.write(head + data) > 0 && sound.resize(sound.pos() + 0x3E8000));
        sound.close();
        const engine::Descriptor input(::open(QFile::encodeName(sound.fileName()), O_RDONLY | O_CLOEXEC));
        const engine::Descriptor forgotten(::open("/dev/null", O_RDONLY)); // inherited, as careless code leaves them
        HelperProcess process(announced(before + QStringLiteral(PROGRAM_FOLDER "/ishowtts-decode")), input.get());
        const pid_t number = numberOf(process);
        std::array<char, 512> begun{};
        QCOMPARE(process.read(begun.data(), begun.size(), {}, kPatience), Got::All); // it reads the file now

        QCOMPARE(told(number, "status", "Seccomp:"), QByteArray("2")); // a filter
        QCOMPARE(told(number, "status", "NoNewPrivs:"), QByteArray("1"));
        QVERIFY(told(number, "limits", "Max open files").startsWith("3 3 "));
        QVERIFY(told(number, "limits", "Max file size").startsWith("0 0 "));
        QVERIFY(told(number, "limits", "Max core file size").startsWith("0 0 "));
        QVERIFY(told(number, "limits", "Max cpu time").startsWith("1200 1210 "));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        const double room = told(number, "limits", "Max address space").split(' ').first().toDouble();
        QVERIFY2(room > 1 << 30 && room < 3.0 * (1 << 30), qPrintable(QString::number(room)));
#endif
        const QStringList open =
            QDir(u"/proc/%1/fd"_qs.arg(number)).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
        if (::geteuid() == 0) // others may not look
            QCOMPARE(open, (QStringList{u"0"_qs, u"1"_qs, u"2"_qs}));
    }
};

QTEST_GUILESS_MAIN(TestHelperProcess)
#include "tst_helper_process.moc"
