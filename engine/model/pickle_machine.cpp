#include "engine/model/pickle_machine.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/utf8.h"

namespace engine::model {

namespace {

using Kind = PickleValue::Kind;
using Index = std::uint32_t;

// F5 Base with its optimizer makes about 33,000 values and 60,000 items.
constexpr std::size_t kMostValues = 100000;
constexpr std::size_t kMostItems = 200000; // in all tuples, lists and dicts, and on the stack at once
constexpr std::size_t kLongestGlobal = 256;

constexpr std::array<std::pair<std::string_view, Dtype>, 10> kStorages = {{{"FloatStorage", Dtype::F32},
                                                                           {"HalfStorage", Dtype::F16},
                                                                           {"BFloat16Storage", Dtype::BF16},
                                                                           {"DoubleStorage", Dtype::F64},
                                                                           {"LongStorage", Dtype::I64},
                                                                           {"IntStorage", Dtype::I32},
                                                                           {"ShortStorage", Dtype::I16},
                                                                           {"CharStorage", Dtype::I8},
                                                                           {"ByteStorage", Dtype::U8},
                                                                           {"BoolStorage", Dtype::Bool}}};

class PickleMachine {
public:
    PickleMachine(Bytes pickle, const std::string &name) : m_pickle(pickle), m_name(name) {}

    Pickle run() {
        if (m_pickle.size() < 2 || take<std::uint8_t>() != 0x80)
            throw damaged(m_name, "data.pkl is no pickle");
        if (const int protocol = take<std::uint8_t>(); protocol != 2)
            throw badInput(m_name + ": data.pkl has pickle protocol " + std::to_string(protocol) + "; only 2 is read.",
                           "Save it with torch.save and its default protocol, or as safetensors.");
        while (step()) {
        }
        if (m_stack.size() != 1 || !m_marks.empty() || m_position != m_pickle.size())
            fail("does not end with one value");
        m_result.root = m_stack.back();
        return std::move(m_result);
    }

private:
    [[noreturn]] void fail(const std::string &what) const {
        throw damaged(m_name, "data.pkl " + what + " (byte " + std::to_string(m_position) + ")");
    }
    [[noreturn]] void refuse(const std::string &what) const {
        throw badInput(m_name + ": data.pkl asks for " + what +
                           ", which is not allowed: loading it could run a program.",
                       "Use a checkpoint of plain weights, best as safetensors.");
    }

    Bytes takeBytes(std::uint64_t count) {
        if (count > m_pickle.size() - m_position)
            fail("is cut off");
        const Bytes bytes = m_pickle.subspan(m_position, std::size_t(count));
        m_position += std::size_t(count);
        return bytes;
    }
    template <typename T> T take() { return numberAt<T>(takeBytes(sizeof(T)), 0); }

    std::string_view takeLine() {
        const std::string_view rest = textIn(m_pickle.subspan(m_position)).substr(0, kLongestGlobal);
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos)
            fail("has a name without an end");
        m_position += end + 1;
        return rest.substr(0, end);
    }

    PickleValue &value(Index index) { return m_result.values[index]; }

    void push(Index index) {
        if (m_stack.size() >= kMostItems)
            fail("holds too many values at once");
        m_stack.push_back(index);
    }
    PickleValue &pushNew(Kind kind, std::int64_t number = 0) {
        if (m_result.values.size() >= kMostValues)
            fail("makes more than " + std::to_string(kMostValues) + " values");
        push(Index(m_result.values.size()));
        m_result.values.push_back({});
        m_result.values.back().kind = kind;
        m_result.values.back().number = number;
        return m_result.values.back();
    }
    // Values below the last mark are out of reach until the mark is taken.
    std::size_t reachable() const { return m_stack.size() - (m_marks.empty() ? 0 : m_marks.back()); }
    Index pop() {
        if (reachable() < 1)
            fail("takes a value that is not there");
        const Index top = m_stack.back();
        m_stack.pop_back();
        return top;
    }
    Index top() const {
        if (reachable() < 1)
            fail("needs a value that is not there");
        return m_stack.back();
    }
    std::vector<Index> popItems(std::size_t count) {
        if (reachable() < count)
            fail("takes values that are not there");
        m_items += count;
        if (m_items > kMostItems)
            fail("makes lists of more than " + std::to_string(kMostItems) + " items in all");
        const auto first = m_stack.end() - std::ptrdiff_t(count);
        std::vector<Index> items(first, m_stack.end());
        m_stack.erase(first, m_stack.end());
        return items;
    }
    std::vector<Index> popToMark() {
        if (m_marks.empty())
            fail("goes back to a mark that is not there");
        std::vector<Index> items = popItems(reachable());
        m_marks.pop_back();
        return items;
    }

