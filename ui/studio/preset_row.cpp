#include "ui/studio/preset_row.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/settings/presets.h"
#include "ui/shared/controls.h"
#include "ui/shared/loudness_box.h"
#include "ui/theme.h"

namespace ui::studio {

namespace {

QString describe(const QJsonObject &values) {
    const auto number = [&](const char *id) {
        return QLocale().toString(values.value(QLatin1String(id)).toDouble(), 'g', 4);
    };
    const QString loudness = values.value(QStringLiteral("loudness")).toString();
    bool levelled = false;
    const double target = loudness.toDouble(&levelled);
    return PresetRow::tr("NFE %1 · %2 · speed %3 × · CFG %4 · sway %5 · cross-fade %6 s · precision %7 · %8")
        .arg(number("nfe"), values.value(QStringLiteral("schedule")).toString().toUpper(), number("speed"),
             number("cfg"), number("sway"), number("crossFade"), values.value(QStringLiteral("precision")).toString(),
             shared::loudnessName(levelled ? std::optional(target) : std::nullopt));
}

} // namespace

PresetRow::PresetRow(app::Presets &presets, QWidget *parent) : QWidget(parent), m_presets(presets) {
    m_choosing = makeChoice();
    m_naming = makeName();
    m_naming->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_choosing);
    layout->addWidget(m_naming);
    connect(&m_presets, &app::Presets::changed, this, &PresetRow::fill);
    connect(&m_presets, &app::Presets::currentChanged, this, &PresetRow::follow);
    fill();
}

