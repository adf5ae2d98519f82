// What a log and a bug report must not hold: secrets (secrets.h), where the home folder is, and what people wrote. The
// home folder becomes ~. Of what stands in quotes only paths and single technical words stay ("xcb", 'settings.json');
// anything else becomes its length. Of sound, caption and text files outside our own folders only the folder and the
// kind stay: file names are made from what is spoken. Any thread.
#pragma once

#include <QString>
#include <QStringList>

namespace app::log {

class Scrubber {
public:
    // `homes`: spellings of the home folder; "", "/" and relative ones are left out.
    explicit Scrubber(const QStringList &homes);
    static Scrubber ofThisUser(); // $HOME, as it is written and with its links followed

    QString clean(const QString &text) const;

private:
    QStringList m_homes; // longest first
};

} // namespace app::log
