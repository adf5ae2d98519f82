// What the window does around takes: saving several at once, Undo after several removals, and where the keyboard is
// afterwards. Real services, the tiny checkpoint, real files.
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>
#include <QWindow>

#include <algorithm>
#include <cmath>

#include <sndfile.hh>

#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/takes_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/shared/action_list.h"
#include "ui/shared/format_sheet.h"

namespace {

struct SavingDesk : TakesDesk {
    QString folder = data.path(QStringLiteral("saved"));
    QString shownFormat; // before another was chosen

    SavingDesk() { QVERIFY(QDir().mkpath(folder)); }

    // False when nothing asks for a folder, or goes on asking.
    bool saveAll(const QString &format = {}) {
        table->selectAll();
        button("Save as")->click();
        auto *sheet = window.findChild<ui::shared::FormatSheet *>();
        if (!sheet || !sheet->isVisible())
            return false;
        auto *choice = sheet->findChild<QComboBox *>();
        shownFormat = choice->currentData().toString();
        if (!format.isEmpty())
            choice->setCurrentIndex(choice->findData(format));
        QTest::keyClick(sheet, Qt::Key_Return);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        for (auto *dialog : window.findChildren<QFileDialog *>()) {
            if (dialog->isVisible()) {
                dialog->setDirectory(folder);
                static_cast<QDialog *>(dialog)->accept();
                return !dialog->isVisible();
            }
        }
        return false;
    }
    void dismissAll() const { // also what was said about sound
        while (window.notices().current()) {
            window.notices().dismiss();
        }
    }
    QStringList saved() const { return QDir(folder).entryList(QDir::Files, QDir::Name); }
    QString subject() const { return QStringLiteral("save into:") + folder; }
    const ui::shared::Notice *said() const { return window.notices().about(subject()); }
    qsizetype results() const {
        const auto all = window.notices().all();
        return std::count_if(all.begin(), all.end(), [](const ui::shared::Notice *each) {
            return each->subject.startsWith(QStringLiteral("save into:"));
        });
    }
    bool waitForResult() {
        return QTest::qWaitFor([this] { return said() != nullptr; }, kPatience);
    }
};

const QString kThree = QStringLiteral("Good morning.\nÜbermut tut selten gut.\nHello 你好，世界。");

} // namespace

