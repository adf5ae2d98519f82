#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/speech/take_saver.h"
#include "engine/audio/file.h"
#include "tests/patience.h"

using app::speech::TakeSaver;

namespace {

engine::ClipPtr ramp() {
    auto clip = std::make_shared<engine::Clip>();
    clip->samples.resize(24000);
    for (std::size_t i = 0; i < clip->samples.size(); ++i)
        clip->samples[i] = float(i) / 24000.0F - 0.5F;
    return clip;
}

} // namespace

class TestTakeSaver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFileHoldsTheTake() {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("schöne Aufnahme.wav"));
        TakeSaver saver;
        QSignalSpy saved(&saver, &TakeSaver::saved);
        saver.save(ramp(), file);
        QVERIFY(saved.wait(kLongEnough));
        QCOMPARE(saved.first().first().toString(), file);
        const auto sound = engine::audio::readSound(file.toStdString(), 60);
        QCOMPARE(sound.sampleRate, 24000);
        QCOMPARE(sound.channels, 1);
        QCOMPARE(sound.frames(), std::size_t(24000));
        for (std::size_t i = 0; i < sound.interleaved.size(); i += 100)
            QVERIFY(std::abs(sound.interleaved[i] - ramp()->samples[i]) < 1e-4F);
    }

    void theNameChoosesTheFormAndTheTagsGoWithIt() {
        QTemporaryDir folder;
        TakeSaver saver;
        QSignalSpy saved(&saver, &TakeSaver::saved);
        engine::audio::SoundTags tags;
        tags.title = "Good morning.";
        tags.comment = "seed 7";
        const std::pair<const char *, QByteArray> forms[] = {
            {"take.wav", "RIFF"}, {"take.flac", "fLaC"}, {"take.OGG", "OggS"}, {"take.opus", "OggS"}};
        for (const auto &[name, magic] : forms) {
            saver.save(ramp(), folder.filePath(QString::fromLatin1(name)), tags);
            QVERIFY(saved.wait(kLongEnough));
            QFile file(folder.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY2(bytes.startsWith(magic), name);
            QVERIFY2(bytes.contains("Good morning.") && bytes.contains("seed 7"), name);
        }
        const auto flac = engine::audio::readSound(folder.filePath(QStringLiteral("take.flac")).toStdString(), 60);
        QCOMPARE(flac.frames(), std::size_t(24000));
    }

    void aPlaceThatCannotBeWrittenIsSaidAndNothingIsDamaged() {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("taken"));
        QVERIFY(QDir().mkpath(file)); // a folder has the name
        TakeSaver saver;
        QSignalSpy failed(&saver, &TakeSaver::failed);
        QSignalSpy saved(&saver, &TakeSaver::saved);
        saver.save(ramp(), file);
        saver.save(ramp(), folder.filePath(QStringLiteral("no/such/folder/take.wav")));
        QTRY_COMPARE(failed.count(), 2);
        QCOMPARE(saved.count(), 0);
        QCOMPARE(failed.first()[1].toString(), file);
        QCOMPARE(failed.first()[0].value<engine::ClipPtr>()->samples, ramp()->samples); // to be saved elsewhere
        for (const auto &signal : failed) {
            QVERIFY(!signal[2].value<app::Problem>().what.isEmpty());
            QVERIFY(!signal[2].value<app::Problem>().remedy.isEmpty());
        }
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList(QStringLiteral("taken")));
    }

    void closingWritesWhatWasAskedFor() {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("last.wav"));
        {
            TakeSaver saver;
            saver.save(ramp(), file);
        }
        QCOMPARE(engine::audio::readSound(file.toStdString(), 60).frames(), std::size_t(24000));
    }
};

QTEST_GUILESS_MAIN(TestTakeSaver)
#include "tst_take_saver.moc"
