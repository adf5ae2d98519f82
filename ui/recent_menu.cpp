#include "ui/recent_menu.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QMenu>

#include "app/script/recent_files.h"
#include "app/script/script.h"
#include "ui/shared/icons.h"
#include "ui/shared/plain_tip.h"

namespace ui {

using app::script::RecentFile;
using app::script::RecentFiles;

namespace {

constexpr int kNameWidth = 280, kFolderWidth = 320; // px, at most

QString shown(const QString &text, const QFontMetrics &metrics, int width) {
    const QString line = app::script::cleanText(text).replace(u'\t', u' ');
    return metrics.elidedText(line, Qt::ElideMiddle, width).replace(u'&', QStringLiteral("&&"));
}

} // namespace

QString recentTitle(const QString &path, const QString &home, const QFontMetrics &metrics) {
    const QFileInfo file(path);
    QString folder = file.path();
    if (!home.isEmpty() && (folder == home || folder.startsWith(home + u'/'))) {
        folder.replace(0, home.size(), u'~');
    }
    return RecentMenu::tr("%1 — %2", "name of a file — its folder")
        .arg(shown(file.fileName(), metrics, kNameWidth), shown(folder, metrics, kFolderWidth));
}

RecentMenu::RecentMenu(QMenu &menu, RecentFiles &files) : QObject(&menu), m_menu(menu), m_files(files) {
    m_menu.setToolTipsVisible(true);
    connect(&m_menu, &QMenu::aboutToShow, &m_files, &RecentFiles::refresh);
    connect(&m_files, &RecentFiles::changed, this, &RecentMenu::fill);
    fill();
}

void RecentMenu::fill() {
    m_menu.clear();
    int number = 1;
    for (const RecentFile &file : m_files.files()) {
        const QString title = recentTitle(file.path, QDir::homePath(), m_menu.fontMetrics());
        const QString text = file.missing ? tr("%1 (missing)").arg(title) : title;
        // The first nine have their digit as mnemonic, the tenth has the 0.
        QAction *action = m_menu.addAction(
            number <= RecentFiles::kMost ? QStringLiteral("&%1  %2").arg(number % 10).arg(text) : text);
        action->setObjectName(QStringLiteral("file.recent.%1").arg(number));
        action->setIcon(file.missing ? shared::icon(u"warning", shared::Tone::Attention) : shared::icon(u"text"));
        action->setToolTip(
            shared::plainTip(file.missing ? tr("%1\nThere is no such file now.").arg(file.path) : file.path));
        connect(action, &QAction::triggered, this, [this, path = file.path] { Q_EMIT chosen(path); });
        ++number;
    }
    if (m_files.files().isEmpty()) {
        m_menu.addAction(shared::icon(u"recent"), tr("No scripts yet"))->setEnabled(false);
    }
    m_menu.addSeparator();
    QAction *clear = m_menu.addAction(shared::icon(u"remove"), tr("&Clear list"));
    clear->setObjectName(QStringLiteral("file.recent.clear"));
    clear->setEnabled(!m_files.files().isEmpty());
    connect(clear, &QAction::triggered, this, &RecentMenu::clearWanted);
}

} // namespace ui

#include "moc_recent_menu.cpp"
