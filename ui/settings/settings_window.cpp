#include "ui/settings/settings_window.h"

#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "app/settings/setting_table.h"
#include "app/settings/settings.h"
#include "ui/settings/setting_edits.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::settings {
namespace {

constexpr int kControlWidth = 232; // px, as below; more when the words of a choice need it
constexpr int kLeastText = 160;
constexpr int kLeastBesides = 348; // of the window, beside the controls
constexpr int kUsualBesides = 448;

QString shownDefault(const app::Setting &setting, const SettingWords &words) {
    if (setting.kind == app::Setting::Kind::Flag)
        return setting.fallback.toBool() ? SettingsWindow::tr("on") : SettingsWindow::tr("off");
    const QString text = setting.fallback.toVariant().toString();
    return text.isEmpty() ? (words.whenEmpty.isEmpty() ? SettingsWindow::tr("empty") : words.whenEmpty)
                          : words.choices.value(text, text) + words.unit;
}

void sayWhy(QLabel *label, const QString &why) {
    if (!label || label->text() == why)
        return;
    label->setText(why);
    label->setVisible(!why.isEmpty());
    if (!why.isEmpty()) {
        QAccessibleEvent told(label, QAccessible::Alert);
        QAccessible::updateAccessibility(&told);
    }
}

} // namespace

SettingsWindow::SettingsWindow(app::Settings &settings, SettingEdits &edits, QHash<QString, Choices> choices,
                               QWidget *parent)
    : QDialog(parent), m_settings(settings), m_edits(edits), m_choices(std::move(choices)) {
    setWindowTitle(tr("Settings"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(12);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Search the settings"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->addAction(shared::icon(u"search", shared::Tone::Quiet), QLineEdit::LeadingPosition);
    layout->addWidget(m_search);

    auto *list = new QWidget(this);
    auto *rows = new QVBoxLayout(list);
    rows->setContentsMargins(0, 0, kGrid, 0);
    rows->setSpacing(kGrid);
    for (const SettingSection &section : settingSections())
        addSection(section, rows);
    addShortcuts(rows);
    m_none = new QLabel(list);
    m_none->setTextFormat(Qt::PlainText);
    setRole(m_none, "quiet");
    m_none->setWordWrap(true);
    m_none->hide();
    rows->addWidget(m_none);
    rows->addStretch(1);
    m_area = new QScrollArea(this);
    m_area->setAccessibleName(windowTitle());
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setWidget(list);
    layout->addWidget(m_area, 1);

    auto *bottom = new QHBoxLayout;
    m_restoreAll = new QPushButton(shared::icon(u"reset"), tr("Restore &all defaults"), this);
    m_undo = new QPushButton(shared::icon(u"undo"), tr("&Undo"), this);
    m_redo = new QPushButton(shared::icon(u"redo"), tr("Re&do"), this);
    auto *close = new QPushButton(tr("Close"), this);
    bottom->addWidget(m_restoreAll);
    bottom->addWidget(m_undo);
    bottom->addWidget(m_redo);
    bottom->addStretch(1);
    bottom->addWidget(close);
    for (QPushButton *button : {m_restoreAll, m_undo, m_redo, close})
        button->setAutoDefault(false); // Enter in a field is the field's
    layout->addLayout(bottom);

    connect(m_search, &QLineEdit::textChanged, this, &SettingsWindow::search);
    connect(m_restoreAll, &QPushButton::clicked, this, &SettingsWindow::restoreAll);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(&m_settings, &app::Settings::changed, this, &SettingsWindow::follow);
    m_search->setFocus();
    alignControls();
    addHistory();
}

void SettingsWindow::addHistory() {
    const auto add = [this](QPushButton *button, const QList<QKeySequence> &keys, bool back) {
        auto *action = new QAction(this); // its keys, wherever the keyboard is
        action->setShortcuts(keys);
        addAction(action);
        connect(action, &QAction::triggered, this, [this, back] { step(back); });
        connect(button, &QPushButton::clicked, this, [this, back] { step(back); });
    };
    add(m_undo, {QKeySequence(Qt::CTRL | Qt::Key_Z)}, true);
    add(m_redo, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)}, false);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textEdited, this, [this] { m_typedLast = true; });
    connect(&m_edits, &SettingEdits::edited, this, [this] { m_typedLast = false; });
    connect(&m_edits, &SettingEdits::changed, this, &SettingsWindow::followHistory);
    followHistory();
}

