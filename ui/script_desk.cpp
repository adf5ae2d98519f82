#include "ui/script_desk.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>

#include <algorithm>
#include <utility>
#include <vector>

#include "app/script/recent_files.h"
#include "app/script/script_document.h"
#include "app/script/script_file.h"

namespace ui {

using app::script::Recovered;
using app::script::ScriptDocument;
using app::script::ScriptFile;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("script"); // of notices

QString filters() {
    return ScriptDesk::tr("Scripts and texts (*.%1 *.txt)").arg(ScriptFile::suffix());
}

QString documents() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return folder.isEmpty() ? QDir::homePath() : folder;
}

} // namespace

ScriptDesk::ScriptDesk(Uses uses, QWidget *window) : QObject(window), m_uses(uses), m_window(window) {
    ScriptFile *file = &m_uses.file;
    connect(file, &ScriptFile::opened, this, &ScriptDesk::sayOpened);
    connect(file, &ScriptFile::saved, this, [this](const QString &path) {
        m_uses.notices.post(Notice::Kind::Good, kSubject,
                            {tr("Saved as %1.").arg(QFileInfo(path).fileName()),
                             tr("In %1").arg(QDir::toNativeSeparators(QFileInfo(path).absolutePath())),
                             {}});
        m_uses.recent.add(path);
        Q_EMIT titleChanged();
    });
    connect(file, &ScriptFile::failed, this, &ScriptDesk::sayNotOpened);
    connect(file, &ScriptFile::changedOutside, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, kSubject, problem,
                            {{tr("Save over it"), [this] { m_uses.file.saveAnyway(); }},
                             {tr("Open it again"), [this] { open(m_uses.script.path()); }}});
    });
    connect(&m_uses.script, &ScriptDocument::modifiedChanged, this, &ScriptDesk::titleChanged);
    connect(&m_uses.script, &ScriptDocument::pathChanged, this, &ScriptDesk::titleChanged);
    connect(&m_uses.recovery, &app::script::Recovery::found, this, &ScriptDesk::found);
    connect(&m_uses.recovery, &app::script::Recovery::failed, this,
            [this](const app::Problem &problem) { m_uses.notices.post(Notice::Kind::Attention, kSubject, problem); });
}

void ScriptDesk::sayOpened(const QString &path, bool asText) {
    const QString name = QFileInfo(path).fileName();
    const QString remedy = tr("Saving asks for a name; the text stays as it is.");
    auto wayBack = std::exchange(m_wayBack, std::nullopt);
    if (wayBack && asText) { // both in one message, so that the Undo is in sight
        wayBack->what = tr("%1 was put away with unsaved changes, and %2 was opened as text.").arg(m_putAway, name);
        wayBack->remedy = remedy;
    }
    if (wayBack) {
        m_uses.notices.post(*wayBack);
    } else if (asText) {
        m_uses.notices.post(Notice::Kind::Info, kSubject,
                            {tr("%1 was opened as text, one line for each paragraph.").arg(name), remedy, {}});
    }
    m_uses.recent.add(path);
    Q_EMIT titleChanged();
}

void ScriptDesk::sayNotOpened(const app::Problem &problem, const QString &path) {
    std::vector<shared::NoticeAction> actions;
    const auto &recent = m_uses.recent.files();
    if (std::any_of(recent.begin(), recent.end(), [&](const auto &file) { return file.path == path; })) {
        actions.push_back({tr("Remove from list"), [this, path] { m_uses.recent.remove(path); }});
        m_uses.recent.refresh(); // it may be missing by now
    }
    m_uses.notices.post(Notice::Kind::Alarm, kSubject, problem, std::move(actions));
}

void ScriptDesk::clearRecent() {
    const auto before = m_uses.recent.files();
    m_uses.recent.clear();
    m_uses.notices.post(Notice::Kind::Info, kSubject, {tr("The list of recent scripts is empty now."), {}, {}},
                        {{tr("Undo"), [this, before] {
                              for (auto file = before.rbegin(); file != before.rend(); ++file) {
                                  m_uses.recent.add(file->path);
                              }
                          }}});
}

void ScriptDesk::look() {
    m_uses.file.look();
}

