#include "tests/architecture/include_rules.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace architecture {

namespace {

constexpr int longestFile = 500;

bool under(const QString &path, const QString &folder) {
    return path.startsWith(folder + u'/');
}

bool isHeader(const QString &path) {
    return path.endsWith(QStringLiteral(".h"));
}

bool isCpp(const QString &path) {
    return isHeader(path) || path.endsWith(QStringLiteral(".cpp"));
}

bool isQt(const QString &target) {
    static const QRegularExpression qt(QStringLiteral("^(Q[A-Za-z0-9]|q[a-z]+\\.h$)"));
    return qt.match(target).hasMatch();
}

bool isTorch(const QString &target) {
    static const QRegularExpression torch(QStringLiteral("^(torch|ATen|c10|caffe2)/"));
    return torch.match(target).hasMatch();
}

// "app/speech/job.h" → "speech"; "app/settings/settings.h" → "settings": the subject inside a layer.
QString subject(const QString &path) {
    const QString rest = path.section(u'/', 1);
    return rest.contains(u'/') ? rest.section(u'/', 0, 0) : rest.section(u'.', 0, 0);
}

bool liesInFolderOfLayer(const QString &path) {
    return path.count(u'/') >= 2;
}

// R5. Subjects on one rung do not see each other; services, main and cli stand on top.
std::optional<int> rung(const QString &appSubject) {
    static const QHash<QString, int> ladder{
        {QStringLiteral("problem"), 0},     {QStringLiteral("storage"), 1},   {QStringLiteral("background"), 1},
        {QStringLiteral("archive"), 1},     {QStringLiteral("sound"), 1},     {QStringLiteral("decoding"), 2},
        {QStringLiteral("log"), 2},         {QStringLiteral("settings"), 2},  {QStringLiteral("voices"), 3},
        {QStringLiteral("models"), 3},      {QStringLiteral("speech"), 4},    {QStringLiteral("lexicons"), 4},
        {QStringLiteral("takes"), 5},       {QStringLiteral("script"), 6},    {QStringLiteral("cloning"), 7},
        {QStringLiteral("backup"), 7},      {QStringLiteral("exporting"), 8}, {QStringLiteral("listening"), 8},
        {QStringLiteral("performance"), 8}, {QStringLiteral("danmaku"), 8},   {QStringLiteral("service_log"), 9},
        {QStringLiteral("chat"), 3},        {QStringLiteral("server"), 9},    {QStringLiteral("services"), 10},
        {QStringLiteral("cli"), 11},        {QStringLiteral("main"), 12}};
    const auto found = ladder.constFind(appSubject);
    return found == ladder.constEnd() ? std::nullopt : std::optional<int>(*found);
}

// R3. What app and ui may see of the engine.
bool isDoor(const QString &target) {
    if (!liesInFolderOfLayer(target))
        return true;
    static const QSet<QString> open{QStringLiteral("text"),       QStringLiteral("audio"),
                                    QStringLiteral("quality"),    QStringLiteral("performance"),
                                    QStringLiteral("statistics"), QStringLiteral("distances")};
    return open.contains(subject(target));
}

bool isTorchFreeHeader(const QString &path) {
    return under(path, QStringLiteral("engine")) && isHeader(path) && isDoor(path);
}

class Findings {
public:
    explicit Findings(QString path) : m_path(std::move(path)) {}
    void add(const QString &what, const QString &rule) {
        m_lines << QStringLiteral("%1: %2 (%3)").arg(m_path, what, rule);
    }
    QStringList lines() const { return m_lines; }

private:
    QString m_path;
    QStringList m_lines;
};

void checkApp(const QString &path, const QString &target, const QSet<QString> &widgetClasses, Findings &findings) {
    const QString own = subject(path);
    const QString includes = QStringLiteral("includes ") + target;
    if (own != QStringLiteral("main")) {
        if (under(target, QStringLiteral("ui")))
            findings.add(includes, QStringLiteral("R7: only app/main.cpp includes ui/"));
        if (widgetClasses.contains(target) || target.startsWith(QStringLiteral("QtWidgets")))
            findings.add(includes, QStringLiteral("R3: app knows no Qt Widgets"));
    }
    const bool commandLine = own == QStringLiteral("cli") || own == QStringLiteral("main");
    if (under(target, QStringLiteral("engine")) && !isDoor(target) &&
        !(commandLine && subject(target) == QStringLiteral("cli")))
        findings.add(includes, QStringLiteral("R3: app sees the door of the engine only"));
    const std::optional<int> from = rung(own);
    if (!from)
        findings.add(QStringLiteral("'%1' has no place on the ladder").arg(own), QStringLiteral("R5"));
    if (from && under(target, QStringLiteral("app")) && subject(target) != own) {
        const std::optional<int> to = rung(subject(target));
        if (!to || *to >= *from)
            findings.add(includes, QStringLiteral("R5: inside app, include downward only"));
    }
}

void checkUi(const QString &path, const QString &target, Findings &findings) {
    const QString includes = QStringLiteral("includes ") + target;
    const bool frame = !liesInFolderOfLayer(path) && subject(path).startsWith(QStringLiteral("main_window"));
    if (under(target, QStringLiteral("engine")) && !isDoor(target))
        findings.add(includes, QStringLiteral("R3: ui sees the door of the engine only"));
    if (under(target, QStringLiteral("ui"))) {
        const QString shared = QStringLiteral("shared");
        const bool pane = liesInFolderOfLayer(target) && subject(target) != shared;
        const bool ownPane = liesInFolderOfLayer(path) && subject(path) == subject(target);
        if (pane && !ownPane && !frame)
            findings.add(includes, QStringLiteral("R4: only main_window knows the panes"));
        if (!frame && target == QStringLiteral("ui/main_window.h"))
            findings.add(includes, QStringLiteral("R4: nobody but main.cpp knows main_window"));
    }
    if (under(target, QStringLiteral("app"))) {
        const QString entry = subject(target);
        if (entry == QStringLiteral("cli") || entry == QStringLiteral("main") ||
            (entry == QStringLiteral("services") && !frame))
            findings.add(includes, QStringLiteral("R4: a pane gets what it uses by constructor"));
    }
}

bool speaksOfColour(const QString &line) {
    static const QRegularExpression colour(
        QStringLiteral("setStyleSheet\\s*\\(|\"#[0-9a-fA-F]{3,8}\"|QColor\\s*\\(\\s*[\"'u0-9]|qRgba?\\s*\\(|"
                       "QColorConstants|Qt::(?:dark)?(?:red|green|blue|cyan|magenta|yellow|gray)\\b|"
                       "Qt::(?:white|black|lightGray)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    return colour.match(line).hasMatch();
}

} // namespace

std::vector<Include> includesOf(const SourceFile &file) {
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"));
    std::vector<Include> found;
    if (!isCpp(file.path))
        return found;
    for (const QString &line : file.lines) {
        const auto match = include.match(line);
        if (match.hasMatch())
            found.push_back({match.captured(2), match.captured(1) == QStringLiteral("\"")});
    }
    return found;
}

QStringList checkIncludes(const QString &path, const std::vector<Include> &includes,
                          const QSet<QString> &widgetClasses) {
    Findings findings(path);
    const bool inEngine = under(path, QStringLiteral("engine"));
    const bool torchAllowed = inEngine || under(path, QStringLiteral("tests/engine"));
    for (const Include &include : includes) {
        const QString &target = include.target;
        const QString what = QStringLiteral("includes ") + target;
        if (inEngine && (isQt(target) || under(target, QStringLiteral("app")) || under(target, QStringLiteral("ui"))))
            findings.add(what, QStringLiteral("R1: the engine knows neither Qt nor the layers above it"));
        if (isTorch(target) && !torchAllowed)
            findings.add(what, QStringLiteral("R2: nobody outside the engine includes LibTorch"));
        if (isTorch(target) && isTorchFreeHeader(path))
            findings.add(what, QStringLiteral("R2: the door of the engine is free of LibTorch"));
        if (under(target, QStringLiteral("tests")) && !under(path, QStringLiteral("tests")))
            findings.add(what, QStringLiteral("R7: only tests include tests"));
        if (under(path, QStringLiteral("app")))
            checkApp(path, target, widgetClasses, findings);
        if (under(path, QStringLiteral("ui")))
            checkUi(path, target, findings);
    }
    return findings.lines();
}

QStringList checkResolves(const QString &path, const std::vector<Include> &includes, const QSet<QString> &ourPaths) {
    Findings findings(path);
    for (const Include &include : includes) {
        const bool generated =
            include.target.endsWith(QStringLiteral(".moc")) || include.target.startsWith(QStringLiteral("moc_"));
        if (include.quoted && !generated && !ourPaths.contains(include.target))
            findings.add(QStringLiteral("\"%1\" is no path from the repository root").arg(include.target),
                         QStringLiteral("quotes are for our own files, written from the root"));
    }
    return findings.lines();
}

// moc reads tests without their defines: a slot inside of #ifdef is one that never runs, and nobody hears of it.
static void checkSlots(const SourceFile &file, Findings &findings) {
    static const QRegularExpression slot(QStringLiteral("^    void \\w+\\(\\) \\{"));
    if (!file.path.section(u'/', -1).startsWith(QStringLiteral("tst_")))
        return;
    int depth = 0;
    for (const QString &line : file.lines) {
        if (line.startsWith(QStringLiteral("#if")))
            depth += depth > 0 || !line.contains(QStringLiteral("__SANITIZE")) ? 1 : 0;
        else if (line.startsWith(QStringLiteral("#endif")))
            depth = std::max(0, depth - 1);
        else if (depth > 0 && slot.match(line).hasMatch())
            findings.add(line.trimmed(), QStringLiteral("a slot inside of #if never runs: ask in it, and QSKIP"));
    }
}

// Qt waits for 5 s, which is not long on a machine that does much else.
static void checkPatience(const SourceFile &file, Findings &findings) {
    static const QRegularExpression tries(QStringLiteral("\\bQTRY_(VERIFY2?|COMPARE)\\("));
    static const QRegularExpression waits(
        QStringLiteral("\\bqWaitForWindow(Active|Exposed)\\((?!.*, )|^ +.*\\b\\w+(\\.|->)wait\\(\\)"));
    static const QString rule = QStringLiteral("a test waits as long as tests/patience.h says");
    const bool isTest = file.path.section(u'/', -1).startsWith(QStringLiteral("tst_"));
    const bool isPatient = file.lines.contains(QStringLiteral("#include \"tests/patience.h\""));
    for (const QString &line : file.lines) {
        if (isTest && ((!isPatient && tries.match(line).hasMatch()) || waits.match(line).hasMatch()))
            findings.add(line.trimmed(), rule);
    }
}

QStringList checkFile(const SourceFile &file) {
    Findings findings(file.path);
    if (file.lines.size() > longestFile)
        findings.add(QStringLiteral("%1 lines").arg(file.lines.size()), QStringLiteral("no file is over 500 lines"));
    if (isHeader(file.path) && !file.lines.contains(QStringLiteral("#pragma once")))
        findings.add(QStringLiteral("no #pragma once"), QStringLiteral("every header has one"));
    checkSlots(file, findings);
    checkPatience(file, findings);
    const bool face = (under(file.path, QStringLiteral("ui")) || under(file.path, QStringLiteral("app"))) &&
                      !file.path.startsWith(QStringLiteral("ui/theme"));
    for (qsizetype i = 0; face && isCpp(file.path) && i < file.lines.size(); ++i) {
        if (speaksOfColour(file.lines[i]))
            findings.add(QStringLiteral("line %1 names a colour or a style").arg(i + 1),
                         QStringLiteral("colours live in ui/theme"));
    }
    return findings.lines();
}

QStringList checkTree(const Tree &tree) {
    QStringList found;
    QStringList paths;
    QSet<QString> ourPaths;
    QHash<QString, QString> pathOfName;
    QHash<QString, QString> folderOfStem;
    QStringList plotters;
    for (const SourceFile &file : tree.files) {
        ourPaths.insert(file.path);
        paths << file.path;
    }
    for (const SourceFile &file : tree.files) {
        const std::vector<Include> includes = includesOf(file);
        found << checkIncludes(file.path, includes, tree.widgetClasses) << checkResolves(file.path, includes, ourPaths)
              << checkFile(file);
        const bool plots = std::any_of(includes.begin(), includes.end(), [](const Include &include) {
            return include.target.endsWith(QStringLiteral("qcustomplot.h"));
        });
        if (plots)
            plotters << file.path;

        const QString name = file.path.section(u'/', -1);
        const QString folder = file.path.section(u'/', 0, -2);
        const QString stem = name.section(u'.', 0, 0);
        if (name == QStringLiteral("CMakeLists.txt") || name == QStringLiteral("__init__.py")) // tools ask for them
            continue;
        if (pathOfName.contains(name))
            found << QStringLiteral("%1: the name is taken by %2 (base names are unique)")
                         .arg(file.path, pathOfName[name]);
        else if (isCpp(name) && folderOfStem.value(stem, folder) != folder && stem != QStringLiteral("main"))
            found << QStringLiteral("%1: the name is taken in %2 (base names are unique)")
                         .arg(file.path, folderOfStem[stem]);
        // Every program has its main.cpp, as the house describes it.
        if (name != QStringLiteral("main.cpp"))
            pathOfName.insert(name, file.path);
        if (isCpp(name))
            folderOfStem.insert(stem, folder);
    }
    if (plotters.size() > 1 || (plotters.size() == 1 && isHeader(plotters.first())))
        found << QStringLiteral("%1: R6: qcustomplot.h belongs into one .cpp").arg(plotters.join(QStringLiteral(", ")));
    return found << checkFolders(paths);
}

QStringList checkFolders(const QStringList &paths) {
    static const QSet<QString> forbidden{QStringLiteral("src"),      QStringLiteral("utils"), QStringLiteral("util"),
                                         QStringLiteral("common"),   QStringLiteral("core"),  QStringLiteral("helpers"),
                                         QStringLiteral("managers"), QStringLiteral("misc"),  QStringLiteral("lib")};
    static const QSet<QString> top{QStringLiteral("app"),       QStringLiteral("engine"), QStringLiteral("ui"),
                                   QStringLiteral("tests"),     QStringLiteral("voices"), QStringLiteral("resources"),
                                   QStringLiteral("packaging"), QStringLiteral(".ci")};
    QStringList found;
    for (const QString &path : paths) {
        const QStringList folders = path.split(u'/').mid(0, path.count(u'/'));
        for (const QString &folder : folders) {
            if (forbidden.contains(folder))
                found << QStringLiteral("%1: a folder is a subject, not '%2'").arg(path, folder);
        }
        if (!folders.isEmpty() && !top.contains(folders.first()))
            found << QStringLiteral("%1: '%2' is no folder of the top level").arg(path, folders.first());
    }
    return found;
}

} // namespace architecture