SettingsWindow::Row *SettingsWindow::rowOf(const QString &id) {
    for (Section &section : m_sections) {
        for (Row &row : section.rows) {
            if (row.id == id)
                return &row;
        }
    }
    return nullptr;
}

void SettingsWindow::step(bool back) {
    if (back && forgetTyped())
        return;
    const QStringList ids = back ? m_edits.undone() : m_edits.redone();
    back ? m_edits.undo() : m_edits.redo();
    if (!focusWidget() || !focusWidget()->isEnabled())
        m_search->setFocus();
    if (Row *row = ids.isEmpty() ? nullptr : rowOf(ids.first()))
        m_area->ensureWidgetVisible(row->widget);
}

void SettingsWindow::followHistory() {
    const auto follow = [this](QPushButton *button, const QStringList &ids, const QString &one, const QString &many) {
        const Row *row = ids.isEmpty() ? nullptr : rowOf(ids.first());
        button->setEnabled(!ids.isEmpty());
        button->setToolTip(!row ? QString() : ids.size() == 1 ? one.arg(row->control.widget->accessibleName()) : many);
    };
    follow(m_undo, m_edits.undone(), tr("Undo the change of “%1”"), tr("Undo the changes of several settings"));
    follow(m_redo, m_edits.redone(), tr("Change “%1” again"), tr("Change the settings again"));
}

