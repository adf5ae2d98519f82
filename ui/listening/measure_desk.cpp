#include "ui/listening/measure_desk.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include "app/listening/cell_maker.h"
#include "app/settings/settings.h"
#include "ui/listening/grid_model.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::CellState;
using shared::Notice;

namespace {

const QString kMeasuresSubject = QStringLiteral("listening.measures");                                    // of notices
const QString kSpeakerModel = QStringLiteral("speakerModel"), kHeardTexts = QStringLiteral("heardTexts"); // settings

// A field for a path, with a button that chooses one.
QLineEdit *addPath(QFormLayout *form, QDialog *dialog, const QString &name, const QString &path,
                   QFileDialog::FileMode mode) {
    auto *field = new QLineEdit(path, dialog);
    field->setAccessibleName(name);
    field->setMinimumWidth(280);
    auto *choose = new QToolButton(dialog);
    choose->setText(MeasureDesk::tr("Choose …"));
    choose->setAccessibleName(MeasureDesk::tr("Choose: %1").arg(name));
    choose->setFocusPolicy(Qt::StrongFocus);
    auto *row = new QHBoxLayout;
    row->addWidget(field, 1);
    row->addWidget(choose);
    form->addRow(name, row);
    QObject::connect(choose, &QToolButton::clicked, dialog, [=] {
        auto *files = new QFileDialog(dialog, name, shared::documentsFolder());
        files->setAttribute(Qt::WA_DeleteOnClose);
        files->setFileMode(mode);
        QObject::connect(files, &QFileDialog::fileSelected, field, &QLineEdit::setText);
        files->open();
    });
    return field;
}

} // namespace

MeasureDesk::MeasureDesk(app::Settings &settings, app::listening::CellMaker &cells, app::voices::VoiceLibrary &voices,
                         GridModel &grid, shared::NoticeBar &notices, QWidget *window)
    : QObject(window), m_settings(settings), m_cells(cells), m_grid(grid), m_notices(notices), m_window(window),
      m_measures(cells, voices, this) {
    followSettings();
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &id) {
        if (id == kSpeakerModel || id == kHeardTexts)
            followSettings();
    });
    connect(&m_grid, &GridModel::figureChosen, this, &MeasureDesk::follow);
    connect(&m_cells, &app::listening::CellMaker::designChanged, this, [this] {
        m_measures.cancel();
        m_known.clear();
        m_grid.setMeasured(nullptr);
    });
    connect(&m_cells, &app::listening::CellMaker::looked, this, &MeasureDesk::follow);
    connect(&m_cells, &app::listening::CellMaker::done, this, &MeasureDesk::follow);
    connect(&m_measures, &SoundMeasures::measured, &m_grid, &GridModel::setMeasured);
    connect(&m_measures, &SoundMeasures::failed, this, [this](const app::Problem &problem) {
        m_grid.setMeasured(std::make_shared<const app::listening::MeasuredCells>());
        m_notices.post(Notice::Kind::Attention, kMeasuresSubject, problem);
    });
}

void MeasureDesk::follow() {
    const auto &design = m_cells.design();
    if (!design || m_cells.isLooking() || !m_grid.needsMeasuring())
        return;
    std::vector<SoundMeasures::Sound> sounds;
    std::set<std::string> hashes;
    for (int row = 0; row < int(design->rows.size()); ++row) {
        for (const auto condition : m_cells.conditions()) {
            const auto &cell = m_cells.cell(row, condition);
            if (cell.state != CellState::Made)
                continue;
            sounds.push_back({row, condition, cell.facts->audio, cell.facts->rtf(), cell.facts->key});
            hashes.insert(cell.facts->audio);
        }
    }
    if (sounds.empty() || hashes == m_known)
        return;
    m_known = std::move(hashes);
    m_grid.setMeasured(nullptr);
    m_measures.start(*design, sounds, m_brought);
}

void MeasureDesk::bring(const BroughtMeasures &things) {
    m_settings.setValue(kSpeakerModel, things.speakerModel);
    m_settings.setValue(kHeardTexts, things.heardTexts);
}

void MeasureDesk::followSettings() {
    const BroughtMeasures now{m_settings.value(kSpeakerModel).toString(), m_settings.value(kHeardTexts).toString()};
    if (now == m_brought)
        return;
    m_brought = now;
    m_known.clear();
    follow();
    Q_EMIT broughtChanged();
}

void MeasureDesk::ask() {
    auto *dialog = new QDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("What sounds are measured with"));
    auto *layout = new QVBoxLayout(dialog);
    auto *words = new QLabel(tr("Two measures need what this program does not bring along. Without them they read “not "
                                "measured”, and block nothing."),
                             dialog);
    words->setWordWrap(true);
    auto *form = new QFormLayout;
    QLineEdit *model = addPath(form, dialog, tr("Folder of a speaker model (speaker.json)"), m_brought.speakerModel,
                               QFileDialog::Directory);
    QLineEdit *heard =
        addPath(form, dialog, tr("What a recogniser heard (JSON)"), m_brought.heardTexts, QFileDialog::ExistingFile);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Measure with these"));
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    layout->addWidget(words);
    layout->addLayout(form);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, dialog, [this, dialog, model, heard] {
        bring({model->text().trimmed(), heard->text().trimmed()});
        dialog->accept();
    });
    dialog->open();
}

} // namespace ui::listening

#include "moc_measure_desk.cpp"
