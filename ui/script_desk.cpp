#include "ui/script_desk.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <utility>
#include <vector>

#include "app/script/recent_files.h"
#include "app/script/script_document.h"
#include "app/script/script_file.h"
#include "ui/shared/home_folders.h"

namespace ui {

using app::script::Recovered;
using app::script::ScriptDocument;
using app::script::ScriptFile;
using app::script::Session;
using shared::Notice;

namespace {

const QString kScriptSubject = QStringLiteral("script"); // of notices

QString filters() {
    return ScriptDesk::tr("Scripts and texts (*.%1 *.txt)").arg(ScriptFile::suffix());
}

QString nameOf(const Session &session) {
    return session.path.isEmpty() ? ScriptDesk::tr("Untitled script") : QFileInfo(session.path).fileName();
}

} // namespace

ScriptDesk::ScriptDesk(Uses uses, QWidget *window) : QObject(window), m_uses(uses), m_window(window) {
    shared::lookUpHomeFolders();
    ScriptFile *file = &m_uses.file;
    connect(file, &ScriptFile::opened, this, &ScriptDesk::sayOpened);
    connect(file, &ScriptFile::saved, this, [this](const QString &path) {
        m_uses.notices.post(Notice::Kind::Good, kScriptSubject,
                            {tr("Saved as %1.").arg(QFileInfo(path).fileName()),
                             tr("In %1").arg(QDir::toNativeSeparators(QFileInfo(path).absolutePath())),
                             {}});
        m_uses.recent.add(path);
        Q_EMIT titleChanged();
    });
    connect(file, &ScriptFile::failed, this, &ScriptDesk::sayNotOpened);
    connect(file, &ScriptFile::changedOutside, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, kScriptSubject, problem,
                            {{tr("Save over it"), [this] { m_uses.file.saveAnyway(); }},
                             {tr("Open it again"), [this] { open(m_uses.script.path()); }}});
    });
    connect(&m_uses.script, &ScriptDocument::modifiedChanged, this, &ScriptDesk::titleChanged);
    connect(&m_uses.script, &ScriptDocument::pathChanged, this, &ScriptDesk::titleChanged);
    connectRecovery();
}

void ScriptDesk::connectRecovery() {
    using app::script::Recovery;
    const QString subject = QStringLiteral("recovery");
    connect(&m_uses.recovery, &Recovery::found, this, &ScriptDesk::found);
    connect(&m_uses.recovery, &Recovery::failed, this, [this, subject](const app::Problem &problem) {
        if (!m_uses.recovery.isDiskFull()) { // full_disk_desk.h says that
            m_uses.notices.post(Notice::Kind::Attention, subject, problem);
        }
    });
    connect(&m_uses.recovery, &Recovery::stored, this, [this, subject] { m_uses.notices.withdraw(subject); });
}

