// No text is cut off: every visible control with text in the window at 1280×720 and in the windows beside it, in
// English and in a language that needs 40 % more room.
#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QDialog>
#include <QDialogButtonBox>
#include <QTableView>
#include <QTest>

#include "app/script/script_document.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/clipped_text.h"
#include "tests/ui/danmaku_states.h"
#include "tests/ui/listening_states.h"
#include "tests/ui/performance_states.h"
#include "tests/ui/pseudo_locale.h"
#include "tests/ui/server_states.h"
#include "tests/ui/studio_desk.h"
#include "tests/ui/voice_windows.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/exporting/export_desk.h"
#include "ui/shared/format_sheet.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/line_card.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

namespace {

constexpr int kPatience = 60'000; // ms

bool waitFor(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, kPatience);
}

QString begins(const char *what) {
    return QString::fromUtf8(what);
}

void walkWindows(StudioDesk &desk, Walk &walk) {
    for (const char *id :
         {"library.lexicon", "file.settings", "file.back_up", "file.restore", "help.shortcuts", "help.about"}) {
        desk.window->findChild<QAction *>(QLatin1String(id))->trigger();
        QDialog *dialog = desk.window->findChildren<QDialog *>().last();
        QVERIFY(QTest::qWaitForWindowExposed(dialog, kLongEnough));
        const int before = walk.seen();
        walk.through(*dialog, begins(id));
        QVERIFY2(walk.seen() > before, id);
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

// What a take's facts, lines that were made otherwise, removed takes, a line to go to and the end of the program say.
void throughTakes(ui::MainWindow &window, Walk &walk) {
    auto *table = window.takes().findChild<QTableView *>();
    const auto sheetOf = [&](const char *id) {
        window.findChild<QAction *>(QLatin1String(id))->trigger();
        QDialog *sheet = window.findChildren<QDialog *>().last();
        QVERIFY(QTest::qWaitForWindowExposed(sheet, kLongEnough));
        const int before = walk.seen();
        walk.through(*sheet, begins(id));
        QVERIFY2(walk.seen() > before, id);
        for (auto *box : sheet->findChildren<QDialogButtonBox *>()) {
            for (const QAbstractButton *button : box->buttons())
                QVERIFY2(button->icon().isNull(), id); // Qt's own are of another kind, and small
        }
        sheet->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    };
    table->selectRow(0);
    sheetOf("take.facts");
    sheetOf("edit.go_to_line");
    auto *which = window.takes().findChild<QButtonGroup *>();
    which->buttons().last()->click(); // Removed
    walk.through(window, begins("no removed takes"));
    which->buttons().first()->click();
    QVERIFY(waitFor([&] { return window.takes().model().rowCount() == 2; }));
    table->selectRow(0);
    window.takes().acts()[ui::studio::TakeActs::Remove]->trigger();
    QVERIFY(waitFor([&] { return window.takes().model().rowCount() == 1; }));
    which->buttons().last()->click();
    QVERIFY(waitFor([&] { return window.takes().model().rowCount() == 1 && !window.takes().model().isSearching(); }));
    table->selectRow(0);
    walk.through(window, begins("removed takes"));
    window.takes().acts()[ui::studio::TakeActs::BringBack]->trigger();
    which->buttons().first()->click();
    QVERIFY(waitFor([&] { return window.takes().model().rowCount() == 2; }));

    window.studio().speak();
    QVERIFY(!window.close()); // a line is still to be made
    walk.through(window, begins("quitting"));
    window.studio().stop();
    QVERIFY(waitFor([&] { return !window.studio().isBusy(); }));
}

void walkAll(Walk &walk) {
    StudioDesk desk;
    ui::MainWindow &window = *desk.window;
    QVERIFY(waitFor([&] { return !window.statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); }));
    window.resize(1280, 720);
    QTRY_COMPARE(window.size(), QSize(1280, 720));
    walk.through(window, begins("start"));
    walkWindows(desk, walk);

    ui::studio::StudioPane &studio = window.studio();
    studio.editor().setFocus();
    studio.finder().replace();
    walk.through(window, begins("find bar"));
    studio.finder().leave();
    studio.lineCard().setOpen(true);
    walk.through(window, begins("line card"));
    studio.editor().selectAll();
    walk.through(window, begins("line card of all"));
    studio.lineCard().setOpen(false);

    desk.services.settings().setNfeStep(3);
    studio.setText(QStringLiteral("Good morning."));
    for (int takes = 1; takes <= 2; ++takes) {
        studio.speak();
        QVERIFY(waitFor([&] { return window.takes().model().total() == takes && !studio.isBusy(); }));
        desk.services.settings().setNfeStep(4);
    }
    walk.through(window, begins("with takes"));
    throughTakes(window, walk);
    window.comparison().compare(window.takes().model().take(0), window.takes().model().take(1));
    QVERIFY(waitFor([&] { return window.transport().hasPair(); }));
    walk.through(window, begins("comparison"));
    window.comparison().leave();
    studio.setText(QStringLiteral("Good morning.\nOne more line, not made yet."));
    QWidget *sheet = window.exports().open();
    QVERIFY(QTest::qWaitForWindowExposed(sheet, kLongEnough));
    walk.through(*sheet, begins("export sheet"));
    sheet->close();
    window.takes().focusTakes(); // they are what is saved
    window.takes().findChild<QTableView *>()->selectAll();
    window.takes().acts()[ui::studio::TakeActs::Save]->trigger();
    auto *formats = window.findChild<ui::shared::FormatSheet *>();
    QVERIFY(formats && QTest::qWaitForWindowExposed(formats, kLongEnough));
    walk.through(*formats, begins("format sheet"));
    formats->close();

    desk.services.script().setCue(0, app::script::CueTimes{3599, 3600 * 100.0});
    desk.services.script().setVoice({1}, begins("bob"));
    studio.lineCard().setOpen(true);
    studio.editor().goToLine(0);
    walk.through(window, begins("cue"));
    studio.lineCard().setOpen(false); // the box of voices shows the rest of a long name when it is pointed at
    studio.editor().goToLine(1);
    walk.through(window, begins("no voice"));
    window.findChild<QAction *>(QStringLiteral("view.show_takes"))->trigger();
    walk.through(window, begins("without takes"));
}

// A walk through states, with every text as it is or `longer` as long as this is there.
class Watched {
public:
    explicit Watched(bool longer) {
        if (longer)
            QCoreApplication::installTranslator(&m_translator);
    }

    Walk walk;
    int states = 0;

    void look(QWidget &shown, const QString &state) {
        walk.through(shown, state);
        ++states;
    }
    void judge(int least) const {
        qInfo("%d texts and %d lists of choices in %d states seen", walk.seen(), walk.lists(), states);
        QVERIFY2(walk.cut().isEmpty(), qPrintable(walk.cut().join(u'\n')));
        QVERIFY(!QTest::currentTestFailed());
        QVERIFY2(walk.seen() >= least, qPrintable(QString::number(walk.seen())));
    }

private:
    PseudoLocale m_translator; // it is taken out when it goes
};

} // namespace

class TestClippedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsCutOff_data() {
        QTest::addColumn<bool>("longer");
        QTest::newRow("English") << false;
        QTest::newRow("longer words") << true;
    }

    void nothingIsCutOff() {
        QFETCH(bool, longer);
        Watched watched(longer);
        walkAll(watched.walk);
        watched.judge(300);
        QVERIFY2(watched.walk.lists() >= 20, qPrintable(QString::number(watched.walk.lists())));
    }

    void norOfListeningTests_data() { nothingIsCutOff_data(); }

    void norOfListeningTests() {
        QFETCH(bool, longer);
        Watched watched(longer);
        TinyData data;
        StudioDesk desk(data.roots());
        QVERIFY(waitFor(
            [&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); }));
        desk.window->resize(1280, 720);
        QTRY_COMPARE(desk.window->size(), QSize(1280, 720));
        QVERIFY(listening_states::throughListening(
            desk, [&](QWidget &shown, const QString &state) { watched.look(shown, state); }));
        watched.judge(200);
    }

    void norOfTheChat_data() { nothingIsCutOff_data(); }

    void norOfTheChat() {
        QFETCH(bool, longer);
        Watched watched(longer);
        TinyData data;
        StudioDesk desk(data.roots());
        QVERIFY(waitFor(
            [&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); }));
        desk.window->resize(1280, 720);
        QVERIFY(danmaku_states::throughDanmaku(
            desk, [&](QWidget &shown, const QString &state) { watched.look(shown, state); }));
        watched.judge(200);
        QCOMPARE(watched.states, danmaku_states::kStates);
    }

    // In longer words only: English ones need less of everything.
    void norOfThePerformance() {
        Watched watched(true);
        QVERIFY(performance_states::throughPerformance(
            FAKE_NVML_LIBRARY,
            [&](StudioDesk &, QWidget &shown, const QString &state) { watched.look(shown, state); }));
        watched.judge(100);
        QCOMPARE(watched.states, performance_states::kStates);
    }

    void norOfTheServer() {
        Watched watched(true);
        server_states::withoutKeychain();
        TinyData data;
        StudioDesk desk(data.roots());
        QVERIFY(server_states::throughServer(desk, [&](const QString &state) { watched.look(*desk.window, state); }));
        watched.judge(100);
        QCOMPARE(watched.states, server_states::kStates);
    }

    void norOfVoicesAndModels_data() { nothingIsCutOff_data(); }

    void norOfVoicesAndModels() {
        QFETCH(bool, longer);
        Watched watched(longer);
        throughVoiceWindows([&](QWidget &shown, const QString &state) { watched.look(shown, state); });
        watched.judge(200);
        QCOMPARE(watched.states, kVoiceStates);
    }
};

QTEST_MAIN(TestClippedText)
#include "tst_clipped_text.moc"
