// The server pane as a person uses it: off until it is turned on, counts what really asks, says who has its port,
// keeps its token to itself, and its line to try it with makes a sound.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>

#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/server_states.h"
#include "ui/server/qr_view.h"
#include "ui/server/server_acts.h"
#include "ui/shared/status_line.h"
#include "ui/window_factor.h"

using app::server::SpeechServer;
using server_states::ask;
using server_states::Listener;
using State = SpeechServer::State;
using ui::server::ServerActs;

class TestServerPane : public QObject {
    Q_OBJECT

    std::unique_ptr<TinyData> m_data;
    std::unique_ptr<StudioDesk> m_desk;

    SpeechServer &server() { return m_desk->services.server(); }
    app::Settings &settings() { return m_desk->services.settings(); }
    ui::server::ServerPane &pane() { return m_desk->window->server().pane(); }
    QAction *act(ServerActs::Act which) { return m_desk->window->server().acts()[which]; }

    QPushButton *button(const QString &text) {
        for (auto *each : pane().findChildren<QPushButton *>())
            if (each->isVisible() && each->text() == text)
                return each;
        return nullptr;
    }
    bool says(const QString &words) {
        for (const auto *label : pane().findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(words))
                return true;
        return false;
    }
    QString figure(const char *caption) {
        for (const auto *words : pane().findChildren<QLabel *>())
            if (words->text() == QLatin1String(caption))
                return words->parentWidget()->findChild<QLabel *>()->text(); // it stands over its caption
        return {};
    }
    QString copied(ServerActs::Act which) {
        QApplication::clipboard()->clear();
        act(which)->trigger();
        return QApplication::clipboard()->text();
    }
    void makeDesk() {
        m_desk.reset();
        m_desk = std::make_unique<StudioDesk>(m_data->roots());
        QVERIFY(QTest::qWaitForWindowActive(m_desk->window.get(), kLongEnough));
        server_states::show(*m_desk);
        QTRY_VERIFY(pane().isVisible());
    }
    void turnOn() {
        QVERIFY(button(QStringLiteral("Turn on")));
        button(QStringLiteral("Turn on"))->click();
        QTRY_COMPARE(server().state(), State::On);
    }

private Q_SLOTS:
    void initTestCase() { server_states::withoutKeychain(); }

    void init() {
        m_data = std::make_unique<TinyData>();
        makeDesk();
        settings().setValue(QStringLiteral("serverPort"), server_states::freePort());
    }

    void cleanup() {
        m_desk.reset();
        m_data.reset();
    }

    void countsWhatAsksAndIsOffAgain() {
        QCOMPARE(server().state(), State::Off);
        QVERIFY(!act(ServerActs::CopyAddress)->isEnabled());
        turnOn();
        QVERIFY(act(ServerActs::Switch)->isChecked());
        const quint16 port = server().port();
        QVERIFY(says(QStringLiteral("http://127.0.0.1:%1").arg(port)));
        for (const auto *label : pane().findChildren<QLabel *>())
            if (label->text().startsWith(QStringLiteral("http://")))
                QVERIFY(label->fontMetrics().horizontalAdvance(label->text()) <= label->width()); // all of it is seen
        QCOMPARE(copied(ServerActs::CopyAddress), QStringLiteral("http://127.0.0.1:%1").arg(port));
        QCOMPARE(figure("answered"), QStringLiteral("0"));
        QVERIFY(says(QStringLiteral("No request was refused")));
        QVERIFY(says(QStringLiteral("Nobody is connected")));

        QVERIFY(ask(port, "/api/health").startsWith("HTTP/1.1 200"));
        QTRY_COMPARE(figure("answered"), QStringLiteral("1"));
        for (int i = 0; i < 2; ++i)
            QVERIFY(ask(port, "/nowhere").startsWith("HTTP/1.1 404"));
        const auto *table = named<QTableWidget>(pane(), "Last errors");
        QVERIFY(table);
        QTRY_COMPARE(table->rowCount(), 1); // the same twice
        QTRY_VERIFY(table->item(0, 0)->text().contains(QStringLiteral(": 404, 2")));
        QVERIFY(!table->item(0, 1)->text().isEmpty());
        QVERIFY2(table->columnWidth(1) >= 200, "what it means is in a tower of words");

        {
            const RawClient stays(port);
            QTRY_COMPARE(figure("connected"), QStringLiteral("1"));
            QTRY_VERIFY(says(QStringLiteral("Connected: 127.0.0.1")));
        }
        QTRY_VERIFY(says(QStringLiteral("Nobody is connected")));

        button(QStringLiteral("Turn off"))->click();
        QTRY_COMPARE(server().state(), State::Off);
        QVERIFY(ask(port, "/api/health").isEmpty());
        QVERIFY(button(QStringLiteral("Turn on")));
        QVERIFY(!settings().value(QStringLiteral("serverStarts")).toBool());
    }

