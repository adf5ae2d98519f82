#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <numbers>

#include <sndfile.h>
#include <sys/resource.h>

#include "engine/audio/file.h"
#include "engine/audio/resample.h"
#include "engine/audio/sound_file.h"
#include "engine/audio/stream_encoder.h"
#include "engine/error.h"

using namespace engine;
using namespace engine::audio;

namespace {

namespace fs = std::filesystem;

const SoundFormat kAll[] = {SoundFormat::Wav16,  SoundFormat::Wav24,  SoundFormat::WavFloat, SoundFormat::Flac16,
                            SoundFormat::Flac24, SoundFormat::Vorbis, SoundFormat::Opus};

Clip spoken() {
    const Sound sound = readSound(fs::path(SOURCE_FOLDER) / "voices/slt/reference.wav", 4);
    Clip clip{sound.sampleRate, {}};
    for (std::size_t i = 0; i < sound.interleaved.size(); i += std::size_t(sound.channels))
        clip.samples.push_back(sound.interleaved[i]);
    if (clip.sampleRate != kSampleRate)
        clip = {kSampleRate, resample(clip.samples, clip.sampleRate, kSampleRate)};
    for (float &sample : clip.samples)
        sample *= 0.8137f; // the recording has 16 bits; this has all of them
    return clip;
}

std::string bytesOf(const fs::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Signal to noise in dB.
double likeness(const std::vector<float> &wanted, const std::vector<float> &got) {
    double signal = 0;
    double noise = 1e-20;
    for (std::size_t i = 0; i < std::min(wanted.size(), got.size()); ++i) {
        signal += double(wanted[i]) * wanted[i];
        noise += std::pow(double(wanted[i]) - got[i], 2);
    }
    return 10 * std::log10(signal / noise);
}

std::string tagOf(const fs::path &file, int kind) {
    SF_INFO info{};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE *)> handle(sf_open(file.c_str(), SFM_READ, &info), sf_close);
    const char *text = handle ? sf_get_string(handle.get(), kind) : nullptr;
    return text ? text : "(none)";
}

template <typename Call> std::string refusal(Call call) {
    try {
        call();
    } catch (const Error &error) {
        return error.remedy().empty() ? "no remedy" : error.what();
    }
    return "done";
}

} // namespace

