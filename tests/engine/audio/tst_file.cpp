// Recordings of every kind come in, or a clear message does.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

#include <sndfile.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/audio/recording.h"
#include "engine/error.h"

using engine::Error;
using engine::audio::readSound;
using engine::audio::Sound;

namespace {

float wavy(std::size_t i) {
    return float(int(i * 7919 % 20001) - 10000) / 32768.0f;
}

// Resident memory at its highest so far, in MB.
double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

int openDescriptors() {
    return int(
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size());
}

} // namespace

class FileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void readsWhatWasWritten_data();
    void readsWhatWasWritten();
    void readsEveryBitDepth_data();
    void readsEveryBitDepth();
    void readsALongFileOnlyToTheLimit();
    void readsWhatIsThereUnderAFalseHeader();
    void boundsWhatACompressedFileCanUnfoldTo();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void saysThatAFileMayNotBeRead();
    void refusesSamplesThatAreNoNumbers();
    void refusesRatesAndChannelsOutOfRange();
    void neverCrashesOnDamagedFiles();
    void closesWhatItOpens();
    void aVoiceIsPlainWavOrFlac_data();
    void aVoiceIsPlainWavOrFlac();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    std::filesystem::path stdPath(const QString &name) const { return path(name).toStdString(); }
    void save(const QString &name, int format, int rate, int channels, const std::vector<float> &interleaved) const {
        SF_INFO info{};
        info.samplerate = rate;
        info.channels = channels;
        info.format = format;
        SNDFILE *file = sf_open(path(name).toUtf8().constData(), SFM_WRITE, &info);
        QVERIFY2(file, sf_strerror(nullptr));
        sf_command(file, SFC_SET_CLIPPING, nullptr, SF_TRUE);
        QCOMPARE(sf_write_float(file, interleaved.data(), sf_count_t(interleaved.size())),
                 sf_count_t(interleaved.size()));
        sf_close(file);
    }
    void saveBytes(const QString &name, const QByteArray &bytes) const {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray bytesOf(const QString &name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
};

void FileTest::readsWhatWasWritten_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("channels");
    QTest::newRow("WAV, 16 bit, mono, 24 kHz") << (SF_FORMAT_WAV | SF_FORMAT_PCM_16) << 24000 << 1;
    QTest::newRow("WAV, 16 bit, stereo, 96 kHz") << (SF_FORMAT_WAV | SF_FORMAT_PCM_16) << 96000 << 2;
    QTest::newRow("WAV, 24 bit, stereo, 48 kHz") << (SF_FORMAT_WAV | SF_FORMAT_PCM_24) << 48000 << 2;
    QTest::newRow("WAV, float, 8 channels, 44.1 kHz") << (SF_FORMAT_WAV | SF_FORMAT_FLOAT) << 44100 << 8;
    QTest::newRow("FLAC, stereo, 44.1 kHz") << (SF_FORMAT_FLAC | SF_FORMAT_PCM_16) << 44100 << 2;
    QTest::newRow("AIFF, 4 kHz") << (SF_FORMAT_AIFF | SF_FORMAT_PCM_16) << 4000 << 1;
    QTest::newRow("WAV, 768 kHz") << (SF_FORMAT_WAV | SF_FORMAT_PCM_16) << 768000 << 1;
}

void FileTest::readsWhatWasWritten() {
    QFETCH(int, format);
    QFETCH(int, rate);
    QFETCH(int, channels);
    std::vector<float> samples(std::size_t(70000 * channels)); // more than one block
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = wavy(i);
    save(QStringLiteral("sound"), format, rate, channels, samples);
    const Sound sound = readSound(stdPath(QStringLiteral("sound")), 60);
    QCOMPARE(sound.sampleRate, rate);
    QCOMPARE(sound.channels, channels);
    QCOMPARE(sound.frames(), std::size_t(70000));
    QCOMPARE(sound.seconds(), 70000.0 / rate);
    QCOMPARE(sound.interleaved, samples); // thousandths of 16 bits survive each of these formats exactly
}

