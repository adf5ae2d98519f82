// Texts of strangers who mean no good, the same for a seed everywhere.
#pragma once

#include <QChar>
#include <QString>

#include <array>
#include <random>

inline QString hostileText(std::mt19937 &random, int length) {
    static const std::array<QString, 26> kPieces{QStringLiteral("hello"),
                                                 QStringLiteral("哈哈"),
                                                 QStringLiteral(" "),
                                                 QStringLiteral("\u202E"),
                                                 QStringLiteral("\u200B"),
                                                 QStringLiteral("\U000E0000"),
                                                 QStringLiteral("\u034F"),
                                                 QStringLiteral("example.com"),
                                                 QStringLiteral("http://"),
                                                 QStringLiteral("<b>$(x)`;|&"),
                                                 QStringLiteral("%1%n{text}"),
                                                 QStringLiteral("b a d"),
                                                 QStringLiteral("\U0001F600"),
                                                 QStringLiteral("\U0001F3FB"),
                                                 QStringLiteral("\u0335\u0301\u0316"),
                                                 QStringLiteral("ﷺ"),
                                                 QStringLiteral("ｗｗｗ．ａ"),
                                                 QStringLiteral("！？"),
                                                 QStringLiteral("\uD7B0\u11FF"),
                                                 QStringLiteral("ﾊﾟ"),
                                                 QStringLiteral("שּׁ"),
                                                 QStringLiteral("1|!$@"),
                                                 QStringLiteral("\r\n\t"),
                                                 QStringLiteral("\u1100\u1161\u11A8"),
                                                 QStringLiteral("เน้ำ"),
                                                 QStringLiteral("\u0344\u0F77")};
    QString text;
    while (text.size() < length) {
        const unsigned what = random() % 8;
        if (what < 4) {
            text += kPieces[random() % kPieces.size()];
        } else if (what < 6) {
            const char32_t c = random() % 0x110000; // any at all, half surrogates too
            text += c < 0x10000 ? QString(QChar(char16_t(c))) : QString::fromUcs4(&c, 1);
        } else if (what == 6) {
            text += QString(int(random() % 20), QChar(char16_t(random() % 0x3000)));
        } else {
            text += QChar(char16_t(0x20 + random() % 0x60));
        }
    }
    return text.left(length);
}
