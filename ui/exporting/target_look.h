// Looks at where an export will go, on a thread of its own. A folder that does not answer (of a network that is gone)
// holds up that look and nobody else: not the one who asks, not whoever closes the sheet, not the end of the program.
// GUI thread; answers come there, and none after this is gone.
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace ui::exporting {

class TargetLook : public QObject {
    Q_OBJECT

public:
    struct Seen {
        bool there = false;
        bool filled = false; // a folder with something in it
    };
    using Answer = std::function<void(const Seen &)>;

    // `eyes`: any thread; the default looks at the disk.
    explicit TargetLook(std::function<Seen(const QString &file)> eyes = atDisk, QObject *parent = nullptr);
    ~TargetLook() override;

    void look(const QString &file, Answer answer); // of several that wait only the newest is answered

    static Seen atDisk(const QString &file);

private:
    struct Work;

    const std::shared_ptr<Work> m_work; // outlives this while a look lasts
};

} // namespace ui::exporting