void ScriptDesk::sayOpened(const QString &path, bool asText) {
    const QString name = QFileInfo(path).fileName();
    const QString remedy = tr("Saving asks for a name; the text stays as it is.");
    const auto unsaved = std::exchange(m_unsaved, std::nullopt);
    if (unsaved && asText) { // both in one message, so that the Undo is in sight
        offerBack(*unsaved,
                  tr("%1 was put away with unsaved changes, and %2 was opened as text.").arg(nameOf(*unsaved), name),
                  remedy);
    } else if (unsaved) {
        offerBack(*unsaved, tr("%1 was put away with unsaved changes.").arg(nameOf(*unsaved)));
    } else if (asText) {
        m_uses.notices.post(Notice::Kind::Info, kScriptSubject,
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
    m_uses.notices.post(Notice::Kind::Alarm, kScriptSubject, problem, std::move(actions));
}

void ScriptDesk::clearRecent() {
    const auto before = m_uses.recent.files();
    m_uses.recent.clear();
    m_uses.notices.post(Notice::Kind::Info, QStringLiteral("recent"),
                        {tr("The list of recent scripts is empty now."), {}, {}},
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
    putAway();
    m_uses.script.close();
}

void ScriptDesk::chooseAndOpen() {
    auto *dialog = new QFileDialog(m_window, tr("Open script"), shared::documentsFolder(), filters());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ScriptDesk::open);
    dialog->open();
}

void ScriptDesk::open(const QString &path) {
    m_unsaved.reset();
    if (m_uses.script.isModified()) {
        m_unsaved = m_uses.recovery.present(); // put away when it is needed: the file may not open
    }
    m_uses.file.open(path);
}

void ScriptDesk::save() {
    if (!m_uses.file.save()) {
        chooseAndSave();
    }
}

void ScriptDesk::chooseAndSave() {
    auto *dialog = new QFileDialog(m_window, tr("Save script as"), shared::documentsFolder(),
                                   tr("Scripts (*.%1)").arg(ScriptFile::suffix()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ScriptFile::suffix());
    connect(dialog, &QFileDialog::fileSelected, &m_uses.file, &ScriptFile::saveAs);
    dialog->open();
}

void ScriptDesk::putAway() {
    if (m_uses.script.isModified()) {
        offerBack(m_uses.recovery.present(), tr("%1 was put away with unsaved changes.").arg(title()));
    }
}

void ScriptDesk::offerBack(const Session &unsaved, const QString &what, const QString &remedy) {
    const Recovered away = m_uses.recovery.setAside(unsaved);
    const auto undo = [this, key = away.key] {
        putAway(); // something may have been written since
        adopt(key);
    };
    m_uses.notices.post({Notice::Kind::Attention,
                         what,
                         remedy,
                         {},
                         {{tr("Undo"), undo}},
                         QStringLiteral("put away:") + away.key,
                         [this, away] { discard(away); }});
}

void ScriptDesk::found(const app::script::Found &found) {
    for (const app::Problem &problem : found.problems) {
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("damaged:") + problem.what + problem.remedy,
                            problem);
    }
    const auto crashed = std::find_if(found.lost.begin(), found.lost.end(), // the newest
                                      [](const Recovered &lost) { return !lost.putAway; });
    const bool lostLater = found.last && crashed != found.lost.end() && crashed->savedAt > found.last->savedAt;
    if (found.last && !lostLater && !m_uses.script.isModified()) { // nobody has typed yet
        adopt(found.last->key);
    } else if (found.last) {
        offerLost(*found.last);
    }
    for (auto lost = found.lost.begin(); lost != found.lost.end(); ++lost) {
        if (lost == crashed && !m_uses.script.isModified() && !(found.last && !lostLater)) {
            comeBack(*lost);
        } else {
            offerLost(*lost);
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
    m_uses.notices.post(Notice::Kind::Info, kScriptSubject,
                        {tr("The program ended unexpectedly; the script is as it was at %1.")
                             .arg(QLocale().toString(lost.savedAt.toLocalTime(), QLocale::ShortFormat)),
                         {},
                         {}});
}

void ScriptDesk::offerLost(const Recovered &lost) {
    const QString time = QLocale().toString(lost.savedAt.toLocalTime(), QLocale::ShortFormat);
    const QString what = lost.putAway ? tr("%1 of %2 was put away with unsaved changes.")
                                      : tr("%1 of %2 was not saved when the program ended.");
    m_uses.notices.post({Notice::Kind::Attention,
                         what.arg(nameOf(lost.session), time),
                         tr("Lines: %L1").arg(lost.session.script.lines.size()),
                         {},
                         {{tr("Open it"),
                           [this, key = lost.key] {
                               putAway();
                               adopt(key);
                           }},
                          {tr("Discard"), [this, lost] { discard(lost); }}},
                         QStringLiteral("lost ") + lost.key});
}

// Gone for good when the notice has gone unused; until then it would be there at the next start.
void ScriptDesk::discard(const Recovered &lost) {
    m_uses.notices.post({Notice::Kind::Info,
                         tr("%1 was discarded.").arg(nameOf(lost.session)),
                         {},
                         {},
                         {{tr("Undo"), [this, lost] { offerLost(lost); }}},
                         QStringLiteral("discarded:") + lost.key,
                         [this, key = lost.key] { m_uses.recovery.discard(key); }});
}

} // namespace ui

#include "moc_script_desk.cpp"
