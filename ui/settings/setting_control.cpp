#include "ui/settings/setting_control.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QSpinBox>

#include "app/settings/setting_table.h"
#include "app/settings/settings.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::settings {
namespace {

using app::Setting;
using app::Settings;

SettingControl makeFlag(Settings &settings, const QString &id, QWidget *parent) {
    auto *box = new QCheckBox(parent);
    QObject::connect(box, &QCheckBox::toggled, box, [&settings, id](bool on) { settings.setValue(id, on); });
    return {box, [&settings, id, box] {
                const QSignalBlocker quiet(box);
                box->setChecked(settings.value(id).toBool());
            }};
}

template <class Box>
SettingControl makeNumber(Settings &settings, const Setting &setting, Box *box, const QString &unit) {
    box->setSuffix(unit);
    box->setFont(withTabularDigits(box->font()));
    box->setKeyboardTracking(false); // "1" on the way to "16" is no change
    const QString id = setting.id;
    QObject::connect(box, &Box::valueChanged, box, [&settings, id](auto number) { settings.setValue(id, number); });
    return {box, [&settings, id, box] {
                const QSignalBlocker quiet(box);
                if constexpr (std::is_same_v<Box, QSpinBox>)
                    box->setValue(settings.value(id).toInt());
                else
                    box->setValue(settings.value(id).toDouble());
            }};
}

SettingControl makeChoice(Settings &settings, const QString &id, const Choices &choices, QWidget *parent) {
    auto *box = new QComboBox(parent);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(16);
    QObject::connect(box, &QComboBox::activated, box,
                     [&settings, id, box](int index) { settings.setValue(id, box->itemData(index).toString()); });
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

SettingControl makeText(Settings &settings, const Setting &setting, const SettingWords &words, QWidget *parent) {
    auto *field = new QLineEdit(parent);
    field->setPlaceholderText(words.whenEmpty);
    field->setMaxLength(int(Setting::kLongestText));
    if (setting.kind == Setting::Kind::Seed) {
        field->setFont(withTabularDigits(field->font()));
        field->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,20}")), field));
    }
    const QString id = setting.id;
    const auto follow = [&settings, id, field] {
        const QSignalBlocker quiet(field);
        const QString now = settings.value(id).toString();
        if (field->text() != now)
            field->setText(now);
    };
    QObject::connect(field, &QLineEdit::editingFinished, field, [&settings, id, field, follow] {
        if (!settings.setValue(id, field->text()))
            follow(); // a seed beyond 64 bits
    });
    return {field, follow};
}

} // namespace

SettingControl makeControl(Settings &settings, const Setting &setting, const SettingWords &words,
                           const Choices &choices, QWidget *parent) {
    SettingControl control;
    switch (setting.kind) {
    case Setting::Kind::Flag:
        control = makeFlag(settings, setting.id, parent);
        break;
    case Setting::Kind::Whole: {
        auto *box = new QSpinBox(parent);
        box->setRange(int(setting.low), int(setting.high));
        control = makeNumber(settings, setting, box, words.unit);
        break;
    }
    case Setting::Kind::Number: {
        auto *box = new QDoubleSpinBox(parent);
        box->setRange(setting.low, setting.high);
        box->setSingleStep((setting.high - setting.low) / 20 >= 0.25 ? 0.25 : 0.05);
        control = makeNumber(settings, setting, box, words.unit);
        break;
    }
    case Setting::Kind::Choice:
        control = makeChoice(
            settings, setting.id,
            [values = setting.choices, names = words.choices] {
                QList<QPair<QString, QString>> all;
                for (const QString &value : values)
                    all << qMakePair(value, names.value(value, value));
                return all;
            },
            parent);
        break;
    case Setting::Kind::Text:
    case Setting::Kind::Seed:
        control =
            choices ? makeChoice(settings, setting.id, choices, parent) : makeText(settings, setting, words, parent);
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
