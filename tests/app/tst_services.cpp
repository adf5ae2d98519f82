// The services together, on the tiny checkpoint and without a window: what a person asks for in the settings is what
// the queue, the worker and the player get.
#include <QSignalSpy>
#include <QTest>

#include <filesystem>
#include <memory>
#include <set>

#include "app/services.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

using app::Services;
using app::speech::Origin;
using app::speech::Player;
using app::speech::SpeechQueue;
using app::speech::SpeechWorker;
using app::speech::Take;

class TestServices : public QObject {
    Q_OBJECT

    std::unique_ptr<TinyData> m_data;

    app::Places places() const { return {m_data->path(QStringLiteral("config/settings.json")), m_data->roots()}; }

    // A copy of the demo with more signs than its weights have room for: found out when the one before is gone.
    void makeUseless(const char *name) const {
        const std::filesystem::path models = m_data->root() / "models";
        std::filesystem::copy(models / "demo", models / name, std::filesystem::copy_options::recursive);
        QFile words(QString::fromStdString((models / name / "vocab.txt").string()));
        QVERIFY(words.open(QIODevice::Append));
        for (int sign = 0; sign < 5000; ++sign)
            words.write(QStringLiteral("sign%1\n").arg(sign).toUtf8());
    }

private Q_SLOTS:
    void init() { m_data = std::make_unique<TinyData>(std::vector<std::string>{"demo", "other"}); }

    void fromStartToTheFirstSentence() {
        Services services(places());
        QSignalSpy finished(&services.queue(), &SpeechQueue::finished);
        services.start();
        QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
        const auto request = services.request(QStringLiteral("Good morning, 早上好."));
        QCOMPARE(request.voice.id, std::string("slt")); // the first start has a voice
        services.queue().enqueue(services.request(QStringLiteral("Good morning.")));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
        QVERIFY(finished.first().first().value<Take>().clip->seconds() > 0.2);
    }

    void theRequestFollowsTheSettings() {
        Services services(places());
        services.voices().refresh();
        QTRY_VERIFY(services.voices().isRead());
        auto &settings = services.settings();
        settings.setVoiceId(QStringLiteral("awb"));
        settings.setNfeStep(12);
        settings.setSchedule(engine::Schedule::Uniform);
        settings.setCfgStrength(1.5);
        settings.setSwayCoefficient(0.5);
        settings.setSpeed(1.2);
        settings.setSeedPinned(true);
        settings.setSeed(18446744073709551615ULL);
        const auto request = services.request(QStringLiteral("你好"));
        QCOMPARE(request.text, std::string("你好"));
        QCOMPARE(request.voice.id, std::string("awb"));
        QCOMPARE(request.nfeStep, 12);
        QVERIFY(request.schedule == engine::Schedule::Uniform);
        QCOMPARE(request.cfgStrength, 1.5);
        QCOMPARE(request.swayCoefficient, 0.5);
        QCOMPARE(request.speed, 1.2);
        QCOMPARE(request.seed, std::uint64_t(18446744073709551615ULL));
        settings.setVoiceId(QStringLiteral("gone"));
        QVERIFY(services.request(QString()).voice.id.empty());
    }

    void anUnpinnedSeedIsNewEachTime() {
        Services services(places());
        std::set<std::uint64_t> seeds;
        for (int i = 0; i < 20; ++i)
            seeds.insert(services.request(QStringLiteral("x")).seed);
        QCOMPARE(int(seeds.size()), 20);
    }