    void pushTuple(std::vector<Index> items) { pushNew(Kind::Tuple).items = std::move(items); }

    void remember(std::size_t slot) {
        const Index index = top();
        if (slot >= kMostItems)
            fail("remembers too many values");
        if (slot >= m_memo.size())
            m_memo.resize(std::min(kMostItems, 2 * slot + 64));
        m_memo[slot] = index;
    }
    void recall(std::size_t slot) {
        if (slot >= m_memo.size() || !m_memo[slot])
            fail("recalls a value that it never made");
        push(*m_memo[slot]);
    }

    void append(const std::vector<Index> &items, Kind kind) {
        PickleValue &target = value(top());
        if (target.kind != kind || (kind == Kind::Dict && items.size() % 2 != 0))
            fail(kind == Kind::Dict ? "sets members of what is no dict" : "appends to what is no list");
        target.items.insert(target.items.end(), items.begin(), items.end());
    }

    void pushGlobal() {
        const std::string_view module = takeLine();
        const std::string_view function = takeLine();
        PickleValue &global = pushNew(Kind::Function);
        const auto is = [&](std::string_view wantedModule, std::string_view wantedName) {
            return module == wantedModule && function == wantedName;
        };
        global.text = function;
        if (is("collections", "OrderedDict") || is("torch._utils", "_rebuild_tensor_v2") ||
            is("torch._utils", "_rebuild_parameter"))
            return;
        for (const auto &[storage, dtype] : kStorages) {
            if (is("torch", storage)) {
                global.dtype = dtype;
                return;
            }
        }
        refuse("the Python name " + shown(module) + "." + shown(function));
    }

    void pushLong() {
        const Bytes bytes = takeBytes(take<std::uint8_t>());
        if (bytes.size() > 8)
            fail("has a number of more than 64 bits");
        std::uint64_t bits = !bytes.empty() && (bytes.back() & std::byte(0x80)) != std::byte(0) ? ~std::uint64_t(0) : 0;
        std::memcpy(&bits, bytes.data(), bytes.size());
        pushNew(Kind::Integer, std::int64_t(bits));
    }

    bool isKind(Index index, Kind kind) { return value(index).kind == kind; }

    // ('storage', torch.FloatStorage, key, device, elements)
    void makeStorage() {
        const Index id = pop();
        const std::vector<Index> &parts = value(id).items;
        const bool fits = isKind(id, Kind::Tuple) && parts.size() == 5 && isKind(parts[0], Kind::Text) &&
                          value(parts[0]).text == "storage" && isKind(parts[1], Kind::Function) &&
                          value(parts[1]).text.ends_with("Storage") && isKind(parts[2], Kind::Text) &&
                          isKind(parts[4], Kind::Integer) && value(parts[4]).number >= 0;
        if (!fits)
            fail("refers to something that is no storage");
        PickleValue &storage = pushNew(Kind::Storage, value(parts[4]).number);
        storage.text = value(parts[2]).text;
        storage.dtype = value(parts[1]).dtype;
    }

