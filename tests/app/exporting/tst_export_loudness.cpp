// Exports at a wanted loudness: the files are measured again.
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

#include "app/exporting/export_tags.h"
#include "app/exporting/exported_files.h"
#include "app/exporting/script_export.h"
#include "app/exporting/temporary_takes.h"
#include "app/speech/take_saver.h"
#include "app/takes/take_tags.h"
#include "tests/app/cloning/script_of_tests.h"
#include "tests/app/exporting/exported_sound.h"
#include "tests/patience.h"
#include "tests/small_files.h"

using app::exporting::ExportShape;
using app::exporting::ScriptExport;
using app::exporting::TemporaryTakes;
using app::exporting::Unmade;
using engine::audio::Loudness;
using engine::audio::SoundFormat;

namespace {

struct Desk : ScriptOfTests {
    QTemporaryDir folder;
    ScriptExport exporter{services.script(), services.lines(), services.takes()};
    QSignalSpy finished{&exporter, &ScriptExport::finished};
    QSignalSpy failed{&exporter, &ScriptExport::failed};

    Desk() : ScriptOfTests({QStringLiteral("Good morning, all of you."), QStringLiteral("And good night.")}) {}

    bool makeAll() {
        if (!isReady())
            return false;
        lines.make(lines.toBeMade());
        return waitForKept(2);
    }
    QString file(const QString &name) const { return folder.filePath(name); }
    bool run(const ExportShape &shape) {
        const auto before = finished.size();
        exporter.start(shape, Unmade::LeaveOut);
        return QTest::qWaitFor([&] { return finished.size() + failed.size() > before; }, kPatience) &&
               finished.size() == before + 1;
    }
    ExportShape shape(const QString &name, std::optional<double> loudness) const {
        ExportShape shape;
        shape.format = SoundFormat::Wav24;
        shape.loudness = loudness;
        shape.target = file(name);
        return shape;
    }
};

Loudness loudnessOf(const QString &file) {
    return engine::audio::measureLoudness({24000, samplesOf(file)});
}

QJsonObject settingsIn(const QString &file) {
    return QJsonDocument::fromJson(tagOf(file, SF_STR_COMMENT).toUtf8()).object();
}

// At the target, or with its peak at the ceiling; "" when it is so.
QString wrongAt(const Loudness &loudness, double target) {
    const bool there = std::abs(*loudness.integrated - target) <= 0.2 && loudness.truePeak <= -0.99;
    const bool atCeiling = *loudness.integrated < target && std::abs(loudness.truePeak + 1) <= 0.1;
    return there || atCeiling ? QString()
                              : QStringLiteral("%1 LUFS, %2 dBTP").arg(*loudness.integrated).arg(loudness.truePeak);
}

} // namespace

class TestExportLoudness : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneFileIsAtTheTargetAndItsLinesKeepTheirLoudnessBesideEachOther() {
        Desk desk;
        QVERIFY(desk.makeAll());
        int below = 0;
        for (const double target : {-14.0, -16.0, -18.0, -20.0, -23.0, -45.0}) {
            const QString name = QStringLiteral("all%1.wav").arg(-target);
            QVERIFY(desk.run(desk.shape(name, target)));
            const Loudness loudness = loudnessOf(desk.file(name));
            const QString wrong = wrongAt(loudness, target);
            QVERIFY2(wrong.isEmpty(), qPrintable(name + u' ' + wrong));
            const bool reached = std::abs(*loudness.integrated - target) <= 0.2;
            QCOMPARE(desk.finished.last()[2].toInt(), reached ? 0 : 1);
            below += !reached;
            const QJsonObject settings = settingsIn(desk.file(name));
            QCOMPARE(settings[QStringLiteral("loudness_target_lufs")].toDouble(), target);
            QVERIFY(std::abs(settings[QStringLiteral("loudness_lufs")].toDouble() - *loudness.integrated) < 0.05);
        }
        QVERIFY2(below < 6, "no target was reached");

