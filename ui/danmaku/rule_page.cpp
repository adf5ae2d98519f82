#include "ui/danmaku/rule_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QTimer>
#include <QToolButton>

#include <cmath>
#include <memory>

#include "ui/danmaku/rule_row.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::LiveStage;
using app::danmaku::Rules;

namespace {

constexpr int kLines = 4;      // of a field with a word a line
constexpr int kSettles = 1000; // ms after the last key
constexpr int kMostComplaints = 5;
const QString kTimer = QStringLiteral("typing");

QStringList linesOf(const QString &text) {
    QStringList lines;
    for (const QString &line : text.split(u'\n')) {
        if (const QString word = line.trimmed(); !word.isEmpty() && !lines.contains(word))
            lines << word;
    }
    return lines;
}

// What came into `now` or went from it since somebody began to type in `before` counts as well.
QStringList merged(const QStringList &typed, const QStringList &before, const QStringList &now) {
    QStringList lines;
    for (const QString &line : typed) {
        if (now.contains(line) || !before.contains(line))
            lines << line;
    }
    for (const QString &line : now) {
        if (!before.contains(line) && !lines.contains(line))
            lines << line;
    }
    return lines;
}

// Between nothing and the least there is nothing: the file has it so, too.
double held(double value, const app::danmaku::RuleBounds &bounds) {
    return bounds.orNone && value > 0 && value < bounds.least ? bounds.least : value;
}

int decimalsOf(double step) {
    return step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
}

} // namespace

RulePage::RulePage(LiveStage &stage, QWidget *parent) : QWidget(parent), m_stage(stage) {
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(2 * kGrid, kGrid, kGrid, kGrid);
    m_grid->setHorizontalSpacing(kGrid);
    m_grid->setVerticalSpacing(kGrid);
    m_grid->setColumnStretch(1, 1);
    connect(&m_stage, &LiveStage::rulesChanged, this, &RulePage::follow);
}

void RulePage::addHeading(const QString &words) {
    auto *heading = new QLabel(words, this);
    heading->setWordWrap(true);
    heading->setMinimumWidth(200);
    setRole(heading, "heading");
    m_grid->addWidget(heading, m_grid->rowCount(), 0, 1, 3);
}

void RulePage::addNote(const QString &words) {
    auto *note = new QLabel(words, this);
    note->setWordWrap(true);
    note->setMinimumWidth(200);
    setRole(note, "quiet");
    m_grid->addWidget(note, m_grid->rowCount(), 0, 1, 3);
}

void RulePage::addComplaint() {
    m_complaint = new QLabel(this);
    m_complaint->setTextFormat(Qt::PlainText);
    m_complaint->setWordWrap(true);
    m_complaint->setMinimumWidth(200);
    m_complaint->hide();
    setRole(m_complaint, "attention");
    m_grid->addWidget(m_complaint, m_grid->rowCount(), 0, 1, 3);
    connect(&m_stage, &LiveStage::phrasesChanged, this, &RulePage::askForComplaint);
}

// The filter says it of whatever it reads.
void RulePage::askForComplaint() {
    QStringList wrong;
    for (const auto &[phrase, why] : m_stage.phraseObjections()) {
        if (wrong.size() == kMostComplaints)
            break;
        if (m_stage.rules().filter.bannedPhrases.contains(phrase))
            wrong << tr("“%1” does nothing. %2", "a phrase; why").arg(phrase.left(60), why);
    }
    const QString ofPhrases = wrong.join(u'\n');
    m_complaint->setText(ofPhrases);
    m_complaint->setVisible(!wrong.isEmpty());
    if (m_stage.rules().filter.bannedPhrases.isEmpty())
        return;
    m_stage.tryText(QStringLiteral("-"), this, [this, ofPhrases](const QList<app::chat::FilterStep> &steps) {
        for (const app::chat::FilterStep &step : steps) {
            if (step.rule != QStringLiteral("phrases") || !step.on || step.refused || step.reason.isEmpty())
                continue;
            m_complaint->setText(ofPhrases.isEmpty() ? step.reason : step.reason + u'\n' + ofPhrases);
            m_complaint->show();
        }
    });
}

