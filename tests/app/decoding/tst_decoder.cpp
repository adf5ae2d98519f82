// Files become sound through the process that people's files go through, and what does not says why.
#include <QTest>

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstring>
#include <numbers>

#include <sys/resource.h>
#include <sys/stat.h>

#include "app/decoding/decoder.h"
#include "app/decoding/decoding_job.h"
#include "tests/app/decoding/made_up_films.h"
#include "tests/small_files.h"

using namespace app::decoding;
using app::Problem;
using namespace Qt::StringLiterals;

namespace {

#ifdef ISHOWTTS_HAVE_LIBAV // moc sees none of these: around a slot they take it away
constexpr bool kHasContainers = true;
constexpr const char *kMp3Format = "mp3, 16000 Hz, 1 channel";
#else
constexpr bool kHasContainers = false;
constexpr const char *kMp3Format = "MPEG-1/2 Audio, 16000 Hz, 1 channel";
#endif

const QString kData = QStringLiteral(TEST_DATA "/decoding/");

// The level of one frequency in the middle of a sound, dBFS of a sine.
double toneLevel(const engine::Clip &clip, double hertz) {
    const std::size_t length = clip.samples.size() / 2, from = length / 2;
    std::complex<double> sum = 0;
    for (std::size_t i = 0; i < length; ++i)
        sum += double(clip.samples[from + i]) *
               std::polar(1.0, -2 * std::numbers::pi * hertz * double(i) / clip.sampleRate);
    return 20 * std::log10(2 * std::abs(sum) / double(length));
}

QByteArray number(quint32 value, int bytes) {
    QByteArray out;
    for (int i = 0; i < bytes; ++i)
        out += char(value >> (8 * i));
    return out;
}

QByteArray wavHeader(quint32 dataBytes, quint32 rate, int channels, int format = 1, int bits = 8) {
    const auto align = quint32(channels * bits / 8);
    return "RIFF" + number(36 + dataBytes, 4) + "WAVEfmt " + number(16, 4) + number(quint32(format), 2) +
           number(quint32(channels), 2) + number(rate, 4) + number(rate * align, 4) + number(align, 2) +
           number(quint32(bits), 2) + "data" + number(dataBytes, 4);
}

} // namespace

class TestDecoder : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString written(const QString &name, const QByteArray &content) const {
        const QString file = m_folder.filePath(name);
        put(file, content);
        return file;
    }

    static Problem problemWith(const QString &file, const QStringList &program = {}) {
        const Outcome outcome = decodeFile(file, {}, {}, program);
        if (const auto *problem = std::get_if<Problem>(&outcome))
            return *problem;
        qFatal("'%s' became sound", qPrintable(file));
    }

private Q_SLOTS:
    void everyKindBecomesSound_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("format");
        const auto row = [](const char *name, const char *format) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(format);
        };
        row("tone.wav", "WAV, 8000 Hz, 1 channel");
        row("tone.flac", "FLAC, 16000 Hz, 1 channel");
        row("tone.mp3", kMp3Format);
        row("tone.ogg", "OGG, 16000 Hz, 2 channels");
        row("tone.opus", "OGG, 48000 Hz, 1 channel");
        row("tone.aiff", "AIFF, 8000 Hz, 1 channel");
#ifdef ISHOWTTS_HAVE_LIBAV
        row("tone.m4a", "aac in mov, 44100 Hz, 2 channels");
        row("tone.aac", "aac, 22050 Hz, 1 channel");
        row("tone.wma", "wmav2 in asf, 22050 Hz, 2 channels");
        row("film.mp4", "aac in mov, 44100 Hz, 2 channels");
        row("film.webm", "opus in matroska, 48000 Hz, 1 channel");
        row("film.mkv", "flac in matroska, 16000 Hz, 2 channels");
        row("film.mov", "alac in mov, 16000 Hz, 1 channel");
        row("film.avi", "mp3 in avi, 22050 Hz, 1 channel");