        // One gain for the whole file: what is between the lines' edges is the take times one number.
        const auto samples = samplesOf(desk.file(QStringLiteral("all45.wav")));
        const double gain =
            settingsIn(desk.file(QStringLiteral("all45.wav")))[QStringLiteral("loudness_gain_db")].toDouble();
        std::size_t at = 0;
        for (const int i : {0, 1}) {
            const auto clip = desk.clip(i);
            const auto expected = engine::audio::withGain(*clip, gain);
            for (std::size_t j = 80; j < expected.samples.size() - 80; ++j)
                QVERIFY(std::abs(samples[at + j] - expected.samples[j]) < 1e-3F);
            at += clip->samples.size() + 9600;
        }
    }

    void aFileForEachLineIsEachAtTheTargetAndCaptionsStay() {
        Desk desk;
        QVERIFY(desk.makeAll());
        ExportShape shape = desk.shape(QStringLiteral("plain"), {});
        shape.onePerLine = true;
        shape.srt = true;
        QVERIFY(desk.run(shape));
        shape.target = desk.file(QStringLiteral("levelled"));
        shape.loudness = -30;
        QVERIFY(desk.run(shape));
        const QDir plain(desk.file(QStringLiteral("plain")));
        const QDir levelled(desk.file(QStringLiteral("levelled")));
        QCOMPARE(levelled.entryList(QDir::Files), plain.entryList(QDir::Files));
        QCOMPARE(levelled.entryList(QDir::Files).size(), 4);
        for (const QString &name : levelled.entryList(QDir::Files)) {
            if (name.endsWith(QStringLiteral(".srt"))) {
                QCOMPARE(bytesOf(levelled.filePath(name)), bytesOf(plain.filePath(name)));
            } else {
                const QString wrong = wrongAt(loudnessOf(levelled.filePath(name)), -30);
                QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
                QVERIFY(bytesOf(levelled.filePath(name)) != bytesOf(plain.filePath(name)));
            }
        }
    }

    void asSpokenIsTheTakeItself() {
        Desk desk;
        QVERIFY(desk.makeAll());
        ExportShape shape = desk.shape(QStringLiteral("plain"), {});
        shape.format = SoundFormat::WavFloat;
        shape.onePerLine = true;
        QVERIFY(desk.run(shape));
        const QStringList files = desk.finished.last()[0].toStringList();
        for (const int i : {0, 1}) {
            QCOMPARE(samplesOf(files[i]), desk.clip(i)->samples);
            QVERIFY(!settingsIn(files[i]).contains(QStringLiteral("loudness_target_lufs")));
        }
        QCOMPARE(desk.finished.last()[2].toInt(), 0);
    }

    void draggedAndSavedTakesHaveItTooAndTheTakeStays() {
        Desk desk;
        QVERIFY(desk.makeAll());
        const auto before = desk.clip(0)->samples;
        TemporaryTakes temporary(desk.services.takes());
        QSignalSpy ready(&temporary, &TemporaryTakes::ready);
        temporary.make({desk.take(0)}, -30);
        QVERIFY(ready.wait(kLongEnough));
        const QString dragged = ready[0][0].toStringList().first();
        QCOMPARE(wrongAt(loudnessOf(dragged), -30), QString());
        QCOMPARE(settingsIn(dragged)[QStringLiteral("loudness_target_lufs")].toDouble(), -30.0);

        app::speech::TakeSaver saver;
        QSignalSpy saved(&saver, &app::speech::TakeSaver::saved);
        const QString file = desk.file(QStringLiteral("saved.flac"));
        saver.save(desk.clip(0), file, app::takes::tagsOf(desk.take(0)), -30);
        QVERIFY(saved.wait(kLongEnough));
        QCOMPARE(wrongAt(loudnessOf(file), -30), QString());
        QCOMPARE(settingsIn(file)[QStringLiteral("loudness_target_lufs")].toDouble(), -30.0);
        QCOMPARE(desk.clip(0)->samples, before);
    }

    void whatThePeaksDoNotAllowIsCounted() {
        QTemporaryDir folder;
        auto peaky = std::make_shared<engine::Clip>(engine::Clip{24000, std::vector<float>(72000)});
        for (std::size_t i = 0; i < peaky->samples.size(); ++i)
            peaky->samples[i] = 0.01F * float(std::sin(double(i) * 0.1)) * (i >= 4800 && i < 4900 ? 60.0F : 1.0F);
        auto even = std::make_shared<engine::Clip>(engine::audio::withGain(*peaky, 0));
        for (std::size_t i = 4800; i < 4900; ++i)
            even->samples[i] /= 60;
        ExportShape shape;
        shape.onePerLine = true;
        shape.loudness = -16;
        shape.target = folder.filePath(QStringLiteral("lines"));
        app::exporting::ExportedFiles files(shape);
        int number = 0;
        for (const auto &clip : {peaky, even, peaky}) {
            app::takes::TakeRecord take;
            take.text = QStringLiteral("Line.");
            files.add({++number, {}, take.text, take, true}, clip);
        }
        const QStringList written = files.finish({});
        QCOMPARE(written.size(), 3);
        QCOMPARE(files.belowTarget(), 2);
        QVERIFY(std::abs(loudnessOf(written[0]).truePeak + 1) < 0.05);
        QVERIFY(*loudnessOf(written[0]).integrated < -18);
        QVERIFY(std::abs(*loudnessOf(written[1]).integrated + 16) < 0.2);
    }

    void aTagForManyLinesKeepsRoomForIt() {
        QList<app::takes::TakeRecord> takes;
        for (int i = 0; i < 2000; ++i) {
            app::takes::TakeRecord take;
            take.text = QStringLiteral("Line.");
            take.seed = quint64(i);
            takes << take;
        }
        const auto size = [&](int count) {
            return app::exporting::tagsOf(takes.mid(0, count), QStringLiteral("x")).comment.size();
        };
        int most = 500; // whose list still fits
        for (const int step : {100, 10, 1}) {
            while (most + step <= takes.size() && size(most + step) > size(most))
                most += step;
        }
        QVERIFY(size(most) > engine::audio::kLongestComment - 50); // there is no room for more
        const engine::audio::LoudnessChange change{-16, -21.337, {5.337, false}};
        for (int count = most - 20; count <= most + 20; ++count) {
            const auto tags = app::exporting::tagsOf(takes.mid(0, count), QStringLiteral("x"), true);
            const auto with = engine::audio::withLoudness(tags, change);
            QVERIFY(with.comment != tags.comment && with.comment.size() <= engine::audio::kLongestComment);
        }
    }
};

QTEST_GUILESS_MAIN(TestExportLoudness)
#include "tst_export_loudness.moc"