QTimer *RulePage::whenTyped(QWidget *field, std::function<void()> apply) {
    auto *timer = new QTimer(field);
    timer->setObjectName(kTimer);
    timer->setSingleShot(true);
    timer->setInterval(kSettles);
    connect(timer, &QTimer::timeout, this, apply);
    m_typed.insert(field, std::move(apply));
    field->installEventFilter(this);
    return timer;
}

bool RulePage::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide) {
        auto *timer = watched->findChild<QTimer *>(kTimer, Qt::FindDirectChildrenOnly);
        if (timer && timer->isActive()) {
            timer->stop();
            m_typed.value(watched)(); // now: the window may go with its fields
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RulePage::finish() {
    m_grid->setRowStretch(m_grid->rowCount(), 1);
    follow();
}

void RulePage::change(const std::function<void(Rules &)> &act) {
    if (m_showing)
        return;
    Rules rules = m_stage.rules();
    act(rules);
    m_stage.setRules(rules);
    follow();
}

void RulePage::follow() {
    const QScopedValueRollback<bool> showing(m_showing, true);
    Rules rules = m_stage.rules();
    Rules shipped;
    for (const Row &row : m_rows) {
        row.show(rules);
        row.restore->setVisible(row.differs(rules, shipped));
    }
    if (m_complaint)
        askForComplaint();
}

void RulePage::addRow(const QString &name, const QString &tip, QWidget *control, Row row,
                      std::function<void(Rules &, Rules &)> restore) {
    QToolButton *again = addRuleRow(*m_grid, name, tip, control);
    connect(again, &QToolButton::clicked, this, [this, control, restore] {
        control->setFocus(); // the button goes
        change([&](Rules &rules) {
            Rules shipped;
            restore(rules, shipped);
        });
    });
    row.restore = again;
    m_rows.push_back(std::move(row));
}

void RulePage::addSwitch(const QString &name, const QString &tip, Field<bool> field) {
    auto *box = new QCheckBox(name, this);
    connect(box, &QCheckBox::toggled, this,
            [this, field](bool on) { change([&](Rules &rules) { field(rules) = on; }); });
    addRow(name, tip, box,
           {[box, field](Rules &rules) { box->setChecked(field(rules)); },
            [field](Rules &rules, Rules &shipped) { return field(rules) != field(shipped); }},
           [field](Rules &rules, Rules &shipped) { field(rules) = field(shipped); });
}

void RulePage::addNumber(const QString &name, const QString &tip, Field<int> field, const RuleRange &range) {
    auto *box = new QSpinBox(this);
    const auto [least, most, orNone] = range.bounds;
    box->setRange(orNone ? 0 : int(least), int(most));
    box->setSingleStep(int(range.step));
    box->setSuffix(range.unit);
    box->setSpecialValueText(range.atLeast);
    box->setKeyboardTracking(false);
    shared::letWheelPass(box);
    connect(box, &QSpinBox::valueChanged, this, [this, field, bounds = range.bounds](int value) {
        change([&](Rules &rules) { field(rules) = int(held(value, bounds)); });
    });
    addRow(name, tip, box,
           {[box, field](Rules &rules) { box->setValue(field(rules)); },
            [field](Rules &rules, Rules &shipped) { return field(rules) != field(shipped); }},
           [field](Rules &rules, Rules &shipped) { field(rules) = field(shipped); });
}

void RulePage::addReal(const QString &name, const QString &tip, Field<double> field, const RuleRange &range) {
    auto *box = new QDoubleSpinBox(this);
    const auto [least, most, orNone] = range.bounds;
    box->setDecimals(decimalsOf(range.step));
    box->setRange(orNone ? 0 : least, most);
    box->setSingleStep(range.step);
    box->setSuffix(range.unit);
    box->setSpecialValueText(range.atLeast);
    box->setKeyboardTracking(false);
    shared::letWheelPass(box);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, field, bounds = range.bounds](double value) {
        change([&](Rules &rules) { field(rules) = held(value, bounds); });
    });
    addRow(name, tip, box,
           {[box, field](Rules &rules) { box->setValue(field(rules)); },
            [field](Rules &rules, Rules &shipped) { return std::abs(field(rules) - field(shipped)) > 1e-9; }},
           [field](Rules &rules, Rules &shipped) { field(rules) = field(shipped); });
}

