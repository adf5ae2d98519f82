// Reads the whole tree and holds every file against the rules of the house. The made-up violations show that each rule
// can fail.
#include <QDirIterator>
#include <QFile>
#include <QLibraryInfo>
#include <QTest>

#include "tests/architecture/include_rules.h"

using architecture::Include;
using architecture::SourceFile;
using architecture::Tree;

namespace {

QStringList linesOf(const QString &path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    QString text = QString::fromUtf8(file.readAll());
    if (text.endsWith(u'\n'))
        text.chop(1);
    return text.split(u'\n');
}

Tree readTree(const QString &root) {
    Tree tree;
    static const QStringList kinds{QStringLiteral("*.h"),  QStringLiteral("*.cpp"),   QStringLiteral("*.py"),
                                   QStringLiteral("*.sh"), QStringLiteral("*.cmake"), QStringLiteral("CMakeLists.txt")};
    QDirIterator files(root, kinds, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next().mid(root.size() + 1);
        const QString top = path.section(u'/', 0, 0);
        if (top != QStringLiteral("build") && top != QStringLiteral(".git") && top != QStringLiteral(".cache"))
            tree.files.push_back({path, linesOf(root + u'/' + path)});
    }
    const QDir widgets(QLibraryInfo::path(QLibraryInfo::HeadersPath) + QStringLiteral("/QtWidgets"));
    const QStringList names = widgets.entryList(QDir::Files);
    tree.widgetClasses = QSet<QString>(names.begin(), names.end());
    return tree;
}

SourceFile file(const QString &path, const QStringList &lines) {
    return {path, lines};
}

} // namespace

