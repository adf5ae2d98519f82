// What a session leaves in the log: what one looks for when something goes wrong, and not a word that was spoken.
#include <QDirIterator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <filesystem>
#include <memory>

#include "app/services.h"
#include "tests/app/log/log_files.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

using app::Services;
using app::speech::SpeechQueue;
using app::speech::SpeechWorker;

class TestServiceLog : public QObject {
    Q_OBJECT

    std::unique_ptr<TinyData> m_data;

    QString logFolder() const { return m_data->path(QStringLiteral("state/log")); }
    app::Places places() const {
        return {m_data->path(QStringLiteral("config/settings.json")), m_data->roots(), {}, logFolder().toStdString()};
    }
    bool says(const char *pattern) const {
        const QRegularExpression expression(QString::fromUtf8(pattern));
        for (const QString &text : logTexts(logFolder())) {
            if (expression.match(text).hasMatch())
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void init() { m_data = std::make_unique<TinyData>(); }

    void aSessionFromStartToEnd() {
        {
            Services services(places());
            services.logQtMessages();
            QSignalSpy finished(&services.queue(), &SpeechQueue::finished);
            QSignalSpy failed(&services.queue(), &SpeechQueue::failed);
            QSignalSpy cancelled(&services.queue(), &SpeechQueue::cancelled);
            services.start();
            QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
            services.queue().enqueue(services.request(QStringLiteral("Xylophone quartz.")));
            QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
            services.queue().enqueue(services.request(QStringLiteral("ЖЩЖЩ"))); // no character of it is known
            QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 60000);
            services.queue().cancel(services.queue().enqueue(services.request(QStringLiteral("Xylophone quartz."))));
            QTRY_COMPARE_WITH_TIMEOUT(cancelled.count(), 1, 60000);
            services.settings().setProgramDevice("a-cable");
            QTRY_COMPARE(services.player().program().id, QByteArray("a-cable"));
            qWarning("a warning of Qt");
            QVERIFY(services.log().flush());
            QVERIFY(!says("^program: ends"));
        }
        const QByteArray all = wholeLog(logFolder());
        QVERIFY2(says("^program: starts: " ISHOWTTS_VERSION
                      ", \\w*, Qt 6\\..*, LibTorch 2\\..*; .*Linux.*; .* logical CPUs, .*; "
                      ".* of it free"),
                 all.constData());
        QVERIFY2(says("^model: demo, [\\d.]+ million parameters, licence .*, cpu \\(.*\\), \\w+, loaded in [\\d.]+ s$"),
                 all.constData());
        QVERIFY2(says("^job: 1 done: 17 characters, voice slt, NFE 7, 1 chunks, [\\d.]+ s of sound in [\\d.]+ s, RTF "
                      "[\\d.]+, "
                      "first after [\\d.]+ s$"),
                 all.constData());
        QVERIFY2(says("^job: 2 failed: "), all.constData());
        QVERIFY2(says("^job: 3 was stopped$"), all.constData());
        QVERIFY2(says("^sound: the program device is not there; off air$"), all.constData());
        QVERIFY2(says("^program: a warning of Qt$"), all.constData());
        QVERIFY2(says("^program: ends; "), all.constData());
        QVERIFY(!all.toLower().contains("xylophone") && !all.toLower().contains("quartz"));
        QVERIFY(!all.contains("Ж"));
    }

    void voicesAndModelsOfOnesOwnAreNotNamed() {
        namespace fs = std::filesystem;
        const fs::path root = m_data->root();
        fs::rename(root / "models" / "demo", root / "models" / "ann-v2");
        fs::rename(root / "voices" / "slt", root / "voices" / "ann_smith");
        Services services(places());
        services.settings().setModel(QStringLiteral("ann-v2"));
        services.settings().setVoiceId(QStringLiteral("ann_smith"));
        QSignalSpy finished(&services.queue(), &SpeechQueue::finished);
        services.start();
        QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
        services.queue().enqueue(services.request(QStringLiteral("Xylophone quartz.")));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
        QVERIFY(services.log().flush());
        const QByteArray all = wholeLog(logFolder());
        QVERIFY2(!all.contains("ann_smith") && !all.contains("ann-v2"), all.constData());
        QVERIFY2(says("^job: 1 done: 17 characters, voice \\(one of your own\\), NFE 7, "), all.constData());
        QVERIFY2(says("^model: \\(one of your own\\), [\\d.]+ million parameters, "), all.constData());
        const auto told = services.diagnosticsInput();
        QVERIFY(told.shipped.voices.contains(QStringLiteral("slt")));
        QCOMPARE(told.shipped.models, QSet<QString>{QStringLiteral("demo")});
        QVERIFY(told.voiceIds.contains(QStringLiteral("ann_smith")));
        QVERIFY2(!told.model.contains(QStringLiteral("ann-v2")), qPrintable(told.model));
    }

    void aModelThatIsNotThere() {
        Services services(places());
        services.settings().setModel(QStringLiteral("elsewhere"));
        QSignalSpy failed(&services.worker(), &SpeechWorker::loadFailed);
        services.start();
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 30000);
        QTRY_VERIFY(says("^model: There is no model \"elsewhere\""));
        QVERIFY(services.diagnosticsInput().model.startsWith(QStringLiteral("none: There is no model")));
    }

    void withoutAFolderThereIsNoLog() {
        {
            app::Places silent = places();
            silent.logFolder.clear();
            Services services(silent);
            services.start();
            QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), 30000);
            QCOMPARE(services.diagnosticsInput().voiceIds.size(), qsizetype(services.voices().voices()->voices.size()));
        }
        QVERIFY(!QFileInfo::exists(logFolder()));
        QDirIterator everywhere(m_data->path({}), {QStringLiteral("*.log*")}, QDir::Files,
                                QDirIterator::Subdirectories);
        QVERIFY2(!everywhere.hasNext(), qPrintable(everywhere.next()));
    }
};

QTEST_GUILESS_MAIN(TestServiceLog)
#include "tst_service_log.moc"
