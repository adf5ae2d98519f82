// What is written is whole or not there.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <csignal>
#include <limits>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/audio/file.h"
#include "engine/error.h"

using engine::Clip;
using engine::Error;
using engine::ErrorKind;
using engine::audio::readSound;
using engine::audio::writeWav;

namespace {

Clip clipOf(std::size_t samples, float value = 0.25f) {
    return {24000, std::vector<float>(samples, value)};
}

QStringList everythingIn(const QString &folder) {
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

QByteArray bytesOf(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Outcome {
    QString what;
    QString remedy;
    ErrorKind kind = ErrorKind::BadInput;
};

Outcome outcomeOf(const QString &path, const Clip &clip) {
    try {
        writeWav(path.toStdString(), clip);
        return {};
    } catch (const Error &error) {
        return {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), error.kind()};
    }
}

} // namespace

class WavTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesSixteenBitPcm();
    void clampsLoudSamples();
    void replacesAnOlderFile();
    void followsALink();
    void writesBesideABareName();
    void refusesAMissingFolder();
    void refusesAReadOnlyFolder();
    void refusesAFolderOrADeviceAsTarget();
    void refusesSamplesThatAreNoNumbers();
    void leavesNothingWhenAFileMayNotGrow();
    void leavesNothingOnAFullDisk();
};

void WavTest::writesSixteenBitPcm() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("take.wav"));
    writeWav(path.toStdString(), {22050, {0.0f, 0.5f, -0.5f, 1.0f / 32768, -1.0f}});
    const QByteArray bytes = bytesOf(path);
    QCOMPARE(bytes.size(), 44 + 10);
    QCOMPARE(bytes.first(4), QByteArray("RIFF"));
    QCOMPARE(qFromLittleEndian<quint32>(bytes.constData() + 4), 46u);
    QCOMPARE(bytes.mid(8, 8), QByteArray("WAVEfmt "));
    QCOMPARE(qFromLittleEndian<quint32>(bytes.constData() + 24), 22050u);
    QCOMPARE(qFromLittleEndian<quint32>(bytes.constData() + 28), 44100u);
    QCOMPARE(qFromLittleEndian<qint16>(bytes.constData() + 46), qint16(16384));

    const auto sound = readSound(path.toStdString(), 60);
    QCOMPARE(sound.sampleRate, 22050);
    QCOMPARE(sound.channels, 1);
    QCOMPARE(sound.interleaved, (std::vector<float>{0.0f, 0.5f, -0.5f, 1.0f / 32768, -1.0f}));
    QCOMPARE(everythingIn(folder.path()), QStringList{QStringLiteral("take.wav")});

    struct stat status {};
    QCOMPARE(::stat(path.toUtf8().constData(), &status), 0);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    QCOMPARE(status.st_mode & 0777, 0666 & ~mask); // readable by those whom the person lets read other files
}

void WavTest::clampsLoudSamples() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("loud.wav"));
    writeWav(path.toStdString(), {24000, {1.0f, 5.0f, -5.0f, 3e38f, -3e38f}});
    const float most = 32767.0f / 32768;
    QCOMPARE(readSound(path.toStdString(), 60).interleaved, (std::vector<float>{most, most, -1, most, -1}));
}

void WavTest::replacesAnOlderFile() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("take.wav"));
    writeWav(path.toStdString(), clipOf(5000));
    writeWav(path.toStdString(), clipOf(100));
    QCOMPARE(bytesOf(path).size(), 244);
    QCOMPARE(everythingIn(folder.path()).size(), 1);
}

void WavTest::followsALink() {
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("real")));
    const QString real = folder.filePath(QStringLiteral("real/take.wav"));
    const QString link = folder.filePath(QStringLiteral("link.wav"));
    writeWav(real.toStdString(), clipOf(10));
    QVERIFY(QFile::link(real, link));
    writeWav(link.toStdString(), clipOf(100));
    QCOMPARE(bytesOf(real).size(), 244);
    QVERIFY(QFileInfo(link).isSymLink());
}

void WavTest::writesBesideABareName() {
    QTemporaryDir folder;
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.path()));
    const Outcome outcome = outcomeOf(QStringLiteral("bare.wav"), clipOf(100));
    QVERIFY(QDir::setCurrent(before));
    QVERIFY2(outcome.what.isEmpty(), qPrintable(outcome.what));
    QCOMPARE(everythingIn(folder.path()), QStringList{QStringLiteral("bare.wav")});
}

