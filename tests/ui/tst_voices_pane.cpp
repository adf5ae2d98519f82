// The voices as people meet them: found, heard, chosen; what they are and what is wrong with them. Real services, the
// tiny checkpoint.
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTextDocumentFragment>

#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/voice_desk_data.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voice_list.h"
#include "ui/voices/voices_pane.h"

using ui::shared::Tone;
using ui::voices::VoiceCard;

namespace {

const QString kSaid = QStringLiteral("The garden is full of flowers.");

struct Desk {
    StudioDesk desk;
    ui::voices::VoicesPane &pane = desk.window->voices().pane();
    ui::voices::VoiceListModel &model = pane.model();
    ui::voices::VoiceList *list = pane.findChild<ui::voices::VoiceList *>();
    QLineEdit *words = pane.findChild<QLineEdit *>();

    explicit Desk(const StudioDesk::Roots &roots) : desk(roots) {}
    bool isReady() {
        return QTest::qWaitForWindowActive(desk.window.get(), kLongEnough) &&
               QTest::qWaitFor([this] { return desk.services.voices().isRead(); }, 30'000);
    }
    VoiceCard card(const char *id) const {
        const int row = model.rowOf(QLatin1String(id));
        return row < 0 ? VoiceCard{} : model.card(row);
    }
    bool isChecked(const char *id) const {
        return QTest::qWaitFor([&] { return !card(id).marks.isEmpty(); }, 30'000);
    }
    Tone mark(const char *id, const char *word) const {
        for (const auto &mark : card(id).marks)
            if (mark.word == QLatin1String(word))
                return mark.tone;
        return Tone::Quiet;
    }
    bool says(const QString &part) const {
        for (const QLabel *label : pane.findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(part))
                return true;
        return false;
    }
    QAction *action(const char *id) const { return desk.window->findChild<QAction *>(QLatin1String(id)); }
};

} // namespace

class TestVoicesPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cardsSayWhatVoicesAre() {
        VoiceData data;
        data.add("mine",
                 {{QStringLiteral("name"), QStringLiteral("Mine")},
                  {QStringLiteral("language"), QStringLiteral("zh-CN")},
                  {QStringLiteral("transcript"), kSaid},
                  {QStringLiteral("tags"), QJsonArray{QStringLiteral("calm")}}},
                 VoiceData::recordingOf("slt"));
        data.add("awb",
                 {{QStringLiteral("name"), QStringLiteral("Awb, mended")}, {QStringLiteral("transcript"), kSaid}},
                 VoiceData::recordingOf("awb"));
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        QCOMPARE(desk.model.rowCount(), 9); // eight are shipped, one of them changed
        QCOMPARE(desk.card("mine").standing, VoiceCard::Standing::Own);
        QCOMPARE(desk.card("awb").standing, VoiceCard::Standing::Changed);
        QCOMPARE(desk.card("rms").standing, VoiceCard::Standing::Shipped);
        QCOMPARE(desk.card("mine").language, QStringLiteral("简体中文"));
        const QString said =
            desk.model.data(desk.model.index(desk.model.rowOf(QStringLiteral("mine"))), Qt::AccessibleTextRole)
                .toString();
        for (const char *part : {"Mine", "简体中文", "own", "calm"})
            QVERIFY2(said.contains(QString::fromUtf8(part)), qPrintable(said));
        QVERIFY(desk.card("slt").chosen && !desk.card("mine").chosen);
    }

    void whatIsWrongWithARecordingIsMarked() {
        VoiceData data;
        const engine::Clip clip = VoiceData::repeated(VoiceData::recordingOf("slt"), 2);
        const QString twice = kSaid + u' ' + kSaid;
        const auto called = [](const char *name, const QString &transcript) {
            return QJsonObject{{QStringLiteral("name"), QLatin1String(name)},
                               {QStringLiteral("language"), QStringLiteral("en")},
                               {QStringLiteral("transcript"), transcript}};
        };
        data.add("clean", called("Clean", twice), clip);
        data.add("noisy", called("Noisy", twice), VoiceData::withNoise(clip, 0.2F));
        data.add("clipped", called("Clipped", twice), VoiceData::louder(clip, 40));
        data.add("wrong", called("Wrong", twice + u' ' + twice.repeated(5)), clip);
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        for (const char *id : {"clean", "noisy", "clipped", "wrong"})
            QVERIFY2(desk.isChecked(id), id);
        QCOMPARE(desk.mark("clean", "noise"), Tone::Good);
        QCOMPARE(desk.mark("clean", "clipping"), Tone::Good);
        QCOMPARE(desk.mark("clean", "transcript"), Tone::Good);
        QVERIFY(desk.mark("noisy", "noise") != Tone::Good);
        QVERIFY(desk.mark("clipped", "clipping") != Tone::Good);
        QVERIFY(desk.mark("wrong", "transcript") != Tone::Good);
        QVERIFY(!desk.card("wrong").marks.last().why.isEmpty());
    }

