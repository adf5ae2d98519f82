// Voices in from a pack and a list, and out as a pack, in the real window: what is told, asked and undone.
#include <QAction>
#include <QDropEvent>
#include <QFile>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QUrl>

#include "app/danmaku/live_stage.h"
#include "tests/ui/by_name.h"
#include "tests/ui/voice_desk_data.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voice_traffic.h"
#include "ui/voices/voices_pane.h"

using ui::shared::Notice;

namespace {

constexpr int kPatience = 30'000;

struct Desk {
    StudioDesk desk;
    ui::voices::VoiceTraffic &traffic = *desk.window->findChild<ui::voices::VoiceTraffic *>();

    explicit Desk(const StudioDesk::Roots &roots) : desk(roots) {}
    bool has(const char *id) { return desk.services.voices().find(QLatin1String(id)) != nullptr; }
    bool isReady() {
        return QTest::qWaitFor([this] { return desk.services.voices().isRead(); }, kPatience);
    }
    const Notice *notice() { // of what came of it, or of what runs
        for (const Notice *each : desk.window->notices().all()) {
            if (each->subject.startsWith(u"voice traffic"))
                return each;
        }
        return nullptr;
    }
    bool says(const QString &part) {
        return QTest::qWaitFor([&] { return notice() && notice()->what.contains(part); }, kPatience);
    }
};

} // namespace

