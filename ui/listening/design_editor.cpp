#include "ui/listening/design_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/listening/sentence_sets.h"
#include "app/listening/session_sounds.h"
#include "engine/clip.h"
#include "engine/error.h"
#include "ui/listening/column_list.h"
#include "ui/shared/controls.h"
#include "ui/shared/figures.h"
#include "ui/shared/home_folders.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::Mode;
using app::listening::TestDesign;
using app::listening::TestRow;

namespace {

constexpr qint64 kLargestList = 4'000'000; // bytes of a list of sentences

enum RowColumn { Id, Category, Text, Seed };

// What a row of the test is spoken in, each once: a reference that is a column, too, is one sound.
std::vector<app::listening::Condition> soundsMade(const TestDesign &design) {
    std::vector<app::listening::Condition> made;
    for (const auto condition : soundsNeeded(design)) {
        const bool isThere = std::any_of(made.begin(), made.end(), [&](auto other) {
            return condition != app::listening::kLowPass && other != app::listening::kLowPass &&
                   columnOf(design, other) == columnOf(design, condition);
        });
        if (!isThere)
            made.push_back(condition);
    }
    return made;
}

} // namespace

DesignEditor::DesignEditor(const TestDesign &design, const QList<QPair<QString, QString>> &voices,
                           std::optional<double> secondsEach, QWidget *parent)
    : QWidget(parent), m_design(design), m_secondsEach(secondsEach) {
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setSpacing(kGrid);
    auto *heading = new QLabel(tr("Design of the listening test"), content);
    setRole(heading, "heading");
    m_name = new QLineEdit(QString::fromStdString(design.name), content);
    m_name->setMaxLength(100);
    m_mode = new QComboBox(content);
    m_mode->addItem(tr("Which is better (A/B)"), int(Mode::AbPreference));
    m_mode->addItem(tr("By how much, −3 to +3 (CMOS)"), int(Mode::Cmos));
    m_mode->addItem(tr("Is there a difference (ABX)"), int(Mode::Abx));
    m_mode->addItem(tr("0 to 100, all at once (MUSHRA)"), int(Mode::Mushra));
    m_mode->addItem(tr("The original's form"), int(Mode::OriginalForm));
    m_mode->setCurrentIndex(m_mode->findData(int(design.mode)));
    m_voice = new QComboBox(content);
    for (const auto &[id, name] : voices)
        m_voice->addItem(name, id);
    const QString voice = QString::fromStdString(design.voice);
    if (m_voice->findData(voice) < 0)
        m_voice->addItem(voice, voice);
    m_voice->setCurrentIndex(m_voice->findData(voice));
    auto *form = new QFormLayout;
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Asked is"), m_mode);
    form->addRow(tr("Voice of the test"), m_voice);
    m_columns = new ColumnList(design, voices, content);
    layout->addWidget(heading);
    layout->addLayout(form);
    layout->addWidget(m_columns);
    layout->addWidget(makeRows(), 1);
    layout->addWidget(makeRules());
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_verdict = new QLabel(this);
    m_verdict->setWordWrap(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_save = new QPushButton(tr("Save the design"), this);
    setRole(m_save, "primary");
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_verdict, 1);
    foot->addWidget(cancel);
    foot->addWidget(m_save);
    auto *outer = new QVBoxLayout(this);
    outer->addWidget(scroll, 1);
    outer->addLayout(foot);
    setFocusProxy(m_name);
    connect(cancel, &QPushButton::clicked, this, &DesignEditor::cancelled);
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saved(this->design()); });
    connect(m_name, &QLineEdit::textChanged, this, &DesignEditor::check);
    for (QComboBox *box : {m_mode, m_voice}) {
        shared::letWheelPass(box);
        connect(box, &QComboBox::currentIndexChanged, this, &DesignEditor::check);
    }
    connect(m_columns, &ColumnList::changed, this, &DesignEditor::check);
    connect(m_rows, &QTableWidget::itemChanged, this, &DesignEditor::check);
    check();
}

