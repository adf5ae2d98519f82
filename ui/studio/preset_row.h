// The preset that fits what the inspector says, or "Own values"; one is chosen in the open list, by Enter or a click:
// arrow keys, letters and the wheel over the closed one change nothing. A name is typed in
// place of the row: Enter keeps it, Esc goes back.
#pragma once

#include <QWidget>

class QComboBox;
class QKeyEvent;
class QLabel;
class QLineEdit;
class QToolButton;

namespace app {
class Presets;
struct Preset;
} // namespace app

namespace ui::studio {

class PresetRow : public QWidget {
    Q_OBJECT

public:
    explicit PresetRow(app::Presets &presets, QWidget *parent = nullptr);

    void choose();         // the keyboard is in the list, which opens
    void saveAs();         // asks for the name of a new one
    void rename();         // the current one, when it is the person's own
    void remove();         // likewise
    bool isNaming() const; // a name is being typed

Q_SIGNALS:
    void shown(QWidget *field); // it has the keyboard now and should be seen

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeChoice();
    QWidget *makeName();
    const app::Preset *own() const; // the current one, unless it is shipped
    void fill();
    void follow();
    bool openForKey(QKeyEvent *key);   // whether it was one that would have changed the values
    void askName(const QString &from); // "" = for a new one
    void keepName();
    void leaveName();

    app::Presets &m_presets;
    QWidget *m_choosing;
    QWidget *m_naming;
    QString m_from; // what is being renamed; "" = a new one is saved
    QComboBox *m_choice;
    QToolButton *m_save;
    QToolButton *m_rename;
    QToolButton *m_remove;
    QLineEdit *m_name;
    QLabel *m_objection;
};

} // namespace ui::studio
