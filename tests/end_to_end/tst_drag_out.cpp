// Takes pulled out of the Studio with a real mouse, on a virtual screen, into the window of another program: files lie
// there when they are dropped. This program is all three: it sets up the screen and starts itself as the others.
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QProcess>
#include <QScreen>

#include <cstdio>

#include "engine/audio/file.h"
#include "tests/end_to_end/desk.h"
#include "tests/patience.h"
#include "tests/small_files.h"
#include "tests/ui/takes_desk.h"

namespace {

// Another program: makes a file when something has come that it takes, and says the name and the size of every file at
// the moment it is dropped.
class Desktop : public QWidget {
public:
    explicit Desktop(QString taking) : m_taking(std::move(taking)) { setAcceptDrops(true); }

protected:
    void dragEnterEvent(QDragEnterEvent *event) override {
        if (event->mimeData()->hasUrls())
            event->acceptProposedAction();
    }
    void dragMoveEvent(QDragMoveEvent *event) override {
        event->acceptProposedAction();
        if (++m_moves == 3) // the Studio has heard that it is taken
            put(m_taking, {});
    }
    void dropEvent(QDropEvent *event) override {
        for (const QUrl &url : event->mimeData()->urls()) {
            const QFileInfo file(url.toLocalFile());
            std::printf("%lld %s\n", static_cast<long long>(file.size()), qPrintable(file.filePath()));
        }
        std::printf("that is all\n");
        std::fflush(stdout);
        event->acceptProposedAction();
    }

private:
    const QString m_taking;
    int m_moves = 0;
};

int beTheDesktop(const QString &taking) {
    Desktop desktop(taking);
    const QRect screen = QGuiApplication::primaryScreen()->geometry();
    desktop.setGeometry(screen.width() - 160, screen.height() - 160, 150, 150);
    desktop.setWindowFlag(Qt::WindowStaysOnTopHint);
    desktop.setWindowFlag(Qt::FramelessWindowHint);
    desktop.show();
    std::printf("here\n");
    std::fflush(stdout);
    return QApplication::exec();
}

int setTheScene(const QStringList &arguments) {
    end_to_end::Desk desk;
    const QString missing = desk.setUp();
    if (!missing.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(missing));
        return 1;
    }
    QProcess test;
    test.setProcessEnvironment(desk.environment());
    test.setProcessChannelMode(QProcess::ForwardedChannels);
    test.start(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("--test")} + arguments);
    test.waitForFinished(-1);
    return test.exitStatus() == QProcess::NormalExit ? test.exitCode() : 1;
}

} // namespace

class TestDragOut : public QObject {
    Q_OBJECT

    // One hand, on its own: while it pulls, the Studio is busy with the drag. It lets go when it sees the file
    // `taking`.
    static QStringList handThatDrags(const QPoint &grip, const QPoint &goal, const QString &taking) {
        QStringList hand{QStringLiteral("xdotool")};
        const auto moveTo = [&](const QPoint &at) {
            hand << QStringLiteral("mousemove") << QString::number(at.x()) << QString::number(at.y())
                 << QStringLiteral("sleep") << QStringLiteral("0.05");
        };
        moveTo(grip);
        hand << QStringLiteral("mousedown") << QStringLiteral("1");
        for (int step = 1; step <= 20; ++step)
            moveTo(grip + QPoint(3 * step, step));
        for (int step = 1; step <= 20; ++step)
            moveTo(grip + (goal - grip) * step / 20);
        const QString waits = QStringLiteral("; for i in $(seq 600); do [ -e '%1' ] && break; xdotool mousemove %2 %4 "
                                             "sleep 0.05 mousemove %3 %4 sleep 0.05; done; xdotool mouseup 1");
        return {QStringLiteral("-c"),
                hand.join(u' ') + waits.arg(taking).arg(goal.x() - 3).arg(goal.x()).arg(goal.y())};
    }

private Q_SLOTS:
    void twoTakesAreTwoFiles() {
        const QTemporaryDir folder;
        const QString taking = folder.filePath(QStringLiteral("taking"));
        QProcess desktop;
        desktop.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--desktop"), taking});
        QTRY_VERIFY(desktop.canReadLine());
        desktop.readLine();

        TakesDesk desk;
        desk.window.setGeometry(0, 0, 1000, 700);
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe second.")));
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough));
        desk.table->selectAll();
        const QRect row = desk.table->visualRect(desk.model.index(0, TakesDesk::Column::Text));
        const QPoint grip = desk.table->viewport()->mapToGlobal(row.center());
        const QRect screen = desk.window.screen()->geometry();
        const QPoint goal(screen.width() - 80, screen.height() - 80);
        QProcess hand;
        hand.start(QStringLiteral("sh"), handThatDrags(grip, goal, taking));
        QStringList said;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                while (desktop.canReadLine())
                    said << QString::fromUtf8(desktop.readLine()).trimmed();
                return said.contains(QStringLiteral("that is all"));
            }(),
            kLongEnough);
        QCOMPARE(said.size(), 3);
        QTRY_COMPARE(hand.state(), QProcess::NotRunning);
        for (int i = 0; i < 2; ++i) {
            const auto take = desk.model.take(i);
            const QString file = said[i].section(u' ', 1);
            QVERIFY2(QFileInfo(file).fileName().startsWith(QStringLiteral("%1 slt - ").arg(i + 1)), qPrintable(file));
            const auto sound = engine::audio::readSound(file.toStdString(), 60);
            QVERIFY(std::abs(sound.seconds() - take.seconds) < 0.001);
            QVERIFY(said[i].section(u' ', 0, 0).toLongLong() >= qint64(2 * sound.frames())); // whole when dropped
        }
        desktop.terminate();
        QVERIFY(desktop.waitForFinished(kLongEnough));
    }
};

int main(int argc, char **argv) {
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    if (arguments.contains(QStringLiteral("--desktop"))) {
        const QApplication application(argc, argv);
        return beTheDesktop(arguments.value(1));
    }
    if (arguments.contains(QStringLiteral("--test"))) {
        const QApplication application(argc, argv);
        arguments.removeAll(QStringLiteral("--test"));
        TestDragOut test;
        return QTest::qExec(&test, QStringList{QCoreApplication::applicationFilePath()} + arguments);
    }
    const QCoreApplication application(argc, argv);
    return setTheScene(arguments);
}

#include "tst_drag_out.moc"
