#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "tests/app/speech/model_of_tests.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"

using app::Problem;
using app::speech::SpeechQueue;
using app::speech::SpeechWorker;
using app::speech::Take;
using app::takes::SameAgain;
using app::takes::TakeRecord;

class TestSameAgain : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aTakeMadeAgainHasTheSameBytes() {
        OpenLibrary open(*m_folder);
        SpeechWorker worker;
        SpeechQueue queue(worker);
        QSignalSpy finished(&queue, &SpeechQueue::finished);
        worker.load(&makeSmallSynthesizer);
        engine::Request request = smallRequest("This take will be made again.");
        request.seed = 0x8000'0000'0000'0005U;
        request.cfgStrength = 1.7;
        request.speed = 1.05;
        queue.enqueue(request);
        QVERIFY(finished.wait(120000));
        const Take take = finished.takeFirst().first().value<Take>();
        const TakeRecord record = open.keep(take);
        QVERIFY(record.id > 0);
        QVERIFY(record.timings.stages.dit > 0);

        const SameAgain again = open.again(record, {request.voice}, take.model);
        QVERIFY(again.request);
        QVERIFY2(!again.problem, qPrintable(again.problem.value_or(Problem()).what));
        queue.enqueue(*again.request);
        QVERIFY(finished.wait(120000));
        const Take second = finished.takeFirst().first().value<Take>();
        QVERIFY(second.clip->samples == take.clip->samples);
        const TakeRecord copy = open.keep(second, {}, record.id);
        QCOMPARE(copy.audioHash, record.audioHash);
        QCOMPARE(copy.parentId, record.id);
        QVERIFY((*open.audio(copy).value)->samples == take.clip->samples);

        engine::Request other = *again.request; // and not by chance
        ++other.seed;
        queue.enqueue(other);
        QVERIFY(finished.wait(120000));
        QVERIFY(finished.first().first().value<Take>().clip->samples != take.clip->samples);
    }

    void aStyleIsFoundInItsVoice() {
        engine::Voice voice = engine::loadVoice(SOURCE_FOLDER "/voices/slt");
        voice.styles.push_back({"happy", "Hooray!", voice.recording, {}});
        Take take = madeUpTake(1, QStringLiteral("text"));
        take.request.voice = engine::withStyle(voice, "happy");
        OpenLibrary open(*m_folder);
        const TakeRecord record = open.keep(take);
        QCOMPARE(record.voiceId, QStringLiteral("slt:happy"));
        const SameAgain again = open.again(record, {voice}, take.model);
        QVERIFY2(again.request, qPrintable(again.problem.value_or(Problem()).what));
        QCOMPARE(again.request->voice.id, std::string("slt:happy"));
        QCOMPARE(again.request->voice.transcript, std::string("Hooray!"));
        QVERIFY(!again.problem);

        voice.styles.clear();
        const SameAgain without = open.again(record, {voice}, take.model);
        QVERIFY(!without.request);
        QVERIFY(without.problem->what.contains(QStringLiteral("no longer has that style")));
    }

    void aTakeInPartsIsMadeAgainWithAllThatItNeeds() {
        const engine::Voice slt = engine::loadVoice(SOURCE_FOLDER "/voices/slt"),
                            rms = engine::loadVoice(SOURCE_FOLDER "/voices/rms");
        Take take = madeUpTake(1, QStringLiteral("[rms]text"));
        take.request.voice = slt;
        take.request.spoken = "[rms]text";
        take.request.otherVoices = {rms};
        OpenLibrary open(*m_folder);
        const TakeRecord record = open.keep(take);
        SameAgain again = open.again(record, {slt, rms}, take.model);
        QVERIFY2(again.request && !again.problem, qPrintable(again.problem.value_or(Problem()).what));
        QCOMPARE(again.request->spoken, take.request.spoken);
        QCOMPARE(again.request->otherVoices.size(), std::size_t(1));
        QVERIFY(again.request->otherVoices[0].recording == rms.recording);
        QVERIFY(again.request->durationRule == take.request.durationRule);
        QVERIFY(again.request->joining == take.request.joining);

        again = open.again(record, {slt}, take.model);
        QVERIFY(!again.request && again.problem->what.contains(QString::fromStdString(rms.name)));
        engine::Voice other = rms;
        other.transcript = "Something else.";
        again = open.again(record, {slt, other}, take.model);
        QVERIFY(again.request && again.problem->what.contains(QString::fromStdString(rms.name)));
        other = rms;
        other.recording = slt.recording; // another voice under its name
        again = open.again(record, {slt, other}, take.model);
        QVERIFY(again.request && again.problem->what.contains(QStringLiteral("recording")));
        QVERIFY(again.problem->what.contains(QString::fromStdString(rms.name)));
    }

    void whatIsMissingToMakeItAgainIsSaid() {
        QTemporaryDir voices;
        engine::Voice voice = engine::loadVoice(SOURCE_FOLDER "/voices/slt");
        const QString recording = voices.filePath(QStringLiteral("reference.wav"));
        QVERIFY(QFile::copy(QString::fromStdString(voice.recording.string()), recording));
        voice.recording = recording.toStdString();
        Take take = madeUpTake(1, QStringLiteral("text"));
        take.request.voice = voice;
        OpenLibrary open(*m_folder);
        const TakeRecord record = open.keep(take);
        QVERIFY(open.again(record, {voice}, take.model).request);
        QVERIFY(!open.again(record, {voice}, take.model).problem);

        SameAgain again = open.again(record, {}, take.model);
        QVERIFY(!again.request);
        QVERIFY(again.problem->what.contains(QString::fromStdString(voice.name)));
        QVERIFY(again.problem->remedy.contains(QStringLiteral("voices/slt")));

        engine::ModelSummary model = take.model;
        model.name = "another";
        again = open.again(record, {voice}, model);
        QVERIFY(!again.request);
        QVERIFY(again.problem->what.contains(QStringLiteral("'made up'")));
        QVERIFY(again.problem->what.contains(QStringLiteral("'another'")));
        QVERIFY(open.again(record, {voice}, {}).problem->what.contains(QStringLiteral("No model is loaded")));

        model = take.model;
        model.precision = engine::Precision::Bf16;
        QVERIFY(open.again(record, {voice}, model).problem->remedy.contains(QStringLiteral("fp32")));

        model = take.model;
        model.device.name = "another machine";
        again = open.again(record, {voice}, model);
        QVERIFY(again.request);
        QVERIFY(again.problem->what.contains(QStringLiteral("another machine")));

        QFile file(recording);
        QVERIFY(file.open(QIODevice::Append));
        file.write("longer now");
        file.close();
        again = open.again(record, {voice}, take.model);
        QVERIFY(again.request);
        QVERIFY(again.problem->what.contains(QStringLiteral("recording")));

        TakeRecord older = record;
        older.programVersion = QStringLiteral("0.0.1");
        voice.recording = SOURCE_FOLDER "/voices/slt/reference.wav";
        QVERIFY(open.again(older, {voice}, take.model).problem->what.contains(QStringLiteral("0.0.1")));
    }
};

QTEST_GUILESS_MAIN(TestSameAgain)
#include "tst_same_again.moc"
