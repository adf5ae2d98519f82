// How sounds leave the library again: what they take, and which of them no other design needs (cell_maker.h).
#include <set>

#include "app/listening/cell_bench.h"
#include "app/listening/cell_maker.h"

namespace app::listening {

using storage::Answer;
using storage::Connection;

std::vector<std::string> CellMaker::Bench::keys() const {
    std::set<std::string> all;
    for (const auto &[place, key] : m_keys)
        all.insert(key);
    return {all.begin(), all.end()};
}

void CellMaker::Bench::keysOf(const std::vector<TestDesign> &designs, QObject *context,
                              std::function<void(const std::vector<std::string> &keys)> done) {
    std::vector<std::vector<AskedCell>> asked;
    for (const TestDesign &design : designs)
        asked.push_back(askedCells(design, m_sources));
    m_thread.post([this, designs, asked = std::move(asked), roots = m_sources.modelRoots,
                   device = m_sources.device ? m_sources.device() : std::string("auto"), hashes = m_hashes,
                   asker = QPointer(context), done = std::move(done)] {
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < designs.size(); ++i) {
            for (const auto &[place, key] : planCells(designs[i], asked[i], roots, device, *hashes).keys)
                keys.push_back(key);
        }
        QMetaObject::invokeMethod(
            &m_maker,
            [keys = std::move(keys), asker, done] {
                if (asker)
                    done(keys);
            },
            Qt::QueuedConnection);
    });
}

void CellMaker::weigh(QObject *context, Done<CellWeights> done) {
    m_bench->database().ask<CellWeights>(
        context,
        [keys = m_bench->keys()](Connection &connection) {
            return CellWeights{sizeOfCells(connection, keys), sizeOfCells(connection)};
        },
        std::move(done));
}

void CellMaker::Bench::putAside(const std::vector<std::string> &keys) {
    m_aside.insert(keys.begin(), keys.end());
    look();
}

std::vector<std::string> CellMaker::Bench::takeBack(const std::vector<std::string> &keys) {
    std::vector<std::string> still;
    for (const std::string &key : keys) {
        if (m_aside.erase(key) > 0)
            still.push_back(key);
    }
    return still;
}

void CellMaker::putAside(const std::vector<TestDesign> &others, bool heardToo, QObject *context,
                         Done<RemovableCells> done) {
    cancel();
    m_bench->keysOf(others, context,
                    [this, heardToo, context, done = std::move(done),
                     keys = m_bench->keys()](const std::vector<std::string> &shared) {
                        m_bench->database().ask<RemovableCells>(
                            context,
                            [=](Connection &connection) { return removableCells(connection, keys, shared, heardToo); },
                            [maker = QPointer(this), done](const Answer<RemovableCells> &answer) {
                                if (maker && answer)
                                    maker->m_bench->putAside(answer.value->keys);
                                done(answer);
                            });
                    });
}

void CellMaker::putAsideUnused(const std::vector<TestDesign> &designs, bool heardToo, QObject *context,
                               Done<RemovableCells> done) {
    m_bench->keysOf(designs, context, [=, this, done = std::move(done)](const std::vector<std::string> &needed) {
        m_bench->database().ask<RemovableCells>(
            context, [=](Connection &connection) { return unusedCells(connection, needed, heardToo); },
            [maker = QPointer(this), done](const Answer<RemovableCells> &answer) {
                if (maker && answer)
                    maker->m_bench->putAside(answer.value->keys);
                done(answer);
            });
    });
}

void CellMaker::bringBack(const std::vector<std::string> &keys) {
    (void)m_bench->takeBack(keys);
    lookAgain();
}

void CellMaker::deletePutAside(const std::vector<std::string> &keys, bool heardToo, QObject *context,
                               Done<storage::Done> done) {
    m_bench->database().run<storage::Done>(
        context,
        [shelf = m_bench->shelf(), keys = m_bench->takeBack(keys), heardToo](Connection &connection) {
            deleteCells(connection, shelf->audio(), keys, heardToo);
            return storage::Done();
        },
        std::move(done));
}

} // namespace app::listening