void RulePage::addChoice(const QString &name, const QString &tip, const QStringList &words, Field<int> field) {
    addAny(
        name, tip, words, [field](Rules &rules) { return field(rules); },
        [field](Rules &rules, int value) { field(rules) = value; });
}

void RulePage::addAny(const QString &name, const QString &tip, const QStringList &words,
                      std::function<int(Rules &)> get, std::function<void(Rules &, int)> set) {
    auto *box = new QComboBox(this);
    box->addItems(words);
    shared::letWheelPass(box);
    connect(box, &QComboBox::activated, this,
            [this, set](int value) { change([&](Rules &rules) { set(rules, value); }); });
    addRow(name, tip, box,
           {[box, get](Rules &rules) { box->setCurrentIndex(get(rules)); },
            [get](Rules &rules, Rules &shipped) { return get(rules) != get(shipped); }},
           [get, set](Rules &rules, Rules &shipped) { set(rules, get(shipped)); });
}

void RulePage::addWords(const QString &name, const QString &tip, Field<QStringList> field) {
    addLines(
        name, tip, [field](Rules &rules) { return field(rules); },
        [field](Rules &rules, const QStringList &lines) { field(rules) = lines; });
}

void RulePage::addLines(const QString &name, const QString &tip, std::function<QStringList(Rules &)> get,
                        std::function<void(Rules &, const QStringList &)> set) {
    auto *box = new QPlainTextEdit(this);
    box->setTabChangesFocus(true);
    box->setLineWrapMode(QPlainTextEdit::NoWrap);
    box->setFixedHeight(kLines * box->fontMetrics().lineSpacing() + 3 * kGrid);
    const auto before = std::make_shared<QStringList>(); // as it was when somebody began to type
    QTimer *typing = whenTyped(box, [this, box, get, set, before] {
        change([&](Rules &rules) { set(rules, merged(linesOf(box->toPlainText()), *before, get(rules))); });
    });
    connect(box, &QPlainTextEdit::textChanged, this, [this, typing, get, before] {
        if (m_showing)
            return;
        if (!typing->isActive()) {
            Rules rules = m_stage.rules();
            *before = get(rules);
        }
        typing->start(kSettles);
    });
    addRow(name, tip, box,
           {[box, get, set, typing](Rules &rules) {
                if (typing->isActive())
                    return;
                Rules typed = rules;
                set(typed, linesOf(box->toPlainText()));
                if (get(typed) != get(rules)) // what is typed stays as it is typed
                    box->setPlainText(get(rules).join(u'\n'));
            },
            [get](Rules &rules, Rules &shipped) { return get(rules) != get(shipped); }},
           [get, set, typing](Rules &rules, Rules &shipped) {
               typing->stop();
               set(rules, get(shipped));
           });
}

void RulePage::addText(const QString &name, const QString &tip, Field<QString> field) {
    auto *box = new QLineEdit(this);
    box->setMaxLength(200);
    QTimer *typing = whenTyped(box, [this, box, field] { change([&](Rules &rules) { field(rules) = box->text(); }); });
    connect(box, &QLineEdit::textEdited, typing, [typing] { typing->start(kSettles); });
    addRow(name, tip, box,
           {[box, field, typing](Rules &rules) {
                if (!typing->isActive() && box->text() != field(rules))
                    box->setText(field(rules));
            },
            [field](Rules &rules, Rules &shipped) { return field(rules) != field(shipped); }},
           [field, typing](Rules &rules, Rules &shipped) {
               typing->stop();
               field(rules) = field(shipped);
           });
}

} // namespace ui::danmaku

#include "moc_rule_page.cpp"