    void anotherModelIsLoadedWhenTheSettingsSaySo() {
        Services services(places());
        QSignalSpy loaded(&services.worker(), &SpeechWorker::loaded);
        services.settings().setPrecision(engine::Precision::Fp32); // before start(): nothing is loaded yet
        QTest::qWait(50);
        QCOMPARE(loaded.count(), 0);
        services.start();
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, 30000);
        services.settings().setModel(QStringLiteral("other"));
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 2, 30000);
        services.settings().setModel(QString());
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 3, 30000);
    }

    void aModelThatCannotBeUsedTakesNoneAway_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("why");
        QTest::addColumn<bool>("freed"); // found out too late to keep the old one in memory
        QTest::newRow("not there") << QStringLiteral("missing") << QStringLiteral("missing") << false;
        QTest::newRow("no vocoder") << QStringLiteral("mute") << QStringLiteral("no vocoder") << false;
        QTest::newRow("cut off") << QStringLiteral("short") << QStringLiteral("model_") << false;
        QTest::newRow("of another shape") << QStringLiteral("odd") << QStringLiteral("vocabulary") << true;
    }
    void aModelThatCannotBeUsedTakesNoneAway() {
        QFETCH(QString, model);
        QFETCH(QString, why);
        QFETCH(bool, freed);
        namespace fs = std::filesystem;
        const fs::path models = m_data->root() / "models";
        makeUseless("odd");
        for (const char *name : {"mute", "short"})
            fs::copy(models / "demo", models / name, fs::copy_options::recursive);
        fs::remove_all(models / "mute/vocos");
        for (const auto &file : fs::directory_iterator(models / "short")) {
            if (file.path().extension() == ".safetensors")
                fs::resize_file(file.path(), fs::file_size(file.path()) / 2);
        }

        Services services(places());
        QSignalSpy loaded(&services.worker(), &SpeechWorker::loaded);
        QSignalSpy refused(&services.worker(), &SpeechWorker::refused);
        QSignalSpy loadFailed(&services.worker(), &SpeechWorker::loadFailed);
        QSignalSpy finished(&services.queue(), &SpeechQueue::finished);
        services.settings().setModel(QStringLiteral("other"));
        services.start();
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, 30000);
        services.settings().setModel(model);
        if (freed) { // what waits is said with the one that comes back
            QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
            services.queue().enqueue(services.request(QStringLiteral("Good morning.")));
        }
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 30000);
        QCOMPARE(loadFailed.count(), 0);
        const auto problem = refused.first().first().value<app::Problem>();
        QVERIFY2((problem.what + problem.remedy).contains(why), qPrintable(problem.what));
        QCOMPARE(services.settings().model(), QStringLiteral("other"));
        QCOMPARE(services.keptModel(), QStringLiteral("other"));
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 2, 30000);
        QCOMPARE(loaded.last().first().value<engine::ModelSummary>().name, std::string("other"));
        QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
        if (!freed)
            services.queue().enqueue(services.request(QStringLiteral("Good morning.")));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
        services.settings().setModel(QString()); // and one that can be used is used
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 3, 30000);
        QVERIFY(services.keptModel().isEmpty());
    }

    void anUnloadedModelComesBackWhereAnotherCannotBeUsed() {
        makeUseless("odd");
        Services services(places());
        QSignalSpy loaded(&services.worker(), &SpeechWorker::loaded);
        QSignalSpy unloaded(&services.worker(), &SpeechWorker::unloaded);
        QSignalSpy loadFailed(&services.worker(), &SpeechWorker::loadFailed);
        QSignalSpy finished(&services.queue(), &SpeechQueue::finished);
        QSignalSpy failed(&services.queue(), &SpeechQueue::failed);
        services.start();
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, 30000);
        QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
        services.unloadModel();
        QTRY_COMPARE_WITH_TIMEOUT(unloaded.count(), 1, 30000);
        services.settings().setModel(QStringLiteral("odd"));
        services.queue().enqueue(services.request(QStringLiteral("Good morning.")));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count() + failed.count(), 1, 60000);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(loadFailed.count(), 0);
        QCOMPARE(services.settings().model(), QString());
        QCOMPARE(services.keptModel(), QStringLiteral("demo"));
    }

    // The first was refused already when the second was asked for: the one to go back to is still the one that worked.
    void twoThatCannotBeUsedInQuickSuccessionTakeNoneAway() {
        makeUseless("odd");
        Services services(places());
        QSignalSpy loaded(&services.worker(), &SpeechWorker::loaded);
        QSignalSpy loadFailed(&services.worker(), &SpeechWorker::loadFailed);
        services.start();
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, 30000);
        services.settings().setModel(QStringLiteral("missing"));
        QTest::qSleep(200); // the engine looks at it, and this thread does not hear of that
        services.settings().setModel(QStringLiteral("odd"));
        QTRY_COMPARE_WITH_TIMEOUT(services.settings().model(), QString(), 30000);
        QCOMPARE(services.keptModel(), QStringLiteral("demo"));
        QTRY_VERIFY_WITH_TIMEOUT(
            loaded.last().first().value<engine::ModelSummary>().name == "demo" && loaded.count() > 1, 30000);
        QCOMPARE(loadFailed.count(), 0);
    }

    void aVoiceWhoseRecordingIsGoneIsSaidWhenChosen() {
        Services services(places());
        QSignalSpy prepareFailed(&services.worker(), &SpeechWorker::prepareFailed);
        services.start();
        QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
        std::filesystem::remove(m_data->root() / "voices/awb_bright/reference.wav");
        services.settings().setVoiceId(QStringLiteral("awb_bright"));
        QTRY_VERIFY_WITH_TIMEOUT(prepareFailed.count() >= 1, 30000);
        QCOMPARE(prepareFailed.last()[0].toString(), QStringLiteral("awb_bright"));
    }

    void aModelFolderThatIsHalfThereIsSaid() {
        std::filesystem::remove(m_data->root() / "models/demo/vocab.txt");
        Services services(places());
        QSignalSpy failed(&services.queue(), &SpeechQueue::failed);
        services.start();
        services.queue().enqueue(services.request(QStringLiteral("Hello.")));
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 30000);
        const auto problem = failed.first()[1].value<app::Problem>();
        QVERIFY2(problem.what.contains(QStringLiteral("vocab")) || problem.remedy.contains(QStringLiteral("vocab")),
                 qPrintable(problem.what + u' ' + problem.remedy));
    }

    void closingInTheMiddleOfEverythingIsQuick() {
        QElapsedTimer clock;
        {
            Services services(places());
            QSignalSpy progressed(&services.queue(), &SpeechQueue::progressed);
            services.start();
            QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
            services.settings().setNfeStep(128);
            for (int i = 0; i < 500; ++i) // minutes
                services.queue().enqueue(services.request(QStringLiteral("This is said when the window closes.")));
            QTRY_VERIFY_WITH_TIMEOUT(progressed.count() > 0, 60000);
            services.voices().refresh();
            clock.start();
        }
        QVERIFY2(clock.elapsed() < 30'000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(std::filesystem::exists(m_data->root() / "config/settings.json"));
    }
};

QTEST_GUILESS_MAIN(TestServices)
#include "tst_services.moc"