QWidget *PresetRow::makeChoice() {
    auto *page = new QWidget(this);
    auto *layout = new QHBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    m_choice = new QComboBox(page);
    m_choice->setAccessibleName(tr("Preset"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    shared::keepRoomFor(m_choice, tr("Own values"));
    m_choice->installEventFilter(this);
    shared::letWheelPass(m_choice);
    layout->addWidget(m_choice, 1);
    m_save = shared::makeIconButton(u"save", tr("Save as preset"), {}, page);
    m_rename = shared::makeIconButton(u"text", tr("Rename preset"), {}, page);
    m_remove = shared::makeIconButton(u"remove", tr("Remove preset"), {}, page);
    for (QToolButton *button : {m_save, m_rename, m_remove}) {
        layout->addWidget(button);
    }
    connect(m_choice, &QComboBox::activated, this, [this](int row) {
        const QString name = m_choice->itemData(row).toString();
        if (!name.isEmpty()) {
            m_presets.use(name);
        }
        follow();
    });
    connect(m_save, &QToolButton::clicked, this, &PresetRow::saveAs);
    connect(m_rename, &QToolButton::clicked, this, &PresetRow::rename);
    connect(m_remove, &QToolButton::clicked, this, &PresetRow::remove);
    return page;
}

QWidget *PresetRow::makeName() {
    auto *page = new QWidget(this);
    m_name = new QLineEdit(page);
    m_name->setMaxLength(int(app::kLongestPresetName));
    m_name->setAccessibleName(tr("Name of the preset"));
    m_name->setPlaceholderText(tr("Name of the preset"));
    m_name->installEventFilter(this);
    m_objection = new QLabel(page);
    m_objection->setTextFormat(Qt::PlainText);
    setRole(m_objection, "attention");
    m_objection->setWordWrap(true);
    m_objection->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(2);
    row->addWidget(m_name, 1);
    QToolButton *keep = shared::makeIconButton(u"check", tr("Keep the name (Enter)"), {}, page);
    QToolButton *leave = shared::makeIconButton(u"close", tr("Leave it as it was (Esc)"), {}, page);
    row->addWidget(keep);
    row->addWidget(leave);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_objection);
    connect(m_name, &QLineEdit::returnPressed, this, &PresetRow::keepName);
    connect(m_name, &QLineEdit::textEdited, m_objection, &QWidget::hide);
    connect(keep, &QToolButton::clicked, this, &PresetRow::keepName);
    connect(leave, &QToolButton::clicked, this, &PresetRow::leaveName);
    return page;
}

const app::Preset *PresetRow::own() const {
    const app::Preset *current = m_presets.current();
    return current && !current->shipped ? current : nullptr;
}

void PresetRow::fill() {
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    bool ruled = false;
    for (const app::Preset &preset : m_presets.all()) {
        if (!preset.shipped && !ruled) {
            m_choice->insertSeparator(m_choice->count());
            ruled = true;
        }
        m_choice->addItem(preset.name, preset.name);
        m_choice->setItemData(m_choice->count() - 1, describe(preset.values), Qt::ToolTipRole);
    }
    follow();
}

void PresetRow::follow() {
    const QSignalBlocker quiet(m_choice);
    const app::Preset *current = m_presets.current();
    const bool saysOwn = m_choice->itemData(0).toString().isEmpty();
    if (saysOwn && current) {
        m_choice->removeItem(0);
    } else if (!saysOwn && !current) {
        m_choice->insertItem(0, tr("Own values"));
    }
    m_choice->setCurrentIndex(current ? m_choice->findData(current->name) : 0);
    m_rename->setEnabled(own());
    m_remove->setEnabled(own());
}

bool PresetRow::isNaming() const {
    return !m_naming->isHidden();
}

void PresetRow::choose() {
    leaveName();
    Q_EMIT shown(m_choice);
    m_choice->showPopup();
}

void PresetRow::saveAs() {
    askName({});
}

void PresetRow::rename() {
    if (own()) {
        askName(own()->name);
    }
}

void PresetRow::remove() {
    if (const app::Preset *preset = own()) {
        m_presets.remove(preset->name);
        m_choice->setFocus(); // the button that was pressed is off now
    }
}

void PresetRow::askName(const QString &from) {
    m_from = from;
    m_objection->hide();
    m_name->setText(from);
    m_choosing->hide();
    m_naming->show();
    m_name->setFocus();
    m_name->selectAll();
    Q_EMIT shown(m_name);
}

void PresetRow::keepName() {
    const QString name = m_name->text().simplified();
    const QString objection = m_from.isEmpty() ? m_presets.save(name) : m_presets.rename(m_from, name);
    if (!objection.isEmpty()) {
        m_objection->setText(objection);
        m_objection->show();
        m_name->setAccessibleDescription(objection);
        m_name->setFocus();
        return;
    }
    leaveName();
}

void PresetRow::leaveName() {
    m_naming->hide();
    m_choosing->show();
    m_name->setAccessibleDescription({});
    m_choice->setFocus();
}

// A person's own values, which no preset knows, would be gone with the first arrow key.
bool PresetRow::openForKey(QKeyEvent *key) {
    static constexpr Qt::Key kSteps[] = {Qt::Key_Up,       Qt::Key_Down, Qt::Key_PageUp,
                                         Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End};
    const bool step = std::find(std::begin(kSteps), std::end(kSteps), key->key()) != std::end(kSteps);
    const bool letter = !key->text().isEmpty() && key->text().front().isPrint() && key->key() != Qt::Key_Space &&
                        !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (!step && !letter) {
        return false;
    }
    m_choice->showPopup();
    QAbstractItemView *list = m_choice->view();
    if (letter) {
        list->keyboardSearch(key->text());
    } else if (key->key() != Qt::Key_Up && key->key() != Qt::Key_Down) {
        QKeyEvent again(QEvent::KeyPress, key->key(), Qt::NoModifier);
        QCoreApplication::sendEvent(list, &again);
    }
    return true;
}

bool PresetRow::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_choice && event->type() == QEvent::Wheel) {
        event->ignore(); // what is around it scrolls
        return true;
    }
    if (watched == m_choice && event->type() == QEvent::KeyPress && openForKey(static_cast<QKeyEvent *>(event))) {
        return true;
    }
    if (watched == m_choice && event->type() == QEvent::ToolTip) { // own values change and stay "Own values"
        m_choice->setToolTip(describe(m_presets.presentValues()));
        return false;
    }
    const bool escape = watched == m_name &&
                        (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) &&
                        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape;
    if (escape) {
        event->accept();
        if (event->type() == QEvent::KeyPress) {
            leaveName();
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui::studio

#include "moc_preset_row.cpp"
