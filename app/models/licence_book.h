// Which licences a person has accepted, for which model, in which words and when: <data folder>/accepted-licences.json.
// Other words ask anew. Any thread but the GUI's.
#pragma once

#include <QDateTime>

#include <filesystem>
#include <optional>

#include "app/models/catalogue.h"

namespace app::models {

class LicenceBook {
public:
    explicit LicenceBook(const std::filesystem::path &dataFolder);

    // When these words were accepted; none when they were not.
    std::optional<QDateTime> accepted(const CatalogueEntry &entry) const;
    QDateTime accept(const CatalogueEntry &entry); // gives when; Error when it cannot be written down
    bool withdraw(const CatalogueEntry &entry);    // in whatever words; whether it was accepted; Error likewise

private:
    const QString m_file;
};

} // namespace app::models