void WavTest::refusesAMissingFolder() {
    QTemporaryDir folder;
    const Outcome outcome = outcomeOf(folder.filePath(QStringLiteral("nowhere/take.wav")), clipOf(100));
    QVERIFY2(outcome.what.contains(u"There is no folder") && outcome.what.contains(u"nowhere"),
             qPrintable(outcome.what));
    QVERIFY(outcome.kind == ErrorKind::Failure);
    QVERIFY(outcome.remedy.contains(u"Create the folder"));
    QVERIFY(everythingIn(folder.path()).isEmpty());
}

void WavTest::refusesAReadOnlyFolder() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("take.wav"));
    writeWav(path.toStdString(), clipOf(10));
    const QByteArray older = bytesOf(path);
    QCOMPARE(::chmod(folder.path().toUtf8().constData(), 0555), 0);
    const bool root = ::geteuid() == 0; // root may write everywhere, so it becomes nobody for a moment
    if (root)
        QCOMPARE(::seteuid(65534), 0);
    const Outcome outcome = outcomeOf(path, clipOf(100));
    if (root)
        QCOMPARE(::seteuid(0), 0);
    QCOMPARE(::chmod(folder.path().toUtf8().constData(), 0755), 0);
    QVERIFY2(outcome.what.contains(u"may not be written to"), qPrintable(outcome.what));
    QVERIFY(outcome.kind == ErrorKind::Failure);
    QCOMPARE(bytesOf(path), older);
    QCOMPARE(everythingIn(folder.path()).size(), 1);
}

void WavTest::refusesAFolderOrADeviceAsTarget() {
    QTemporaryDir folder;
    QVERIFY(outcomeOf(folder.path(), clipOf(10)).what.contains(u"is a folder"));
    QVERIFY(outcomeOf(folder.path() + u'/', clipOf(10)).what.contains(u"is a folder"));
    const QString pipe = folder.filePath(QStringLiteral("pipe"));
    QCOMPARE(::mkfifo(pipe.toUtf8().constData(), 0600), 0);
    QVERIFY(outcomeOf(pipe, clipOf(10)).what.contains(u"is a device"));
    QCOMPARE(everythingIn(folder.path()), QStringList{QStringLiteral("pipe")});
}

void WavTest::refusesSamplesThatAreNoNumbers() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("take.wav"));
    writeWav(path.toStdString(), clipOf(10));
    const QByteArray older = bytesOf(path);
    for (const float wrong : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        const Outcome outcome = outcomeOf(path, clipOf(10, wrong));
        QVERIFY(outcome.what.contains(u"not numbers"));
        QVERIFY(outcome.kind == ErrorKind::Failure);
    }
    QVERIFY(outcomeOf(path, {0, {0.5f}}).what.contains(u"cannot hold"));
    QCOMPARE(bytesOf(path), older);
}

void WavTest::leavesNothingWhenAFileMayNotGrow() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("take.wav"));
    writeWav(path.toStdString(), clipOf(10));
    const QByteArray older = bytesOf(path);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{20000, before.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const Outcome outcome = outcomeOf(path, clipOf(100000));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY2(outcome.what.contains(u"would be larger (200.0 KB)"), qPrintable(outcome.what));
    QVERIFY(outcome.kind == ErrorKind::Failure);
    QCOMPARE(bytesOf(path), older);
    QCOMPARE(everythingIn(folder.path()).size(), 1);
}

void WavTest::leavesNothingOnAFullDisk() {
    QTemporaryDir folder;
    const QByteArray disk = folder.path().toUtf8();
    if (::mount("tmpfs", disk.constData(), "tmpfs", 0, "size=64k") != 0)
        QSKIP("A small disk can only be mounted as root; leavesNothingWhenAFileMayNotGrow covers the way out.");
    const QString path = folder.filePath(QStringLiteral("take.wav"));
    writeWav(path.toStdString(), clipOf(10));
    const QByteArray older = bytesOf(path);
    const Outcome outcome = outcomeOf(path, clipOf(100000));
    const QByteArray kept = bytesOf(path);
    const QStringList left = everythingIn(folder.path());
    QCOMPARE(::umount(disk.constData()), 0);
    QVERIFY2(outcome.what.contains(u"There is no room for") && outcome.what.contains(u"it needs 200.0 KB"),
             qPrintable(outcome.what));
    QVERIFY(outcome.kind == ErrorKind::Failure);
    QVERIFY(outcome.remedy.contains(u"Free some space"));
    QCOMPARE(kept, older);
    QCOMPARE(left, QStringList{QStringLiteral("take.wav")});
}

QTEST_GUILESS_MAIN(WavTest)
#include "tst_wav.moc"
