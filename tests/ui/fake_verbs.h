// A program in place of `ishowtts` that says at once what the verbs would say after minutes: `bench`, its steps, its
// vocoder and its comparison, `check` that finds a regression, a compared `profile`, `history import`; `status` fails,
// all else lasts.
#pragma once

#include <QFile>

#include "tests/app/tiny_data.h"

class FakeVerbs {
public:
    explicit FakeVerbs(const TinyData &data) : m_data(data) {
        write("verbs", "#!/bin/sh\ncd '" + m_data.path({}).toUtf8() +
                           "'\necho \"$@\" >> calls\ncase \"$*\" in\n"
                           "*5,6,7*) cat sweep.json ;;\n*vocoder*) cat vocoder.json ;;\nbench*compare*) echo "
                           "'{\"before\":{\"mean_rtf\":0.15},\"now\":{\"mean_rtf\":0.168},\"ratio\":1.12,"
                           "\"low\":1.1,\"high\":1.14,\"surely_slower\":true,\"differs\":[{\"what\":\"NFE\","
                           "\"before\":\"5\",\"now\":\"7\"}]}'; test -s \"$5\"; exit 1 ;;\n"
                           "bench*) cat bench.json ;;\n"
                           "check*) cat check.json; exit 1 ;;\nprofile*compare*|profile*trace*) cat profile.json ;;\n"
                           "history*) echo '{\"imported\":3,\"known\":1}' ;;\n"
                           "status*) printf 'ishowtts: The disk is away.\\n  Mount it.\\n' >&2; exit 4 ;;\n"
                           "*) exec sleep 1000 ;;\nesac\n");
        const QByteArray settings = "'model':'demo','device':'cpu','precision':'bf16','nfe_step':7,";
        const QByteArray figures = "'run_count':5,'rtf_spread':{'mean':0.168,'min':0.16,'max':0.18,'cv':0.047},"
                                   "'first_audio_seconds':0.21,'speed_up':7.857,'speed_up_over_last':null,"
                                   "'phases':{'0.30':true,'0.20':true,'0.11':false}";
        write("bench.json", '{' + settings + figures +
                                ",'other_clocks':{'clocks':'unlocked','rtf_spread':{'mean':0.352,'cv':0.16}}}");
        write("sweep.json", "{'sweep':[{'nfe_step':5," + figures + "},{'nfe_step':32," + figures + "}]}");
        write("vocoder.json", "{'model':'demo','vocoder':[{'audio_seconds':3,'seconds_spread':{'median':0.05,"
                              "'cv':0.02},'rtf':0.0167}]}");
        write("check.json", "{'record':{" + settings +
                                "'x':0},'compared_with':10,'judged':true,'regressed':true,'verdicts':["
                                "{'check':'slower','verdict':'regression','words':'12.0 % slower.'}]}");
        write(
            "profile.json",
            "{" + settings +
                "'rtf':0.171,'stages':[{'name':'dit','seconds':0.31,'share':0.8}],'operators':[{'name':'aten::linear',"
                "'share':0.6,'shapes':'2x300x512'}],'recommendations':[{'weight':'HIGH','saves':0.3,'what':'A third of "
                "the frames are the recording of the voice.','remedy':'Take a shorter one.'}],'comparison':{"
                "'rtf':{'name':'RTF','before':0.15,'now':0.171,'ratio':1.14},"
                "'stages':[{'name':'dit','before':0.12,'now':0.14,'ratio':1.17}],'categories':[],"
                "'memory':{'name':'memory','before':1000000000,'now':1100000000,'ratio':1.1},"
                "'differs':[{'what':'threads','before':4,'now':2}]}}");
    }

    QString program() const { return m_data.path(QStringLiteral("verbs")); }
    QByteArray calls() const {
        QFile file(m_data.path(QStringLiteral("calls")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    void write(const char *name, QByteArray text) const {
        QFile file(m_data.path(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("%s cannot be written", name);
        file.write(file.fileName().endsWith(QLatin1String(".json")) ? text.replace('\'', '"') : text);
        file.setPermissions(file.permissions() | QFile::ExeOwner);
    }

    const TinyData &m_data;
};
