#include "ui/drop_desk.h"

#include <QFileInfo>

#include <algorithm>

#include "app/script/imported_script.h"
#include "app/script/script_file.h"
#include "ui/import_desk.h"
#include "ui/script_desk.h"
#include "ui/shared/notice_bar.h"

namespace ui {

using shared::Notice;

namespace {

bool isScript(const QString &file) {
    return QFileInfo(file).suffix().compare(app::script::ScriptFile::suffix(), Qt::CaseInsensitive) == 0;
}

} // namespace

void DropDesk::take(const QStringList &files) {
    if (files.size() == 1 && !app::script::isOnlyImported(files.first())) {
        m_uses.scripts.open(files.first());
        return;
    }
    const auto script = std::find_if(files.begin(), files.end(), isScript);
    if (script == files.end()) {
        m_uses.imports.import(files);
        return;
    }
    QStringList others = files;
    others.removeAt(script - files.begin());
    QStringList names;
    for (const QString &file : others) {
        names << QFileInfo(file).fileName();
    }
    m_uses.scripts.open(*script);
    Notice notice{Notice::Kind::Info,
                  others.size() == 1 ? tr("One script is open at a time: %1 is opened, %2 is not.")
                                           .arg(QFileInfo(*script).fileName(), names.first())
                                     : tr("One script is open at a time: %1 is opened, %Ln others are not.", nullptr,
                                          int(others.size()))
                                           .arg(QFileInfo(*script).fileName()),
                  others.size() == 1 ? QString() : app::script::namesInNote(names),
                  {},
                  {{tr("Append the lines"), [this, others] { m_uses.imports.append(others); }}},
                  QStringLiteral("dropped")};
    notice.answers = true;
    m_uses.notices.post(std::move(notice));
}

} // namespace ui

#include "moc_drop_desk.cpp"
