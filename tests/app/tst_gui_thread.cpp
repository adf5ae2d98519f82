// The GUI thread does no engine, SQL or file work: a whole session on the real services, with every file call of this
// thread in the data folders recorded by the kernel, and every use of the engine recorded with its thread. The last
// tests do the forbidden things on purpose, so that it is known that they would be seen.
#include <QFile>
#include <QSaveFile>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "app/listening/sentence_sets.h"
#include "app/services.h"
#include "engine/audio/file.h"
#include "engine/model_files.h"
#include "tests/app/file_watch.h"
#include "tests/app/tiny_data.h"
#include "tests/app/watched_synthesizer.h"
#include "tests/patience.h"
#include "tests/processor_time.h"

class TestGuiThread : public QObject {
    Q_OBJECT

    TinyData m_data{{"tiny"}};
    FileWatch *m_watch = nullptr;
    std::unique_ptr<app::Services> m_services;
    std::atomic<int> m_offences = 0;

    std::filesystem::path root() const { return m_data.root(); }
    QString probeFile() const { return m_data.path(QStringLiteral("probe.json")); }

    app::speech::SpeechWorker::Factory watchedEngine() {
        return ::watchedEngine(root() / "models" / "tiny", m_offences);
    }

private Q_SLOTS:
    void initTestCase() {
        // The settings are read before there is a window: allowed, so the services are made before the watch begins.
        m_services =
            std::make_unique<app::Services>(app::Places{m_data.path(QStringLiteral("settings.json")), m_data.roots()});
        m_services->settings().setModel(QStringLiteral("tiny"));
        QFile probe(probeFile()); // for the forbidden things
        QVERIFY(probe.open(QIODevice::WriteOnly) && probe.write("{}") == 2);
        probe.close();
        m_watch = &FileWatch::ofThisThread({root().string()});
        QVERIFY2(m_watch->problem().empty(), m_watch->problem().c_str());
    }

    void cleanupTestCase() { m_services.reset(); }

