// Designs of listening tests in the library, while they are worked on and after: made, listed, changed, duplicated,
// removed and brought back. A session keeps a copy of its own of the design it asks about (session_store.h), so that
// nothing here changes what was heard. Several programs may use the library. GUI thread; answers come as
// app/storage/database.h says.
#pragma once

#include <QObject>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/listening/test_design.h"
#include "app/storage/database.h"

namespace app::listening {

struct StoredDesign {
    std::string id;           // 32 small hexadecimal digits by lot
    std::int64_t created = 0; // ms since 1970 UTC
    std::int64_t changed = 0; // the same
    TestDesign design;

    bool operator==(const StoredDesign &) const = default;
};

// One that cannot be read: another program wrote it, or the disk changed it.
struct DesignListing {
    std::vector<StoredDesign> designs; // those that are not removed, the last one changed first
    std::vector<std::string> problems; // a sentence for each that could not be read
};

class DesignStore {
public:
    explicit DesignStore(storage::Database &database); // outlives this

    template <class T> using Done = std::function<void(const storage::Answer<T> &)>;

    void list(QObject *context, Done<DesignListing> done);
    void load(const std::string &id, QObject *context, Done<StoredDesign> done); // Error(Missing, BadFile)
    // Error(BadInput) unless the design is valid.
    void add(const TestDesign &design, QObject *context, Done<StoredDesign> done);
    // `before`: what was changed, so that nobody's work is lost: Error(BadInput) when another program changed it since.
    void change(const StoredDesign &before, const TestDesign &design, QObject *context, Done<StoredDesign> done);
    // Under the name given, or "NAME (2)" when that is empty.
    void duplicate(const std::string &id, const std::string &name, QObject *context, Done<StoredDesign> done);
    // A removed one is in no list and can be brought back, until the library is opened the next time by a program
    // alone. Its cells and sessions stay as they are.
    void remove(const std::string &id, QObject *context, Done<storage::Done> done);
    void restore(const std::string &id, QObject *context, Done<StoredDesign> done);

private:
    storage::Database &m_database;
};

} // namespace app::listening
