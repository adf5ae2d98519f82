// How sounds leave the library again: what they take, and which of them no other design needs (cell_maker.h).
#include <set>

#include "app/listening/cell_bench.h"
#include "app/listening/cell_maker.h"
#include "app/listening/listening_words.h"
#include "engine/error.h"

namespace app::listening {

using storage::Answer;
using storage::Connection;

namespace {

// Which device is chosen now says nothing about what is needed: those of the others stay as well.
void addKeys(const CellPlan &plan, FileHashes &hashes, std::vector<std::string> &keys) {
    for (const auto &[key, sound] : plan.sounds) {
        keys.push_back(key);
        if (sound.imported || !sound.madeFrom.empty())
            continue;
        const bool hasAnchor = plan.sounds.contains(lowPassKey(key));
        CellRecipe recipe = sound.recipe;
        for (const auto kind : {engine::DeviceKind::Cpu, engine::DeviceKind::Cuda}) {
            recipe.device = kind;
            keys.push_back(cellKey(recipe, hashes));
            if (hasAnchor)
                keys.push_back(lowPassKey(keys.back()));
        }
    }
}

Problem unknownOf(const TestDesign &design, const Problem &why) {
    return {say("Nothing was removed, as nobody can say which sounds the test “%1” needs. %2")
                .arg(design.name.empty() ? say("Listening test") : qt(design.name), why.what),
            why.remedy, why.detail};
}

} // namespace

std::vector<std::string> CellMaker::Bench::keys() const {
    std::set<std::string> all;
    for (const auto &[place, key] : m_keys)
        all.insert(key);
    return {all.begin(), all.end()};
}

void CellMaker::Bench::keysOf(const std::vector<TestDesign> &designs, QObject *context,
                              std::function<void(const Needed &needed)> done) {
    std::vector<std::vector<AskedCell>> asked;
    for (const TestDesign &design : designs)
        asked.push_back(askedCells(design, m_sources));
    m_thread.post([this, designs, asked = std::move(asked), roots = m_sources.modelRoots, hashes = m_hashes,
                   asker = QPointer(context), done = std::move(done)] {
        Needed needed;
        for (std::size_t i = 0; i < designs.size(); ++i) {
            try {
                const CellPlan plan = planCells(designs[i], asked[i], roots, "cpu", *hashes); // which is always there
                addKeys(plan, *hashes, needed.keys);
                if (!plan.problems.empty() && !needed.unknown)
                    needed.unknown = unknownOf(designs[i], plan.problems.begin()->second);
            } catch (const engine::Error &error) { // a file that goes just now
                needed.unknown = unknownOf(designs[i], problemOf(error));
            }
        }
        QMetaObject::invokeMethod(
            &m_maker,
            [needed = std::move(needed), asker, done] {
                if (asker)
                    done(needed);
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
    m_bench->keysOf(
        others, context,
        [this, heardToo, context, done = std::move(done), keys = m_bench->keys()](const Bench::Needed &needed) {
            m_bench->database().ask<RemovableCells>(
                context,
                [=](Connection &connection) { return removableCells(connection, keys, needed.keys, heardToo); },
                [maker = QPointer(this), done](const Answer<RemovableCells> &answer) {
                    if (maker && answer)
                        maker->m_bench->putAside(answer.value->keys);
                    done(answer);
                });
        });
}

void CellMaker::putAsideUnused(const std::vector<TestDesign> &designs, bool heardToo, QObject *context,
                               Done<RemovableCells> done) {
    m_bench->keysOf(designs, context, [=, this, done = std::move(done)](const Bench::Needed &needed) {
        if (needed.unknown) {
            done({{}, storage::Trouble::Failed, *needed.unknown});
            return;
        }
        m_bench->database().ask<RemovableCells>(
            context, [=](Connection &connection) { return unusedCells(connection, needed.keys, heardToo); },
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
