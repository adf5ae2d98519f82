// Every setting of the Studio with its words, default and "restore", to be searched and changed at once, with undo and
// redo of all that. It stands beside the main window and blocks nothing.
#pragma once

#include <QDialog>
#include <QHash>

#include <vector>

#include "ui/settings/setting_control.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace app {
class Settings;
}

namespace ui::settings {

class SettingEdits;

class SettingsWindow : public QDialog {
    Q_OBJECT

public:
    // `choices` by Setting::id, for what is chosen from things that come and go.
    SettingsWindow(app::Settings &settings, SettingEdits &edits, QHash<QString, Choices> choices, QWidget *parent);

    void refresh(); // the choices are others now

Q_SIGNALS:
    void shortcutsWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Row {
        QString id; // "" = only a way to somewhere else
        QWidget *widget;
        QToolButton *restore;
        QLabel *override;
        QLabel *refused; // why what was typed does not count
        SettingControl control;
        QString words; // searched in
    };
    struct Section {
        QWidget *heading;
        std::vector<Row> rows;
    };

    void addSection(const SettingSection &section, QVBoxLayout *layout);
    Row makeRow(const SettingWords &words);
    void addShortcuts(QVBoxLayout *layout);
    void alignControls();
    void search(const QString &text);
    void follow(const QString &id);
    void showRow(Row &row);
    void restoreAll();
    void addHistory();
    void step(bool back);
    bool forgetTyped();
    void followHistory();
    Row *rowOf(const QString &id);

    app::Settings &m_settings;
    SettingEdits &m_edits;
    const QHash<QString, Choices> m_choices;
    QLineEdit *m_search;
    QLabel *m_none;
    QScrollArea *m_area;
    QPushButton *m_restoreAll;
    QPushButton *m_undo;
    QPushButton *m_redo;
    std::vector<Section> m_sections;
    bool m_typedLast = false; // into the search, since something was changed
};

} // namespace ui::settings