// Undo and redo are the window's in every field but the search, while something is being typed there.
bool SettingsWindow::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isStep = key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo);
        if (isStep && !(watched == m_search && m_typedLast)) {
            event->ignore();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

// What was typed in a field and does not count yet goes; true: there was such.
bool SettingsWindow::forgetTyped() {
    for (const Section &section : m_sections) {
        for (const Row &row : section.rows) {
            if (!row.control.widget || row.control.widget != focusWidget())
                continue;
            const auto *field = qobject_cast<const QLineEdit *>(row.control.widget);
            if (!field)
                field = row.control.widget->findChild<QLineEdit *>();
            const QString typed = field ? field->text() : QString();
            row.control.follow();
            return field && field->text() != typed;
        }
    }
    return false;
}

void SettingsWindow::alignControls() {
    int width = kControlWidth;
    const auto each = [this](const auto &act) {
        for (const Section &section : m_sections) {
            for (const Row &row : section.rows) {
                if (QWidget *control = row.control.widget; control && !qobject_cast<QCheckBox *>(control))
                    act(control);
            }
        }
    };
    each([&](QWidget *control) {
        const auto *box = qobject_cast<QComboBox *>(control);
        if (box && box->sizeAdjustPolicy() == QComboBox::AdjustToContents)
            width = std::max(width, box->sizeHint().width());
    });
    each([&](QWidget *control) { control->setFixedWidth(width); });
    setMinimumWidth(kLeastBesides + width);
    resize(kUsualBesides + width, 640);
}

void SettingsWindow::addSection(const SettingSection &section, QVBoxLayout *layout) {
    auto *heading = new QLabel(section.name, this);
    setRole(heading, "heading");
    heading->setContentsMargins(0, layout->count() == 0 ? 0 : kGrid, 0, 0);
    layout->addWidget(heading);
    m_sections.push_back({heading, {}});
    for (const SettingWords &words : section.settings) {
        Row row = makeRow(words);
        row.words = QStringList{section.name, words.name, words.what, row.words}.join(u' ');
        layout->addWidget(row.widget);
        m_sections.back().rows.push_back(std::move(row));
    }
}

SettingsWindow::Row SettingsWindow::makeRow(const SettingWords &words) {
    const app::Setting &setting = *app::findSetting(words.id);
    Row row;
    row.id = words.id;
    row.widget = new QFrame(this);
    setRole(row.widget, "card");
    row.refused = new QLabel(row.widget);
    row.refused->setTextFormat(Qt::PlainText); // it quotes what was typed
    setRole(row.refused, "attention");
    row.refused->setWordWrap(true);
    row.refused->hide();
    row.control = makeControl(
        m_settings, m_edits, setting, words, m_choices.value(words.id),
        [this, label = QPointer(row.refused)](const QString &why) {
            sayWhy(label, why);
            if (label && !why.isEmpty())
                QTimer::singleShot(0, label, [this, label] { m_area->ensureWidgetVisible(label); });
        },
        row.widget);
    row.control.widget->setToolTip(setting.path());
    row.control.widget->installEventFilter(this);
    auto *name = new QLabel(words.name, row.widget);
    name->setBuddy(row.control.widget);
    name->setWordWrap(true);
    auto *what = new QLabel(words.what, row.widget);
    setRole(what, "quiet");
    what->setWordWrap(true);
    row.override = new QLabel(row.widget);
    row.override->setTextFormat(Qt::PlainText);
    setRole(row.override, "attention");
    row.override->setWordWrap(true);
    for (QLabel *label : {name, what, row.override, row.refused})
        label->setMinimumWidth(kLeastText); // a long word is cut before a control is
    row.restore = new QToolButton(row.widget);
    row.restore->setIcon(shared::icon(u"reset"));
    row.restore->setAccessibleName(tr("Restore “%1”").arg(words.name));
    row.restore->setToolTip(tr("Restore the default: %1").arg(shownDefault(setting, words)));
    connect(row.restore, &QToolButton::clicked, this, [this, id = row.id] { m_edits.restore({id}); });

    auto *text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(name);
    text->addWidget(what);
    text->addWidget(row.override);
    text->addWidget(row.refused);
    auto *line = new QHBoxLayout(row.widget);
    line->setContentsMargins(12, kGrid, kGrid, kGrid);
    line->setSpacing(2 * kGrid);
    line->addLayout(text, 1);
    line->addWidget(row.control.widget, 0, Qt::AlignVCenter);
    line->addWidget(row.restore, 0, Qt::AlignVCenter);
    row.words = QStringList(QStringList{setting.path(), setting.variable()} + words.choices.values()).join(u' ');
    showRow(row);
    return row;
}

void SettingsWindow::addShortcuts(QVBoxLayout *layout) {
    addSection({tr("Keyboard"), {}}, layout);
    Row row{};
    row.widget = new QFrame(this);
    setRole(row.widget, "card");
    auto *name = new QLabel(tr("Keyboard shortcuts"), row.widget);
    auto *what = new QLabel(tr("Which keys every action of the menus has."), row.widget);
    setRole(what, "quiet");
    what->setWordWrap(true);
    for (QLabel *label : {name, what})
        label->setMinimumWidth(kLeastText);
    auto *open = new QPushButton(shared::icon(u"keyboard"), tr("Change …"), row.widget);
    open->setAutoDefault(false);
    open->setAccessibleDescription(name->text());
    connect(open, &QPushButton::clicked, this, &SettingsWindow::shortcutsWanted);
    auto *text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(name);
    text->addWidget(what);
    auto *line = new QHBoxLayout(row.widget);
    line->setContentsMargins(12, kGrid, kGrid, kGrid);
    line->setSpacing(2 * kGrid);
    line->addLayout(text, 1);
    line->addWidget(open, 0, Qt::AlignVCenter);
    layout->addWidget(row.widget);
    row.words = QStringList{tr("Keyboard"), name->text(), what->text()}.join(u' ');
    m_sections.back().rows.push_back(std::move(row));
}

void SettingsWindow::showRow(Row &row) {
    row.control.follow();
    sayWhy(row.refused, {});
    row.restore->setEnabled(!m_settings.isDefault(row.id));
    const QString variable = m_settings.overriddenBy(row.id);
    row.override->setVisible(!variable.isEmpty());
    row.override->setText(
        tr("%1 in the environment sets this at every start. A change here lasts until the Studio is closed.")
            .arg(variable));
}

void SettingsWindow::follow(const QString &id) {
    if (Row *row = rowOf(id))
        showRow(*row);
}

void SettingsWindow::refresh() {
    for (Section &section : m_sections) {
        for (Row &row : section.rows) {
            if (m_choices.contains(row.id))
                showRow(row);
        }
    }
}

void SettingsWindow::search(const QString &text) {
    const QStringList wanted = text.simplified().split(u' ', Qt::SkipEmptyParts);
    bool any = false;
    for (Section &section : m_sections) {
        bool here = false;
        for (Row &row : section.rows) {
            const bool found = std::all_of(wanted.begin(), wanted.end(), [&row](const QString &word) {
                return row.words.contains(word, Qt::CaseInsensitive);
            });
            row.widget->setVisible(found);
            here |= found;
        }
        section.heading->setVisible(here);
        any |= here;
    }
    m_none->setText(tr("No setting speaks of “%1”.").arg(text.simplified()));
    m_none->setVisible(!any);
}

void SettingsWindow::restoreAll() {
    QStringList ids;
    for (const Section &section : m_sections) {
        for (const Row &row : section.rows) {
            if (!row.id.isEmpty() && !m_settings.isDefault(row.id))
                ids << row.id;
        }
    }
    m_edits.restore(ids);
}

} // namespace ui::settings

#include "moc_settings_window.cpp"
