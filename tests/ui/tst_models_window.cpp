// The Models window as people use it: opened from the status line and the menu, a licence read and accepted in place, a
// download paused, gone on with and cancelled, a folder added, a model used, unloaded and removed with Undo. Real
// services, the tiny checkpoint, and a server on this machine in place of Hugging Face.
#include <QAction>
#include <QCryptographicHash>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <filesystem>

#include "app/models/licence_book.h"
#include "tests/ui/models_window_desk.h"
#include "ui/models/model_words.h"
#include "ui/models/models_desk.h"
#include "ui/shared/status_line.h"
#include "ui/studio/studio_pane.h"

using Desk = ModelsWindowDesk;
using app::models::FetchProgress;
using app::models::ModelItem;
using ui::models::ModelsWindow;

class TestModelsWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allThatIsSpokenWithIsInOneMenu() {
        Desk desk;
        const auto menuOf = [&](const char *id) {
            QStringList menus;
            for (const QAction *top : desk.window->menuBar()->actions()) {
                for (const QAction *action : top->menu()->actions()) {
                    if (action->objectName() == QLatin1String(id))
                        menus << top->text().remove(u'&');
                }
            }
            return menus;
        };
        for (const char *id : {"file.models", "library.lexicon", "file.voices_folder", "voice.add", "voice.import"})
            QCOMPARE(menuOf(id), QStringList{QStringLiteral("Library")});
    }

    void opensFromTheStatusLineAndTheMenuOnce() {
        Desk desk;
        for (QToolButton *part : desk.window->statusLine().findChildren<QToolButton *>()) {
            if (part->accessibleName().startsWith(QStringLiteral("Model:")))
                part->click();
        }
        desk.models = desk.window->findChild<ModelsWindow *>();
        QVERIFY(desk.models && desk.models->isVisible() && !desk.models->isModal());
        desk.open();
        QCOMPARE(desk.window->findChildren<ModelsWindow *>().size(), 1);
        QVERIFY(desk.has("demo"));
        QVERIFY(desk.says("demo", "In use"));
        QVERIFY(desk.says("demo", "in memory"));
        QVERIFY(desk.says("demo", "comes with the program"));
    }

    void aLicenceIsReadAndAcceptedInPlaceBeforeAnythingIsAskedFor() {
        Desk desk;
        desk.open();
        QVERIFY(desk.press("Tiny", "Download …"));
        QVERIFY(desk.card("Tiny")->showsLicence());
        auto *words = desk.card("Tiny")->findChild<QPlainTextEdit *>();
        QVERIFY(words->toPlainText().contains(QStringLiteral("You may not sell what you make with it.")));
        QVERIFY(desk.server.requests().empty());
        QVERIFY(desk.press("Tiny", "Not now"));
        QVERIFY(!desk.card("Tiny")->showsLicence());
        QVERIFY(desk.press("Tiny", "Download …"));
        QVERIFY(desk.press("Tiny", "Accept and download"));
        QVERIFY(desk.notices("Tiny is here"));
        QVERIFY(desk.model.isWhole(desk.folder.filePath(QStringLiteral("models/Tiny")).toStdString()));
        QVERIFY(desk.says("Tiny", "licence accepted on"));
        const auto badges = desk.card("Tiny")->findChildren<QToolButton *>();
        QVERIFY(badges.front()->isVisibleTo(desk.card("Tiny"))); // stays
        QCOMPARE(badges.front()->text(), QStringLiteral("CC-BY-NC-4.0: not for commercial use"));
        badges.front()->click(); // its words can be read again
        QVERIFY(desk.card("Tiny")->showsLicence());
        QVERIFY(!desk.button("Tiny", "Accept and download"));
    }

    void twoAcceptedAtOnceBothCome() {
        Desk desk;
        app::models::CatalogueEntry second = desk.model.entry();
        second.id = "Other";
        desk.model.catalogue.entries.push_back(second);
        writeCatalogue(desk.model, desk.server.origin(), desk.shipped.root() / "models");
        desk.open();
        QVERIFY(desk.press("Tiny", "Download …"));
        QVERIFY(desk.press("Other", "Download …"));
        desk.button("Tiny", "Accept and download")->click(); // before the first is written down
        desk.button("Other", "Accept and download")->click();
        for (const char *id : {"Tiny", "Other"}) {
            const auto folder = desk.folder.filePath(QStringLiteral("models/") + QLatin1String(id)).toStdString();
            QTRY_VERIFY2_WITH_TIMEOUT(desk.model.isWhole(folder), id, Desk::kPatience);
        }
    }

    void oneKeyPressedTwiceAcceptsNothing() {
        Desk desk;
        desk.open();
        QVERIFY(
            QTest::qWaitFor([&] { return desk.card("Tiny") && desk.button("Tiny", "Download …"); }, Desk::kPatience));
        desk.button("Tiny", "Download …")->setFocus();
        for (int press = 0; press < 2; ++press) {
            QVERIFY(desk.models->focusWidget());
            QTest::keyClick(desk.models->focusWidget(), Qt::Key_Space);
        }
        QVERIFY(desk.card("Tiny")->showsLicence());
        desk.services->models().refresh();
        QTest::keyClick(desk.models->focusWidget(), Qt::Key_Escape);
        QVERIFY(!desk.card("Tiny")->showsLicence());
        QVERIFY(desk.models->isVisible());
    }

    void wordsThatChangedMeanwhileAreShownAnew() {
        Desk desk;
        desk.open();
        QVERIFY(desk.press("Tiny", "Download …"));
        QFile words(QString::fromStdString((desk.shipped.root() / "models" / "licence.txt").string()));
        QVERIFY(words.open(QIODevice::WriteOnly));
        words.write("You may do nothing.");
        words.close();
        const auto &store = desk.services->models();
        const QString seen = store.offered(QStringLiteral("Tiny"))->licenceHash();
        desk.services->models().refresh();
        QVERIFY(QTest::qWaitFor([&] { return store.offered(QStringLiteral("Tiny"))->licenceHash() != seen; },
                                Desk::kPatience));
        QVERIFY(desk.press("Tiny", "Accept and download"));
        QVERIFY(desk.card("Tiny")->showsLicence());
        auto *shown = desk.card("Tiny")->findChild<QPlainTextEdit *>();
        QVERIFY(shown->toPlainText().contains(QStringLiteral("You may do nothing.")));
        QVERIFY(desk.server.requests().empty());
        QVERIFY(desk.press("Tiny", "Accept and download")); // these now
        QVERIFY(desk.notices("Tiny is here"));
    }

    void escapeClosesTheLicenceAndNotTheWindow() {
        Desk desk;
        desk.open();
        QVERIFY(desk.press("Tiny", "Download …"));
        QTest::keyClick(desk.button("Tiny", "Accept and download"), Qt::Key_Escape);
        QVERIFY(!desk.card("Tiny")->showsLicence());
        QVERIFY(desk.models->isVisible());
    }

    void aDownloadIsPausedGoneOnWithAndCancelled() {
        Desk desk(300);
        desk.open();
        QVERIFY(desk.press("Tiny", "Download …"));
        QVERIFY(desk.press("Tiny", "Accept and download"));
        auto *bar = desk.card("Tiny")->findChild<QProgressBar *>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisibleTo(desk.card("Tiny")) && bar->value() > 100, Desk::kPatience);
        QVERIFY(desk.press("Tiny", "Pause"));
        QVERIFY(desk.says("Tiny", "paused"));
        QVERIFY(desk.press("Tiny", "Resume"));
        QVERIFY(desk.press("Tiny", "Cancel"));
        QVERIFY(desk.notices("thrown away"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.button("Tiny", "Download …"), Desk::kPatience);
        QVERIFY(!bar->isVisibleTo(desk.card("Tiny")));
        desk.window->notices().current()->actions.front().run(); // Undo
        QVERIFY(desk.says("Tiny", "paused"));
        QVERIFY(desk.press("Tiny", "Resume"));
        QVERIFY(desk.notices("Tiny is here"));
    }

    void whatWentWrongStandsInTheCard() {
        Desk desk;
        desk.services->settings().setModelMirror(QStringLiteral("http://example.org"));
        desk.open();
        QVERIFY(desk.press("Tiny", "Download …"));
        QVERIFY(desk.press("Tiny", "Accept and download"));
        QVERIFY(desk.says("Tiny", "cannot stand for"));
        desk.services->settings().setModelMirror({});
        QVERIFY(desk.press("Tiny", "Try again"));
        QVERIFY(desk.notices("Tiny is here"));
    }

    void aSwitchWaitsForWhatIsSpoken() {
        Desk desk;
        desk.open();
        QVERIFY(desk.says("demo", "in memory"));
        QSignalSpy finished(&desk.services->queue(), &app::speech::SpeechQueue::finished);
        QSignalSpy cancelled(&desk.services->queue(), &app::speech::SpeechQueue::cancelled);
        QSignalSpy started(&desk.services->queue(), &app::speech::SpeechQueue::started);
        desk.window->studio().speak();
        QTRY_VERIFY_WITH_TIMEOUT(!started.isEmpty(), Desk::kPatience);
        QVERIFY(desk.press("second", "Use this model"));
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), Desk::kPatience);
        QVERIFY(cancelled.isEmpty());
        QVERIFY(desk.says("second", "In use"));
        QVERIFY(desk.says("second", "in memory"));
        QVERIFY(desk.button("demo", "Use this model"));
        QCOMPARE(desk.services->settings().model(), QStringLiteral("second"));
    }

    void anUnloadedModelComesBackWithTheNextLine() {
        Desk desk;
        desk.open();
        QVERIFY(desk.press("demo", "Unload"));
        QTRY_VERIFY_WITH_TIMEOUT(!desk.button("demo", "Unload"), Desk::kPatience);
        QCOMPARE(desk.window->statusLine().text(ui::shared::StatusLine::Part::Model),
                 QStringLiteral("Model not loaded"));
        QSignalSpy finished(&desk.services->queue(), &app::speech::SpeechQueue::finished);
        desk.window->studio().speak();
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), Desk::kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(desk.button("demo", "Unload"), Desk::kPatience);
    }

    void aFolderIsAddedAndRemovedWithUndo() {
        Desk desk;
        desk.open();
        desk.add(TEST_DATA "/tiny/v0");
        QVERIFY(desk.notices("v0 was added"));
        QVERIFY(desk.has("v0"));
        QVERIFY(desk.says("v0", "added from"));
        QVERIFY(desk.press("v0", "Remove"));
        QVERIFY(desk.notices("was removed"));
        QTRY_VERIFY_WITH_TIMEOUT(!desk.card("v0"), Desk::kPatience);
        desk.window->notices().current()->actions.front().run();
        QVERIFY(desk.has("v0"));
        QVERIFY(desk.press("v0", "Use this model"));
        QVERIFY(desk.says("v0", "In use"));
        QVERIFY(!desk.button("v0", "Remove")->isEnabled());
        QVERIFY(!desk.button("demo", "Remove")); // shipped
    }

    void whatHasNoVocoderIsNotOfferedForUseAndGetsOne() {
        Desk desk;
        desk.addWithoutVocoder("mute");
        QVERIFY(desk.notices("mute was added and cannot be used yet."));
        desk.window->notices().current()->actions.front().run(); // Get a vocoder …
        desk.models = desk.window->findChild<ModelsWindow *>();
        QVERIFY(desk.models && desk.has("mute"));
        QVERIFY(desk.says("mute", "It has no vocoder"));
        QVERIFY(!desk.button("mute", "Use this model"));
        QVERIFY(desk.button("mute", "Choose a vocoder …"));
        desk.services->models().chooseVocoder(QStringLiteral("mute"), QStringLiteral(TEST_DATA "/tiny/v0/vocos"));
        QVERIFY(desk.press("mute", "Use this model"));
        QVERIFY(desk.says("mute", "In use"));
        QVERIFY(desk.says("mute", "in memory"));
    }

    void aVocoderIsDownloadedInPlace() {
        Desk desk;
        desk.open();
        desk.addWithoutVocoder("mute");
        QVERIFY(desk.has("mute"));
        QVERIFY(desk.press("mute", "Download a vocoder (2 kB) …"));
        QVERIFY(desk.card("mute")->showsLicence());
        QVERIFY(desk.server.requests().empty());
        QVERIFY(desk.press("mute", "Accept and download"));
        QVERIFY(desk.notices("mute is here and can be used."));
        QTRY_VERIFY_WITH_TIMEOUT(desk.button("mute", "Use this model"), Desk::kPatience);
    }

    void officialWeightsThatWereAddedAreUsedAfterTheirLicence() {
        Desk desk;
        desk.open();
        const std::filesystem::path mine = desk.copyOfTiny("v1", "mine");
        QFile weights(QString::fromStdString((mine / "model_reference.safetensors").string()));
        QVERIFY(weights.open(QIODevice::ReadWrite));
        QByteArray bytes = weights.readAll();
        bytes[bytes.size() - 4] = char(bytes[bytes.size() - 4] ^ 1); // the demo's are nobody's
        QVERIFY(weights.seek(0) && weights.write(bytes) == bytes.size() && weights.flush());
        app::models::SourceFile &file = desk.model.catalogue.entries.front().files.front();
        file.bytes = bytes.size(); // now they are the publisher's
        file.sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
        writeCatalogue(desk.model, desk.server.origin(), desk.shipped.root() / "models");
        desk.add(mine);
        QVERIFY(desk.notices("mine was added."));
        QVERIFY(desk.says("mine", "read and accept their licence"));
        QVERIFY(!desk.button("mine", "Use this model"));
        desk.window->notices().current()->actions.front().run(); // Read the licence …
        QVERIFY(desk.card("mine")->showsLicence());
        QVERIFY(desk.services->settings().model().isEmpty());
        QVERIFY(desk.press("mine", "Not now"));
        desk.services->settings().setModel(QStringLiteral("mine")); // as Settings or its file may say
        QVERIFY(desk.notices("The model was not changed: demo is used as before."));
        QVERIFY(desk.services->settings().model().isEmpty());
        QVERIFY(desk.press("mine", "Read the licence …"));
        QVERIFY(desk.press("mine", "Accept and use"));
        QVERIFY(desk.says("mine", "In use"));
        QVERIFY(desk.says("mine", "licence accepted on"));
        QCOMPARE(desk.services->settings().model(), QStringLiteral("mine"));

        // Withdrawn by another program, it is left at once and asked for anew.
        QSignalSpy loaded(&desk.services->worker(), &app::speech::SpeechWorker::loaded);
        app::models::LicenceBook book(desk.folder.path().toStdString());
        QVERIFY(book.withdraw(desk.model.catalogue.entries.front()));
        QVERIFY(!book.withdraw(desk.model.catalogue.entries.front()));
        const auto withdrawn = [&] { return desk.window->notices().about(QStringLiteral("withdrawn licence")); };
        QTRY_VERIFY_WITH_TIMEOUT(withdrawn(), Desk::kPatience);
        QCOMPARE(withdrawn()->what,
                 QStringLiteral("You no longer accept the licence of mine: the demo model speaks now."));
        QVERIFY(desk.services->settings().model().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), Desk::kPatience);
        QVERIFY(desk.says("demo", "In use"));
        QVERIFY(desk.says("mine", "read and accept their licence"));
        QVERIFY(desk.press("mine", "Read the licence …"));
        QVERIFY(desk.press("mine", "Accept and use"));
        QVERIFY(desk.says("mine", "In use"));
        QVERIFY(!withdrawn());
    }

    void aLicenceIsWithdrawnWhereItIsReadByTheKeyboard() {
        Desk desk;
        desk.open();
        QVERIFY(desk.press("Tiny", "Download …"));
        QVERIFY(!desk.button("Tiny", "Withdraw")); // nothing was accepted
        QVERIFY(desk.press("Tiny", "Accept and download"));
        QVERIFY(desk.notices("Tiny is here"));
        QVERIFY(desk.says("Tiny", "licence accepted on"));
        QTest::keyClick(desk.card("Tiny")->findChildren<QToolButton *>().front(), Qt::Key_Space); // its badge
        QVERIFY(desk.card("Tiny")->showsLicence());
        QPushButton *withdraw = desk.button("Tiny", "Withdraw");
        QVERIFY(withdraw);
        QCOMPARE(withdraw->accessibleName(), QStringLiteral("Withdraw the licence of Tiny"));
        QVERIFY(desk.models->focusWidget() != withdraw); // the key that opened this withdraws nothing
        withdraw->setFocus();
        QTest::keyClick(withdraw, Qt::Key_Space);
        QVERIFY(!desk.card("Tiny")->showsLicence());
        QVERIFY(desk.says("Tiny", "read and accept their licence"));
        QVERIFY(!desk.says("Tiny", "licence accepted on", 0));
        QVERIFY(!app::models::LicenceBook(desk.folder.path().toStdString()).accepted(desk.model.entry()));
        QVERIFY(desk.press("Tiny", "Read the licence …"));
        QVERIFY(desk.button("Tiny", "Accept and use") && !desk.button("Tiny", "Withdraw"));
    }

    void weightsOfWhichNobodySaysHowTheyAreReadCanBeReadInTwoWays() {
        Desk desk;
        desk.open();
        const std::filesystem::path mine = desk.copyOfTiny("v1", "mine");
        std::filesystem::remove(mine / "model.yaml");
        desk.add(mine);
        QVERIFY(desk.notices("mine was added and can be used."));
        QVERIFY(desk.window->notices().current()->remedy.contains(QStringLiteral("If it mumbles")));
        QVERIFY(desk.press("mine", "Read as v0"));
        QVERIFY(desk.says("mine", "read as v0, as you chose"));
        QVERIFY(desk.press("mine", "Read as v1"));
        QVERIFY(desk.says("mine", "read as v1, as you chose"));
    }

    void howItIsReadCountsAtOnceWhateverTheSettingsCallIt() {
        Desk desk;
        desk.open();
        const std::filesystem::path mine = desk.copyOfTiny("v1", "mine");
        std::filesystem::remove(mine / "model.yaml");
        QFile manifest(QString::fromStdString((mine / "model.json").string()));
        QVERIFY(manifest.open(QIODevice::WriteOnly) && manifest.write(R"({"name": "My voice"})") > 0);
        manifest.close();
        desk.add(mine);
        QVERIFY(desk.notices("mine was added and can be used."));
        QSignalSpy loaded(&desk.services->worker(), &app::speech::SpeechWorker::loaded);
        QSignalSpy unloaded(&desk.services->worker(), &app::speech::SpeechWorker::unloaded);
        desk.services->settings().setModel(QStringLiteral("My voice"));
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 1, Desk::kPatience);
        QVERIFY(desk.press("mine", "Read as v0"));
        QTRY_COMPARE_WITH_TIMEOUT(unloaded.count(), 1, Desk::kPatience);
    }

    void aModelThatCannotBeLoadedLeavesTheOneThatCan() {
        Desk desk;
        desk.open();
        QVERIFY(desk.says("demo", "in memory"));
        const auto vocabulary = desk.shipped.root() / "models/second/vocab.txt";
        std::filesystem::resize_file(vocabulary, 0);
        QVERIFY(desk.press("second", "Use this model"));
        QVERIFY(desk.notices("The model was not changed: demo is used as before."));
        QVERIFY(desk.says("demo", "In use"));
        QVERIFY(desk.says("demo", "in memory"));
        QVERIFY(desk.services->settings().model().isEmpty());
    }

    void everyControlHasANameAndIsReachedByTab() {
        Desk desk;
        desk.open();
        QVERIFY(desk.has("Tiny"));
        QVERIFY(desk.has("demo"));
        for (QPushButton *one : desk.models->findChildren<QPushButton *>()) {
            if (one->isVisible())
                QVERIFY(one->focusPolicy() & Qt::TabFocus);
        }
        QCOMPARE(desk.button("Tiny", "Download …")->accessibleName(), QStringLiteral("Download …: Tiny"));
        QCOMPARE(desk.button("second", "Use this model")->accessibleName(), QStringLiteral("Use this model: second"));
    }

    void words() {
        using namespace ui::models;
        QCOMPARE(sizeWords(1'348'435'761), QStringLiteral("1.3 GB"));
        QCOMPARE(sizeWords(54'365'991), QStringLiteral("54 MB"));
        QCOMPARE(timeLeft(-1), QString());
        QCOMPARE(timeLeft(29.2), QStringLiteral("30 s left"));
        QCOMPARE(timeLeft(400), QStringLiteral("7 min left"));
        FetchProgress progress;
        progress.done = 412'000'000;
        progress.total = 1'400'000'000;
        progress.bytesPerSecond = 8'200'000;
        progress.secondsLeft = 121;
        QCOMPARE(progressWords(progress), QString::fromUtf8("412 MB of 1.4 GB · 8 MB/s · 3 min left"));
        progress.state = QStringLiteral("No connection. Next try in 8 s.");
        QCOMPARE(progressWords(progress), QString::fromUtf8("412 MB of 1.4 GB · No connection. Next try in 8 s."));
        ModelItem item{QStringLiteral("x")};
        QCOMPARE(licenceWords(item), QStringLiteral("Licence unknown: ask who made it"));
        item.licence = QStringLiteral("MIT");
        QCOMPARE(licenceWords(item), QStringLiteral("MIT"));
    }
};

QTEST_MAIN(TestModelsWindow)
#include "tst_models_window.moc"
