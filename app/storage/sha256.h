// The SHA-256 of what goes by piece by piece.
#pragma once

#include <QCryptographicHash>

#include <cstddef>
#include <span>
#include <string>

namespace app::storage {

class Sha256 {
public:
    void add(std::span<const std::byte> bytes) {
        m_hash.addData(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    }
    std::string take() { // of all that was added, 64 small hexadecimal digits; then it begins anew
        std::string digits = m_hash.result().toHex().toStdString();
        m_hash.reset();
        return digits;
    }

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

} // namespace app::storage
