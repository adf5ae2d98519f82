#include "app/listening/drawn_numbers.h"

#include <QCryptographicHash>

namespace app::listening {

std::uint64_t DrawnNumbers::next() {
    if (m_used == m_numbers.size()) {
        const QByteArray text = QByteArray::fromStdString(m_key + ":" + std::to_string(m_block++));
        const QByteArray digest = QCryptographicHash::hash(text, QCryptographicHash::Sha256);
        for (qsizetype i = 0; i < digest.size(); ++i) {
            std::uint64_t &number = m_numbers[std::size_t(i / 8)];
            number = (number << 8) | static_cast<unsigned char>(digest[i]);
        }
        m_used = 0;
    }
    return m_numbers[m_used++];
}

std::uint64_t DrawnNumbers::below(std::uint64_t count) {
    const std::uint64_t tooMany = (UINT64_MAX % count + 1) % count; // 2^64 mod count
    for (;;) {
        const std::uint64_t number = next();
        if (number <= UINT64_MAX - tooMany)
            return number % count;
    }
}

} // namespace app::listening
