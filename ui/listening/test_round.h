// The missing sounds of every test are made, one test after another, while nobody looks on.
#pragma once

#include <QObject>

#include <deque>
#include <string>

namespace app::listening {
class CellMaker;
}

namespace ui::listening {

class TestRound : public QObject {
    Q_OBJECT

public:
    TestRound(app::listening::CellMaker &cells, QObject *parent);

    void begin(std::deque<std::string> tests); // by their ids; wanted() follows
    // Another test is the chosen one, and its sounds were asked for when it is the wanted one. A person who chose it
    // ends the round.
    void chosen(const std::string &test);
    bool runs() const { return !m_now.empty(); }
    bool wants(const std::string &test) const { return runs() && test == m_now; }
    void skip(); // the wanted one is not there any more
    void end();  // nobody can say which are there

Q_SIGNALS:
    void wanted(const std::string &test); // to be chosen, and its sounds asked for
    void ended(int tests, int failed);    // so many were gone through; sounds that could not be made

private:
    void look(); // whether the present one is done
    void next();

    app::listening::CellMaker &m_cells;
    std::deque<std::string> m_waiting;
    std::string m_now;    // "": no round
    bool m_asked = false; // its sounds
    int m_tests = 0;
    int m_failed = 0;
};

} // namespace ui::listening
