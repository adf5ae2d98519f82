#include "ui/lexicon/lexicon_window.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QShortcut>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

#include "app/lexicons/lexicon_import.h"
#include "app/voices/voice_library.h"
#include "ui/lexicon/entry_buttons.h"
#include "ui/lexicon/entry_form.h"
#include "ui/lexicon/entry_table.h"
#include "ui/lexicon/lexicon_model.h"
#include "ui/lexicon/word_trial.h"
#include "ui/shared/controls.h"
#include "ui/shared/home_folders.h"
#include "ui/theme.h"

namespace ui::lexicon {

using app::lexicons::LexiconChange;
using app::lexicons::LexiconLibrary;
using engine::text::LexiconEntry;

namespace {

constexpr QSize kUsual{860, 640};
constexpr int kLeastHeight = 480;

QStringList filesIn(const QMimeData &data) {
    QStringList files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    return files;
}

} // namespace

LexiconWindow::LexiconWindow(LexiconLibrary &library, app::voices::VoiceLibrary &voices,
                             const app::cloning::SpokenLines &spoken, const QString &voice, QWidget *parent)
    : QDialog(parent), m_library(library), m_voices(voices), m_spoken(spoken),
      m_firstVoice(app::lexicons::voiceOf(voice)), m_model(new LexiconModel(library, this)) {
    setWindowTitle(tr("Lexicon"));
    setAcceptDrops(true);
    layOut();
    connectAll();
    listVoices();
    followLexicons();
    m_form->begin();
}

void LexiconWindow::connectAll() {
    connect(m_whose, &QComboBox::currentIndexChanged, this, &LexiconWindow::showVoice);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &words) {
        m_table->search(words);
        followTable(); // the chosen ones have other neighbours
    });
    connect(m_table, &EntryTable::removeWanted, this, &LexiconWindow::remove);
    connect(m_table, &EntryTable::moveWanted, this, &LexiconWindow::move);
    connect(m_table, &EntryTable::currentMoved, this, &LexiconWindow::followTable);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LexiconWindow::followTable);
    connect(m_form, &EntryForm::added, this, &LexiconWindow::add);
    connect(m_buttons, &EntryButtons::stepWanted, this, &LexiconWindow::step);
    connect(m_buttons, &EntryButtons::moveWanted, this, &LexiconWindow::move);
    connect(m_buttons, &EntryButtons::removeWanted, this, &LexiconWindow::remove);
    connect(m_buttons, &EntryButtons::importWanted, this, &LexiconWindow::chooseImport);
    connect(m_buttons, &EntryButtons::exportWanted, this, &LexiconWindow::chooseExport);
    connect(m_buttons, &EntryButtons::closeWanted, this, &QDialog::close);
    connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, this, [this] { step(true); });
    connect(new QShortcut(QKeySequence::Redo, this), &QShortcut::activated, this, [this] { step(false); });
    for (QLineEdit *field : findChildren<QLineEdit *>())
        field->installEventFilter(this);
    connect(&m_library, &LexiconLibrary::changed, this, &LexiconWindow::followLexicons);
    connect(&m_voices, &app::voices::VoiceLibrary::changed, this, &LexiconWindow::listVoices);
}

QLayout *LexiconWindow::layOutTop() {
    m_whose = new QComboBox(this);
    m_whose->setAccessibleName(tr("Whose lexicon"));
    shared::keepRoomFor(m_whose, tr("For all voices"));
    shared::letWheelPass(m_whose);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search the entries"));
    m_search->setClearButtonEnabled(true);
    auto *top = new QHBoxLayout;
    top->setSpacing(kGrid);
    top->addWidget(m_whose);
    top->addWidget(m_search, 1);
    return top;
}

// Tab goes as the eye does: what is made first comes first.
void LexiconWindow::layOut() {
    auto *about = new QLabel(tr("What is said for what is written. A voice's own lexicon goes first, and wherever the "
                                "voice goes. Words come before patterns, long ones before short ones."),
                             this);
    about->setWordWrap(true);
    setRole(about, "quiet");
    QLayout *top = layOutTop();
    m_table = new EntryTable(*m_model, this);
    m_empty =
        new QLabel(tr("Nothing is said otherwise yet. Add a word below, or drop a file here: JSON, CSV or TSV."), this);
    m_empty->setWordWrap(true);
    setRole(m_empty, "quiet");
    m_fault = new QLabel(this);
    m_fault->setWordWrap(true);
    m_fault->setTextFormat(Qt::PlainText);
    setRole(m_fault, "attention");
    m_form = new EntryForm(this);
    m_trial = new WordTrial(m_spoken, this);
    m_buttons = new EntryButtons(this);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(12);
    layout->addWidget(about);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_empty);
    layout->addWidget(m_fault);
    layout->addWidget(m_form);
    layout->addWidget(m_trial);
    layout->addWidget(m_buttons);
    setMinimumHeight(kLeastHeight);
    resize(kUsual);
}

QString LexiconWindow::voice() const {
    return m_model->voice();
}