QWidget *DesignEditor::makeRows() {
    auto *part = new QWidget;
    auto *layout = new QHBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    m_rows = new QTableWidget(part);
    m_rows->setAccessibleName(tr("Sentences"));
    m_rows->setColumnCount(4);
    m_rows->setHorizontalHeaderLabels({tr("Id"), tr("Category"), tr("Text"), tr("Seed")});
    m_rows->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rows->horizontalHeader()->setSectionResizeMode(Text, QHeaderView::Stretch);
    m_rows->verticalHeader()->hide();
    m_rows->setMinimumHeight(160);
    m_rows->setTabKeyNavigation(false);
    m_rows->setSelectionBehavior(QAbstractItemView::SelectRows);
    fillRows(m_design.rows);
    auto *buttons = new QVBoxLayout;
    const auto addButton = [&](const QString &name, auto act) {
        auto *button = new QPushButton(name, part);
        setRole(button, "compact");
        buttons->addWidget(button);
        connect(button, &QPushButton::clicked, this, act);
    };
    addButton(tr("Add a sentence"), &DesignEditor::addRow);
    addButton(tr("Remove"), &DesignEditor::removeRows);
    addButton(tr("Import .txt or .csv …"), [this] {
        auto *dialog = new QFileDialog(this, tr("Sentences"), shared::documentsFolder(),
                                       tr("Sentences (*.txt *.csv);;All files (*)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &DesignEditor::importRows);
        dialog->open();
    });
    addButton(tr("The standard 26"), [this] {
        fillRows(app::listening::ownSentences());
        check();
    });
    buttons->addStretch(1);
    layout->addWidget(m_rows, 1);
    layout->addLayout(buttons);
    return part;
}

QSpinBox *DesignEditor::addCount(QGridLayout *grid, int row, const QString &name, int most, int value) {
    auto *box = new QSpinBox(this);
    box->setRange(0, most);
    box->setValue(value);
    shared::letWheelPass(box);
    auto *label = new QLabel(name, this);
    label->setBuddy(box);
    grid->addWidget(label, row, 0);
    grid->addWidget(box, row, 1);
    connect(box, &QSpinBox::valueChanged, this, &DesignEditor::check);
    return box;
}

QDoubleSpinBox *DesignEditor::addNumber(QGridLayout *grid, int row, const QString &name, double low, double high,
                                        double value, int decimals) {
    auto *box = new QDoubleSpinBox(this);
    box->setRange(low, high);
    box->setDecimals(decimals);
    box->setSingleStep(std::pow(10, -decimals));
    box->setValue(value);
    shared::letWheelPass(box);
    auto *label = new QLabel(name, this);
    label->setBuddy(box);
    grid->addWidget(label, row, 0);
    grid->addWidget(box, row, 1);
    connect(box, &QDoubleSpinBox::valueChanged, this, &DesignEditor::check);
    return box;
}

QWidget *DesignEditor::makeRules() {
    auto *part = new QWidget;
    auto *grid = new QGridLayout(part);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * kGrid);
    m_null = addCount(grid, 0, tr("Pairs of the same sound"), 20, m_design.checks.nullPairs);
    m_repeats = addCount(grid, 1, tr("Questions asked twice"), 50, m_design.checks.repeats);
    m_gold = addCount(grid, 2, tr("Pairs that anybody hears"), 10, m_design.checks.gold);
    m_heard = addCount(grid, 3, tr("Each sound is heard for, ms"), 60'000, m_design.minimumHeardMs);
    m_inferior =
        addNumber(grid, 4, tr("Accepted: surely less worse than, points"), 0.01, 4, m_design.margins.inferior, 2);
    m_rejected =
        addNumber(grid, 5, tr("Rejected: surely more worse than, points"), 0.01, 4, m_design.margins.rejected, 2);
    m_alpha = addNumber(grid, 6, tr("Chance of a wrong acceptance"), 0.001, 0.2, m_design.margins.alpha, 3);
    m_votes = new QSpinBox(this);
    m_votes->setRange(1, 100'000);
    m_votes->setValue(m_design.margins.fewestVotes);
    shared::letWheelPass(m_votes);
    auto *label = new QLabel(tr("Votes of each column, at least"), this);
    label->setBuddy(m_votes);
    grid->addWidget(label, 7, 0);
    grid->addWidget(m_votes, 7, 1);
    m_looks = addCount(grid, 8, tr("Times that it is judged"), 10, m_design.margins.looks);
    m_looks->setMinimum(1);
    m_looks->setToolTip(
        tr("Who looks at results and then goes on listening looks twice: each look has its share of the "
           "chance of a wrong acceptance"));
    m_noPreference = new QCheckBox(tr("“No preference” is an answer"), this);
    m_noPreference->setChecked(m_design.noPreference);
    m_asDelivered = new QCheckBox(tr("Levels as they were made"), this);
    m_asDelivered->setToolTip(tr("Otherwise all sounds of a sentence are brought to one loudness"));
    m_asDelivered->setChecked(m_design.asDelivered);
    grid->addWidget(m_noPreference, 9, 0, 1, 2);
    grid->addWidget(m_asDelivered, 10, 0, 1, 2);
    grid->setColumnStretch(2, 1);
    return part;
}

void DesignEditor::fillRows(const std::vector<TestRow> &rows) {
    const QSignalBlocker quiet(m_rows);
    m_rows->setRowCount(int(rows.size()));
    for (int i = 0; i < int(rows.size()); ++i) {
        const TestRow &row = rows[std::size_t(i)];
        const QStringList cells{QString::fromStdString(row.id), QString::fromStdString(row.category),
                                QString::fromStdString(row.text), QString::number(row.seed)};
        for (int column = 0; column < cells.size(); ++column)
            m_rows->setItem(i, column, new QTableWidgetItem(cells[column]));
    }
}

void DesignEditor::addRow() {
    std::vector<TestRow> rows = design().rows;
    std::set<std::string> ids;
    std::uint64_t seed = 0;
    for (const TestRow &row : rows) {
        ids.insert(row.id);
        seed = std::max(seed, row.seed);
    }
    int number = 1;
    while (ids.count("line_" + std::to_string(number)) > 0)
        ++number;
    rows.push_back({"line_" + std::to_string(number), "own", tr("A sentence of your own.").toStdString(), seed + 1});
    fillRows(rows);
    m_rows->setCurrentCell(m_rows->rowCount() - 1, Text);
    m_rows->setFocus();
    m_rows->editItem(m_rows->currentItem());
    check();
}

void DesignEditor::removeRows() {
    std::set<int> chosen;
    for (const QModelIndex &index : m_rows->selectionModel()->selectedRows())
        chosen.insert(index.row());
    for (auto row = chosen.rbegin(); row != chosen.rend(); ++row)
        m_rows->removeRow(*row);
    check();
}

void DesignEditor::importRows(const QString &file) {
    m_files.post([this, file] {
        QString problem;
        std::vector<TestRow> rows;
        QFile source(file);
        if (!source.open(QIODevice::ReadOnly) || source.size() > kLargestList)
            problem = tr("This file cannot be read as a list of sentences.");
        try {
            if (problem.isEmpty())
                rows = app::listening::importSentences(source.readAll(), file);
        } catch (const engine::Error &error) {
            problem = QString::fromUtf8(error.what()) + u' ' + QString::fromStdString(error.remedy());
        }
        QMetaObject::invokeMethod(this, [=, this] {
            if (!problem.isEmpty()) {
                m_verdict->setText(problem);
                return;
            }
            fillRows(rows);
            check();
        });
    });
}

TestDesign DesignEditor::design() const {
    TestDesign design = m_design;
    design.name = m_name->text().trimmed().toStdString();
    design.mode = Mode(m_mode->currentData().toInt());
    design.voice = m_voice->currentData().toString().toStdString();
    design.columns = m_columns->columns();
    design.baseline = m_columns->baseline();
    design.rows.clear();
    const auto textAt = [this](int row, int column) {
        const QTableWidgetItem *item = m_rows->item(row, column);
        return item ? item->text().trimmed() : QString();
    };
    for (int i = 0; i < m_rows->rowCount(); ++i)
        design.rows.push_back({textAt(i, Id).toStdString(), textAt(i, Category).toStdString(),
                               textAt(i, Text).toStdString(), textAt(i, Seed).toULongLong()});
    design.noPreference = m_noPreference->isChecked();
    design.asDelivered = m_asDelivered->isChecked();
    design.minimumHeardMs = m_heard->value();
    design.checks = {m_null->value(), m_repeats->value(), m_gold->value()};
    design.margins.inferior = m_inferior->value();
    design.margins.rejected = m_rejected->value();
    design.margins.alpha = m_alpha->value();
    design.margins.fewestVotes = m_votes->value();
    design.margins.looks = m_looks->value();
    return design;
}

void DesignEditor::check() {
    const TestDesign now = design();
    m_noPreference->setEnabled(now.mode == Mode::AbPreference);
    try {
        validate(now);
    } catch (const engine::Error &error) {
        m_verdict->setText(QString::fromUtf8(error.what()) + u' ' + QString::fromStdString(error.remedy()));
        m_save->setEnabled(false);
        return;
    }
    if (const auto objection = objectionToHearing(now)) {
        m_verdict->setText(*objection);
        m_save->setEnabled(false);
        return;
    }
    m_save->setEnabled(true);
    double seconds = 0;
    double steps = 0;
    const auto conditions = soundsMade(now);
    for (const TestRow &row : now.rows) {
        const double length = app::listening::expectedSeconds(row);
        for (const auto condition : conditions) {
            seconds += length / columnOf(now, condition).speed;
            steps += condition == app::listening::kLowPass ? 0 : length * columnOf(now, condition).nfeStep;
        }
    }
    const int cells = int(now.rows.size() * conditions.size());
    QString words = tr("%1 sounds, about %2 of speech and %3 MB", "how many, how long, how large")
                        .arg(QString::number(cells), shared::clockTime(seconds, 0),
                             shared::glance(seconds * engine::kSampleRate * 4 / 1e6));
    if (m_secondsEach)
        words = tr("%1; making all of them takes about %2 on this computer.")
                    .arg(words, shared::clockTime(steps * *m_secondsEach, 0));
    else
        words = tr("%1; how long making them takes is told as soon as the first are made.").arg(words);
    m_verdict->setText(words);
}

} // namespace ui::listening

#include "moc_design_editor.cpp"