    void saysWhoHasThePort() {
        auto other = std::make_unique<Listener>();
        settings().setValue(QStringLiteral("serverPort"), other->port());
        button(QStringLiteral("Turn on"))->click();
        QTRY_COMPARE(server().state(), State::Failed);
        QTRY_VERIFY(says(QStringLiteral("process %1").arg(QCoreApplication::applicationPid())));
        QPushButton *instead = nullptr;
        for (auto *each : pane().findChildren<QPushButton *>())
            if (each->isVisible() && each->text().startsWith(QStringLiteral("Use port ")))
                instead = each;
        QVERIFY(instead);
        const int offered = instead->text().mid(9).toInt();
        QVERIFY(offered > other->port());
        instead->click();
        QTRY_COMPARE(server().state(), State::On);
        QCOMPARE(int(server().port()), offered);
        QCOMPARE(settings().value(QStringLiteral("serverPort")).toInt(), offered);
        QVERIFY(!says(QStringLiteral("listens there")));
    }

    void keepsItsTokenToItself() {
        auto *reach = named<QComboBox>(pane(), "Who may ask");
        QVERIFY(reach);
        turnOn();
        QVERIFY(!act(ServerActs::CopyToken)->isEnabled()); // none is needed
        qputenv("ISHOWTTS_TWITCH_TOKEN", "somethingelse"); // has nothing to do with it
        reach->setCurrentIndex(1);
        Q_EMIT reach->activated(1);
        QTRY_VERIFY(server().state() == State::On && server().token().size() == 64);
        qunsetenv("ISHOWTTS_TWITCH_TOKEN");
        const quint16 port = server().port();
        const QString token = server().token();
        auto *field = named<QLineEdit>(pane(), "Token");
        auto *line = named<QPlainTextEdit>(pane(), "Line to try it with");
        QVERIFY(field && line);
        QTRY_VERIFY(field->isVisible());
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        QVERIFY(!line->toPlainText().contains(token));
        QCOMPARE(copied(ServerActs::CopyToken), token);
        QVERIFY(copied(ServerActs::CopyCurl).contains(token));

        named<QToolButton>(pane(), "Show the token")->click();
        QCOMPARE(field->echoMode(), QLineEdit::Normal);
        QVERIFY(line->toPlainText().contains(token));
        for (const auto &[from, to] : {std::pair(1.0, 1.25), {1.25, 1.0}})
            ui::changeWindowFactor(from, to); // nobody left the pane
        QTRY_VERIFY(field->isVisible());
        QCOMPARE(field->echoMode(), QLineEdit::Normal);
        pane().hide();
        pane().show();
        QCOMPARE(field->echoMode(), QLineEdit::Password); // nobody sees it by accident
        QVERIFY(!line->toPlainText().contains(token));

        const auto bearer = [](const QString &with) { return "Authorization: Bearer " + with.toLatin1() + "\r\n"; };
        QVERIFY(ask(port, "/api/health").startsWith("HTTP/1.1 401"));
        QVERIFY(ask(port, "/api/health", bearer(token)).startsWith("HTTP/1.1 200"));
        act(ServerActs::NewToken)->trigger();
        QTRY_VERIFY(server().state() == State::On && server().token() != token);
        QVERIFY(ask(port, "/api/health", bearer(token)).startsWith("HTTP/1.1 401"));
        QVERIFY(ask(port, "/api/health", bearer(server().token())).startsWith("HTTP/1.1 200"));

        const QString kept = server().token(); // and it is the same after the next start
        m_desk->window->server().turnOff();
        m_desk->window->server().turnOn();
        QTRY_COMPARE(server().state(), State::On);
        QCOMPARE(server().token(), kept);

        const auto *code = pane().findChild<ui::server::QrView *>();
        if (code->isVisible()) {                          // the machine has a network
            QTRY_COMPARE(code->text(), pane().address()); // of another port, perhaps
            QVERIFY(code->modules() >= 21);
            QVERIFY(!code->text().contains(QStringLiteral("0.0.0.0")));
        }
    }

