#include "app/danmaku/undo.h"

#include <algorithm>
#include <utility>

namespace app::danmaku {

void UndoStack::push(UndoStep step) {
    m_steps.push_back(std::move(step));
}

void UndoStack::expire(qint64 now) {
    std::erase_if(m_steps, [now](const UndoStep &step) { return now - step.at > kKept; });
}

std::optional<UndoStep> UndoStack::pop(const std::function<bool(const UndoStep &)> &applies) {
    while (!m_steps.empty()) {
        UndoStep step = std::move(m_steps.back());
        m_steps.pop_back();
        if (applies(step))
            return step;
    }
    return std::nullopt;
}

const UndoStep *UndoStack::newest(qint64 now, const std::function<bool(const UndoStep &)> &applies) const {
    for (auto step = m_steps.rbegin(); step != m_steps.rend(); ++step)
        if (now - step->at <= kKept && applies(*step))
            return &*step;
    return nullptr;
}

UndoStep *UndoStack::newest(qint64 now, const std::function<bool(const UndoStep &)> &applies) {
    const UndoStep *step = std::as_const(*this).newest(now, applies);
    return step ? &m_steps[std::size_t(step - m_steps.data())] : nullptr;
}

void UndoStack::forget(const std::function<bool(const Entry &)> &whose) {
    alter(whose, [](Former &) { return false; });
}

void UndoStack::alter(const std::function<bool(const Entry &)> &whose, const std::function<bool(Former &)> &how) {
    for (UndoStep &step : m_steps) {
        for (auto former = step.gone.begin(); former != step.gone.end();)
            former = whose(former->entry) && !how(*former) ? step.gone.erase(former) : former + 1;
        std::erase_if(step.changed, [&](const Former &former) { return whose(former.entry); });
    }
}

bool UndoStack::holds(quint64 item) const {
    for (const UndoStep &step : m_steps)
        for (const Former &former : step.gone)
            if (former.entry.item.id == item)
                return true;
    return false;
}

qint64 UndoStack::nextExpiry() const {
    return m_steps.empty() ? 0 : m_steps.front().at + kKept + 1;
}

} // namespace app::danmaku
