// The control for a setting, made from its row in app/settings/setting_table.h: it shows what the setting is and
// changes it at once. Where the choice is known only while the program runs (voices, output devices), `choices` gives
// it.
#pragma once

#include <QList>
#include <QPair>
#include <QString>

#include <functional>

#include "ui/settings/setting_words.h"

class QWidget;

namespace app {
class Settings;
struct Setting;
} // namespace app

namespace ui::settings {

class SettingEdits;

using Choices = std::function<QList<QPair<QString, QString>>()>; // value, words; asked whenever it is shown anew

struct SettingControl {
    QWidget *widget = nullptr;
    std::function<void()> follow; // shows what the setting is now
};

// Why what was typed does not count, as a sentence; empty: there is nothing wrong any more.
using Refused = std::function<void(const QString &why)>;

SettingControl makeControl(const app::Settings &settings, SettingEdits &edits, const app::Setting &setting,
                           const SettingWords &words, const Choices &choices, const Refused &refused, QWidget *parent);

} // namespace ui::settings
