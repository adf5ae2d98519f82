// What was clipped in a file before it became a Clip is told with it: where, how much of it, and in which channel.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/decoding/decoding_job.h"
#include "engine/quality/reference_check.h"
#include "tests/app/decoding/made_up_films.h"
#include "tests/small_files.h"

using namespace app::decoding;
using app::Problem;
using namespace Qt::StringLiterals;

namespace {

#ifdef ISHOWTTS_HAVE_LIBAV // moc sees none of these: around a slot they take it away
constexpr bool kHasContainers = true;
#else
constexpr bool kHasContainers = false;
#endif

} // namespace

class TestClippedFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString written(const QString &name, const QByteArray &content) const {
        const QString file = m_folder.filePath(name);
        put(file, content);
        return file;
    }

private Q_SLOTS:
    // Limited, then turned down: at another rate nothing of it can be seen any more.
    void whatWasClippedIsKnownThoughTheRateChanges() {
        constexpr int kRate = 48000;
        for (const bool limited : {true, false}) {
            FilmSound recorded{{}, 1, kRate};
            for (int i = 0; i < 25 * kRate; ++i) {
                const bool loud = limited && i >= 11 * kRate && i < 13 * kRate; // beyond the first piece
                const double level = (loud ? 0.9 : 0.3) * std::sin(2 * std::numbers::pi * 440 * i / kRate);
                recorded.samples.push_back(std::int16_t(std::lround(32767 * std::clamp(level, -0.4, 0.4))));
            }
            const Outcome outcome = decodeFile(written(u"clipped.wav"_qs, wavFile(recorded)), {});
            QVERIFY(std::holds_alternative<DecodedSound>(outcome));
            const auto &sound = std::get<DecodedSound>(outcome);
            QCOMPARE(sound.clipping != nullptr, limited);
            if (!limited)
                continue;
            QCOMPARE(sound.clipping->sampleRate, kRate);
            QVERIFY(sound.clipping->steps.front().step >= 1100 && sound.clipping->steps.front().step < 1102);
            QVERIFY(sound.clipping->steps.back().step < 1300);
            QVERIFY(sound.clipping->samples() > kRate); // most of these two seconds
            QCOMPARE(sound.clipping->within(0, 11).samples(), std::size_t(0));
            const auto part = engine::quality::cut(*sound.clip, 11, 13);
            const auto check = engine::quality::checkReference(part, {}, {}, sound.clipping->within(11, 13));
            QVERIFY(check.clipping.share > 0.3);
            QVERIFY(*check.clipping.firstSeconds < 0.02);
            QCOMPARE(engine::quality::checkReference(part, {}, {}).clipping.samples, std::size_t(0));
        }
    }

    // One microphone too loud, the other one as it should be: mixed down, nothing stands at full scale.
    void clippingOfOneChannelIsFoundAndItsChannelNamed_data() {
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("loud"); // the channel, from 0
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("kind");
        QTest::newRow("left") << 44100 << 2 << 0 << u"in the left channel"_qs << u"wav"_qs;
        QTest::newRow("right, at the model's rate") << 24000 << 2 << 1 << u"in the right channel"_qs << u"wav"_qs;
        QTest::newRow("third of four") << 11025 << 4 << 2 << u"in the channel 3 of 4"_qs << u"wav"_qs;
        if (!kHasContainers)
            return;
        QTest::newRow("of a film") << 48000 << 2 << 1 << u"in the right channel"_qs << u"mkv"_qs;
        QTest::newRow("of another film") << 44100 << 2 << 0 << u"in the left channel"_qs << u"mov"_qs;
    }
    void clippingOfOneChannelIsFoundAndItsChannelNamed() {
        QFETCH(int, rate);
        QFETCH(int, channels);
        QFETCH(int, loud);
        QFETCH(QString, place);
        QFETCH(QString, kind);
        FilmSound sound{{}, channels, rate};
        int truth = 0;
        for (int i = 0; i < 15 * rate; ++i) {
            for (int channel = 0; channel < channels; ++channel) {
                const bool tooLoud = channel == loud && i >= 12 * rate && i < 13 * rate; // in the second piece
                const double level =
                    (tooLoud ? 2.0 : 0.2) * std::sin(2 * std::numbers::pi * (330 + 77 * channel) * double(i) / rate);
                truth += std::abs(level) >= 1;
                sound.samples.push_back(std::int16_t(std::lround(32767 * std::clamp(level, -1.0, 1.0))));
            }
        }
        const QByteArray bytes = kind == u"mkv"   ? matroskaFilm(sound)
                                 : kind == u"mov" ? quickTimeFilm(sound)
                                                  : wavFile(sound);
        const Outcome outcome = decodeFile(written(u"one_channel."_qs + kind, bytes), {});
        if (const auto *problem = std::get_if<Problem>(&outcome))
            QFAIL(qPrintable(problem->what + problem->detail));
        const auto &decoded = std::get<DecodedSound>(outcome);
        QVERIFY2(decoded.notice.isEmpty(), qPrintable(decoded.notice));
        QVERIFY(decoded.clipping);
        QCOMPARE(decoded.clipping->clippedChannels(), std::uint32_t(1) << loud);
        const auto found = int(decoded.clipping->samples());
        QVERIFY2(std::abs(found - truth) < truth / 10, qPrintable(u"%1 of %2"_qs.arg(found).arg(truth)));
        QVERIFY(std::abs(int(decoded.clipping->steps.front().step) - 1200) <= 2);
        QVERIFY(std::abs(int(decoded.clipping->steps.back().step) - 1299) <= 2);
        const auto check = engine::quality::checkReference(engine::quality::cut(*decoded.clip, 11, 14), {}, {},
                                                           decoded.clipping->within(11, 14));
        for (const auto &finding : check.findings) {
            if (finding.aspect != engine::quality::Aspect::Clipping)
                continue;
            QCOMPARE(finding.verdict, engine::quality::Verdict::Alarm);
            QVERIFY2(QString::fromStdString(finding.reason).contains(place), finding.reason.c_str());
            QVERIFY2(QString::fromStdString(finding.remedy).contains(u"not clipped"_qs), finding.remedy.c_str());
        }
        // Before it: nothing.
        QCOMPARE(decoded.clipping->within(0, 11).samples(), std::size_t(0));
    }

    // Steps of 10 ms are no whole number of samples there; late in a file they are where they are, too.
    void whatWasClippedIsFoundWhereItIsAtOddRates() {
        for (const int rate : {11025, 22050}) {
            const int from = 145 * rate, to = 148 * rate;
            FilmSound recorded{{}, 1, rate};
            for (int i = 0; i < 150 * rate; ++i) {
                const double level = (i >= from && i < to ? 2 : 0.3) * std::sin(2 * std::numbers::pi * 440 * i / rate);
                recorded.samples.push_back(std::int16_t(std::lround(32767 * std::clamp(level, -1.0, 1.0))));
            }
            const Outcome outcome = decodeFile(written(u"clipped.wav"_qs, wavFile(recorded)), {});
            QVERIFY(std::holds_alternative<DecodedSound>(outcome));
            const auto &clipping = std::get<DecodedSound>(outcome).clipping;
            QVERIFY(clipping);
            const auto first = int(clipping->steps.front().step), last = int(clipping->steps.back().step);
            QVERIFY2(std::abs(first - 14500) <= 3 && std::abs(last - 14799) <= 3,
                     qPrintable(u"%1 Hz: %2 to %3"_qs.arg(rate).arg(first).arg(last)));
        }
    }
};

QTEST_GUILESS_MAIN(TestClippedFiles)
#include "tst_clipped_files.moc"
