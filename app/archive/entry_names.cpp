#include "app/archive/entry_names.h"

#include <QStringDecoder>
#include <QStringList>

#include <algorithm>
#include <optional>

#include "app/archive/archive_words.h"

namespace app::archive {

namespace {

constexpr std::size_t kLongestName = 1024;
constexpr std::size_t kLongestPart = 255; // NAME_MAX
constexpr qsizetype kMostParts = 16;

std::optional<QString> decoded(std::string_view name) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(QByteArrayView(name.data(), qsizetype(name.size())));
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

// Turns the direction of what follows, so that "gpj.exe" reads as "exe.jpg"; or ends the line.
bool deceives(QChar c) {
    const char16_t code = c.unicode();
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
           code == 0x200f || code == 0x061c || code == 0x2028 || code == 0x2029 || code == 0xfeff;
}

bool isHidden(QChar c) {
    return c.category() == QChar::Other_Control || deceives(c);
}

QString withoutSlash(QString name) {
    if (name.endsWith(u'/'))
        name.chop(1);
    return name;
}

QString foldedKey(const QString &name) {
    // Upper case first: only that makes SS of ß.
    return name.normalized(QString::NormalizationForm_KC)
        .toUpper()
        .toCaseFolded()
        .normalized(QString::NormalizationForm_KC);
}

} // namespace

QString objectionTo(std::string_view name) {
    if (name.empty() || name == "/")
        return tr("has no name");
    if (name.size() > kLongestName)
        return tr("has too long a name");
    const std::optional<QString> text = decoded(name);
    if (!text)
        return tr("has a name that is no UTF-8");
    if (std::any_of(text->begin(), text->end(), isHidden))
        return tr("has signs in its name that cannot be shown");
    if (text->contains(u'\\'))
        return tr("has a backslash in its name");
    if (text->startsWith(u'/'))
        return tr("has an absolute name");
    if (text->size() >= 2 && text->at(1) == u':' && text->at(0).isLetter())
        return tr("has the letter of a drive in its name");
    const QStringList parts = withoutSlash(*text).split(u'/');
    if (parts.size() > kMostParts)
        return tr("lies in too many folders");
    for (const QString &part : parts) {
        if (part.isEmpty() || part == u".")
            return tr("has an empty part in its name");
        if (part == u"..")
            return tr("leads out of the archive");
        if (std::size_t(part.toUtf8().size()) > kLongestPart)
            return tr("has a longer name than disks allow");
    }
    return {};
}

QString shown(std::string_view name) {
    constexpr qsizetype most = 80;
    QString text = QString::fromUtf8(name.data(), qsizetype(std::min<std::size_t>(name.size(), 4 * most)));
    std::replace_if(text.begin(), text.end(), isHidden, QChar(QChar::ReplacementCharacter));
    if (text.size() > most) {
        text.truncate(text[most - 2].isHighSurrogate() ? most - 2 : most - 1);
        text += u'…';
    }
    return QStringLiteral("'%1'").arg(text);
}

QString NamesTogether::add(std::string_view name) {
    const QString text = QString::fromUtf8(name.data(), qsizetype(name.size()));
    const QStringList parts = withoutSlash(text).split(u'/');
    QString path;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        path += (i == 0 ? QString() : QStringLiteral("/")) + parts[i];
        const bool last = i + 1 == parts.size();
        const bool folder = !last || text.endsWith(u'/');
        const std::string spelling = path.toStdString();
        const auto [found, isNew] = m_known.try_emplace(foldedKey(path), Known{spelling, folder, last});
        if (isNew)
            continue;
        Known &known = found->second;
        if (known.spelling != spelling)
            return tr("has the same name as %1 but for upper and lower case or composed letters")
                .arg(shown(known.spelling));
        if (known.folder != folder)
            return tr("is there as a file and as a folder");
        if (last && known.named)
            return tr("is there twice");
        known.named = known.named || last;
    }
    return {};
}

} // namespace app::archive
