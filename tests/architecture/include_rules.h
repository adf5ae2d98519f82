// The rules of the house (CONTRIBUTING.md, "The house") as pure functions over paths and lines, so that each rule can
// be shown to fail on a made-up violation.
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

#include <vector>

namespace architecture {

struct SourceFile {
    QString path; // from the repository root, '/'
    QStringList lines;
};

struct Include {
    QString target; // what stands between the quotes or brackets
    bool quoted = false;
};

struct Tree {
    std::vector<SourceFile> files; // C++ and scripts
    QSet<QString> widgetClasses;   // header names of Qt Widgets: "QWidget", "qwidget.h"
};

std::vector<Include> includesOf(const SourceFile &file);

// One line per violation: "path: what is wrong (rule)". Empty = the file or tree keeps the rules.
QStringList checkIncludes(const QString &path, const std::vector<Include> &includes,
                          const QSet<QString> &widgetClasses);
QStringList checkResolves(const QString &path, const std::vector<Include> &includes, const QSet<QString> &ourPaths);
QStringList checkFile(const SourceFile &file);      // length, pragma once, colours
QStringList checkTree(const Tree &tree);            // all of the above, unique names, qcustomplot.h in one .cpp
QStringList checkFolders(const QStringList &paths); // forbidden folder names, strangers in the top level

} // namespace architecture
