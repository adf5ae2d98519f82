#include "ui/settings/setting_control.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include <memory>
#include <utility>

#include "app/settings/setting_table.h"
#include "app/settings/settings.h"
#include "ui/settings/setting_edits.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::settings {
namespace {

using app::Setting;
using app::Settings;

struct Said {
    Q_DECLARE_TR_FUNCTIONS(ui::settings::SettingControl)
};

QString rangeOf(const QSpinBox &box) {
    return Said::tr("Only whole numbers from %1 to %2 count here.")
        .arg(box.locale().toString(box.minimum()), box.locale().toString(box.maximum()));
}

QString rangeOf(const QDoubleSpinBox &box) {
    return Said::tr("Only numbers from %1 to %2 count here, with two decimals at most.")
        .arg(box.textFromValue(box.minimum()), box.textFromValue(box.maximum()));
}

// A box of numbers takes no key that leads out of its range, and goes back to the number before when what stands in it
// at the end is none: both are said. A key that was not taken is forgotten when what was typed without it counts.
template <class Box> void sayWhatIsRefused(Box *box, const Refused &refused) {
    struct Typed {
        bool anything = false;
        bool wrong = false;
    };
    const auto typed = std::make_shared<Typed>();
    const auto *field = box->template findChild<QLineEdit *>();
    QObject::connect(field, &QLineEdit::inputRejected, box, [=] { refused(rangeOf(*box)); });
    QObject::connect(field, &QLineEdit::textEdited, box, [=] {
        *typed = {true, !box->hasAcceptableInput()};
        refused({});
    });
    QObject::connect(box, &Box::editingFinished, box, [=] {
        const Typed last = std::exchange(*typed, {});
        if (last.wrong)
            refused(rangeOf(*box));
        else if (last.anything)
            refused({});
    });
}

SettingControl makeFlag(const Settings &settings, SettingEdits &edits, const QString &id, QWidget *parent) {
    auto *box = new QCheckBox(parent);
    QObject::connect(box, &QCheckBox::toggled, box, [&edits, id](bool on) { edits.set(id, on); });
    return {box, [&settings, id, box] {
                const QSignalBlocker quiet(box);
                box->setChecked(settings.value(id).toBool());
            }};
}

template <class Box>
SettingControl makeNumber(const Settings &settings, SettingEdits &edits, const Setting &setting, Box *box,
                          const QString &unit, const Refused &refused) {
    box->setSuffix(unit);
    box->setFont(withTabularDigits(box->font()));
    box->setKeyboardTracking(false); // "1" on the way to "16" is no change
    const QString id = setting.id;
    QObject::connect(box, &Box::valueChanged, box, [&edits, id](auto number) { edits.set(id, number); });
    sayWhatIsRefused(box, refused);
    return {box, [&settings, id, box] {
                const QSignalBlocker quiet(box);
                if constexpr (std::is_same_v<Box, QSpinBox>)
                    box->setValue(settings.value(id).toInt());
                else
                    box->setValue(settings.value(id).toDouble());
            }};
}

SettingControl makeChoice(const Settings &settings, SettingEdits &edits, const QString &id, const Choices &choices,
                          QWidget *parent) {
    auto *box = new QComboBox(parent);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(16);
    QObject::connect(box, &QComboBox::activated, box,
                     [&edits, id, box](int index) { edits.set(id, box->itemData(index).toString()); });
    return {box, [&settings, id, box, choices] {
                const QSignalBlocker quiet(box);
                box->clear();
                for (const auto &[value, words] : choices())
                    box->addItem(words, value);
                const QString now = settings.value(id).toString();
                if (box->findData(now) < 0)
                    box->addItem(now, now); // what is not there at the moment stays chosen
                box->setCurrentIndex(box->findData(now));
            }};
}

SettingControl makeText(const Settings &settings, SettingEdits &edits, const Setting &setting,
                        const SettingWords &words, const Refused &refused, QWidget *parent) {
    auto *field = new QLineEdit(parent);
    field->setPlaceholderText(words.whenEmpty);
    field->setMaxLength(int(Setting::kLongestText));
    if (setting.kind == Setting::Kind::Seed)
        field->setFont(withTabularDigits(field->font()));
    const QString id = setting.id;
    const auto follow = [&settings, id, field] {
        const QSignalBlocker quiet(field);
        const QString now = settings.value(id).toString();
        if (field->text() != now)
            field->setText(now);
    };
    QObject::connect(field, &QLineEdit::textEdited, field, [refused] { refused({}); });
    QObject::connect(field, &QLineEdit::editingFinished, field, [&edits, &setting, field, follow, refused] {
        if (!field->isModified())
            return; // Enter, and then Tab
        if (const auto value = setting.parse(field->text()))
            edits.set(setting.id, *value);
        else
            refused(Said::tr("“%1” is no seed: only whole numbers from 0 to 18446744073709551615 are. The one before "
                             "stays.")
                        .arg(field->text().left(30)));
        follow();
        field->setModified(false);
    });
    return {field, follow};
}

} // namespace

SettingControl makeControl(const Settings &settings, SettingEdits &edits, const Setting &setting,
                           const SettingWords &words, const Choices &choices, const Refused &refused, QWidget *parent) {
    SettingControl control;
    switch (setting.kind) {
    case Setting::Kind::Flag:
        control = makeFlag(settings, edits, setting.id, parent);
        break;
    case Setting::Kind::Whole: {
        auto *box = new QSpinBox(parent);
        box->setRange(int(setting.low), int(setting.high));
        control = makeNumber(settings, edits, setting, box, words.unit, refused);
        break;
    }
    case Setting::Kind::Number: {
        auto *box = new QDoubleSpinBox(parent);
        box->setRange(setting.low, setting.high);
        box->setSingleStep((setting.high - setting.low) / 20 >= 0.25 ? 0.25 : 0.05);
        control = makeNumber(settings, edits, setting, box, words.unit, refused);
        break;
    }
    case Setting::Kind::Choice:
        control = makeChoice(
            settings, edits, setting.id,
            [values = setting.choices, names = words.choices] {
                QList<QPair<QString, QString>> all;
                for (const QString &value : values)
                    all << qMakePair(value, names.value(value, value));
                return all;
            },
            parent);
        static_cast<QComboBox *>(control.widget)->setSizeAdjustPolicy(QComboBox::AdjustToContents); // they stay these
        break;
    case Setting::Kind::Text:
    case Setting::Kind::Seed:
        control = choices ? makeChoice(settings, edits, setting.id, choices, parent)
                          : makeText(settings, edits, setting, words, refused, parent);
        break;
    }
    if (setting.kind != Setting::Kind::Flag)
        shared::letWheelPass(control.widget);
    control.widget->setAccessibleName(words.name);
    control.widget->setAccessibleDescription(words.what);
    control.follow();
    return control;
}

} // namespace ui::settings
