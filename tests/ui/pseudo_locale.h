// Every translated string 40 % longer and accented, in brackets: what is not translated or does not fit shows at once.
#pragma once

#include <QTranslator>

class PseudoLocale : public QTranslator {
public:
    using QTranslator::QTranslator;

    static QString lengthen(const QString &text) {
        static const QString plain = QStringLiteral("aceinouyACEINOUY");
        static const QString accented = QStringLiteral("áçéíñóúýÁÇÉÍÑÓÚÝ");
        QString result;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const bool placeholder =
                i > 0 && (text[i - 1] == u'%' || (i > 1 && text[i - 1] == u'L' && text[i - 2] == u'%'));
            const qsizetype at = placeholder ? -1 : plain.indexOf(text[i]);
            result += at < 0 ? text[i] : accented[at];
        }
        return u'[' + result + QString(1 + text.size() * 2 / 5, u'~') + u']';
    }

    QString translate(const char *, const char *source, const char *, int) const override {
        return lengthen(QString::fromUtf8(source));
    }
    bool isEmpty() const override { return false; }
};