QString ScriptDesk::title() const {
    const QString path = m_uses.script.path();
    return path.isEmpty() ? tr("Untitled script") : QFileInfo(path).fileName();
}

void ScriptDesk::startAnew() {
    offerBack();
    m_uses.script.close();
}

void ScriptDesk::chooseAndOpen() {
    auto *dialog = new QFileDialog(m_window, tr("Open script"), documents(), filters());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ScriptDesk::open);
    dialog->open();
}

void ScriptDesk::open(const QString &path) {
    m_putAway = title();
    m_wayBack = wayBack(); // offered when it is needed: the file may not open
    m_uses.file.open(path);
}

void ScriptDesk::save() {
    if (!m_uses.file.save()) {
        chooseAndSave();
    }
}

void ScriptDesk::chooseAndSave() {
    auto *dialog =
        new QFileDialog(m_window, tr("Save script as"), documents(), tr("Scripts (*.%1)").arg(ScriptFile::suffix()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ScriptFile::suffix());
    connect(dialog, &QFileDialog::fileSelected, &m_uses.file, &ScriptFile::saveAs);
    dialog->open();
}

void ScriptDesk::offerBack() {
    if (const auto notice = wayBack()) {
        m_uses.notices.post(*notice);
    }
}

std::optional<Notice> ScriptDesk::wayBack() {
    const ScriptDocument &now = m_uses.script;
    if (!now.isModified()) {
        return {};
    }
    const auto undo = [this, script = now.script(), path = now.path(), print = m_uses.file.fingerprint()] {
        offerBack(); // something may have been written since
        m_uses.file.restore(script, path, true, print);
    };
    return Notice{Notice::Kind::Attention,
                  tr("%1 was put away with unsaved changes.").arg(title()),
                  {},
                  {},
                  {{tr("Undo"), undo}},
                  QStringLiteral("script put away")};
}

void ScriptDesk::found(const app::script::Found &found) {
    for (const app::Problem &problem : found.problems) {
        m_uses.notices.post(Notice::Kind::Attention, kSubject, problem);
    }
    const bool lostLater = found.last && !found.lost.isEmpty() && found.lost.first().savedAt > found.last->savedAt;
    if (found.last && !lostLater && !m_uses.script.isModified()) { // nobody has typed yet
        adopt(found.last->key);
    } else if (found.last) {
        offerLost(*found.last);
    }
    for (const Recovered &lost : found.lost) {
        const bool newest = &lost == &found.lost.first();
        if (newest && !m_uses.script.isModified() && !(found.last && found.last->savedAt > lost.savedAt)) {
            comeBack(lost);
        } else {
            offerLost(lost);
        }
    }
    Q_EMIT titleChanged();
}

bool ScriptDesk::adopt(const QString &key) {
    const auto place = m_uses.recovery.adopt(key);
    if (place) {
        Q_EMIT cursorWanted(*place);
    }
    return place.has_value();
}

// The program ended without being asked to: go on where it was.
void ScriptDesk::comeBack(const Recovered &lost) {
    if (!adopt(lost.key)) {
        return;
    }
    m_uses.notices.post(Notice::Kind::Info, kSubject,
                        {tr("The program ended unexpectedly; the script is as it was at %1.")
                             .arg(QLocale().toString(lost.savedAt.toLocalTime(), QLocale::ShortFormat)),
                         {},
                         {}});
}

void ScriptDesk::offerLost(const Recovered &lost) {
    const QString name =
        lost.session.path.isEmpty() ? tr("An untitled script") : QFileInfo(lost.session.path).fileName();
    m_uses.notices.post({Notice::Kind::Attention,
                         tr("%1 of %2 was not saved when the program ended.")
                             .arg(name, QLocale().toString(lost.savedAt.toLocalTime(), QLocale::ShortFormat)),
                         tr("Lines: %L1").arg(lost.session.script.lines.size()),
                         {},
                         {{tr("Open it"),
                           [this, key = lost.key] {
                               offerBack();
                               adopt(key);
                           }},
                          {tr("Discard"), [this, key = lost.key] { m_uses.recovery.discard(key); }}},
                         QStringLiteral("lost ") + lost.key});
}

} // namespace ui