    void call() {
        const Index argumentsAt = pop();
        const Index functionAt = pop();
        if (!isKind(argumentsAt, Kind::Tuple) || !isKind(functionAt, Kind::Function))
            fail("calls something that is no function");
        const std::string_view function = value(functionAt).text;
        const std::vector<Index> &arguments = value(argumentsAt).items;
        if (function == "OrderedDict" && arguments.empty()) {
            pushNew(Kind::Dict);
        } else if (function == "_rebuild_tensor_v2") {
            // storage, offset, size, stride, requires_grad, hooks [, metadata]
            const bool fits = (arguments.size() == 6 || arguments.size() == 7) && isKind(arguments[0], Kind::Storage) &&
                              isKind(arguments[1], Kind::Integer) && isKind(arguments[2], Kind::Tuple) &&
                              isKind(arguments[3], Kind::Tuple);
            if (!fits)
                fail("makes a tensor from wrong parts");
            PickleValue &tensor = pushNew(Kind::Tensor, value(arguments[1]).number);
            tensor.items = {arguments[0], arguments[2], arguments[3]};
        } else if (function == "_rebuild_parameter") {
            if (arguments.size() != 3 || !isKind(arguments[0], Kind::Tensor))
                fail("makes a parameter from wrong parts");
            push(arguments[0]);
        } else {
            fail("calls " + shown(function) + " with wrong arguments");
        }
    }

    // False after STOP.
    bool step() {
        switch (const auto opcode = take<std::uint8_t>()) {
        case '.':
            return false;
        case '(':
            if (m_marks.size() >= kMostItems)
                fail("sets too many marks");
            m_marks.push_back(m_stack.size());
            break;
        case 'N':
            pushNew(Kind::None);
            break;
        case 0x88:
        case 0x89:
            pushNew(Kind::Bool, opcode == 0x88);
            break;
        case 'K':
            pushNew(Kind::Integer, take<std::uint8_t>());
            break;
        case 'M':
            pushNew(Kind::Integer, take<std::uint16_t>());
            break;
        case 'J':
            pushNew(Kind::Integer, take<std::int32_t>());
            break;
        case 0x8A:
            pushLong();
            break;
        case 'G':
            takeBytes(8);
            pushNew(Kind::Float);
            break;
        case 'X': {
            const std::string_view text = textIn(takeBytes(take<std::uint32_t>()));
            if (findInvalidUtf8(text) != std::string_view::npos)
                fail("has a text that is no UTF-8");
            pushNew(Kind::Text).text = text;
            break;
        }
        case ')':
            pushTuple({});
            break;
        case 0x85:
        case 0x86:
        case 0x87:
            pushTuple(popItems(std::size_t(opcode - 0x84)));
            break;
        case 't':
            pushTuple(popToMark());
            break;
        case ']':
            pushNew(Kind::List);
            break;
        case 'a':
            append(popItems(1), Kind::List);
            break;
        case 'e':
            append(popToMark(), Kind::List);
            break;
        case '}':
            pushNew(Kind::Dict);
            break;
        case 's':
            append(popItems(2), Kind::Dict);
            break;
        case 'u':
            append(popToMark(), Kind::Dict);
            break;
        case 'q':
            remember(take<std::uint8_t>());
            break;
        case 'r':
            remember(take<std::uint32_t>());
            break;
        case 'h':
            recall(take<std::uint8_t>());
            break;
        case 'j':
            recall(take<std::uint32_t>());
            break;
        case 'c':
            pushGlobal();
            break;
        case 'Q':
            makeStorage();
            break;
        case 'R':
            call();
            break;
        case 'b': // the attributes of an OrderedDict (torch keeps _metadata there): not needed
            pop();
            if (!isKind(top(), Kind::Dict))
                fail("sets the state of what is no dict");
            break;
        default:
            refuseOpcode(opcode);
        }
        return true;
    }

    [[noreturn]] void refuseOpcode(std::uint8_t opcode) const {
        static constexpr char hex[] = "0123456789abcdef";
        refuse(std::string("the pickle opcode 0x") + hex[opcode >> 4] + hex[opcode & 15] + " at byte " +
               std::to_string(m_position - 1));
    }

    Bytes m_pickle;
    const std::string &m_name;
    std::size_t m_position = 0;
    std::size_t m_items = 0;
    Pickle m_result;
    std::vector<Index> m_stack;
    std::vector<std::size_t> m_marks; // heights of the stack
    std::vector<std::optional<Index>> m_memo;
};

} // namespace

Pickle runPickle(Bytes pickle, const std::string &name) {
    return PickleMachine(pickle, name).run();
}

} // namespace engine::model