void FileTest::readsEveryBitDepth_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("8 bit") << (SF_FORMAT_WAV | SF_FORMAT_PCM_U8) << 1.0 / 127;
    QTest::newRow("32 bit") << (SF_FORMAT_WAV | SF_FORMAT_PCM_32) << 1e-7;
    QTest::newRow("A-law") << (SF_FORMAT_WAV | SF_FORMAT_ALAW) << 0.02;
    QTest::newRow("Ogg Vorbis") << (SF_FORMAT_OGG | SF_FORMAT_VORBIS) << 0.05;
}

void FileTest::readsEveryBitDepth() {
    QFETCH(int, format);
    QFETCH(double, tolerance);
    std::vector<float> samples(24000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = float(0.4 * std::sin(0.06 * double(i)));
    save(QStringLiteral("depth"), format, 24000, 1, samples);
    const Sound sound = readSound(stdPath(QStringLiteral("depth")), 60);
    QCOMPARE(sound.frames(), samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i)
        QVERIFY(std::abs(double(sound.interleaved[i]) - double(samples[i])) <= tolerance);
}

void FileTest::readsALongFileOnlyToTheLimit() {
    // Three hours, 16 bit mono 24 kHz: half a gigabyte, of which three megabytes are read. The file has a hole.
    save(QStringLiteral("three_hours.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 24000, 1,
         std::vector<float>(24000, 0.25f));
    QByteArray bytes = bytesOf(QStringLiteral("three_hours.wav"));
    const quint32 size = 3u * 3600 * 24000 * 2;
    const auto patch = [&bytes](qsizetype at, quint32 value) {
        for (int i = 0; i < 4; ++i)
            bytes[at + i] = char(value >> (8 * i));
    };
    patch(4, size + 36);
    patch(bytes.indexOf("data") + 4, size);
    saveBytes(QStringLiteral("three_hours.wav"), bytes);
    QCOMPARE(::truncate(path(QStringLiteral("three_hours.wav")).toUtf8().constData(), off_t(size) + 44), 0);

    const double before = peakMegabytes();
    const Sound sound = readSound(stdPath(QStringLiteral("three_hours.wav")), 60);
    QCOMPARE(sound.seconds(), 60.0);
    QCOMPARE(sound.interleaved[23999], 0.25f);
    QCOMPARE(sound.interleaved[24000], 0.0f);
    QVERIFY2(peakMegabytes() - before < 60, qPrintable(QString::number(peakMegabytes() - before)));
    QCOMPARE(readSound(stdPath(QStringLiteral("three_hours.wav")), 0.5).frames(), std::size_t(12000));
}

void FileTest::readsWhatIsThereUnderAFalseHeader() {
    save(QStringLiteral("four_gb.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 24000, 1, std::vector<float>(36000, 0.25f));
    QByteArray bytes = bytesOf(QStringLiteral("four_gb.wav"));
    for (const qsizetype at : {qsizetype(4), bytes.indexOf("data") + 4})
        bytes.replace(at, 4, QByteArray("\xf0\xff\xff\xff", 4));
    saveBytes(QStringLiteral("four_gb.wav"), bytes);
    const double before = peakMegabytes();
    const Sound sound = readSound(stdPath(QStringLiteral("four_gb.wav")), 60);
    QCOMPARE(sound.frames(), std::size_t(36000));
    QVERIFY(peakMegabytes() - before < 60);
}

void FileTest::boundsWhatACompressedFileCanUnfoldTo() {
    // Silence compresses to next to nothing: 30 s × 8 channels × 384 kHz would be 92 million samples.
    {
        SF_INFO info{};
        info.samplerate = 384000;
        info.channels = 8;
        info.format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
        SNDFILE *file = sf_open(path(QStringLiteral("dense.flac")).toUtf8().constData(), SFM_WRITE, &info);
        QVERIFY2(file, sf_strerror(nullptr));
        const std::vector<short> second(384000 * 8);
        for (int i = 0; i < 30; ++i)
            QCOMPARE(sf_writef_short(file, second.data(), 384000), sf_count_t(384000));
        sf_close(file);
    }
    const Sound sound = readSound(stdPath(QStringLiteral("dense.flac")), 60);
    QCOMPARE(sound.interleaved.size(), std::size_t(64'000'000));
}

void FileTest::saysWhatIsWrong_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("what");
    saveBytes(QStringLiteral("empty.wav"), {});
    saveBytes(QStringLiteral("text.wav"), "This is a letter, not a sound.\n");
    saveBytes(QStringLiteral("image.png"), QByteArray("\x89PNG\r\n\x1a\n", 8) + QByteArray(4000, 'x'));
    save(QStringLiteral("none.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 24000, 1, {});
    save(QStringLiteral("cut.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 24000, 1, std::vector<float>(1000, 0.25f));
    saveBytes(QStringLiteral("header.wav"), bytesOf(QStringLiteral("cut.wav")).first(44));
    saveBytes(QStringLiteral("half_header.wav"), bytesOf(QStringLiteral("cut.wav")).first(30));
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("folder.wav")));
    QCOMPARE(::mkfifo(path(QStringLiteral("pipe.wav")).toUtf8().constData(), 0600), 0);

    QTest::newRow("missing") << QStringLiteral("nowhere/x.wav") << QStringLiteral("There is no file");
    QTest::newRow("empty") << QStringLiteral("empty.wav") << QStringLiteral("is empty (0 bytes)");
    QTest::newRow("text") << QStringLiteral("text.wav") << QStringLiteral("is not a sound file");
    QTest::newRow("picture") << QStringLiteral("image.png") << QStringLiteral("is not a sound file");
    QTest::newRow("no samples") << QStringLiteral("none.wav") << QStringLiteral("holds no sound");
    QTest::newRow("header only") << QStringLiteral("header.wav") << QStringLiteral("holds no sound");
    QTest::newRow("half a header") << QStringLiteral("half_header.wav") << QStringLiteral("'");
    QTest::newRow("folder") << QStringLiteral("folder.wav") << QStringLiteral("is a folder");
    QTest::newRow("pipe") << QStringLiteral("pipe.wav") << QStringLiteral("is a device"); // and does not wait for it
}

void FileTest::saysWhatIsWrong() {
    QFETCH(QString, name);
    QFETCH(QString, what);
    try {
        readSound(stdPath(name), 60);
        QFAIL("accepted");
    } catch (const Error &error) {
        QVERIFY2(QString::fromUtf8(error.what()).contains(what), error.what());
        QVERIFY2(QString::fromUtf8(error.what()).contains(name), error.what());
        QVERIFY(error.kind() == engine::ErrorKind::BadInput);
        QVERIFY(!error.remedy().empty());
    }
}

void FileTest::saysThatAFileMayNotBeRead() {
    save(QStringLiteral("secret.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 24000, 1, std::vector<float>(1000, 0.25f));
    QVERIFY(QFile::setPermissions(path(QStringLiteral("secret.wav")), {}));
    const bool root = ::geteuid() == 0; // root may read everything, so it becomes nobody for a moment
    if (root) {
        QVERIFY(QFile::setPermissions(m_folder.path(), QFile::Permissions(0x5555 | 0x7000)));
        QCOMPARE(::seteuid(65534), 0);
    }
    QString message;
    try {
        readSound(stdPath(QStringLiteral("secret.wav")), 60);
    } catch (const Error &error) {
        message = QString::fromUtf8(error.what());
    }
    if (root)
        QCOMPARE(::seteuid(0), 0);
    QVERIFY2(message.contains(u"may not be read by this user"), qPrintable(message));
}

void FileTest::refusesSamplesThatAreNoNumbers() {
    for (const float wrong : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        std::vector<float> samples(5000, 0.25f);
        samples[4321] = wrong;
        save(QStringLiteral("nan.wav"), SF_FORMAT_WAV | SF_FORMAT_FLOAT, 24000, 1, samples);
        try {
            readSound(stdPath(QStringLiteral("nan.wav")), 60);
            QFAIL("accepted");
        } catch (const Error &error) {
            QVERIFY(QString::fromUtf8(error.what()).contains(u"not numbers"));
        }
    }
}

void FileTest::refusesRatesAndChannelsOutOfRange() {
    struct Row {
        int rate;
        int channels;
        QString what;
    };
    for (const Row &row : {Row{3999, 1, QStringLiteral("3999 Hz")}, Row{768001, 1, QStringLiteral("768001 Hz")},
                           Row{24000, 9, QStringLiteral("9 channels")}}) {
        save(QStringLiteral("range.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, row.rate, row.channels,
             std::vector<float>(std::size_t(1000 * row.channels), 0.25f));
        try {
            readSound(stdPath(QStringLiteral("range.wav")), 60);
            QFAIL("accepted");
        } catch (const Error &error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(row.what), error.what());
        }
    }
}

void FileTest::neverCrashesOnDamagedFiles() {
    std::vector<float> samples(20000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = wavy(i);
    quint32 random = 1;
    const auto next = [&random](quint32 below) { return (random = random * 1664525u + 1013904223u) / 65536 % below; };
    int refused = 0;
    for (const int format : {SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_FLAC | SF_FORMAT_PCM_16}) {
        save(QStringLiteral("whole"), format, 24000, 1, samples);
        const QByteArray whole = bytesOf(QStringLiteral("whole"));
        for (int round = 0; round < 150; ++round) {
            QByteArray bytes = whole.first(qsizetype(next(quint32(whole.size()))) + 1);
            for (quint32 i = next(6); i > 0; --i)
                bytes[qsizetype(next(quint32(std::min<qsizetype>(bytes.size(), 200))))] = char(next(256));
            saveBytes(QStringLiteral("damaged"), bytes);
            try {
                const Sound sound = readSound(stdPath(QStringLiteral("damaged")), 60);
                QVERIFY(sound.frames() > 0 && sound.channels >= 1 && sound.channels <= 8);
            } catch (const Error &error) {
                QVERIFY(error.kind() == engine::ErrorKind::BadInput);
                ++refused;
            }
        }
    }
    QVERIFY(refused > 20);
}

void FileTest::closesWhatItOpens() {
    const int before = openDescriptors();
    QVERIFY(before > 2);
    save(QStringLiteral("good.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 24000, 1, std::vector<float>(1000, 0.25f));
    saveBytes(QStringLiteral("bad.wav"), "not a sound");
    for (const QString &name : {QStringLiteral("good.wav"), QStringLiteral("bad.wav"), QStringLiteral("folder.wav")}) {
        try {
            readSound(stdPath(name), 60);
        } catch (const Error &) {
        }
    }
    QCOMPARE(openDescriptors(), before);
}

void FileTest::aVoiceIsPlainWavOrFlac_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<bool>("read");
    QTest::newRow("wav 16") << (SF_FORMAT_WAV | SF_FORMAT_PCM_16) << true;
    QTest::newRow("wav 24") << (SF_FORMAT_WAV | SF_FORMAT_PCM_24) << true;
    QTest::newRow("wav float") << (SF_FORMAT_WAV | SF_FORMAT_FLOAT) << true;
    QTest::newRow("wav extensible") << (SF_FORMAT_WAVEX | SF_FORMAT_PCM_24) << true;
    QTest::newRow("flac") << (SF_FORMAT_FLAC | SF_FORMAT_PCM_16) << true;
    QTest::newRow("wav adpcm") << (SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM) << false;
    QTest::newRow("wav gsm") << (SF_FORMAT_WAV | SF_FORMAT_GSM610) << false;
    QTest::newRow("wav mu-law extensible") << (SF_FORMAT_WAVEX | SF_FORMAT_ULAW) << false;
    QTest::newRow("aiff") << (SF_FORMAT_AIFF | SF_FORMAT_PCM_16) << false;
    QTest::newRow("ogg") << (SF_FORMAT_OGG | SF_FORMAT_VORBIS) << false;
    QTest::newRow("caf") << (SF_FORMAT_CAF | SF_FORMAT_PCM_16) << false;
}

void FileTest::aVoiceIsPlainWavOrFlac() {
    QFETCH(int, format);
    QFETCH(bool, read);
    std::vector<float> samples(8000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = wavy(i);
    save(QStringLiteral("voice.wav"), format, 8000, 1, samples); // whatever it is called
    try {
        QCOMPARE(engine::audio::readRecording(stdPath(QStringLiteral("voice.wav")), 60).frames(), samples.size());
        QVERIFY(read);
    } catch (const Error &error) {
        QVERIFY2(!read && QString::fromUtf8(error.what()).contains(u"neither plain WAV nor FLAC") &&
                     QString::fromStdString(error.remedy()).contains(u"voices add"),
                 error.what());
    }
}

QTEST_GUILESS_MAIN(FileTest)
#include "tst_file.moc"