#endif
    }
    void everyKindBecomesSound() {
        QFETCH(QString, name);
        QFETCH(QString, format);
        // A wrong suffix changes nothing: what counts is what is in it.
        const QString renamed = m_folder.filePath(u"recording.txt"_qs);
        QFile::remove(renamed);
        QVERIFY(QFile::copy(kData + name, renamed));
        for (const QString &file : {QString(kData + name), renamed}) {
            double last = 0;
            bool backwards = false;
            const Outcome outcome = decodeFile(file, {}, [&](double done) {
                backwards = backwards || done < last;
                last = done;
            });
            if (const auto *problem = std::get_if<Problem>(&outcome))
                QFAIL(qPrintable(problem->what + problem->detail));
            const auto &sound = std::get<DecodedSound>(outcome);
            QCOMPARE(sound.clip->sampleRate, engine::kSampleRate);
            QVERIFY2(std::abs(sound.clip->seconds() - 1) < 0.13, qPrintable(QString::number(sound.clip->seconds())));
            // 440 Hz at an eighth of full scale; the two channels are 3 dB quieter each.
            const double level = toneLevel(*sound.clip, 440), truth = format.contains(u"2 channels"_qs) ? -21 : -18;
            QVERIFY2(std::abs(level - truth) < 1, qPrintable(QString::number(level)));
            QVERIFY2(toneLevel(*sound.clip, 880) < -40, qPrintable(QString::number(toneLevel(*sound.clip, 880))));
            QVERIFY2(sound.format == format, qPrintable(sound.format));
            QCOMPARE(sound.fileName, QFileInfo(file).fileName());
            QVERIFY2(sound.notice.isEmpty(), qPrintable(sound.notice));
            QFile original(file);
            QVERIFY(original.open(QIODevice::ReadOnly));
            QCOMPARE(sound.sha256, QCryptographicHash::hash(original.readAll(), QCryptographicHash::Sha256).toHex());
            QVERIFY(!backwards);
            QCOMPARE(last, 1.0);
        }
    }

    void whatIsNoSoundSaysWhy_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *name, const QString &file, const char *what) {
            QTest::newRow(name) << file << QString::fromLatin1(what);
        };
        row("missing", m_folder.filePath(u"no.wav"_qs), "There is no file 'no.wav'");
        row("folder", m_folder.path(), "is a folder");
        row("device", u"/dev/zero"_qs, "is a device");
        row("empty", written(u"empty.wav"_qs, {}), "holds no sound");
        row("text", written(u"text.mp3"_qs, QByteArray("Just a text, nothing else.\n").repeated(200)),
            "not a sound or video file");
        row("only a header", written(u"header.wav"_qs, wavHeader(0, 8000, 1)), "holds no sound");
        row("a thousand channels", written(u"channels.wav"_qs, wavHeader(8000, 8000, 1000) + QByteArray(8000, 'a')),
            "");
        row("a rate of 1 Hz", written(u"rate.wav"_qs, wavHeader(8000, 1, 1) + QByteArray(8000, 'a')),
            "nobody uses (1 Hz)");
        row("not numbers", written(u"nan.wav"_qs, wavHeader(8000, 8000, 1, 3, 32) + QByteArray(8000, '\xFF')),
            "not numbers");
#ifdef ISHOWTTS_HAVE_LIBAV
        row("a silent film", kData + u"silent_film.mp4"_qs, "has no sound");
        row("HLS",
            written(u"live.mp3"_qs, "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\n"
                                    "tone.wav\n#EXT-X-ENDLIST\n"),
            "is a playlist");
        row("a list of files", written(u"list.wav"_qs, "ffconcat version 1.0\nfile tone.wav\n"), "is a playlist");
#endif
    }
    void whatIsNoSoundSaysWhy() {
        QFETCH(QString, file);
        QFETCH(QString, what);
        const Problem problem = problemWith(file);
        QVERIFY2(problem.what.contains(what), qPrintable(problem.what));
        QVERIFY(problem.what.endsWith(u'.') && problem.remedy.endsWith(u'.'));
    }

    void aFifoDoesNotBlock() {
        const QString file = m_folder.filePath(u"fifo.wav"_qs);
        QCOMPARE(::mkfifo(qPrintable(file), 0600), 0);
        QVERIFY(problemWith(file).what.contains(u"is a device"_qs));
    }

    void whatCouldBeReadOfADamagedFileIsKept() {
        QFile whole(kData + u"tone.flac"_qs);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const Outcome outcome = decodeFile(written(u"cut.flac"_qs, whole.readAll().first(12000)), {});
        const auto *sound = std::get_if<DecodedSound>(&outcome);
        QVERIFY(sound);
        QVERIFY2(sound->clip->seconds() > 0.3 && sound->clip->seconds() < 0.9,
                 qPrintable(QString::number(sound->clip->seconds())));
        QVERIFY2(sound->notice.contains(u"'cut.flac' is damaged"_qs), qPrintable(sound->notice));
    }

    void whatWasCutOffSaysSo_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"tone.wav", "tone.aiff", "paged.ogg", "paged.opus"})
            QTest::newRow(name) << QString::fromLatin1(name);
