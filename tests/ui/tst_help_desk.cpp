// Help for people who look for a cause: what "Copy diagnostics" and the folders' actions do, and that notices are kept.
#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDialog>
#include <QGuiApplication>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QSemaphore>
#include <QTest>
#include <QThreadPool>
#include <QUrl>

#include <thread>

#include "app/services.h"
#include "engine/data_folders.h"
#include "tests/app/log/log_files.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "ui/main_window.h"
#include "ui/shared/action_list.h"
#include "ui/shared/notice_bar.h"

using ui::shared::Notice;

class TestHelpDesk : public QObject {
    Q_OBJECT

    std::unique_ptr<TinyData> m_data;
    std::unique_ptr<app::Services> m_services;
    std::unique_ptr<ui::MainWindow> m_window;
    QList<QUrl> m_opened;

    QString logFolder() const { return m_data->path(QStringLiteral("state/log")); }

    QAction *action(const QString &name) const {
        for (const auto &entry : ui::shared::actionsOf(*m_window->menuBar())) {
            if (entry.name == name) {
                return entry.action;
            }
        }
        return nullptr;
    }

public Q_SLOTS:
    void open(const QUrl &address) { m_opened << address; }

private Q_SLOTS:
    void init() {
        m_data = std::make_unique<TinyData>();
        QVERIFY(m_data->writeJson(QStringLiteral("settings.json"),
                                  {{QStringLiteral("lastText"), QStringLiteral("Xylophone quartz")}}));
        m_services = std::make_unique<app::Services>(
            app::Places{m_data->path(QStringLiteral("settings.json")), m_data->roots(), {}, logFolder().toStdString()});
        m_window = std::make_unique<ui::MainWindow>(*m_services);
        m_window->showNormal();
        m_services->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_services->voices().isRead(), 30000);
    }

    void cleanup() {
        m_window.reset();
        m_services.reset();
    }

    void diagnosticsAreCopiedAndShown() {
        QTRY_VERIFY_WITH_TIMEOUT(!m_services->diagnosticsInput().model.isEmpty(), 60000);
        QGuiApplication::clipboard()->clear();
        action(QStringLiteral("Copy diagnostics"))->trigger();
        QTRY_VERIFY(m_window->notices().about(QStringLiteral("diagnostics")));
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY2(text.startsWith(QStringLiteral("## iShowTTS Studio " ISHOWTTS_VERSION)), qPrintable(text));
        for (const char *part : {"Model: demo, ", "Voices: ", "slt", "program: starts: ", "model: demo, "}) {
            QVERIFY2(text.contains(QString::fromUtf8(part)), part);
        }
        QVERIFY(!text.contains(QStringLiteral("Xylophone")));

        const Notice &notice = *m_window->notices().about(QStringLiteral("diagnostics"));
        QCOMPARE(notice.kind, Notice::Kind::Good);
        QVERIFY2(notice.what.contains(QStringLiteral("kB")), qPrintable(notice.what));
        QCOMPARE(notice.actions.size(), std::size_t(1));
        notice.actions.front().run();
        auto *dialog = m_window->findChild<QDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        auto *view = dialog->findChild<QPlainTextEdit *>();
        QCOMPARE(view->toPlainText(), text);
        QVERIFY(view->isReadOnly());
        QVERIFY(!view->accessibleName().isEmpty());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QDialog *>());
    }

    void foldersAreOpened() {
        const QString voices = QString::fromStdString((engine::userDataFolder() / "voices").string());
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "open");
        for (const auto &[name, folder] :
             {std::pair("Open log folder", logFolder()), std::pair("Open voices folder", voices)}) {
            m_opened.clear();
            action(QLatin1String(name))->trigger();
            QTRY_COMPARE_WITH_TIMEOUT(m_opened.size(), 1, 30000);
            QCOMPARE(m_opened.first(), QUrl::fromLocalFile(folder));
            QVERIFY(QFileInfo(folder).isDir());
        }
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    }

    void aWindowThatIsClosedMeanwhileIsNotWaitedForAndNotTouched() {
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "open");
        m_opened.clear();
        QSemaphore disk, closed;
        auto *pool = QThreadPool::globalInstance();
        const int threads = pool->maxThreadCount();
        pool->setMaxThreadCount(1);
        pool->start([&disk] { disk.acquire(); }); // it answers when it likes to
        bool waited = false;
        std::thread patience([&] {
            waited = !closed.tryAcquire(1, 20'000);
            disk.release();
        });
        action(QStringLiteral("Open voices folder"))->trigger();
        action(QStringLiteral("Open log folder"))->trigger();
        m_window->close();
        m_window.reset();
        closed.release();
        patience.join();
        pool->waitForDone();
        pool->setMaxThreadCount(threads);
        QCoreApplication::processEvents();
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        QVERIFY(!waited);
        QVERIFY(m_opened.isEmpty());
    }

    void noticesAreKept() {
        m_window->notices().post(Notice::Kind::Attention, QStringLiteral("subject"),
                                 {QStringLiteral("The part “Xylophone quartz” is too long."),
                                  QStringLiteral("Shorten it."), QStringLiteral("token=abc")});
        m_window->notices().post(Notice::Kind::Alarm, QStringLiteral("other"), {QStringLiteral("Broken."), {}, {}});
        m_window->notices().post(Notice::Kind::Good, QStringLiteral("good"), {QStringLiteral("Well done."), {}, {}});
        QVERIFY(m_services->log().flush());
        const QByteArray all = wholeLog(logFolder());
        QVERIFY2(all.contains(" warning notice subject: The part “… 16 characters” is too long. token=***\n"),
                 all.constData());
        QVERIFY(all.contains(" error notice other: Broken.\n"));
        QVERIFY(!all.contains("Well done"));
    }

    void aLogThatCannotBeWrittenIsANotice() {
        QVERIFY(m_services->log().flush());
        QVERIFY(QDir(logFolder()).removeRecursively());
        QFile inTheWay(logFolder());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        m_services->log().write(app::log::Level::Info, QStringLiteral("test"), QStringLiteral("line"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->notices().about(QStringLiteral("log")), 30000);
        QVERIFY(inTheWay.remove());
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->notices().about(QStringLiteral("log")), 30000); // it goes on by itself
        QVERIFY(wholeLog(logFolder()).contains("test: line\n"));
    }
};

QTEST_MAIN(TestHelpDesk)
#include "tst_help_desk.moc"