// The voice that speaks stands first, then the others by name.
void LexiconWindow::listVoices() {
    const QString shown = voice();
    const QSignalBlocker quiet(m_whose);
    m_whose->clear();
    m_whose->addItem(tr("For all voices"), QString());
    const auto addVoice = [this](const engine::Voice &one) {
        m_whose->addItem(tr("Only %1").arg(QString::fromStdString(one.name)), QString::fromStdString(one.id));
    };
    if (const engine::Voice *first = m_voices.find(m_firstVoice))
        addVoice(*first);
    for (const engine::Voice &one : m_voices.voices()->voices) {
        if (QString::fromStdString(one.id) != m_firstVoice)
            addVoice(one);
    }
    m_whose->setCurrentIndex(std::max(0, m_whose->findData(shown)));
    showVoice(); // the one that was shown may be gone
}

void LexiconWindow::showVoice() {
    m_model->show(m_whose->currentData().toString());
    followLexicons();
}

void LexiconWindow::add(const LexiconEntry &entry) {
    const auto import = app::lexicons::importInto(m_library.lexicon(voice())->entries(), {entry});
    if (!import.refused.empty()) { // there is no room
        m_fault->setText(QString::fromStdString(import.refused.front()));
        m_fault->show();
        return;
    }
    m_search->clear(); // else it may not be seen
    m_library.change(voice(), import.changes);
    for (int row = m_model->rowCount() - 1; row >= 0; --row) {
        if (m_model->entry(row) == entry) {
            m_table->choose(row);
            break;
        }
    }
    m_form->clear();
    m_form->begin();
}

void LexiconWindow::remove() {
    LexiconChange change;
    const std::vector<int> rows = m_table->chosen();
    for (const int row : rows)
        change.gone.push_back(m_model->entry(row));
    if (rows.empty())
        return;
    const auto undo = m_library.change(voice(), {change});
    if (m_model->rowCount() > 0)
        m_table->choose(std::min(rows.front(), m_model->rowCount() - 1));
    Q_EMIT removed(voice(), int(rows.size()), undo);
}

// The chosen ones, all together, over the one before them or behind the one after them.
void LexiconWindow::move(int by) {
    const std::vector<int> rows = m_table->chosen();
    const std::optional<int> place = m_table->placeFor(by);
    if (!place)
        return;
    LexiconChange leave, arrive;
    for (const int row : rows)
        leave.gone.push_back(m_model->entry(row));
    arrive.come = leave.gone;
    const auto before = std::lower_bound(rows.begin(), rows.end(), *place) - rows.begin();
    arrive.at = std::size_t(*place) - std::size_t(before);
    m_library.change(voice(), {leave, arrive});
    m_table->choose(int(arrive.at), int(rows.size()));
}

// Undo, or redo, in the lexicon that is shown; where it was is seen.
void LexiconWindow::step(bool back) {
    if (!(back ? m_library.canUndo(voice()) : m_library.canRedo(voice())))
        return;
    if (back)
        m_library.undo(voice());
    else
        m_library.redo(voice());
    followTable();
    const int row = std::min(m_model->firstChanged(), m_model->rowCount() - 1);
    if (row < 0)
        return;
    if (!m_table->shows(row))
        m_search->clear();
    m_table->choose(row);
}

// A field that has nothing to undo leaves the keys to the window.
bool LexiconWindow::eventFilter(QObject *watched, QEvent *event) {
    const auto *field = qobject_cast<QLineEdit *>(watched);
    if (field && event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->matches(QKeySequence::Undo) && !field->isUndoAvailable()) ||
            (key->matches(QKeySequence::Redo) && !field->isRedoAvailable())) {
            event->ignore();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void LexiconWindow::followTable() {
    const int current = m_table->current();
    const QString fault = current < 0
                              ? QString()
                              : m_model->index(current, LexiconModel::Written).data(LexiconModel::FaultRole).toString();
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
    const int count = m_model->rowCount();
    const QString entries = count == 1 ? tr("1 entry") : tr("%n entries", nullptr, count);
    m_buttons->set({m_library.canUndo(voice()), m_library.canRedo(voice()), m_table->placeFor(-1).has_value(),
                    m_table->placeFor(1).has_value(), !m_table->chosen().empty(), count > 0},
                   m_model->faultCount() == 0 ? entries
                                              : tr("%1, %2 cannot be used").arg(entries).arg(m_model->faultCount()));
}

void LexiconWindow::followLexicons() {
    m_trial->setVoice(voice());
    m_empty->setVisible(m_model->rowCount() == 0);
    followTable();
}

void LexiconWindow::chooseImport() {
    auto *dialog = new QFileDialog(this, tr("A lexicon to import"), shared::documentsFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Lexicons (*.json *.csv *.tsv)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &file) { m_library.importFile(voice(), file); });
    dialog->open();
}

void LexiconWindow::chooseExport() {
    auto *dialog = new QFileDialog(this, tr("A file for the lexicon"), shared::documentsFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("For spreadsheets (*.csv)"), tr("With tabs (*.tsv)"), tr("JSON (*.json)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).section(u')', 0, 0));
    });
    dialog->selectFile(voice().isEmpty() ? tr("lexicon") : tr("lexicon of %1").arg(voice()));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &file) { m_library.exportTo(voice(), file); });
    dialog->open();
}

void LexiconWindow::dragEnterEvent(QDragEnterEvent *event) {
    if (!filesIn(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void LexiconWindow::dropEvent(QDropEvent *event) {
    for (const QString &file : filesIn(*event->mimeData()))
        m_library.importFile(voice(), file);
    event->acceptProposedAction();
}

} // namespace ui::lexicon

#include "moc_lexicon_window.cpp"
