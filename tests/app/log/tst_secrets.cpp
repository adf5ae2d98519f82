// Secrets in every spelling that was thought of: none is left, and what is no secret stays.
#include <QTest>

#include "app/log/scrubber.h"
#include "app/log/secrets.h"
#include "tests/processor_time.h"

using app::log::Scrubber;
using app::log::withoutSecrets;

class TestSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingOfASecretIsLeft_data() {
        QTest::addColumn<QString>("text"); // every HUSH in it is a secret
        QTest::addColumn<QString>("kept"); // is still there
        const auto row = [](const char *text, const char *kept = "") {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(kept);
        };
        row("token=HUSH1 and more", "token=*** and more");
        row("Token: HUSH1");
        row("TOKEN = HUSH1");
        row("{\"token\":\"HUSH1\",\"room\":5}", ",\"room\":5}");
        row("{\"access_token\" : \"HUSH1\", \"refreshToken\":\"HUSH2\"}");
        row("{\\\"token\\\":\\\"HUSH1\\\",\\\"room\\\":5}", "\\\"room\\\":5}");
        row("{\"password\":\"HUSH1 \\\"HUSH2\\\" HUSH3\",\"room\":5}", "\"room\":5}");
        row("{'password': 'HUSH1 HUSH2', 'room': 5}", "'room': 5}");
        row("{\"cookies\": {\"a\": \"HUSH1\", \"b\": \"HUSH2\"}, \"room\": 5}", "\"room\": 5}");
        row("\"tokens\": 5, \"token\": [\"HUSH1\", \"HUSH2\"]", "\"tokens\": 5");
        row("password=HUSH1 HUSH2, HUSH3; HUSH4\nnext line", "next line");
        row("PASSWD=HUSH1");
        row("pwd:HUSH1");
        row("passphrase: correct HUSH1 battery HUSH2");
        row("DB_PASSWORD=HUSH1");
        row("ISHOWTTS__SERVER__TOKEN=HUSH1");
        row("https://host.example/path?token=HUSH1&room=5", "https://host.example/path?");
        row("https://host.example/path?room=5&access_key=HUSH1 failed", "room=5");
        row("https://host.example/?q=token%3DHUSH1%26b", "https://host.example/");
        row("wss://someone:HUSH1@host.example/chat", "host.example/chat");
        row("https://HUSH1@host.example/", "host.example");
        row("Authorization: Bearer HUSH1.abc-def", "Authorization: ***");
        row("authorization: Basic HUSH1==");
        row("Proxy-Authorization: Digest username=\"HUSH1\", response=\"HUSH2\"");
        row("sent Bearer HUSH1abcdef12 to the server", "to the server");
        row("Cookie: a=HUSH1; SESSDATA=HUSH2; b=\"HUSH3\"\r\nHost: x", "Host: x");
        row("Set-Cookie: SESSDATA=HUSH1; Path=/; HttpOnly");
        row("SESSDATA=HUSH1");
        row("sessdata%3DHUSH1");
        row("bili_jct=HUSH1; buvid3=HUSH2");
        row("X-API-Key: HUSH1");
        row("api_key=HUSH1");
        row("apikey: HUSH1");
        row("\"apiKey\":\"HUSH1\"");
        row("API KEY = HUSH1");
        row("client_secret=HUSH1");
        row("sessionid=HUSH1");
        row("csrf=HUSH1");
        row("streamkey: HUSH1");
        row("ishowtts serve --token HUSH1 --port 80", "--port 80");
        row("ishowtts serve --api-key=HUSH1 --port 80", "--port 80");
        row("QList(\"Authorization\", \"Bearer HUSH1abcdef\")");
        row("(\"token\", \"HUSH1\") (\"room\", \"5\")", "(\"room\", \"5\")");
        row("token => 'HUSH1'");
        row("<password>HUSH1</password>");
        row("密码：HUSH1");
        row("令牌: HUSH1");
        row("sk-HUSH1abcdefghijklmn", "***");
        row("hf_HUSH1abcdefghijklmn");
        row("ghp_HUSH1abcdefghijklmn");
        row("eyJhbGciOiJI.HUSH1abcd.HUSH2_abc");
        row("token=\"HUSH1");
        row("token=“HUSH1 HUSH2”");
    }

    void nothingOfASecretIsLeft() {
        QFETCH(QString, text);
        QFETCH(QString, kept);
        QVERIFY(text.contains(QStringLiteral("HUSH")));
        const QString clean = withoutSecrets(text);
        QVERIFY2(!clean.contains(QStringLiteral("HUSH")), qPrintable(clean));
        QVERIFY2(clean.contains(kept), qPrintable(clean));
        QVERIFY2(clean.contains(QStringLiteral("***")), qPrintable(clean));
        QCOMPARE(withoutSecrets(clean), clean);
    }

    void whatIsNoSecretStays_data() {
        QTest::addColumn<QString>("text");
        const auto row = [](const char *text) { QTest::newRow(text) << QString::fromUtf8(text); };
        row("job 12 done: 34 characters, 2 chunks, RTF 0.415");
        row("tokens: 45");
        row("the tokenizer read 45 tokens");
        row("Basic functionality of the monkey");
        row("the key was pressed; the cookie crumbles");
        row("https://host.example/path?room=5");
        row("qt.multimedia: the sink asked for s16");
    }

    void whatIsNoSecretStays() {
        QFETCH(QString, text);
        QCOMPARE(withoutSecrets(text), text);
    }

    // Eight times the text takes about eight times as long, whatever it holds.
    void longTextsTakeNoLonger() {
        for (const QString &piece : {QStringLiteral("token"), QStringLiteral("token=\\"), QStringLiteral("--a-"),
                                     QStringLiteral("Bearer "), QStringLiteral("'a \"“"), QStringLiteral("://x"),
                                     QStringLiteral("/a.b~ "), QStringLiteral("\"token\" ,")}) {
            const auto seconds = [&piece](qsizetype letters) {
                const QString text = piece.repeated(letters / piece.size());
                return leastSeconds(3, [&text] { Scrubber({QStringLiteral("/a")}).clean(text); });
            };
            const double eighth = seconds(2'000);
            const double whole = seconds(16'000);
            QVERIFY2(whole < 24 * eighth + 0.002,
                     qPrintable(QStringLiteral("%1: %2 s, %3 s").arg(piece).arg(eighth).arg(whole)));
        }
    }

    void theHomeFolderIsATilde_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("clean");
        const auto row = [](const char *text, const char *clean) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(clean);
        };
        row("cannot open /home/jörg ann/x/settings.json", "cannot open ~/x/settings.json");
        row("in '/home/jörg ann'.", "in '~'.");
        row("/home/jörg ann", "~");
        row("/home/jörg annabel/x", "/home/jörg annabel/x");
        row("file:///home/j%C3%B6rg%20ann/x/y.json", "file://~/x/y.json");
        row("/mnt/disk/jörg/x and /home/jörg ann/y", "/mnt/disk/jörg/x and ~/y");
        row("cannot write “/home/jörg ann/Music/Hello dear world.wav”", "cannot write “~/Music/*.wav”");
        row("/home/jörg ann/.local/share/ishowtts-studio/voices/slt/reference.wav: damaged",
            "~/.local/share/ishowtts-studio/voices/slt/reference.wav: damaged");
    }

    void theHomeFolderIsATilde() {
        QFETCH(QString, text);
        QFETCH(QString, clean);
        const Scrubber scrubber(
            {QStringLiteral("/home/jörg ann/"), QStringLiteral("/mnt/disk/jörg ann"), QString(), QStringLiteral("/")});
        QCOMPARE(scrubber.clean(text), clean);
        QCOMPARE(scrubber.clean(clean), clean);
    }

    void whatPeopleWroteIsALength() {
        const Scrubber scrubber({QStringLiteral("/home/ann")});
        QCOMPARE(scrubber.clean(QStringLiteral("The part “I love you, Ben” is too long.")),
                 QStringLiteral("The part “… 15 characters” is too long."));
        QCOMPARE(scrubber.clean(QStringLiteral("none of \"你好\", nor 'what she said'.")),
                 QStringLiteral("none of \"… 2 characters\", nor '… 13 characters'."));
        QCOMPARE(scrubber.clean(QStringLiteral("The plugin \"xcb\" isn't there, it's gone.")),
                 QStringLiteral("The plugin \"xcb\" isn't there, it's gone."));
        const QString once = scrubber.clean(QStringLiteral("The part “I love you, Ben” is too long."));
        QCOMPARE(scrubber.clean(once), once);
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