    void voicesAreFoundAsWordsAreTyped() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        desk.action("view.go_to_voices")->trigger();
        QCOMPARE(QApplication::focusWidget(), desk.words);
        QTest::keyClicks(desk.words, QStringLiteral("RMS bright"));
        QCOMPARE(desk.model.rowCount(), 1);
        QCOMPARE(desk.model.card(0).id, QStringLiteral("rms_bright"));
        QTest::keyClick(desk.words, Qt::Key_Down);
        desk.words->clear(); // where somebody went, they stay
        QCOMPARE(desk.pane.current()->id, QStringLiteral("rms_bright"));
        QTest::keyClicks(desk.words, QStringLiteral("xyzzy"));
        QCOMPARE(desk.model.rowCount(), 0);
        QVERIFY(desk.says(QStringLiteral("xyzzy")));
    }

    void enterChoosesForTheStudio() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        desk.action("view.go_to_voices")->trigger();
        QTest::keyClicks(desk.words, QStringLiteral("awb"));
        QTest::keyClick(desk.words, Qt::Key_Down);
        QCOMPARE(QApplication::focusWidget(), desk.list);
        QTest::keyClick(desk.list, Qt::Key_Down);
        const QString id = desk.pane.current()->id;
        QVERIFY(id.startsWith(QStringLiteral("awb")));
        QTest::keyClick(desk.list, Qt::Key_Return);
        QCOMPARE(desk.desk.services.settings().voiceId(), id);
        QVERIFY(desk.model.card(desk.model.rowOf(id)).chosen);
        QCOMPARE(named<QComboBox>(*desk.desk.window, "Voice")->currentData().toString(), id);
        QCOMPARE(QApplication::focusWidget(), &desk.desk.window->studio().editor());
        // With the mouse: a double click.
        desk.words->clear();
        const QModelIndex index = desk.model.index(desk.model.rowOf(QStringLiteral("slt")));
        desk.list->scrollTo(index);
        const QPoint place = desk.list->visualRect(index).center();
        QTest::mouseDClick(desk.list->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(desk.desk.services.settings().voiceId(), QStringLiteral("slt"));
    }

