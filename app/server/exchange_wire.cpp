#include "app/server/exchange_wire.h"

#include <algorithm>

namespace app::server {

namespace {

bool ends(Wire::Piece::Kind kind) {
    using Kind = Wire::Piece::Kind;
    return kind == Kind::Answer || kind == Kind::End || kind == Kind::Cut || kind == Kind::Close;
}

} // namespace

bool Wire::push(Piece piece) {
    std::function<void()> wake;
    {
        const std::lock_guard lock(m_mutex);
        if (m_gone || m_ended)
            return false;
        m_begun = true;
        m_ended = ends(piece.kind);
        m_bytes += piece.what().size();
        ++m_count;
        m_pieces.push_back(std::move(piece));
        wake = m_wake;
    }
    if (wake)
        wake();
    return true;
}

bool Wire::isLive() const {
    const std::lock_guard lock(m_mutex);
    return !m_gone && !m_ended;
}

bool Wire::isGone() const {
    const std::lock_guard lock(m_mutex);
    return m_gone;
}

std::size_t Wire::waitingBytes() const {
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

std::size_t Wire::waitingPieces() const {
    const std::lock_guard lock(m_mutex);
    return m_count;
}

void Wire::onRoom(std::size_t below, std::function<void()> then) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_gone)
            return;
        if (m_bytes > below) {
            m_roomBelow = below;
            m_onRoom = std::move(then);
            return;
        }
    }
    m_post(std::move(then)); // never under the lock: where nobody takes it, what it holds ends here
}

void Wire::onGone(std::function<void()> then) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_gone) {
            m_onGone.push_back(std::move(then));
            return;
        }
    }
    m_post(std::move(then));
}

void Wire::onMessage(std::function<void(const std::string &, bool)> then) {
    auto kept = std::make_shared<const std::function<void(const std::string &, bool)>>(std::move(then));
    const std::lock_guard lock(m_mutex);
    if (!m_gone)
        m_onMessage = std::move(kept);
}

void Wire::setEvents() {
    const std::lock_guard lock(m_mutex);
    m_events = true;
}

bool Wire::isEvents() const {
    const std::lock_guard lock(m_mutex);
    return m_events;
}

bool Wire::hasBegun() const {
    const std::lock_guard lock(m_mutex);
    return m_begun;
}

void Wire::setWake(std::function<void()> wake) {
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

std::optional<Wire::Piece> Wire::take() {
    const std::lock_guard lock(m_mutex);
    if (m_pieces.empty())
        return {};
    Piece piece = std::move(m_pieces.front());
    m_pieces.pop_front();
    return piece;
}

void Wire::sent(std::size_t bytes) {
    std::function<void()> room;
    {
        const std::lock_guard lock(m_mutex);
        m_bytes -= std::min(bytes, m_bytes);
        m_count -= m_count > 0 ? 1 : 0;
        if (m_bytes <= m_roomBelow)
            std::swap(room, m_onRoom);
    }
    if (room)
        m_post(std::move(room));
}

bool Wire::leave(bool evenIfBegun) {
    // What they hold may hold the handler's end, which may push: let go of outside of the lock, on the right thread.
    std::function<void()> wake, room;
    std::vector<std::function<void()>> gone;
    decltype(m_onMessage) message;
    std::deque<Piece> pieces;
    {
        const std::lock_guard lock(m_mutex);
        if (m_gone || (m_begun && !evenIfBegun))
            return false;
        m_gone = true;
        m_bytes = m_count = 0;
        std::swap(pieces, m_pieces);
        std::swap(wake, m_wake);
        std::swap(room, m_onRoom);
        std::swap(gone, m_onGone);
        std::swap(message, m_onMessage);
    }
    m_post([gone = std::move(gone), room = std::move(room), message = std::move(message)] {
        for (const std::function<void()> &each : gone)
            each();
    });
    return true;
}

void Wire::done() {
    std::function<void()> wake, room;
    std::vector<std::function<void()>> gone;
    decltype(m_onMessage) message;
    {
        const std::lock_guard lock(m_mutex);
        m_gone = m_ended = true;
        std::swap(wake, m_wake);
        std::swap(room, m_onRoom);
        std::swap(gone, m_onGone);
        std::swap(message, m_onMessage);
    }
    if (room || !gone.empty() || message)
        m_post([gone = std::move(gone), room = std::move(room), message = std::move(message)] {});
}

std::size_t Wire::unread() const {
    const std::lock_guard lock(m_mutex);
    return m_unread;
}

// Also of a client that is gone when it is its turn: what it said before it left is heard.
void Wire::message(std::string bytes, bool binary) {
    decltype(m_onMessage) known;
    {
        const std::lock_guard lock(m_mutex);
        ++m_unread;
        known = m_onMessage;
    }
    m_post([self = shared_from_this(), known = std::move(known), bytes = std::move(bytes), binary] {
        auto then = known;
        {
            const std::lock_guard lock(self->m_mutex);
            --self->m_unread;
            if (!then)
                then = self->m_onMessage;
        }
        if (then)
            (*then)(bytes, binary);
    });
}

} // namespace app::server
