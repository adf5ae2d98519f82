#include "ui/import_desk.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include <utility>
#include <vector>

#include "app/script/script_document.h"
#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "engine/text/line_preparation.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"

namespace ui {

using app::script::ScriptImporter;
using app::script::TextCut;
using shared::Notice;

namespace {

const QString kImportSubject = QStringLiteral("import"); // of notices

bool isText(const QString &file) {
    return QFileInfo(file).suffix().toLower() == u"txt";
}

} // namespace

ImportDesk::ImportDesk(Uses uses, QWidget *window)
    : QObject(window), m_uses(uses), m_window(window), m_importer(uses.script) {
    connect(&m_importer, &ScriptImporter::imported, this, &ImportDesk::sayImported);
    connect(&m_importer, &ScriptImporter::failed, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Alarm, kImportSubject + problem.what, problem); // the others are still wanted
        if (!m_waiting.isEmpty()) {
            m_waiting.removeFirst();
        }
        if (m_waiting.isEmpty() && m_batch.names.size() > 1) {
            sayAllImported();
        }
        next();
    });
    connect(&m_uses.script, &app::script::ScriptDocument::refused, this, [this] {
        const QStringList left = std::exchange(m_waiting, {});
        QStringList names;
        for (const QString &file : left.mid(1)) {
            names << QFileInfo(file).fileName();
        }
        if (!names.isEmpty()) {
            m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("not imported"),
                                {tr("Not imported: %1.").arg(app::script::namesInNote(names)), {}, {}});
        }
    });
}

void ImportDesk::choose() {
    QStringList patterns;
    for (const QString &suffix : app::script::importedSuffixes()) {
        patterns << QStringLiteral("*.") + suffix;
    }
    auto *dialog = new QFileDialog(m_window, tr("Import lines"), shared::documentsFolder(),
                                   tr("Texts, subtitles and tables (%1)").arg(patterns.join(u' ')));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &ImportDesk::import);
    dialog->open();
}

void ImportDesk::append(const QStringList &files) {
    m_line.clear();
    import(files);
}

void ImportDesk::import(const QStringList &files) {
    const bool reading = !m_waiting.isEmpty();
    if (!reading) {
        m_batch = {};
    }
    m_waiting << files;
    if (!reading) {
        next();
    }
}

void ImportDesk::next() {
    if (!m_waiting.isEmpty()) {
        m_importer.import(m_waiting.first(), m_line, options());
    }
}

app::script::ImportOptions ImportDesk::options() const {
    app::script::ImportOptions options;
    options.cut = m_uses.settings.importCut() == u"sentences" ? TextCut::Sentences : TextCut::Paragraphs;
    const auto &voices = m_uses.voices.voices();
    for (const engine::Voice &voice : voices->voices) {
        options.voices.insert(QString::fromStdString(voice.name).toLower(), QString::fromStdString(voice.id));
    }
    for (const auto *list : {&voices->voices, &voices->styled}) { // an id goes before a name
        for (const engine::Voice &voice : *list) {
            const QString id = QString::fromStdString(voice.id);
            options.voices.insert(id.toLower(), id);
        }
    }
    options.names = engine::text::speakersOf(voices->voices, m_uses.settings.voiceId().toStdString());
    return options;
}

void ImportDesk::sayImported(const QString &path, int first, int count, const QStringList &notes) {
    m_waiting.removeOne(path);
    m_waiting.removeOne(QDir::toNativeSeparators(path));
    auto *script = &m_uses.script;
    const QString behind = m_line; // the cursor's line will be another one
    const int last = first + count - 1;
    Q_EMIT cursorWanted({last, int(script->line(last).text.size())}); // what comes next comes behind it
    m_batch.names << QFileInfo(path).fileName();
    m_batch.notes << notes;
    m_batch.lines += count;
    m_batch.revisions << script->revision();
    if (!m_waiting.isEmpty()) {
        m_line = script->line(last).id;
        next();
        return;
    }
    if (m_batch.names.size() > 1) {
        sayAllImported();
        return;
    }
    const bool sentences = m_uses.settings.importCut() == u"sentences";
    const QString name = QFileInfo(path).fileName();
    const QString lines =
        count == 1 ? tr("Imported 1 line of %1.").arg(name) : tr("Imported %Ln lines of %1.", nullptr, count).arg(name);
    const auto undo = [this, script, revision = script->revision()] {
        if (script->revision() != revision) { // something else would be taken back
            return false;
        }
        if (const auto place = script->undo()) {
            Q_EMIT cursorWanted(*place);
        }
        return true;
    };
    std::vector<shared::NoticeAction> actions;
    if (isText(path)) {
        actions.push_back({sentences ? tr("A line for each paragraph") : tr("A line for each sentence"),
                           [this, undo, path, sentences, line = behind] {
                               if (!undo()) {
                                   return;
                               }
                               m_uses.settings.setImportCut(sentences ? QStringLiteral("paragraphs")
                                                                      : QStringLiteral("sentences"));
                               m_line = line;
                               import({path});
                           }});
    }
    actions.push_back({tr("Undo"), [undo] { undo(); }});
    QStringList remedies = notes;
    if (isText(path)) {
        remedies.prepend(sentences ? tr("Each sentence is a line.") : tr("Each paragraph is a line."));
    }
    Notice notice{notes.isEmpty() ? Notice::Kind::Good : Notice::Kind::Attention,
                  lines,
                  remedies.join(tr(" ", "between two sentences")),
                  {},
                  std::move(actions),
                  kImportSubject};
    notice.answers = true;
    m_uses.notices.post(std::move(notice));
}

// Each file is a step of undo; here they go back together, as far as nothing else was done between them.
void ImportDesk::sayAllImported() {
    auto *script = &m_uses.script;
    const auto undo = [this, script, batch = m_batch] {
        for (auto after = batch.revisions.rbegin(); after != batch.revisions.rend(); ++after) {
            if (script->revision() != *after) {
                return;
            }
            if (const auto place = script->undo()) {
                Q_EMIT cursorWanted(*place);
            }
        }
    };
    QStringList remedies{app::script::namesInNote(m_batch.names) + u'.'};
    remedies << m_batch.notes;
    Notice notice{m_batch.notes.isEmpty() ? Notice::Kind::Good : Notice::Kind::Attention,
                  tr("Imported %Ln lines of %1 files.", nullptr, m_batch.lines).arg(m_batch.names.size()),
                  remedies.join(tr(" ", "between two sentences")),
                  {},
                  {{tr("Undo"), undo}},
                  kImportSubject};
    notice.answers = true;
    m_uses.notices.post(std::move(notice));
}

} // namespace ui

#include "moc_import_desk.cpp"