    void spaceAndTheTrianglePlayTheRecording() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        auto &transport = desk.desk.window->transport();
        desk.pane.select(QStringLiteral("rms"));
        desk.pane.focusVoices();
        QTest::keyClick(desk.list, Qt::Key_Space);
        const double rms = VoiceData::recordingOf("rms").seconds();
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(transport.waveform().seconds() - rms) < 0.001, 30'000);
        QVERIFY2(transport.what().startsWith(QStringLiteral("Rms")), qPrintable(transport.what()));
        const QRect card = desk.list->visualRect(desk.model.index(desk.model.rowOf(QStringLiteral("awb"))));
        QTest::mouseClick(desk.list->viewport(), Qt::LeftButton, {}, card.topLeft() + QPoint(22, 20));
        const double awb = VoiceData::recordingOf("awb").seconds();
        QVERIFY(std::abs(awb - rms) > 0.01);
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(transport.waveform().seconds() - awb) < 0.001, 30'000);
        QCOMPARE(desk.desk.services.settings().voiceId(), QStringLiteral("slt")); // hearing chooses nothing
    }

    void anUnreadableFolderSaysWhy() {
        VoiceData data;
        data.add("broken", {{QStringLiteral("name"), QStringLiteral("Broken")}}, VoiceData::recordingOf("slt"));
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        QTRY_VERIFY(desk.says(QStringLiteral("no transcript")));
        data.add("broken", {{QStringLiteral("name"), QStringLiteral("Mended")}, {QStringLiteral("transcript"), kSaid}},
                 VoiceData::recordingOf("slt"));
        QPushButton *again = nullptr;
        for (auto *button : desk.pane.findChildren<QPushButton *>())
            again = button->isVisible() && button->text() == QStringLiteral("Look again") ? button : again;
        QVERIFY(again);
        QTest::keyClick(again, Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(desk.card("broken").name, QStringLiteral("Mended"), 30'000);
        QTRY_VERIFY(!desk.says(QStringLiteral("no transcript")));
    }

    // Names that look like HTML open no files.
    void whatOthersWroteIsShownAsItIs() {
        VoiceData data;
        const QString bait = QStringLiteral("<img src=\"/dev/zero\">");
        data.add("bait",
                 {{QStringLiteral("name"), QString(bait + QStringLiteral(" name"))},
                  {QStringLiteral("transcript"), kSaid},
                  {QStringLiteral("source"), QString(bait + QStringLiteral(" source"))},
                  {QStringLiteral("licence"), bait},
                  {QStringLiteral("note"), QString(bait + QStringLiteral(" note"))}},
                 VoiceData::recordingOf("slt"));
        QVERIFY(data.shipped.writeJson(
            QStringLiteral("models/demo/model.json"),
            {{QStringLiteral("name"), QString(bait + QStringLiteral(" model"))}, {QStringLiteral("licence"), bait}}));
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        desk.desk.services.settings().setVoiceId(QStringLiteral("bait"));
        desk.action("file.models")->trigger();
        const auto labelled = [](const QString &part) {
            for (const QWidget *window : QApplication::topLevelWidgets())
                for (const QLabel *label : window->findChildren<QLabel *>())
                    if (label->text().contains(part))
                        return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(labelled(bait + QStringLiteral(" model")), 30'000);
        QStringList tips{
            desk.model.data(desk.model.index(desk.model.rowOf(QStringLiteral("bait"))), Qt::ToolTipRole).toString()};
        for (const QWidget *window : QApplication::topLevelWidgets()) {
            for (const QWidget *widget : window->findChildren<QWidget *>())
                tips << widget->toolTip();
            for (const QLabel *label : window->findChildren<QLabel *>())
                if (label->textFormat() == Qt::AutoText)
                    QVERIFY2(!Qt::mightBeRichText(label->text()), qPrintable(label->text()));
        }
        int quoted = 0;
        for (const QString &tip : tips) {
            const QString shown = Qt::mightBeRichText(tip) ? QTextDocumentFragment::fromHtml(tip).toPlainText() : tip;
            QVERIFY2(tip.contains(QStringLiteral("/dev/zero")) == shown.contains(bait), qPrintable(tip));
            quoted += shown.contains(bait);
        }
        QVERIFY2(quoted >= 4, qPrintable(QString::number(quoted))); // card, source, a line's voice, the status line
    }

    void buttonsSayWhatTheyDoAndTheirKeys() {
        VoiceData data;
        Desk desk(data.roots());
        QVERIFY(desk.isReady());
        const auto says = [&](const char *id, const QString &what) {
            return desk.action(id)->toolTip().contains(what);
        };
        QVERIFY(says("voice.add", QStringLiteral("Make a voice of a recording")));
        QVERIFY(says("voice.add", QStringLiteral("(Ctrl+Shift+A)")));
        QVERIFY(says("voice.record", QStringLiteral("with the microphone")));
        QVERIFY(says("voice.import", QStringLiteral("from a pack")));
    }

    void withoutVoicesThereIsOneButton() {
        QTemporaryDir nothing;
        Desk desk({nothing.path().toStdString()});
        QVERIFY(desk.isReady());
        QTRY_VERIFY(desk.says(QStringLiteral("No voice yet")));
        int buttons = 0;
        for (auto *button : desk.pane.findChildren<QPushButton *>())
            buttons += button->isVisible();
        QCOMPARE(buttons, 1);
    }

    void hiddenStaysHidden() {
        VoiceData data;
        QTemporaryDir home;
        const app::Places places{home.filePath(QStringLiteral("settings.json")), data.roots()};
        const auto shown = [](const ui::MainWindow &window) {
            return window.findChild<ui::voices::VoicesPane *>()->isVisible();
        };
        const auto toggle = [](const ui::MainWindow &window) {
            return window.findChild<QAction *>(QStringLiteral("view.voices"));
        };
        {
            app::Services services(places);
            ui::MainWindow window(services);
            window.showNormal();
            QTRY_VERIFY(shown(window) && toggle(window)->isChecked());
            toggle(window)->trigger();
            QVERIFY(!shown(window));
            window.close();
        }
        app::Services services(places);
        ui::MainWindow window(services);
        window.showNormal();
        QVERIFY(QTest::qWaitForWindowExposed(&window, kLongEnough));
        QVERIFY(!shown(window) && !toggle(window)->isChecked());
        window.findChild<QAction *>(QStringLiteral("view.go_to_voices"))->trigger(); // whoever goes there sees them
        QVERIFY(shown(window));
        QTRY_VERIFY(toggle(window)->isChecked());
    }
};

QTEST_MAIN(TestVoicesPane)
#include "tst_voices_pane.moc"