class TestSoundFile : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    fs::path path(const std::string &name) const { return fs::path(m_folder->path().toStdString()) / name; }
    std::size_t filesThere() const {
        return std::size_t(std::distance(fs::directory_iterator(path("")), fs::directory_iterator()));
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void namesAndSuffixes() {
        for (const SoundFormat format : kAll) {
            QVERIFY(soundFormatFromString(toString(format)) == format);
            QVERIFY2(canWrite(format), toString(format).c_str());
        }
        QCOMPARE(suffixOf(SoundFormat::WavFloat), std::string("wav"));
        QCOMPARE(suffixOf(SoundFormat::Flac24), std::string("flac"));
        QCOMPARE(suffixOf(SoundFormat::Vorbis), std::string("ogg"));
        QCOMPARE(suffixOf(SoundFormat::Opus), std::string("opus"));
        QVERIFY(refusal([] { soundFormatFromString("mp3"); }).find("mp3") != std::string::npos);
    }

    void everyFormatSoundsAsItWas_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<double>("decibel");
        QTest::newRow("wav16") << int(SoundFormat::Wav16) << 55.0;
        QTest::newRow("wav24") << int(SoundFormat::Wav24) << 100.0;
        QTest::newRow("wav-float") << int(SoundFormat::WavFloat) << 180.0;
        QTest::newRow("flac16") << int(SoundFormat::Flac16) << 55.0;
        QTest::newRow("flac24") << int(SoundFormat::Flac24) << 100.0;
        QTest::newRow("vorbis") << int(SoundFormat::Vorbis) << 10.0;
        QTest::newRow("opus") << int(SoundFormat::Opus) << 10.0;
    }

    void everyFormatSoundsAsItWas() {
        QFETCH(int, format);
        QFETCH(double, decibel);
        const SoundFormat kind = SoundFormat(format);
        const Clip clip = spoken();
        const fs::path file = path("take." + suffixOf(kind));
        writeSound(file, clip, kind);
        const Sound sound = readSound(file, 100);
        QCOMPARE(sound.channels, 1);
        QCOMPARE(sound.sampleRate, kSampleRate);
        QCOMPARE(sound.frames(), clip.samples.size());
        const double like = likeness(clip.samples, sound.interleaved);
        qInfo("%s: %.1f dB, %.0f kbit/s", toString(kind).c_str(), like,
              double(fs::file_size(file)) * 8e-3 / clip.seconds());
        QVERIFY2(like >= decibel, qPrintable(QString::number(like)));
        if (kind == SoundFormat::Vorbis || kind == SoundFormat::Opus)
            QVERIFY(double(fs::file_size(file)) * 8e-3 / clip.seconds() < 120);
        QCOMPARE(filesThere(), std::size_t(1));
    }

    void sixteenBitsAreThoseOfTheCommandLine() {
        const Clip clip = spoken();
        writeWav(path("plain.wav"), clip);
        writeSound(path("tagged.wav"), clip, SoundFormat::Wav16, {"Title", "", "", "", ""});
        QVERIFY(readSound(path("plain.wav"), 100).interleaved == readSound(path("tagged.wav"), 100).interleaved);
    }

    void floatKeepsWhatIsTooLoud() {
        const Clip clip{kSampleRate, {0.5f, 1.75f, -3.0f, 1.0f, -1.0f}};
        writeSound(path("a.wav"), clip, SoundFormat::WavFloat);
        QVERIFY(readSound(path("a.wav"), 1).interleaved == clip.samples);
        writeSound(path("b.wav"), clip, SoundFormat::Wav24);
        const std::vector<float> clamped = readSound(path("b.wav"), 1).interleaved;
        QVERIFY(clamped[1] > 0.9999f && clamped[2] == -1.0f && clamped[0] == 0.5f);
    }

    void opusTakesEveryRate() {
        std::vector<float> tone(44100 * 2);
        for (std::size_t i = 0; i < tone.size(); ++i)
            tone[i] = 0.5f * float(std::sin(2 * std::numbers::pi * 440 * double(i) / 44100));
        writeSound(path("a.opus"), {44100, tone}, SoundFormat::Opus);
        const Sound sound = readSound(path("a.opus"), 10);
        QCOMPARE(sound.sampleRate, 48000);
        QCOMPARE(sound.frames(), std::size_t(96000));
        QVERIFY(likeness(resample(tone, 44100, 48000), sound.interleaved) > 20);
    }

    void tagsAreThereInEveryFormat() {
        const SoundTags tags{"Grüße, 世界 – the first line", "slt", R"({"seed": 18446744073709551615, "nfe": 7})",
                             "iShowTTS Studio 0.1.0", "CC-BY-NC-4.0"};
        for (const SoundFormat format : kAll) {
            const fs::path file = path("tagged." + suffixOf(format));
            writeSound(file, spoken(), format, tags);
            const bool wav = suffixOf(format) == "wav";
            QCOMPARE(tagOf(file, SF_STR_TITLE), tags.title);
            QCOMPARE(tagOf(file, SF_STR_ARTIST), tags.artist);
            QCOMPARE(tagOf(file, SF_STR_COMMENT), tags.comment);
            QVERIFY(tagOf(file, SF_STR_SOFTWARE).starts_with(tags.software));
            QCOMPARE(tagOf(file, wav ? SF_STR_COPYRIGHT : SF_STR_LICENSE), tags.licence);
        }
    }

    void longTagsAreCutAndLongSettingsKept() {
        SoundTags tags;
        for (int i = 0; i < 1000; ++i)
            tags.title += "é";
        tags.artist = tags.software = tags.licence = tags.title;
        tags.comment = std::string(kLongestComment, 'x');
        for (const SoundFormat format : kAll) {
            const fs::path file = path("long." + suffixOf(format));
            writeSound(file, spoken(), format, tags);
            const std::string title = tagOf(file, SF_STR_TITLE);
            QVERIFY2(title.size() <= 1000 && title.size() > 990 && title.ends_with("é…"),
                     (toString(format) + ": " + std::to_string(title.size()) + " bytes").c_str());
            if (suffixOf(format) == "wav") // more than libsndfile reads there
                QVERIFY(bytesOf(file).find(std::string("ICMT\x82\x3e\0\0", 8) + tags.comment) != std::string::npos);
            else
                QVERIFY(tagOf(file, SF_STR_COMMENT) == tags.comment);
            QCOMPARE(readSound(file, 100).frames(), spoken().samples.size());
        }
        tags.comment += "x";
        QVERIFY(refusal([&] { writeSound(path("x.wav"), spoken(), SoundFormat::Wav16, tags); }).find("16001") !=
                std::string::npos);
        QVERIFY(refusal([&] {
                    writeSound(path("x.wav"), spoken(), SoundFormat::Wav16, {"a\xFF", "", "", "", ""});
                }).find("byte 2") != std::string::npos);
        QVERIFY(!fs::exists(path("x.wav")));
    }

    // libsndfile 1.2.0 damaged its memory on these.
    void tagsThatAreHardlyTextDoNoHarm() {
        const std::string odd = "a\xEF\xBF\xBE"
                                "b\xEF\xBF\xBF"
                                "c\x01\x7f\xF4\x8F\xBF\xBF";
        for (int i = 0; i < 20; i += 3) {
            for (const SoundFormat format : kAll) {
                const fs::path file = path("odd." + suffixOf(format));
                const std::string software = std::string(std::size_t(80 + i), 'v') + "éééééééééééééééé";
                writeSound(file, spoken(), format, {odd, odd, odd, software, odd});
                QCOMPARE(tagOf(file, SF_STR_TITLE), std::string("a\uFFFDb\uFFFDc\x01\x7f\xF4\x8F\xBF\xBF"));
                QVERIFY(tagOf(file, SF_STR_SOFTWARE).starts_with(software.substr(0, 80)));
            }
        }
    }

    void theSameTakeGivesTheSameBytes() {
        const Clip clip = spoken();
        const SoundTags tags{"t", "a", "c", "s", "l"};
        const SoundFormat exact[] = {SoundFormat::Wav16, SoundFormat::Wav24, SoundFormat::WavFloat, SoundFormat::Flac16,
                                     SoundFormat::Flac24};
        for (const SoundFormat format : exact)
            writeSound(path("one " + toString(format)), clip, format, tags);
        QTest::qSleep(1100); // a time of day would show
        for (const SoundFormat format : exact) {
            writeSound(path("two"), clip, format, tags);
            QVERIFY2(bytesOf(path("one " + toString(format))) == bytesOf(path("two")), toString(format).c_str());
        }
    }

    void minutesOfVorbisAreWhole() {
        const Clip clip = spoken();
        Clip minutes{clip.sampleRate, {}};
        for (int i = 0; i < 30; ++i)
            minutes.samples.insert(minutes.samples.end(), clip.samples.begin(), clip.samples.end());
        writeSound(path("long.ogg"), minutes, SoundFormat::Vorbis);
        QCOMPARE(readSound(path("long.ogg"), 1000).frames(), minutes.samples.size());
    }

    void whatCannotBeWrittenIsSaidAndLeavesTheOldFile() {
        const Clip clip = spoken();
        const fs::path file = path("old.flac");
        writeSound(file, clip, SoundFormat::Flac16);
        const std::string old = bytesOf(file);
        Clip broken = clip;
        broken.samples[100] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(refusal([&] { writeSound(file, broken, SoundFormat::Flac16); }).find("not numbers") !=
                std::string::npos);
        QVERIFY(refusal([&] {
                    writeSound(file, {kSampleRate, {}}, SoundFormat::Flac16);
                }).find("0 samples") != std::string::npos);
        QVERIFY(refusal([&] { writeSound(file, {1, {0.f}}, SoundFormat::Flac16); }).find("1 Hz") != std::string::npos);
        QVERIFY(refusal([&] { writeSound(path("no/x.flac"), clip, SoundFormat::Flac16); }).find("no folder") !=
                std::string::npos);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{4096, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const std::string message = refusal([&] { writeSound(file, clip, SoundFormat::Flac24); });
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY2(message.find("old.flac") != std::string::npos, message.c_str());
        QVERIFY(bytesOf(file) == old);
        QCOMPARE(filesThere(), std::size_t(1));
    }

    void whatIsStreamedIsHeardWholeAndFromTheFirstSecondOn_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("exact"); // else what is read back is shifted, and a little different
        QTest::newRow("wav") << "wav" << true;
        QTest::newRow("flac") << "flac" << true;
        QTest::newRow("pcm") << "pcm" << true;
        QTest::newRow("opus") << "opus" << false;
        QTest::newRow("mp3") << "mp3" << false;
    }
    void whatIsStreamedIsHeardWholeAndFromTheFirstSecondOn() {
        QFETCH(QString, name);
        QFETCH(bool, exact);
        const StreamFormat format = *streamFormatFromString(name.toStdString());
        QVERIFY(canStream(format) && toString(format) == name.toStdString());
        const Clip clip = spoken();
        const std::span<const float> samples(clip.samples);
        StreamEncoder encoder(format);
        std::string bytes = encoder.append(samples.first(24000));
        QVERIFY2(bytes.size() > 1500, qPrintable(QString::number(bytes.size())));
        for (std::size_t at = 24000; at < samples.size(); at += 7000)
            bytes += encoder.append(samples.subspan(at, std::min<std::size_t>(7000, samples.size() - at)));
        bytes += encoder.finish();

        Sound heard{24000, 1, {}};
        if (format == StreamFormat::Pcm) {
            QCOMPARE(bytes.size(), samples.size() * 2);
            for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
                heard.interleaved.push_back(
                    float(std::int16_t(std::uint8_t(bytes[i]) | std::uint8_t(bytes[i + 1]) << 8)) / 32768.0f);
        } else {
            const fs::path file = fs::path(m_folder->path().toStdString()) / ("streamed." + name.toStdString());
            std::ofstream(file, std::ios::binary) << bytes;
            heard = readSound(file, 60);
        }
        const auto level = [](const std::vector<float> &of) {
            double sum = 0;
            for (const float x : of)
                sum += double(x) * x;
            return 10 * std::log10(sum / double(of.size()));
        };
        QVERIFY(std::abs(heard.seconds() - clip.seconds()) < 0.15);
        QVERIFY(std::abs(level(heard.interleaved) - level(clip.samples)) < 1); // LAME takes half a decibel away
        if (exact) {
            QCOMPARE(heard.frames(), clip.samples.size());
            QVERIFY(likeness(clip.samples, heard.interleaved) > 55);
        } else {
            QVERIFY2(bytes.size() < samples.size(), qPrintable(QString::number(bytes.size())));
        }
        const float noNumber = std::numeric_limits<float>::quiet_NaN();
        StreamEncoder another(format);
        QVERIFY(!refusal([&] { another.append({&noNumber, 1}); }).empty());
    }
};

QTEST_APPLESS_MAIN(TestSoundFile)
#include "tst_sound_file.moc"
