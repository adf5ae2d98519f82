// Looks at what is already there where an export will go, on a thread of its own. A folder that does not answer (of a
// network that is gone) holds up that look and nobody else: not the one who asks, not whoever closes the sheet, not the
// end of the program. GUI thread; answers come there, and none after this is gone.
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

namespace ui::exporting {

class TargetLook : public QObject {
    Q_OBJECT

public:
    using Names = std::function<QStringList()>; // any thread; of the files that will be written
    using Answer = std::function<void(const QStringList &there)>;
    using Eyes = std::function<QStringList(const QString &folder, const QStringList &names)>;

    // `eyes`: any thread; the default looks at the disk.
    explicit TargetLook(Eyes eyes = atDisk, QObject *parent = nullptr);
    ~TargetLook() override;

    // Which of the names are in the folder. Of several questions that wait only the newest is answered.
    void look(const QString &folder, Names names, Answer answer);

    static QStringList atDisk(const QString &folder, const QStringList &names);

private:
    struct Work;

    const std::shared_ptr<Work> m_work; // outlives this while a look lasts
};

} // namespace ui::exporting
