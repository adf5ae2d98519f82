// A window in the workspace of listening tests, on a data folder of its own.
#pragma once

#include <QLabel>

#include <algorithm>
#include <memory>

#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/listening_states.h"

class ListeningRoom {
protected:
    TinyData m_data;
    std::unique_ptr<StudioDesk> m_desk;

    void start() {
        m_desk = std::make_unique<StudioDesk>(m_data.roots());
        QVERIFY(QTest::qWaitForWindowActive(m_desk->window.get(), kLongEnough));
        QTRY_VERIFY(!m_desk->window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty());
        listening_states::goToCompare(*m_desk);
    }

    ui::listening::ListeningPane &pane() { return listening_states::tests(*m_desk).pane(); }
    ui::listening::ResultsPane &results() { return m_desk->window->listening().results().pane(); }

    bool says(const QString &words) const { // now
        const auto labels = m_desk->window->findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
    }
    bool isSaid(const QString &words) const {
        return listening_states::waitUntil([&] { return says(words); });
    }
};
