#include "app/script/text_decoder.h"

#include <algorithm>
#include <string_view>

#include "app/script/script_words.h"
#include "engine/error.h"
#include "engine/utf8.h"

namespace app::script {

namespace {

QString saveAsUtf8() {
    return tr("Open it in the program it comes from and save it as UTF-8.");
}

QString decodeUtf16(const QByteArray &bytes, const QString &name, bool bigEndian) {
    if (bytes.size() % 2 != 0)
        refuseFile(tr("“%2” is damaged: UTF-16 text has two bytes for each unit, and byte %1 stands alone at the end.")
                       .arg(bytes.size())
                       .arg(name),
                   saveAsUtf8());
    QString text;
    text.reserve(bytes.size() / 2);
    for (qsizetype i = 2; i < bytes.size(); i += 2) {
        const auto first = static_cast<unsigned char>(bytes.at(i));
        const auto second = static_cast<unsigned char>(bytes.at(i + 1));
        text += bigEndian ? QChar(second, first) : QChar(first, second);
    }
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool pair = text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (text.at(i).isNull() || (text.at(i).isSurrogate() && !pair))
            refuseFile(tr("“%3” is no text that can be read: in UTF-16, bytes %1 and %2 are no character.")
                           .arg(2 * i + 3)
                           .arg(2 * i + 4)
                           .arg(name),
                       saveAsUtf8());
        i += pair ? 1 : 0;
    }
    return text;
}

} // namespace

QString decodeText(const QByteArray &bytes, const QString &name) {
    if (bytes.startsWith(QByteArray("\xFF\xFE\0\0", 4)) || bytes.startsWith(QByteArray("\0\0\xFE\xFF", 4)))
        refuseFile(tr("“%1” is UTF-32 text, which is not read.").arg(name), saveAsUtf8());
    if (bytes.startsWith("\xFF\xFE"))
        return decodeUtf16(bytes, name, false);
    if (bytes.startsWith("\xFE\xFF"))
        return decodeUtf16(bytes, name, true);

    const qsizetype start = bytes.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    const std::string_view text(bytes.constData() + start, std::size_t(bytes.size() - start));
    const std::size_t nothing = text.find('\0');
    const std::size_t wrong = std::min(engine::findInvalidUtf8(text), nothing);
    if (wrong == std::string_view::npos)
        return QString::fromUtf8(text.data(), qsizetype(text.size()));
    const qsizetype byte = start + qsizetype(wrong);
    refuseFile(
        (wrong == nothing ? tr("“%4” is no text: byte %1 (line %2) is %3. Is it UTF-16 without a byte order mark, "
                               "or no text at all?")
                          : tr("“%4” is not UTF-8: byte %1 (line %2) is wrong (%3)."))
            .arg(byte + 1)
            .arg(bytes.left(byte).count('\n') + 1)
            .arg(QStringLiteral("0x") +
                 QString::number(static_cast<unsigned char>(bytes.at(byte)), 16).toUpper().rightJustified(2, u'0'))
            .arg(name),
        saveAsUtf8());
}

} // namespace app::script
