#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "engine/cli/completion.h"
#include "engine/cli/verb.h"

using namespace engine::cli;

namespace {

QByteArray script(const std::string &shell) {
    return QByteArray::fromStdString(completionScript(shell, withBuiltins(engineVerbs())));
}

// What a script says about one verb.
QByteArray blockOf(const std::string &shell, const std::string &verb) {
    const QByteArray text = script(shell);
    const QByteArray name = QByteArray::fromStdString(verb);
    if (shell != "fish") {
        const qsizetype start = text.indexOf("\n    " + name + ")\n");
        return start < 0 ? QByteArray() : text.mid(start, text.indexOf("\n        ;;\n", start) - start);
    }
    QByteArray block;
    for (const QByteArray &line : text.split('\n'))
        if (line.startsWith("complete -c ishowtts -n '__fish_seen_subcommand_from " + name + "'"))
            block += line + "\n";
    return block;
}

struct Outcome {
    int status = -1;
    QString output;
};

// Runs `program` with `input` on stdin; the real `ishowtts` is first on PATH, for the ids of voices and models.
Outcome run(const QString &program, const QStringList &arguments, const QByteArray &input) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"),
                       QStringLiteral(PROGRAM_FOLDER ":") + environment.value(QStringLiteral("PATH")));
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

// What bash offers when Tab is pressed after these words (the last one is being typed).
QStringList bashOffers(const QStringList &words) {
    QByteArray program = script("bash");
    program += "COMP_WORDS=(";
    for (const QString &word : words)
        program += "'" + word.toUtf8() + "' ";
    program += ")\nCOMP_CWORD=" + QByteArray::number(words.size() - 1) +
               "\n_ishowtts\n((${#COMPREPLY[@]})) && printf '%s\\n' \"${COMPREPLY[@]}\"\ntrue\n";
    const Outcome outcome = run(QStringLiteral("bash"), {QStringLiteral("--norc")}, program);
    return outcome.output.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

} // namespace

class CompletionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parses_data() {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QStringList>("check");
        QTest::newRow("bash") << QStringLiteral("bash") << QStringList{QStringLiteral("-n")};
        QTest::newRow("zsh") << QStringLiteral("zsh") << QStringList{QStringLiteral("-n")};
        QTest::newRow("fish") << QStringLiteral("fish") << QStringList{QStringLiteral("--no-execute")};
    }

    void parses() {
        QFETCH(QString, shell);
        QFETCH(QStringList, check);
        if (QStandardPaths::findExecutable(shell).isEmpty())
            QSKIP("this shell is not installed");
        const Outcome outcome = run(shell, check, script(shell.toStdString()));
        QCOMPARE(outcome.output, QString());
        QCOMPARE(outcome.status, 0);
    }

    void everyOptionOfEveryVerbIsThere() {
        for (const std::string &shell : completionShells())
            for (const Verb &verb : engineVerbs()) {
                const QByteArray part = blockOf(shell, verb.name);
                QVERIFY2(!part.isEmpty(), (shell + ": " + verb.name).c_str());
                for (const Option &option : verb.options) {
                    const std::string name = shell == "fish" ? " -l " + option.name.substr(2) + " " : option.name;
                    QVERIFY2(part.contains(name.c_str()), (shell + ": " + verb.name + " " + option.name).c_str());
                }
            }
    }

    void bashOffersVerbsOptionsAndChoices() {
        const auto words = [](const char *text) { return QString::fromUtf8(text).split(QLatin1Char('|')); };
        QCOMPARE(bashOffers(words("ishowtts|vo")), QStringList{QStringLiteral("voices")});
        QCOMPARE(bashOffers(words("ishowtts|say|--sc")), QStringList{QStringLiteral("--schedule")});
        QCOMPARE(bashOffers(words("ishowtts|say|--schedule|")),
                 (QStringList{QStringLiteral("epss"), QStringLiteral("uniform")}));
        QCOMPARE(bashOffers(words("ishowtts|say|--precision|=|bf")), QStringList{QStringLiteral("bf16")});
        QCOMPARE(bashOffers(words("ishowtts|completion|z")), QStringList{QStringLiteral("zsh")});
        QVERIFY(bashOffers(words("ishowtts|help|")).contains(QStringLiteral("say")));
        QCOMPARE(bashOffers(words("ishowtts|say|--nfe|")), QStringList()); // a number: nothing to offer
    }

    void bashOffersFilesWithBlanks() {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("my take.wav")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(bashOffers({QStringLiteral("ishowtts"), QStringLiteral("say"), QStringLiteral("--out"),
                             folder.filePath(QStringLiteral("my"))}),
                 QStringList{file.fileName()});
    }

    void bashOffersTheVoicesOfThisMachine() {
        const QStringList ids =
            run(QStringLiteral(PROGRAM_FOLDER "/ishowtts"), {QStringLiteral("voices"), QStringLiteral("--ids")}, {})
                .output.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QVERIFY(!ids.isEmpty());
        QCOMPARE(bashOffers({QStringLiteral("ishowtts"), QStringLiteral("say"), QStringLiteral("--voice"), QString()}),
                 ids);
    }

    // Whoever made a model chose its name: Tab must offer it and run nothing.
    void bashRunsNothingThatANameSays() {
        const QTemporaryDir data;
        const QString model = data.filePath(QStringLiteral("models/odd"));
        QVERIFY(QDir().mkpath(model));
        const QString name = QStringLiteral("$(touch %1)y").arg(data.filePath(QStringLiteral("ran")));
        const std::pair<const char *, QByteArray> files[] = {
            {"model_a.safetensors", "x"}, {"vocab.txt", " \n"}, {"model.json", "{\"name\":\"" + name.toUtf8() + "\"}"}};
        for (const auto &[file, content] : files) {
            QFile out(model + u'/' + QLatin1String(file));
            QVERIFY(out.open(QIODevice::WriteOnly) && out.write(content) == content.size());
        }
        qputenv("ISHOWTTS_DATA", data.path().toUtf8());
        const QStringList offers =
            bashOffers({QStringLiteral("ishowtts"), QStringLiteral("say"), QStringLiteral("--model"), QString()});
        qunsetenv("ISHOWTTS_DATA");
        QVERIFY2(offers.contains(name), qPrintable(offers.join(u'\n')));
        QVERIFY(!QFile::exists(data.filePath(QStringLiteral("ran"))));
    }

    void otherShellsAreRefused() { QVERIFY_EXCEPTION_THROWN(completionScript("tcsh", {}), UsageError); }
};

QTEST_GUILESS_MAIN(CompletionTest)
#include "tst_completion.moc"
