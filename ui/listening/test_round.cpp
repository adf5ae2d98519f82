#include "ui/listening/test_round.h"

#include <utility>

#include "app/listening/cell_maker.h"

namespace ui::listening {

using app::listening::CellMaker;
using app::listening::CellState;

TestRound::TestRound(CellMaker &cells, QObject *parent) : QObject(parent), m_cells(cells) {
    connect(&m_cells, &CellMaker::done, this, &TestRound::look, Qt::QueuedConnection);
    connect(&m_cells, &CellMaker::looked, this, &TestRound::look, Qt::QueuedConnection);
}

void TestRound::begin(std::deque<std::string> tests) {
    m_waiting = std::move(tests);
    m_tests = 0;
    m_failed = 0;
    next();
}

void TestRound::chosen(const std::string &test) {
    if (m_now.empty())
        return;
    m_asked = test == m_now;
    if (m_asked)
        look();
    else
        m_now.clear();
}

void TestRound::skip() {
    if (runs())
        next();
}

void TestRound::end() {
    m_waiting.clear();
    m_now.clear();
}

void TestRound::look() {
    if (m_now.empty() || !m_asked || m_cells.isLooking() || m_cells.progress().asked > 0)
        return;
    ++m_tests;
    for (int row = 0; m_cells.design() && row < int(m_cells.design()->rows.size()); ++row) {
        for (const app::listening::Condition condition : m_cells.conditions())
            m_failed += m_cells.cell(row, condition).state == CellState::Failed;
    }
    next();
}

void TestRound::next() {
    m_asked = false;
    if (m_waiting.empty()) {
        if (!std::exchange(m_now, {}).empty())
            Q_EMIT ended(m_tests, m_failed);
        return;
    }
    m_now = std::move(m_waiting.front());
    m_waiting.pop_front();
    Q_EMIT wanted(m_now);
}

} // namespace ui::listening

#include "moc_test_round.cpp"