    void replacesATokenThatOthersCanRead() {
        const QString file = m_desk->file(QStringLiteral("secrets/server"));
        QVERIFY(QDir().mkpath(m_desk->file(QStringLiteral("secrets"))));
        {
            QFile open(file);
            QVERIFY(open.open(QIODevice::WriteOnly));
            open.write(QByteArray(64, 'a'));
            QVERIFY(open.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther));
        }
        settings().setValue(QStringLiteral("serverReach"), QStringLiteral("network"));
        button(QStringLiteral("Turn on"))->click();
        QTRY_COMPARE(server().state(), State::Failed);
        QTRY_VERIFY(says(QStringLiteral("can be read by others")));
        QVERIFY(!says(QStringLiteral("Twitch")));
        QTRY_VERIFY(button(QStringLiteral("Make a new token")));
        button(QStringLiteral("Make a new token"))->click();
        QTRY_COMPARE(server().state(), State::On);
        QCOMPARE(server().token().size(), 64);
        QVERIFY(server().token() != QString(64, u'a'));
        QVERIFY(!(QFile::permissions(file) & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
    }

    // At once, and what is none is said and changes nothing.
    void pagesAndNamesCanBeAllowed() {
        auto *pages = named<QLineEdit>(pane(), "Pages that may ask");
        auto *names = named<QLineEdit>(pane(), "Further names");
        QVERIFY(pages && names && pages->isVisible() && names->isVisible());
        turnOn();
        const quint16 port = server().port();
        const QByteArray overlay = "Origin: http://localhost:8080\r\n";
        const auto bearer = [this] { return "Authorization: Bearer " + server().token().toLatin1() + "\r\n"; };
        const auto called = [port](const QByteArray &name, const QByteArray &more = {}) {
            RawClient client(port);
            client.send("GET /api/health HTTP/1.1\r\nHost: " + name + "\r\n" + more + "\r\n");
            return client.answer();
        };
        QVERIFY(ask(port, "/api/health", overlay).startsWith("HTTP/1.1 403"));
        QVERIFY(called("studio.lan:" + QByteArray::number(port)).startsWith("HTTP/1.1 403"));
        const auto write = [](QLineEdit *field, const QString &text) {
            field->setFocus();
            field->selectAll();
            QTest::keyClick(field, Qt::Key_Delete);
            QTest::keyClicks(field, text);
            QTest::keyClick(field, Qt::Key_Return);
        };
        write(pages, QStringLiteral("http://localhost:8080/, null"));
        QTRY_VERIFY(ask(port, "/api/health", overlay).startsWith("HTTP/1.1 200"));
        QVERIFY(ask(port, "/api/health", "Origin: null\r\n").startsWith("HTTP/1.1 403")); // without a token
        const auto *token = named<QLineEdit>(pane(), "Token");
        QVERIFY(token && !token->isVisible() && says(QStringLiteral("they need no token")));
        write(pages, QStringLiteral("localhost:8080"));
        QVERIFY(says(QStringLiteral("“localhost:8080” is not the address")));
        const auto seen = [this] { // also in a low window
            for (auto *label : pane().findChildren<QLabel *>())
                if (label->text().contains(QStringLiteral("is not the address")))
                    return label->visibleRegion().boundingRect().height() == label->height();
            return false;
        };
        QTRY_VERIFY(seen());
        // Behind a proxy others ask: with the token, which is there to be copied.
        write(names, QStringLiteral("Studio.lan"));
        QTRY_VERIFY(called("studio.lan:" + QByteArray::number(port)).startsWith("HTTP/1.1 401"));
        QTRY_COMPARE(server().token().size(), 64);
        QVERIFY(called("studio.lan:" + QByteArray::number(port), bearer()).startsWith("HTTP/1.1 200"));
        QVERIFY(ask(port, "/api/health", "Origin: null\r\n" + bearer()).startsWith("HTTP/1.1 200"));
        QCOMPARE(settings().value(QStringLiteral("serverHosts")).toString(), QStringLiteral("Studio.lan"));
        QTRY_VERIFY(token->isVisible());
        QVERIFY(says(QStringLiteral("under a further name the token is needed")));
        QCOMPARE(copied(ServerActs::CopyToken), server().token());
        QCOMPARE(pages->text(), QStringLiteral("localhost:8080")); // what is wrong stands, and is still said
        QVERIFY(says(QStringLiteral("“localhost:8080” is not the address")));
        QCOMPARE(server().state(), State::On);
        QVERIFY(ask(port, "/api/health", overlay + bearer()).startsWith("HTTP/1.1 200"));
        write(pages, QString());
        QVERIFY(!says(QStringLiteral("is not the address")));
        QTRY_VERIFY(ask(port, "/api/health", overlay).startsWith("HTTP/1.1 403"));
    }

    // As it stands in the clipboard.
    void theLineMakesASound() {
        QTRY_VERIFY(
            !m_desk->window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty()); // a model is there
        turnOn();
        for (const char *reach : {"machine", "network"}) { // there with its token
            settings().setValue(QStringLiteral("serverReach"), QLatin1String(reach));
            QTRY_COMPARE(server().state(), State::On);
            const QTemporaryDir folder;
            QProcess shell;
            shell.setWorkingDirectory(folder.path());
            shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), copied(ServerActs::CopyCurl)});
            QTRY_COMPARE(shell.state(), QProcess::NotRunning);
            QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
            QFile sound(folder.filePath(QStringLiteral("hello.wav")));
            QVERIFY(sound.open(QIODevice::ReadOnly));
            QCOMPARE(sound.read(4), QByteArray("RIFF"));
            QVERIFY(sound.size() > 1000);
            QTRY_COMPARE(figure("answered"), QStringLiteral("1"));
        }
        QVERIFY(copied(ServerActs::CopyPython).contains(u'"' + pane().address() + QStringLiteral("/v1\"")));
    }

    void startsWithTheStudioIfThatIsSaid() {
        const quint16 port = server_states::freePort();
        qputenv("ISHOWTTS__SERVER__PORT", QByteArray::number(port));
        qputenv("ISHOWTTS__SERVER__START", "yes");
        makeDesk();
        qunsetenv("ISHOWTTS__SERVER__PORT");
        qunsetenv("ISHOWTTS__SERVER__START");
        QTRY_COMPARE(server().state(), State::On);
        QCOMPARE(server().port(), port);
        QVERIFY(ask(port, "/api/health").startsWith("HTTP/1.1 200"));
    }
};

QTEST_MAIN(TestServerPane)
#include "tst_server_pane.moc"