class TestVoiceTraffic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPackGoesOutAndComesInBesideWhatIsThere() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        const QString pack = data.path(QStringLiteral("slt.ishowtts-voice.zip"));
        desk.traffic.exportTo(QStringLiteral("slt"), pack);
        QVERIFY(desk.says(QStringLiteral("slt.ishowtts-voice.zip")));
        QVERIFY(QFile::exists(pack));

        desk.traffic.import(pack);
        QTRY_VERIFY_WITH_TIMEOUT(desk.desk.window->findChild<QMessageBox *>(), kPatience);
        auto *question = desk.desk.window->findChild<QMessageBox *>();
        QVERIFY(question->text().contains(QStringLiteral("slt")));
        qobject_cast<QPushButton *>(question->defaultButton())->click();
        QVERIFY(desk.says(QStringLiteral("were added")) || desk.says(QStringLiteral("added")));
        QTRY_VERIFY_WITH_TIMEOUT(desk.has("slt-2"), kPatience);
        QCOMPARE(desk.notice()->actions.front().text, QStringLiteral("Undo"));
        desk.notice()->actions.front().run();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.has("slt-2"), kPatience);
        QVERIFY(desk.has("slt"));
    }

    void whatAListCannotGiveIsToldInDetail() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        QVERIFY(QFile::copy(QStringLiteral(SOURCE_FOLDER "/voices/rms/reference.wav"),
                            data.path(QStringLiteral("town.wav"))));
        QFile list(data.path(QStringLiteral("story.toml")));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("[voices.town]\nref_audio = \"town.wav\"\nref_text = \"The small dog ran across the street.\"\n"
                   "[voices.mute]\nref_audio = \"town.wav\"\nref_text = \"\"\n");
        list.close();
        desk.traffic.import(list.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(desk.has("town"), kPatience);
        QVERIFY(desk.says(QStringLiteral("added")));
        QVERIFY2(desk.notice()->detail.contains(QStringLiteral("mute: It has no transcript.")),
                 qPrintable(desk.notice()->detail));
    }

    // An ishowtts.toml says more than its voices; what of it counts now is told and can be taken back.
    void theOriginalsSettingsAreTakenWhenWanted() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        QVERIFY(QFile::copy(QStringLiteral(SOURCE_FOLDER "/voices/rms/reference.wav"),
                            data.path(QStringLiteral("town.wav"))));
        QFile list(data.path(QStringLiteral("ishowtts.toml")));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("bind_addr = \"0.0.0.0:28000\"\ndefault_voice = \"town\"\n[f5]\ndefault_nfe_step = 6\nhf_cache_dir "
                   "= \"x\"\n[[f5.voices]]\n"
                   "id = \"town\"\nreference_audio = \"town.wav\"\nreference_text = \"The small dog.\"\n"
                   "[danmaku_gateway.filter]\nmax_words = 33\n[danmaku_gateway.queue]\nrate_limit_per_sec = 2\n");
        list.close();
        desk.traffic.import(list.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(desk.has("town"), kPatience);
        QVERIFY(desk.says(QStringLiteral("added")));
        app::Settings &settings = desk.desk.services.settings();
        QCOMPARE(settings.nfeStep(), 7); // not before it is wanted
        // Who wants them later imports the file again, and has no voice twice.
        desk.traffic.import(list.fileName());
        QVERIFY(desk.says(QStringLiteral("No voice was added.")));
        QVERIFY2(desk.notice()->detail.contains(QStringLiteral("town: it is here already, as town")),
                 qPrintable(desk.notice()->detail));
        QVERIFY(!desk.has("town-2"));
        settings.setValue(QStringLiteral("serverStarts"), true);
        QCOMPARE(desk.notice()->actions.front().text, QStringLiteral("Take its settings, too"));
        desk.notice()->actions.front().run();
        QTRY_COMPARE_WITH_TIMEOUT(settings.nfeStep(), 6, kPatience);
        QCOMPARE(settings.voiceId(), QStringLiteral("town"));
        QCOMPARE(desk.desk.services.danmaku().rules().filter.mostWords, 33);
        const Notice *told = desk.desk.window->notices().about(QStringLiteral("settings of iShowTTS"));
        QVERIFY(told && told->kind == Notice::Kind::Good);
        QCOMPARE(told->what.section(u' ', 0, 0), QStringLiteral("3")); // and nothing that was not
        QVERIFY(settings.isDefault(QStringLiteral("serverReach")) && settings.isDefault(QStringLiteral("serverPort")));
        for (const char *part :
             {"speech.nfe = 6 (f5.default_nfe_step)", "Rules of reading: max_words = 33", "Not taken over:\n",
              "f5.hf_cache_dir: models lie in the data folder", "bind_addr: the server starts with the Studio",
              "Rules of reading: rate_limit_per_sec: "})
            QVERIFY2(told->detail.contains(QLatin1String(part)), qPrintable(told->detail));
        // What was set since is nobody's to take back.
        app::danmaku::Rules rules = desk.desk.services.danmaku().rules();
        rules.people[QStringLiteral("twitch:9")].banned = true;
        desk.desk.services.danmaku().setRules(rules);
        settings.setValue(QStringLiteral("nfe"), 9);
        told->actions.front().run();
        QCOMPARE(settings.nfeStep(), 9);
        QVERIFY(desk.desk.services.danmaku().rules().people.value(QStringLiteral("twitch:9")).banned);
        QVERIFY(settings.isDefault(QStringLiteral("voice")));
        QVERIFY(desk.desk.services.danmaku().rules().filter.mostWords != 33);
    }

    void aDamagedPackIsRefusedWithItsReason() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        QFile file(data.path(QStringLiteral("evil.zip")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no archive");
        file.close();
        desk.traffic.import(file.fileName());
        QVERIFY(desk.says(QStringLiteral("evil.zip")));
        QCOMPARE(int(desk.notice()->kind), int(Notice::Kind::Attention));
        QVERIFY(!desk.notice()->remedy.isEmpty());
    }

    void whatDidNotGoOutIsNotSaidAnyMoreWhenItDid() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        desk.traffic.exportTo(QStringLiteral("slt"),
                              data.path(QStringLiteral("no such folder/slt.ishowtts-voice.zip")));
        QTRY_VERIFY_WITH_TIMEOUT(desk.notice() && desk.notice()->kind == Notice::Kind::Attention, kPatience);
        desk.traffic.exportTo(QStringLiteral("slt"), data.path(QStringLiteral("slt.ishowtts-voice.zip")));
        QTRY_VERIFY_WITH_TIMEOUT(desk.notice() && desk.notice()->kind == Notice::Kind::Good, kPatience);
        for (const Notice *each : desk.desk.window->notices().all())
            QVERIFY2(each->kind != Notice::Kind::Attention, qPrintable(each->what));
    }

    void severalAtOnceAreEachAskedForAndTold() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        QStringList packs;
        for (const char *id : {"slt", "rms"}) {
            packs << data.path(QLatin1String(id) + QStringLiteral(".ishowtts-voice.zip"));
            desk.traffic.exportTo(QLatin1String(id), packs.last());
            QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(packs.last()), kPatience);
        }
        for (const QString &pack : packs)
            desk.traffic.import(pack);
        for (int i = 0; i < 2; ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(desk.desk.window->findChild<QMessageBox *>(), kPatience);
            QTest::qWait(300); // both have been looked into
            auto *question = desk.desk.window->findChild<QMessageBox *>();
            QVERIFY2(question->text().contains(i == 0 ? u"slt" : u"rms"), qPrintable(question->text()));
            qobject_cast<QPushButton *>(question->defaultButton())->click();
            QTRY_VERIFY_WITH_TIMEOUT(desk.has(i == 0 ? "slt-2" : "rms-2"), kPatience);
        }
        const auto undos = [&] {
            int count = 0;
            for (const Notice *each : desk.desk.window->notices().all())
                count += !each->actions.empty() && each->actions.front().text == u"Undo";
            return count;
        };
        QTRY_COMPARE_WITH_TIMEOUT(undos(), 2, kPatience); // neither takes the other's away
    }

    void aPackThatIsDroppedIsImported() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        QFile file(data.path(QStringLiteral("dropped.zip")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no archive");
        file.close();
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(file.fileName())});
        auto &pane = desk.desk.window->voices().pane();
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&pane, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&pane, &event);
        QVERIFY(event.isAccepted());
        QVERIFY(desk.says(QStringLiteral("dropped.zip")));
    }

    void theMenuOffersBoth() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        auto *exports = desk.desk.window->findChild<QAction *>(QStringLiteral("voice.export"));
        QVERIFY(desk.desk.window->findChild<QAction *>(QStringLiteral("voice.import"))->isEnabled());
        QVERIFY(exports);
        desk.desk.window->voices().pane().select(QStringLiteral("slt"));
        QTRY_VERIFY_WITH_TIMEOUT(exports->isEnabled(), kPatience);
    }
};

QTEST_MAIN(TestVoiceTraffic)
#include "tst_voice_traffic.moc"
