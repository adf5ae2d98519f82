// One number of an ishowtts.toml, and not a byte besides.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include "app/listening/toml_steps.h"
#include "engine/error.h"

using namespace app::listening;

namespace {

const QByteArray kOriginal = "# iShowTTS\n"
                             "bind_addr = \"127.0.0.1:27121\"   # default_nfe_step = 3\n"
                             "default_voice = \"walter\"\n"
                             "\n"
                             "[api]\n"
                             "max_parallel = 3\n"
                             "\n"
                             "[f5]\n"
                             "model = \"F5TTS_v1_Base\"\n"
                             "note = \"\"\"\ndefault_nfe_step = 4\n\"\"\"\n"
                             "default_nfe_step  =\t8   # steps – “quality”\n"
                             "[[f5.voices]]\n"
                             "id = \"walter\"\n"
                             "reference_audio = 'data/voices/walter.wav'";

QByteArray written(const QString &file, const QByteArray &text) {
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
        return {};
    return text;
}

QByteArray contentOf(const QString &file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace

class TestTomlSteps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneNumberChangesAndNothingBesides_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto add = [](const char *name, QByteArray before, const char *old, const char *now) {
            QByteArray after = before;
            const qsizetype at = after.lastIndexOf(old);
            QVERIFY(at >= 0);
            after.replace(at, qsizetype(qstrlen(old)), now);
            QTest::newRow(name) << before << after;
        };
        const QByteArray steps = "\t8 ";
        add("the original's", kOriginal, steps, "\t6 ");
        add("line ends of Windows", QByteArray(kOriginal).replace("\n", "\r\n"), steps, "\t6 ");
        add("byte order mark", "\xEF\xBB\xBF" + kOriginal, steps, "\t6 ");
        add("first line with a mark",
            "\xEF\xBB\xBF"
            "default_nfe_step=8",
            "8", "6");
        add("mixed line ends", QByteArray(kOriginal).replace("[f5]\n", "[f5]\r\n"), steps, "\t6 ");
        add("no line end", "default_nfe_step = 32", "32", "6");
        add("wide signs before it", "a = \"汉字 – é\"\nf5 = { title = \"汉字😀\", default_nfe_step = 7, b = 1 }\n", "7,",
            "6,");
        add("dotted", "f5.default_nfe_step = 7\n", "7", "6");
        add("quoted", "[f5]\n\"default_nfe_step\" = 7\n", "7", "6");
        add("other writings", "[f5]\ndefault_nfe_step = 0x1F # 31\n", "0x1F", "6");
        add("signed", "[f5]\ndefault_nfe_step = +1_0\n", "+1_0", "6");
        add("in a list", "[[f5.voices]]\nid = \"a\"\n[[f5.voices]]\ndefault_nfe_step = 7\n", "7", "6");
    }

    void oneNumberChangesAndNothingBesides() {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        QCOMPARE(withSteps(before, 6, QStringLiteral("ishowtts.toml")), after);
        // And back again, where it was written plainly.
        const TomlSteps steps = findSteps(before, QStringLiteral("ishowtts.toml"));
        QCOMPARE(findSteps(after, {}).nfeStep, 6);
        QCOMPARE(findSteps(withSteps(after, steps.nfeStep, {}), {}).nfeStep, steps.nfeStep);
    }

    void whereItStandsIsTold() {
        const TomlSteps steps = findSteps(kOriginal, QStringLiteral("ishowtts.toml"));
        QCOMPARE(steps.nfeStep, 8);
        QCOMPARE(steps.section, std::string("f5"));
        QCOMPARE(steps.line, 13);
    }

    void whatIsNotClearIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        const auto add = [](const char *name, const QByteArray &text, const char *said) {
            QTest::newRow(name) << text << QString::fromUtf8(said);
        };
        add("nothing", "", "does not say default_nfe_step");
        add("only in a comment", "# default_nfe_step = 7\n[f5]\n", "does not say default_nfe_step");
        add("only in a text", "a = \"default_nfe_step = 7\"\n", "does not say default_nfe_step");
        add("twice", "default_nfe_step = 7\n[f5]\ndefault_nfe_step = 8\n", "several places: line 1");
        add("twice in lists", "[[a]]\ndefault_nfe_step = 7\n[[a]]\ndefault_nfe_step = 8\n",
            "several places: line 2, [a[1]]");
        add("text", "default_nfe_step = \"7\"\n", "no whole number");
        add("fraction", "default_nfe_step = 7.0\n", "no whole number");
        add("too many", "default_nfe_step = 129\n", "no whole number");
        add("none", "default_nfe_step = 0\n", "no whole number");
        add("huge", "default_nfe_step = 99999999999999999999\n", "no TOML");
        add("no TOML", "{\"default_nfe_step\": 7}", "no TOML");
        add("the same key twice", "default_nfe_step = 7\ndefault_nfe_step = 7\n", "no TOML");
        add("no text", QByteArray("default_nfe_step = 7\n\x00\xFF\xFE", 24), "no TOML");
        add("nested without end", QByteArray("a = ") + QByteArray(100'000, '['), "no TOML");
    }

    void whatIsNotClearIsRefused() {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, said);
        try {
            withSteps(text, 6, QStringLiteral("ishowtts.toml"));
        } catch (const engine::Error &error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(said), error.what());
            QVERIFY(!error.remedy().empty());
            return;
        }
        QFAIL("it was changed");
    }

    void aNumberOfStepsThatIsNoneIsRefused() {
        for (const int steps : {0, -1, 129})
            QVERIFY_THROWS_EXCEPTION(engine::Error, withSteps(kOriginal, steps, {}));
    }

    void theFileIsReplacedWholeAndKeepsItsRights() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("ishowtts.toml"));
        written(file, kOriginal);
        QVERIFY(::chmod(QFile::encodeName(file).constData(), 0640) == 0);
        const QString link = folder.filePath(QStringLiteral("link.toml"));
        QVERIFY(QFile::link(QStringLiteral("ishowtts.toml"), link));
        QCOMPARE(changeSteps(link, 6).nfeStep, 8);
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(contentOf(file), withSteps(kOriginal, 6, {}));
        struct stat now = {};
        QVERIFY(::stat(QFile::encodeName(file).constData(), &now) == 0);
        QCOMPARE(int(now.st_mode & 0777), 0640);
        // There already: not even written.
        QCOMPARE(changeSteps(file, 6).nfeStep, 6);
        struct stat after = {};
        QVERIFY(::stat(QFile::encodeName(file).constData(), &after) == 0);
        QCOMPARE(after.st_ino, now.st_ino);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
    }

    void whatIsNoFileIsRefused() {
        const QTemporaryDir folder;
        QVERIFY_THROWS_EXCEPTION(engine::Error, changeSteps(folder.path(), 6));
        QVERIFY_THROWS_EXCEPTION(engine::Error, changeSteps(folder.filePath(QStringLiteral("none.toml")), 6));
        const QString pipe = folder.filePath(QStringLiteral("pipe.toml"));
        QVERIFY(::mkfifo(QFile::encodeName(pipe).constData(), 0600) == 0);
        QVERIFY_THROWS_EXCEPTION(engine::Error, changeSteps(pipe, 6));
    }
};

QTEST_GUILESS_MAIN(TestTomlSteps)
#include "tst_toml_steps.moc"
