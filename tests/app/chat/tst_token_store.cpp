// Where a token is kept when there is no keychain, as here; and that nobody else may read it.
#include <QDir>
#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <optional>
#include <vector>

#include "app/chat/token_store.h"
#include "app/storage/file_thread.h"
#include "tests/patience.h"

using app::Problem;
using app::chat::TokenStore;
using Place = TokenStore::Place;

namespace {

struct Answer {
    QString token;
    Place place = Place::None;
    Problem problem;
};

} // namespace

class TestTokenStore : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::optional<Answer> m_answer;
    const QString m_key = QStringLiteral("twitch/ann");

    void read(TokenStore &store, const QString &key = {}) {
        m_answer.reset();
        store.read(key.isEmpty() ? m_key : key, this,
                   [this](const QString &token, Place place, const Problem &problem) {
                       m_answer = Answer{token, place, problem};
                   });
    }
    void keep(TokenStore &store, const QString &token, const QString &key = {}) {
        m_answer.reset();
        store.keep(key.isEmpty() ? m_key : key, token, this, [this](Place place, const Problem &problem) {
            m_answer = Answer{{}, place, problem};
        });
    }

private Q_SLOTS:
    void initTestCase() {
        qunsetenv("ISHOWTTS_TWITCH_TOKEN");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // and so no keychain of the person
    }
    // First of all: only a keychain that was never asked before is slow here.
    void whatIsKeptLateIsToldLate() {
        QTemporaryDir folder;
        QLocalServer slow; // takes the connection, and says nothing
        QVERIFY(slow.listen(folder.filePath(QStringLiteral("bus"))));
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + slow.fullServerName().toUtf8());
        app::storage::FileThread files;
        TokenStore store(folder.path(), files);
        store.setPatience(std::chrono::milliseconds(50));
        std::vector<Answer> late, replaced, bobs; // what each asker is told
        const auto told = [this](std::vector<Answer> &answers) {
            return [&answers](Place place, const Problem &problem) { answers.push_back({{}, place, problem}); };
        };
        store.keep(m_key, QStringLiteral("latesecret"), this, told(late));
        QTRY_COMPARE(late.size(), std::size_t(1));
        QVERIFY(late[0].place == Place::None);
        QVERIFY2(late[0].problem.remedy.contains(QStringLiteral("Unlock it")), qPrintable(late[0].problem.remedy));
        // Over one of a time without a keychain: that is never read again, whatever the keychain says and when.
        const QString other = QStringLiteral("twitch/bob");
        TokenStore before(folder.path(), files, false);
        keep(before, QStringLiteral("oldsecret"), other);
        QTRY_VERIFY(m_answer);
        store.keep(other, QStringLiteral("firstsecret"), this, told(replaced));
        QTRY_COMPARE(replaced.size(), std::size_t(1));
        store.keep(other, QStringLiteral("newsecret"), this, told(bobs)); // the keychain hears of both when it awakes
        QTRY_COMPARE(bobs.size(), std::size_t(1));
        QVERIFY(bobs[0].place == Place::File && bobs[0].problem.what.isEmpty());
        read(store, other);
        QTRY_VERIFY(m_answer);
        QCOMPARE(m_answer->token, QStringLiteral("newsecret"));
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        while (auto *asker = slow.nextPendingConnection())
            asker->abort();
        slow.close();
        QTRY_COMPARE(late.size(), std::size_t(2)); // not in the keychain, which is gone, but kept
        QVERIFY(late[1].place == Place::File && late[1].problem.what.isEmpty());
        QTRY_COMPARE(bobs.size(), std::size_t(2));
        QCOMPARE(replaced.size(), std::size_t(1)); // it was followed by another one
        read(store);
        QTRY_VERIFY(m_answer);
        QCOMPARE(m_answer->token, QStringLiteral("latesecret"));
        read(store, other);
        QTRY_VERIFY(m_answer);
        QCOMPARE(m_answer->token, QStringLiteral("newsecret"));
    }
    void aFileOfOnesOwn_data() {
        QTest::addColumn<bool>("keychain");
        QTest::newRow("without a keychain") << false;
        QTest::newRow("with one that does not answer") << true;
    }
    void aFileOfOnesOwn() {
        QFETCH(const bool, keychain);
        app::storage::FileThread files;
        TokenStore store(m_folder.path(), files, keychain);
        read(store);
        QVERIFY(!m_answer); // later
        QTRY_VERIFY(m_answer);
        QVERIFY(m_answer->token.isEmpty() && m_answer->place == Place::None && m_answer->problem.what.isEmpty());
        keep(store, QStringLiteral(" abcsecret\n"));
        QTRY_VERIFY(m_answer);
        QVERIFY(m_answer->place == Place::File);
        const QDir secrets(m_folder.filePath(QStringLiteral("secrets")));
        const QFileInfoList all = secrets.entryInfoList(QDir::Files);
        QCOMPARE(all.size(), 1);
        constexpr auto others =
            QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(!(all[0].permissions() & others));
        QVERIFY(!(QFileInfo(secrets.path()).permissions() & others));
        read(store);
        QTRY_VERIFY(m_answer);
        QCOMPARE(m_answer->token, QStringLiteral("abcsecret"));
        QFile::setPermissions(all[0].filePath(),
                              QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther);
        read(store);
        QTRY_VERIFY(m_answer);
        QVERIFY(m_answer->token.isEmpty() && !m_answer->problem.remedy.isEmpty());
        keep(store, {});
        QTRY_VERIFY(m_answer);
        QVERIFY(!all[0].exists() || !QFile::exists(all[0].filePath()));
    }
    // What stands in the way is a folder here, as nobody may forbid root anything.
    void whatCannotBeReplacedIsSaid_data() { aFileOfOnesOwn_data(); }
    void whatCannotBeReplacedIsSaid() {
        QFETCH(const bool, keychain);
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("secrets/twitch%2Fann/in")));
        app::storage::FileThread files;
        TokenStore store(folder.path(), files, keychain);
        for (const QString &token : {QStringLiteral("newsecret"), QString()}) {
            keep(store, token);
            QTRY_VERIFY(m_answer);
            QVERIFY(m_answer->problem.detail.contains(folder.path()) && !m_answer->problem.remedy.isEmpty());
        }
    }
    void theEnvironmentGoesFirst() {
        app::storage::FileThread files;
        TokenStore store(m_folder.path(), files);
        qputenv("ISHOWTTS_TWITCH_TOKEN", "fromoutside");
        read(store);
        QTRY_VERIFY(m_answer);
        qunsetenv("ISHOWTTS_TWITCH_TOKEN");
        QCOMPARE(m_answer->token, QStringLiteral("fromoutside"));
        QVERIFY(m_answer->place == Place::Environment);
    }
    void whatIsNoTokenIsNotKept() {
        app::storage::FileThread files;
        TokenStore store(m_folder.path(), files, false);
        for (const QString &token : {QStringLiteral("a b"), QStringLiteral("一"), QString(5'000, u'x')}) {
            keep(store, token);
            QTRY_VERIFY(m_answer);
            QVERIFY(!m_answer->problem.what.isEmpty());
            QVERIFY(!m_answer->problem.what.contains(token));
        }
    }
    void nobodyIsToldWhoIsGone() {
        bool told = false;
        app::storage::FileThread files;
        TokenStore store(m_folder.path(), files, false);
        {
            QObject asker;
            store.read(m_key, &asker, [&](const QString &, Place, const Problem &) { told = true; });
        }
        read(store);
        QTRY_VERIFY(m_answer);
        QVERIFY(!told);
    }
};

QTEST_GUILESS_MAIN(TestTokenStore)
#include "tst_token_store.moc"
