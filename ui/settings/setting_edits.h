// What was changed in the Settings window, with undo and redo, as long as the Studio is open: the window comes and
// goes. What other places change is theirs to undo.
#pragma once

#include <QElapsedTimer>
#include <QJsonValue>
#include <QObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace app {
class Settings;
}

namespace ui::settings {

class SettingEdits : public QObject {
    Q_OBJECT

public:
    explicit SettingEdits(app::Settings &settings, QObject *parent = nullptr);

    void set(const QString &id, const QJsonValue &value); // by Setting::id; what it does not accept changes nothing
    void restore(const QStringList &ids);                 // their defaults, as one step

    QStringList undone() const; // what undo() would change; empty: nothing
    QStringList redone() const;
    void undo();
    void redo();

Q_SIGNALS:
    void edited();  // by the person, here
    void changed(); // perhaps what undone() and redone() say

private:
    using Value = std::optional<QJsonValue>; // none: the default, also of later versions
    struct Edit {
        QString id;
        Value before, after;
        std::vector<Value> between; // it went on from there; when the last one is refused, it stays there
    };
    using Step = std::vector<Edit>; // one change of several at once

    Value now(const QString &id) const;
    void put(const QString &id, const Value &value);
    // It can be moved to `value`: nobody has changed it since.
    bool stands(const Edit &edit, Value Edit::*value) const;
    // How many steps there are up to the newest with something that stands; 0: there is none.
    std::size_t movable(const std::vector<Step> &steps, Value Edit::*value) const;
    QStringList namesOf(const std::vector<Step> &steps, Value Edit::*value) const;
    void move(std::vector<Step> &from, std::vector<Step> &to, Value Edit::*value);
    void add(Step step);

    app::Settings &m_settings;
    std::vector<Step> m_done;   // the newest last
    std::vector<Step> m_undone; // likewise
    QElapsedTimer m_sinceLast;
};

} // namespace ui::settings