#ifdef ISHOWTTS_HAVE_LIBAV
        QTest::newRow("tone.mka") << u"tone.mka"_qs;
#endif
    }
    void whatWasCutOffSaysSo() {
        QFETCH(QString, name);
        QFile whole(kData + name);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        // A name may hold what looks like a place for another word.
        const QString file =
            written(u"yes%2 "_qs + name, bytes.first(bytes.size() * (name == u"paged.ogg"_qs ? 94 : 60) / 100));
        const Outcome outcome = decodeFile(file, {});
        const auto *sound = std::get_if<DecodedSound>(&outcome);
        QVERIFY(sound);
        QVERIFY2(sound->clip->seconds() < 0.9, qPrintable(QString::number(sound->clip->seconds())));
        QVERIFY2(sound->notice.contains(u"'yes%2 "_qs + name + u"' is damaged: of it, 0."_qs),
                 qPrintable(sound->notice));
        const Outcome all = decodeFile(kData + name, {});
        QVERIFY(std::get<DecodedSound>(all).notice.isEmpty());
    }

    // What a film says of its length is not what there is of it any more.
    void aFilmThatWasCutTellsHowFarItIs_data() {
        QTest::addColumn<bool>("matroska");
        QTest::addColumn<int>("percent");
        QTest::newRow("Matroska, whole") << true << 100;
        QTest::newRow("Matroska, a third of it") << true << 33;
        QTest::newRow("QuickTime, whole") << false << 100;
        QTest::newRow("QuickTime, a third of it") << false << 33;
    }
    void aFilmThatWasCutTellsHowFarItIs() {
        if (!kHasContainers)
            QSKIP("built without FFmpeg");
        QFETCH(bool, matroska);
        QFETCH(int, percent);
        FilmSound sound;
        for (int i = 0; i < 30 * sound.rate * sound.channels; ++i)
            sound.samples.push_back(std::int16_t(10000 * std::sin(0.03 * i)));
        const QByteArray film = matroska ? matroskaFilm(sound) : quickTimeFilm(sound);
        const QString file = written(u"cut.film"_qs, film.first(film.size() * percent / 100));
        double widest = 1;                                  // leap over what was believed to come
        for (int run = 0; run < 3 && widest > 0.3; ++run) { // where other programs keep a thread waiting, once more
            std::vector<double> told{0};
            const Outcome outcome = decodeFile(file, {}, [&](double done) { told.push_back(done); });
            if (const auto *problem = std::get_if<Problem>(&outcome))
                QFAIL(qPrintable(problem->what + problem->detail));
            const auto &decoded = std::get<DecodedSound>(outcome);
            QVERIFY2(std::abs(decoded.clip->seconds() - 30.0 * percent / 100) < 0.5,
                     qPrintable(QString::number(decoded.clip->seconds())));
            QCOMPARE(decoded.notice.contains(u"is damaged"_qs), percent < 100);
            QVERIFY(std::is_sorted(told.begin(), told.end()));
            QCOMPARE(told.back(), 1.0);
            widest = 0;
            for (std::size_t i = 1; i < told.size(); ++i)
                widest = std::max(widest, told[i] - told[i - 1]);
        }
        QVERIFY2(widest < 0.3, qPrintable(QString::number(widest)));
    }

    void anMp3FileThatDoesNotSayItsLengthIsReadToItsEnd_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("constant bit rate") << u"untagged_cbr.mp3"_qs;
        QTest::newRow("variable bit rate") << u"untagged_vbr.mp3"_qs;
    }
    void anMp3FileThatDoesNotSayItsLengthIsReadToItsEnd() {
        if (!kHasContainers)
            QSKIP("built without FFmpeg");
        QFETCH(QString, name);
        const Outcome outcome = decodeFile(kData + name, {});
        const auto *sound = std::get_if<DecodedSound>(&outcome);
        QVERIFY(sound);
        QVERIFY2(std::abs(sound->clip->seconds() - 8) < 0.2, qPrintable(QString::number(sound->clip->seconds())));
        QVERIFY2(sound->notice.isEmpty(), qPrintable(sound->notice));
    }

    void lowerLimitsAreKept() { // a shell or a service may have set them
        const QString helper = QStringLiteral(PROGRAM_FOLDER "/ishowtts-decode");
        const Outcome outcome = decodeFile(kData + u"tone.wav"_qs, {}, {},
                                           {u"/bin/sh"_qs, u"-c"_qs, u"ulimit -t 600; ulimit -c 0; exec "_qs + helper});
        if (const auto *problem = std::get_if<Problem>(&outcome))
            QFAIL(qPrintable(problem->what + problem->detail));
        QVERIFY(std::holds_alternative<DecodedSound>(outcome));
    }

    void aProgramThatCannotStartIsNotTheFilesFault() {
        const Problem problem = problemWith(kData + u"tone.wav"_qs, {u"/bin/sh"_qs, u"-c"_qs, u"exit 127"_qs});
        QVERIFY2(problem.what.contains(u"ishowtts-decode cannot start"_qs), qPrintable(problem.what));
        QVERIFY2(problem.detail.contains(u"127"_qs), qPrintable(problem.detail));
        const Problem killed =
            problemWith(kData + u"tone.wav"_qs, {u"/bin/sh"_qs, u"-c"_qs, u"printf ISHOWDE2; kill -KILL $$"_qs});
        QVERIFY2(killed.what.contains(u"memory is short"_qs), qPrintable(killed.what));
    }

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    void moreThanThereIsRoomForIsRefused() {
        // Three hours are claimed, and so much comes as there is no room for.
        const QString script = u"printf ISHOWDE2; printf '\\1\\0\\0\\0\\60\\0\\0\\0\\300\\135\\0\\0\\1\\0\\0\\0"
                               "\\0\\0\\0\\0\\0\\30\\305\\100WAV'; head -c 29 /dev/zero; "
                               "while printf '\\2\\0\\0\\0\\0\\0\\4\\0'; do head -c 262144 /dev/zero; done"_qs;
        QFile about(u"/proc/self/statm"_qs);
        QVERIFY(about.open(QIODevice::ReadOnly));
        const rlim_t now = about.readAll().split(' ').first().toULongLong() * 4096;
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_AS, &before), 0);
        const rlimit less{now + (rlim_t(256) << 20), before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_AS, &less), 0);
        const Outcome outcome = decodeFile(kData + u"tone.wav"_qs, {}, {}, {u"/bin/sh"_qs, u"-c"_qs, script});
        QCOMPARE(::setrlimit(RLIMIT_AS, &before), 0);
        const auto *problem = std::get_if<Problem>(&outcome);
        QVERIFY(problem);
        QVERIFY2(problem->what.contains(u"more memory"_qs), qPrintable(problem->what));
    }