    void aWholeSession() {
        app::Services &services = *m_services;
        QSignalSpy voices(&services.voices(), &app::voices::VoiceLibrary::changed);
        QSignalSpy loaded(&services.worker(), &app::speech::SpeechWorker::loaded);
        QSignalSpy finished(&services.queue(), &app::speech::SpeechQueue::finished);
        QSignalSpy cancelled(&services.queue(), &app::speech::SpeechQueue::cancelled);
        QSignalSpy refused(&services.worker(), &app::speech::SpeechWorker::refused);
        QSignalSpy saved(&services.settings(), &app::Settings::saved);

        m_watch->begin();
        const double guiBefore = processorSeconds(CLOCK_THREAD_CPUTIME_ID);
        const double allBefore = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
        services.start();
        QTRY_COMPARE_WITH_TIMEOUT(voices.count(), 1, 30000);
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, 60000);
        services.worker().load(watchedEngine());
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 2, 60000);

        services.settings().setVoiceId(QStringLiteral("rms"));
        auto request = services.request(QStringLiteral("Hello there, this is a session as a person has it."));
        QCOMPARE(request.voice.id, std::string("rms"));
        request.nfeStep = 32;
        services.queue().enqueue(request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 120000);
        const auto take = finished.first().first().value<app::speech::Take>();
        services.player().play(take.clip);
        QTest::qWait(300);
        services.player().stop();

        request.nfeStep = 128;
        const quint64 unwanted = services.queue().enqueue(request);
        QTRY_VERIFY(services.queue().running() == unwanted);
        services.queue().cancel(unwanted);
        QTRY_COMPARE(cancelled.count(), 1);

        services.voices().refresh();
        QTRY_COMPARE_WITH_TIMEOUT(voices.count(), 2, 30000);
        saved.clear();
        services.settings().setModel(QStringLiteral("no such model"));
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 30000);
        QTRY_VERIFY_WITH_TIMEOUT(!saved.isEmpty(), 30000); // by themselves
        const double gui = processorSeconds(CLOCK_THREAD_CPUTIME_ID) - guiBefore;
        const double all = processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - allBefore;
        const auto calls = m_watch->end();

        QVERIFY2(calls.empty(), qPrintable(joined(calls)));
        QCOMPARE(m_offences.load(), 0);
        const auto isKept = [this] {
            QFile file(m_data.path(QStringLiteral("settings.json")));
            const QByteArray settings = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            return settings.contains("\"rms\"") && settings.contains("\"tiny\"") && !settings.contains("no such model");
        };
        QTRY_VERIFY_WITH_TIMEOUT(isKept(), 30000);
        // Arithmetic that went round the Synthesizer would show here.
        qInfo("GUI thread %.3f s of %.3f s", gui, all);
        QVERIFY2(gui < 0.2 * all, qPrintable(QStringLiteral("%1 s of %2 s").arg(gui).arg(all)));
    }

    void theCellsOfAListeningTest() {
        namespace listening = app::listening;
        listening::TestDesign design;
        design.voice = "slt";
        design.rows = listening::ownSentences();
        design.rows.resize(2);
        design.columns = {listening::TestColumn{7}, listening::TestColumn{6}};
        design.checks = {0, 0, 0};
        listening::CellMaker &cells = m_services->cells();
        QSignalSpy done(&cells, &listening::CellMaker::done);
        int written = 0, kept = 0;
        const auto folder = root() / "set";

        m_watch->begin();
        m_services->designs().add(design, &cells, [&](const auto &answer) { kept += bool(answer); });
        cells.setDesign(design);
        cells.makeMissing();
        QTRY_VERIFY_WITH_TIMEOUT(!done.isEmpty(), 60000);
        cells.writeTo(folder, &cells, [&](const auto &answer) { written = answer.value.value_or(-1); });
        cells.lookAgain();
        QTRY_VERIFY_WITH_TIMEOUT(written != 0 && kept == 1 && !cells.isLooking(), 60000);
        const auto calls = m_watch->end();

        QCOMPARE(cells.progress().made, 4);
        QCOMPARE(written, 4);
        QVERIFY2(calls.empty(), qPrintable(joined(calls)));
    }

    void aDefaultThatIsAppliedAndTakenBack() {
        namespace listening = app::listening;
        listening::SettingChange &change = m_services->settingChange();
        listening::AppliedChange order;
        order.steps = {3, engine::Schedule::Uniform};
        int applied = 0, noted = 0, back = 0;

        m_watch->begin();
        change.apply(order, [&](const auto &problem) { applied += problem ? 100 : 1; });
        change.noteSpeed({0.2, 0.1, 0.1}, [&](const auto &) { ++noted; });
        QTRY_VERIFY_WITH_TIMEOUT(applied == 1 && noted == 1 && m_services->settings().isSaved(), 60000);
        const int steps = m_services->settings().nfeStep();
        change.rollBack([&](const auto &problem) { back += problem ? 100 : 1; });
        QTRY_VERIFY_WITH_TIMEOUT(back == 1 && m_services->settings().isSaved(), 60000);
        const auto calls = m_watch->end();

        QCOMPARE(steps, 3);
        QVERIFY(m_services->settings().nfeStep() != 3);
        QVERIFY2(calls.empty(), qPrintable(joined(calls)));
    }

    void fileWorkOnThisThreadIsSeen_data() {
        QTest::addColumn<int>("way");
        QTest::newRow("QFile") << 0;
        QTest::newRow("QSaveFile") << 1;
        QTest::newRow("std::ifstream") << 2;
        QTest::newRow("std::filesystem") << 3;
        QTest::newRow("the engine's voices") << 4;
        QTest::newRow("the engine's sound files") << 5;
        QTest::newRow("the engine's models") << 6;
        QTest::newRow("an open file") << 7;
    }

    void fileWorkOnThisThreadIsSeen() {
        QFETCH(int, way);
        const std::filesystem::path probe = probeFile().toStdString();
        QFile open(probeFile());
        QVERIFY(open.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        m_watch->begin();
        switch (way) {
        case 0: {
            QFile file(probeFile());
            QVERIFY(file.open(QIODevice::ReadOnly));
            break;
        }
        case 1: {
            QSaveFile file(m_data.path(QStringLiteral("saved.json")));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.commit());
            break;
        }
        case 2: {
            std::ifstream file(probe);
            QVERIFY(file.get() == '{');
            break;
        }
        case 3:
            QVERIFY(std::filesystem::exists(probe));
            break;
        case 4:
            QVERIFY(!engine::listVoices({root()}).voices.empty());
            break;
        case 5:
            QVERIFY(engine::audio::readSound(root() / "voices" / "slt" / "reference.wav", 1).frames() > 0);
            break;
        case 6:
            QVERIFY(!engine::readModelFolder(root() / "models" / "tiny").weights.empty());
            break;
        default:
            QVERIFY(!open.read(1).isEmpty());
            break;
        }
        const auto calls = m_watch->end();
        QVERIFY(!calls.empty());
    }

    void fileWorkOnOtherThreadsIsAllowed() {
        m_watch->begin();
        std::thread([this] { QVERIFY(!engine::listVoices({root()}).voices.empty()); }).join();
        const auto calls = m_watch->end();
        QVERIFY2(calls.empty(), qPrintable(joined(calls)));
    }

    void engineWorkOnThisThreadIsSeen() {
        m_offences = 0;
        const double guiBefore = processorSeconds(CLOCK_THREAD_CPUTIME_ID);
        const double allBefore = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
        const auto synthesizer = watchedEngine()({});
        engine::Request request;
        request.text = "Hello there.";
        request.voice = engine::loadVoice(root() / "voices" / "slt");
        QVERIFY(synthesizer->speak(request, {}, {[](const engine::ClipPtr &) {}, [](const engine::Progress &) {}})
                    .audioSeconds > 0);
        QVERIFY(m_offences >= 2);
        // aWholeSession() would see it, too.
        const double gui = processorSeconds(CLOCK_THREAD_CPUTIME_ID) - guiBefore;
        const double all = processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - allBefore;
        QVERIFY2(gui > 0.2 * all, qPrintable(QStringLiteral("%1 s of %2 s").arg(gui).arg(all)));
    }
};

QTEST_GUILESS_MAIN(TestGuiThread)
#include "tst_gui_thread.moc"