class TestTakeSaving : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void savingIntoAFolderReplacesNothing() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        QVERIFY(desk.saveAll());
        QVERIFY(desk.waitForResult());
        QCOMPARE(desk.said()->kind, ui::shared::Notice::Kind::Good);
        QVERIFY(desk.said()->what.contains(u'3'));
        QCOMPARE(desk.results(), 1);
        const QStringList first = desk.saved();
        QCOMPARE(first.size(), 3);

        QFile mine(QDir(desk.folder).filePath(first[0]));
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.write("mine");
        mine.close();
        desk.window.notices().withdraw(desk.subject());
        QVERIFY(!desk.said());
        QVERIFY(desk.saveAll());
        QVERIFY(desk.waitForResult());
        QCOMPARE(desk.saved().size(), 6);
        QCOMPARE(desk.saved().filter(QStringLiteral(" (2).wav")).size(), 3);
        QVERIFY(mine.open(QIODevice::ReadOnly));
        QCOMPARE(mine.readAll(), QByteArray("mine"));
    }

    void severalTakesInTheFormatThatWasChosen_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<int>("kind"); // of libsndfile
        QTest::newRow("wav") << "wav16"
                             << "wav" << (SF_FORMAT_WAV | SF_FORMAT_PCM_16);
        QTest::newRow("wav, 24 bits") << "wav24"
                                      << "wav" << (SF_FORMAT_WAV | SF_FORMAT_PCM_24);
        QTest::newRow("wav, float") << "wav-float"
                                    << "wav" << (SF_FORMAT_WAV | SF_FORMAT_FLOAT);
        QTest::newRow("flac") << "flac16"
                              << "flac" << (SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
        QTest::newRow("flac, 24 bits") << "flac24"
                                       << "flac" << (SF_FORMAT_FLAC | SF_FORMAT_PCM_24);
        QTest::newRow("ogg") << "vorbis"
                             << "ogg" << (SF_FORMAT_OGG | SF_FORMAT_VORBIS);
        QTest::newRow("opus") << "opus"
                              << "opus" << (SF_FORMAT_OGG | SF_FORMAT_OPUS);
    }

    void severalTakesInTheFormatThatWasChosen() {
        QFETCH(QString, format);
        QFETCH(QString, suffix);
        QFETCH(int, kind);
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        QVERIFY(desk.saveAll(format));
        QCOMPARE(desk.shownFormat, QStringLiteral("wav16"));
        QVERIFY(desk.waitForResult());
        QCOMPARE(desk.said()->kind, ui::shared::Notice::Kind::Good);
        const QStringList files = desk.saved();
        QCOMPARE(files.size(), 3);
        for (const QString &name : files) {
            QVERIFY2(name.endsWith(u'.' + suffix), qPrintable(name));
            const SndfileHandle sound(QFile::encodeName(QDir(desk.folder).filePath(name)).toStdString());
            QVERIFY2(!sound.error(), sound.strError());
            QCOMPARE(sound.format() & (SF_FORMAT_TYPEMASK | SF_FORMAT_SUBMASK), kind);
            QCOMPARE(sound.channels(), 1);
            const auto seconds = double(sound.frames()) / sound.samplerate();
            const int number = name.section(u' ', 0, 0).toInt(); // in the order of the table: the newest first
            QVERIFY2(std::abs(seconds - desk.model.take(number - 1).seconds) < 0.01, qPrintable(name));
        }
        desk.window.notices().withdraw(desk.subject());
        QVERIFY(desk.saveAll()); // and it is remembered
        QCOMPARE(desk.shownFormat, format);
        QVERIFY(desk.waitForResult());
        QCOMPARE(desk.saved().filter(QStringLiteral(" (2).") + suffix).size(), 3);
    }

    void whatWasNotSavedIsSaidAtTheEndAndCanGoElsewhere() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        QDirIterator sounds(desk.desk.file(QStringLiteral("takes")), {QStringLiteral("*.wav")}, QDir::Files,
                            QDirIterator::Subdirectories);
        QVERIFY(sounds.hasNext());
        QVERIFY(QFile::remove(sounds.next()));
        QVERIFY(desk.saveAll());
        QVERIFY(desk.waitForResult());
        QCOMPARE(desk.saved().size(), 2);
        QCOMPARE(desk.said()->kind, ui::shared::Notice::Kind::Alarm);
        QVERIFY2(desk.said()->what.startsWith(QStringLiteral("2 ")), qPrintable(desk.said()->what));
        QVERIFY2(desk.said()->what.contains(QStringLiteral("1 was not")), qPrintable(desk.said()->what));
        QVERIFY(!desk.said()->remedy.isEmpty());
        QCOMPARE(desk.results(), 1); // one message, whatever became of them
        QCOMPARE(desk.said()->actions.at(0).text, QString::fromUtf8("Save elsewhere …"));
    }

    void whatWasNotSavedIsNotForgottenWhenAnotherIs() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        const QString nowhere = desk.folder + QStringLiteral("/none/take.wav");
        const auto failure = [&] { return desk.window.notices().about(QStringLiteral("not saved:") + nowhere); };
        const auto saved = [&] { return desk.window.notices().about(QStringLiteral("save")); };
        desk.window.saveTake(nowhere);
        QTRY_VERIFY_WITH_TIMEOUT(failure(), SavingDesk::kPatience);
        desk.window.saveTake(desk.folder + QStringLiteral("/take.wav"));
        QTRY_VERIFY_WITH_TIMEOUT(saved(), SavingDesk::kPatience);
        QVERIFY(failure());
        QVERIFY(QDir(desk.folder).mkpath(QStringLiteral("none")));
        desk.window.saveTake(nowhere); // now it is true no longer
        QTRY_VERIFY_WITH_TIMEOUT(!failure(), SavingDesk::kPatience);
        QVERIFY(QFile::exists(nowhere));
    }

    void oneUndoForTwoRemovals() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(kThree));
        desk.click(2, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(2));
        desk.click(1, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(1));
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().current()->what.contains(u'2'), SavingDesk::kPatience);
        QVERIFY(desk.noticeButton("Undo"));
        desk.noticeButton("Undo")->click();
        QVERIFY(desk.becomes(3));

        desk.click(0, TakesDesk::Column::Text); // and from the beginning
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QVERIFY(desk.becomes(2));
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().current(), SavingDesk::kPatience);
        QVERIFY2(desk.window.notices().current()->what.contains(u'1'),
                 qPrintable(desk.window.notices().current()->what));
    }

    void theMessageIsReachedByKeyAsLongAsThereIsOne() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        QAction *goThere = nullptr;
        for (const auto &entry : ui::shared::actionsOf(*desk.window.menuBar())) {
            if (entry.action->shortcut() == QKeySequence(Qt::Key_F6)) {
                goThere = entry.action;
            }
        }
        QVERIFY(goThere);
        desk.dismissAll();
        QVERIFY(!goThere->isEnabled());
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(desk.noticeButton("Undo"), SavingDesk::kPatience);
        QVERIFY(goThere->isEnabled());
        goThere->trigger();
        QVERIFY(desk.noticeButton("Undo")->hasFocus());
        desk.dismissAll();
        QVERIFY(!goThere->isEnabled());
    }

    // S and Del are acts on takes while the table has the keyboard; an open menu is asked first, whosever it is.
    void lettersBelongToAMenuThatIsNotInTheBar() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        desk.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough));
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, TakesDesk::Column::Text);
        QVERIFY(desk.table->hasFocus());
        QMenu menu(&desk.window);
        int chosen = 0;
        connect(menu.addAction(QStringLiteral("&Slow")), &QAction::triggered, this, [&] { ++chosen; });
        menu.popup(desk.window.mapToGlobal(QPoint(50, 50)));
        QTRY_COMPARE(QApplication::activePopupWidget(), &menu);
        QTest::keyClick(menu.windowHandle(), Qt::Key_Delete); // as the system brings it
        QTest::keyClick(menu.windowHandle(), Qt::Key_S);
        QTRY_COMPARE(chosen, 1);
        QVERIFY(!menu.isVisible());
        QVERIFY(desk.shows(1));
        QVERIFY(!desk.model.take(0).starred);
        QTest::keyClick(desk.window.windowHandle(), Qt::Key_S); // and it is back with the table
        QTRY_VERIFY(desk.model.take(0).starred);
        QVERIFY(desk.shows(1));
    }

    void leavingAComparisonLeadsBackToTheTakes() {
        SavingDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough));
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe other.")));
        desk.table->selectAll();
        desk.button("Compare")->click();
        ui::comparison::ComparisonStrip &strip = desk.window.comparison();
        QTRY_VERIFY_WITH_TIMEOUT(strip.isVisible(), SavingDesk::kPatience);
        auto *close = named<QToolButton>(strip, "Close the comparison");
        QVERIFY(close);
        close->setFocus();
        QVERIFY(close->hasFocus());
        QTest::keyClick(close, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!strip.isVisible(), SavingDesk::kPatience);
        QVERIFY(desk.pane.isAncestorOf(desk.window.focusWidget()));
    }
};

QTEST_MAIN(TestTakeSaving)
#include "tst_take_saving.moc"