#endif

    void tooMuchIsRefused() {
        QFile large(m_folder.filePath(u"large.wav"_qs)); // holes: it takes no room
        QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(kLargestFile + 1));
        QVERIFY(problemWith(large.fileName()).what.contains(u"too large"_qs));
    }

    // Three hours as two bytes a sample: 1 GB as numbers, and twice as much while a list of them grows.
    void ofHoursTheFirstIsReadAndNoMoreMemoryTaken() {
        QFile longer(m_folder.filePath(u"long.wav"_qs));
        const auto bytes = quint32(3 * 3600 * 8000 * 2);
        QVERIFY(longer.open(QIODevice::WriteOnly) && longer.write(wavHeader(bytes, 16000, 1)) > 0);
        QVERIFY(longer.resize(longer.pos() + bytes)); // holes
        rusage before{};
        rusage after{};
        ::getrusage(RUSAGE_SELF, &before);
        const Outcome outcome = decodeFile(longer.fileName(), {});
        ::getrusage(RUSAGE_SELF, &after);
        const auto *sound = std::get_if<DecodedSound>(&outcome);
        QVERIFY(sound);
        QCOMPARE(sound->clip->seconds(), kLongestSound);
        QVERIFY2(sound->notice.contains(u"first 60 minutes"_qs), qPrintable(sound->notice));
        QVERIFY(!sound->sha256.isEmpty()); // of all of it
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        const long grown = (after.ru_maxrss - before.ru_maxrss) / 1024; // MiB
        QVERIFY2(grown < 400, qPrintable(QString::number(grown)));
#endif
    }

    // What answers is a stranger to this program, too.
    void aProcessThatMisbehavesIsRefused_data() {
        QTest::addColumn<QString>("script");
        QTest::newRow("says nothing") << u"exit 0"_qs;
        QTest::newRow("another greeting") << u"echo Good morning, Studio"_qs;
        QTest::newRow("ends in the middle") << u"printf ISHOWDE2; printf '\\2\\0\\0\\0'"_qs;
        QTest::newRow("endless record") << u"printf ISHOWDE2; printf '\\2\\0\\0\\0\\377\\377\\377\\177'"_qs;
        QTest::newRow("samples before their format") << u"printf ISHOWDE2; printf '\\2\\0\\0\\0\\4\\0\\0\\0aaaa'"_qs;
        QTest::newRow("unknown record") << u"printf ISHOWDE2; printf '\\11\\0\\0\\0\\0\\0\\0\\0'"_qs;
        QTest::newRow("an end without sound") << u"printf ISHOWDE2; printf '\\4\\0\\0\\0\\4\\0\\0\\0aaaa'"_qs;
        QTest::newRow("killed") << u"kill -SEGV $$"_qs;
    }
    void aProcessThatMisbehavesIsRefused() {
        QFETCH(QString, script);
        const Problem problem = problemWith(kData + u"tone.wav"_qs, {u"/bin/sh"_qs, u"-c"_qs, script});
        QVERIFY2(problem.what.contains(u"'tone.wav'"_qs), qPrintable(problem.what));
        QVERIFY(problem.remedy.endsWith(u'.'));
    }

    void aMissingProgramSaysSo() {
        const Problem problem = problemWith(kData + u"tone.wav"_qs, {u"/nonexistent/ishowtts-decode"_qs});
        QVERIFY(problem.what.contains(u"ishowtts-decode is missing"_qs));
    }

    void theDecoderTellsOnTheGuiThread() {
        Decoder decoder;
        QSignalSpy decoded(&decoder, &Decoder::decoded), failed(&decoder, &Decoder::failed);
        const quint64 id = decoder.start(kData + u"tone.wav"_qs);
        QVERIFY(decoder.isRunning());
        QVERIFY(decoded.wait(30000));
        QCOMPARE(decoded.first().first().toULongLong(), id);
        QVERIFY(!decoder.isRunning());
        const quint64 next = decoder.start(m_folder.filePath(u"no.wav"_qs));
        QVERIFY(failed.wait(30000));
        QVERIFY(next != id);
        QCOMPARE(failed.first().first().toULongLong(), next);
    }

    void cancellingEndsTheProcess() {
        QFile longer(m_folder.filePath(u"hour.wav"_qs));
        constexpr quint32 kBytes = 3600 * 96000;
        QVERIFY(longer.open(QIODevice::WriteOnly) && longer.write(wavHeader(kBytes, 96000, 1)) > 0);
        QVERIFY(longer.resize(longer.pos() + kBytes));
        Decoder decoder;
        QSignalSpy progressed(&decoder, &Decoder::progressed), cancelled(&decoder, &Decoder::cancelled),
            decoded(&decoder, &Decoder::decoded);
        const quint64 id = decoder.start(longer.fileName());
        QVERIFY(progressed.wait(30000));
        decoder.cancel();
        QVERIFY(!decoder.isRunning());
        QVERIFY(cancelled.wait(30000));
        QCOMPARE(cancelled.first().first().toULongLong(), id);
        // Another file has its turn at once: the one before is gone.
        const quint64 next = decoder.start(kData + u"tone.wav"_qs);
        QVERIFY(decoded.wait(30000));
        QCOMPARE(decoded.size(), 1);
        QCOMPARE(decoded.first().first().toULongLong(), next);
    }

    void anotherFileTakesThePlace() {
        Decoder decoder;
        QSignalSpy decoded(&decoder, &Decoder::decoded), cancelled(&decoder, &Decoder::cancelled);
        const quint64 first = decoder.start(kData + u"tone.flac"_qs);
        const quint64 second = decoder.start(kData + u"tone.wav"_qs);
        QVERIFY(decoded.wait(30000));
        QCOMPARE(decoded.first().first().toULongLong(), second);
        QCOMPARE(cancelled.size(), 1);
        QCOMPARE(cancelled.first().first().toULongLong(), first);
    }
};

QTEST_GUILESS_MAIN(TestDecoder)
#include "tst_decoder.moc"