class TestIncludes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_tree = readTree(QStringLiteral(SOURCE_FOLDER));
        QVERIFY(m_tree.files.size() > 20);
        QVERIFY(m_tree.widgetClasses.contains(QStringLiteral("QWidget")));
    }

    void theTreeKeepsTheRules() {
        const QStringList found = architecture::checkTree(m_tree);
        for (const QString &line : found)
            qWarning("%s", qPrintable(line));
        QVERIFY(found.isEmpty());
    }

    void eachRuleFailsOnAViolation_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("rule"); // empty: allowed
        const auto row = [](const char *path, const char *target, const char *rule) {
            QTest::addRow("%s <- %s", path, target)
                << QString::fromLatin1(path) << QString::fromLatin1(target) << QString::fromLatin1(rule);
        };
        row("engine/text/chunker.cpp", "QString", "R1");
        row("engine/text/chunker.cpp", "QtCore/QString", "R1");
        row("engine/text/chunker.cpp", "qglobal.h", "R1");
        row("engine/device.cpp", "app/speech/job.h", "R1");
        row("engine/device.cpp", "ui/theme.h", "R1");
        row("engine/text/chunker.cpp", "queue", "");
        row("engine/text/chunker.cpp", "engine/model/dit.h", "");

        row("app/speech/job.h", "torch/types.h", "R2");
        row("ui/studio/studio_pane.cpp", "ATen/ATen.h", "R2");
        row("tests/app/speech/tst_queue.cpp", "c10/core/Device.h", "R2");
        row("engine/synthesizer.h", "torch/types.h", "R2");
        row("engine/audio/mel.h", "ATen/ATen.h", "R2");
        row("engine/audio/mel.cpp", "ATen/ATen.h", "");
        row("engine/model/dit.h", "torch/types.h", "");
        row("tests/engine/model/tst_dit.cpp", "torch/types.h", "");

        row("app/speech/speech_worker.cpp", "engine/model/dit.h", "R3");
        row("app/speech/speech_worker.cpp", "engine/cuda/graphs.h", "R3");
        row("app/speech/speech_worker.cpp", "engine/cli/verb.h", "R3");
        row("app/speech/speech_worker.cpp", "QWidget", "R3");
        row("app/voices/voice_library.cpp", "QtWidgets/QLabel", "R3");
        row("ui/studio/studio_pane.cpp", "engine/model/weights.h", "R3");
        row("app/speech/speech_worker.cpp", "engine/synthesizer.h", "");
        row("app/voices/voice_library.cpp", "engine/audio/file.h", "");
        row("app/listening/guards.cpp", "engine/distances/word_error.h", "");
        row("app/listening/report.cpp", "engine/statistics/decision_rule.h", "");
        row("app/cli/main.cpp", "engine/cli/verb.h", "");
        row("app/main.cpp", "QApplication", "");

        row("ui/studio/studio_pane.h", "ui/voices/voices_pane.h", "R4");
        row("ui/shared/waveform.cpp", "ui/studio/studio_pane.h", "R4");
        row("ui/theme.cpp", "ui/studio/studio_pane.h", "R4");
        row("ui/studio/studio_pane.cpp", "ui/main_window.h", "R4");
        row("ui/studio/studio_pane.cpp", "app/services.h", "R4");
        row("ui/main_window.cpp", "ui/studio/studio_pane.h", "");
        row("ui/main_window.cpp", "app/services.h", "");
        row("ui/main_window_menus.cpp", "ui/studio/studio_pane.h", "");
        row("ui/main_windows/odd.cpp", "app/services.h", "R4");
        row("ui/studio/studio_pane.cpp", "ui/shared/waveform.h", "");
        row("ui/studio/studio_pane.cpp", "ui/studio/inspector.h", "");
        row("ui/studio/studio_pane.cpp", "ui/theme.h", "");
        row("ui/studio/studio_pane.cpp", "app/speech/speech_queue.h", "");

        row("app/voices/voice_library.h", "app/speech/job.h", "R5");
        row("app/settings/settings.cpp", "app/voices/voice_library.h", "R5");
        row("app/storage/database.cpp", "app/takes/take_record.h", "R5");
        row("app/takes/take_library.cpp", "app/script/script.h", "R5");
        row("app/script/script_file.cpp", "app/cloning/line_maker.h", "R5");
        row("app/danmaku/director.cpp", "app/listening/design.h", "R5");
        row("app/speech/player.cpp", "app/services.h", "R5");
        row("app/speech/player.cpp", "app/server/guard.h", "R5");
        row("app/tools/odd.cpp", "QString", "R5");
        row("app/speech/player.cpp", "app/tools/odd.h", "R5");
        row("app/server/routes_tts.cpp", "app/danmaku/queue.h", "");
        row("app/speech/speech_queue.cpp", "app/settings/settings.h", "");
        row("app/storage/database.h", "app/problem.h", "");
        row("app/takes/take_library.h", "app/speech/job.h", "");
        row("app/script/script.cpp", "app/takes/take_record.h", "");
        row("app/services.h", "app/speech/player.h", "");
        row("app/main.cpp", "app/services.h", "");

        row("app/speech/player.cpp", "ui/theme.h", "R7");
        row("app/services.cpp", "ui/main_window.h", "R7");
        row("engine/device.cpp", "tests/engine/tiny_model.h", "R7");
        row("app/main.cpp", "ui/main_window.h", "");
        row("tests/ui/tst_frame.cpp", "ui/main_window.h", "");
    }

    void eachRuleFailsOnAViolation() {
        QFETCH(QString, path);
        QFETCH(QString, target);
        QFETCH(QString, rule);
        const QString found =
            architecture::checkIncludes(path, {Include{target, true}}, m_tree.widgetClasses).join(u'\n');
        if (rule.isEmpty())
            QCOMPARE(found, QString());
        else
            QVERIFY2(found.contains(rule), qPrintable(path + QStringLiteral(" may include ") + target));
    }

    void includesAreFound() {
        const auto found = architecture::includesOf(file(
            QStringLiteral("a.cpp"), {QStringLiteral("#include <QString>"), QStringLiteral("  #  include \"a/b.h\""),
                                      QStringLiteral("// #include \"c.h\""), QStringLiteral("int i;")}));
        QCOMPARE(found.size(), std::size_t(2));
        QCOMPARE(found[0].target, QStringLiteral("QString"));
        QVERIFY(!found[0].quoted);
        QCOMPARE(found[1].target, QStringLiteral("a/b.h"));
        QVERIFY(found[1].quoted);
    }

    void quotedIncludesAreWrittenFromTheRoot() {
        const QSet<QString> ours{QStringLiteral("engine/clip.h")};
        const QString path = QStringLiteral("engine/text/chunker.cpp");
        QVERIFY(architecture::checkResolves(path, {Include{QStringLiteral("engine/clip.h"), true}}, ours).isEmpty());
        QVERIFY(architecture::checkResolves(path, {Include{QStringLiteral("tst_x.moc"), true}}, ours).isEmpty());
        QCOMPARE(architecture::checkResolves(path, {Include{QStringLiteral("clip.h"), true}}, ours).size(), 1);
        QCOMPARE(architecture::checkResolves(path, {Include{QStringLiteral("../clip.h"), true}}, ours).size(), 1);
    }

    void filesKeepTheirForm() {
        const QString once = QStringLiteral("#pragma once");
        const auto findings = [](const QString &path, const QStringList &lines) {
            return architecture::checkFile(file(path, lines)).size();
        };
        QCOMPARE(findings(QStringLiteral("engine/a.h"), {once}), 0);
        QCOMPARE(findings(QStringLiteral("engine/a.h"), {QStringLiteral("int i;")}), 1);
        QCOMPARE(findings(QStringLiteral("engine/a.cpp"), QStringList(500, QStringLiteral("x"))), 0);
        QCOMPARE(findings(QStringLiteral("engine/a.cpp"), QStringList(501, QStringLiteral("x"))), 1);
        const QStringList slot{QStringLiteral("#ifdef HAVE_X"), QStringLiteral("    void works() {"),
                               QStringLiteral("#endif")};
        QCOMPARE(findings(QStringLiteral("tests/app/tst_a.cpp"), slot), 1);
        QCOMPARE(findings(QStringLiteral("tests/app/a.cpp"), slot), 0);
        QCOMPARE(findings(QStringLiteral("tests/app/tst_a.cpp"), {slot[0], slot[2], slot[1]}), 0);
        const QString patience = QStringLiteral("#include \"tests/patience.h\"");
        const QString comes = QStringLiteral("        QTRY_%1(comes());").arg(QStringLiteral("VERIFY"));
        QCOMPARE(findings(QStringLiteral("tests/app/tst_a.cpp"), {comes}), 1);
        QCOMPARE(findings(QStringLiteral("tests/app/tst_a.cpp"), {patience, comes}), 0);
        for (const char *wait : {"QVERIFY(spy.wait(%1));", "QVERIFY(QTest::qWaitForWindow"
                                                           "Active(&window%1));"}) {
            const QString line = QStringLiteral("        ") + QLatin1String(wait);
            QCOMPARE(findings(QStringLiteral("tests/ui/tst_a.cpp"), {line.arg(QString())}), 1);
            QCOMPARE(findings(QStringLiteral("tests/ui/tst_a.cpp"), {line.arg(QStringLiteral(", kLongEnough"))}), 0);
        }
        const QStringList styles{QStringLiteral("w->setStyleSheet(s);"), QStringLiteral("f(\"#12ab34\");"),
                                 QStringLiteral("QColor(18, 52, 86)"), QStringLiteral("p.setPen(Qt::red);")};
        for (const QString &line : styles) {
            QCOMPARE(findings(QStringLiteral("ui/studio/a.cpp"), {line}), 1);
            QCOMPARE(findings(QStringLiteral("ui/theme.cpp"), {line}), 0);
        }
        QCOMPARE(findings(QStringLiteral("ui/studio/a.cpp"), {QStringLiteral("QColor fill = theme.accent();")}), 0);
    }

    void treeRulesFailOnAViolation() {
        const auto findings = [this](const std::vector<SourceFile> &files) {
            return architecture::checkTree(Tree{files, m_tree.widgetClasses}).join(u'\n');
        };
        const QStringList plot{QStringLiteral("#include <qcustomplot.h>")};
        const QStringList none{QStringLiteral("int i;")};
        QCOMPARE(findings({file(QStringLiteral("ui/shared/plot.cpp"), plot)}), QString());
        QVERIFY(findings({file(QStringLiteral("ui/shared/plot.cpp"), plot), file(QStringLiteral("ui/a/b.cpp"), plot)})
                    .contains(QStringLiteral("R6")));
        QVERIFY(findings({file(QStringLiteral("ui/shared/plot.h"), {QStringLiteral("#pragma once"), plot.first()})})
                    .contains(QStringLiteral("R6")));
        QVERIFY(
            findings({file(QStringLiteral("app/speech/queue.cpp"), none), file(QStringLiteral("ui/queue.cpp"), none)})
                .contains(QStringLiteral("unique")));
        QVERIFY(findings({file(QStringLiteral("app/speech/queue.cpp"), none),
                          file(QStringLiteral("ui/queue.h"), {QStringLiteral("#pragma once")})})
                    .contains(QStringLiteral("unique")));
        QCOMPARE(findings({file(QStringLiteral("ui/queue.cpp"), none),
                           file(QStringLiteral("ui/queue.h"), {QStringLiteral("#pragma once")})}),
                 QString());
        QVERIFY(findings({file(QStringLiteral("engine/utils/a.cpp"), none)}).contains(QStringLiteral("utils")));
        QVERIFY(findings({file(QStringLiteral("src/a.cpp"), none)}).contains(QStringLiteral("src")));
        QVERIFY(findings({file(QStringLiteral("server/a.cpp"), none)}).contains(QStringLiteral("top level")));
    }

private:
    Tree m_tree;
};

QTEST_APPLESS_MAIN(TestIncludes)
#include "tst_includes.moc"
