"""Where code can be changed a little, and how: found in the syntax tree that libclang makes."""

import random
import re
from pathlib import Path

from clang.cindex import CursorKind as Kind
from clang.cindex import Index, TranslationUnitLoadError, TypeKind

from schemata import Site

BOUNDS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
OPERATORS = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<", "&&": "||", "||": "&&", "+": "-",
             "-": "+", "*": "+", "/": "*", "%": "/", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "|", "+=": "-=",
             "-=": "+=", "|=": "&=", "&=": "|=", "^=": "|=", "<<=": ">>=", ">>=": "<<=", "*=": "+=", "/=": "*="}
KINDS = ("operator", "bound", "constant", "removal")
FUNCTIONS = {Kind.FUNCTION_DECL, Kind.CXX_METHOD, Kind.CONSTRUCTOR, Kind.DESTRUCTOR, Kind.FUNCTION_TEMPLATE,
             Kind.CONVERSION_FUNCTION}
# What is computed when the program is compiled: a change that is chosen at run time would not be seen there.
COMPILED = {Kind.STATIC_ASSERT, Kind.CXX_UNARY_EXPR, Kind.ENUM_DECL, Kind.STRUCT_DECL, Kind.CLASS_DECL,
            Kind.TYPE_ALIAS_DECL}
SIMPLE = {Kind.CALL_EXPR, Kind.BINARY_OPERATOR, Kind.COMPOUND_ASSIGNMENT_OPERATOR, Kind.UNARY_OPERATOR,
          Kind.UNEXPOSED_EXPR, Kind.RETURN_STMT, Kind.BREAK_STMT, Kind.CONTINUE_STMT}
FOR_SPEED = b".reserve("  # a statement with this changes nothing but time
ARRAYS = (TypeKind.CONSTANTARRAY, TypeKind.DEPENDENTSIZEDARRAY, TypeKind.INCOMPLETEARRAY)


class _Finder:
    def __init__(self, root, wanted):
        self.root, self.wanted = root, wanted
        self.texts = {}
        self.sites = set()

    def text(self, path):
        if path not in self.texts:
            self.texts[path] = (self.root / path).read_bytes()
        return self.texts[path]

    def place(self, cursor):
        """The cursor's file if it is to be changed, and its range in it."""
        start, end = cursor.extent.start, cursor.extent.end
        if start.file is None:
            return None, 0, 0
        try:
            path = Path(start.file.name).resolve().relative_to(self.root).as_posix()
        except ValueError:
            return None, 0, 0
        return (path if self.wanted(path) else None), start.offset, end.offset

    def add(self, path, start, end, kind, into):
        raw = self.text(path)[start:end]
        if raw and b"//" not in raw and b"#" not in raw:
            self.sites.add(Site(path, start, end, kind, into))

    def declarations(self, cursor):
        """Walks down to the bodies of functions."""
        for child in cursor.get_children():
            path, _, _ = self.place(child)
            if path is None:
                continue
            if child.kind in FUNCTIONS:
                for part in child.get_children():
                    if part.kind == Kind.COMPOUND_STMT:
                        self.body(part)
            else:
                self.declarations(child)

    def body(self, block):
        """The body of a function; its last statement must still return something."""
        statements = list(block.get_children())
        for statement in statements:
            self.statement(statement, statement is statements[-1])

    def statement(self, cursor, last):
        path, start, end = self.place(cursor)
        if path is None:
            return
        text = self.text(path)
        behind = text[end:end + 8].lstrip()
        if FOR_SPEED in text[start:end] and cursor.kind in SIMPLE:
            return
        if cursor.kind in SIMPLE and behind[:1] == b";" and not (cursor.kind == Kind.RETURN_STMT and last):
            self.add(path, start, text.index(b";", end) + 1, "removal", ";")
        if cursor.kind == Kind.COMPOUND_STMT:
            parts = list(cursor.get_children())
            for part in parts:
                self.statement(part, last and part is parts[-1])
        elif cursor.kind in (Kind.IF_STMT, Kind.WHILE_STMT, Kind.FOR_STMT, Kind.CXX_FOR_RANGE_STMT, Kind.DO_STMT,
                             Kind.SWITCH_STMT):
            self.control(cursor, text[start:end], last)
        elif cursor.kind in (Kind.CASE_STMT, Kind.DEFAULT_STMT, Kind.LABEL_STMT):
            for part in list(cursor.get_children())[-1:]:
                self.statement(part, last)
        else:
            self.expression(cursor)

    def control(self, cursor, text, last):
        """An if, a loop, a switch: what is a statement in it, and what an expression."""
        head = text.split(b")")[0]
        if cursor.kind == Kind.IF_STMT and b"constexpr" in head.split(b"(")[0]:
            return
        for part in cursor.get_children():
            if part.kind.is_statement() or (part.kind in SIMPLE and self.ends_statement(part, cursor)):
                self.statement(part, last)
            else:
                self.expression(part)

    def ends_statement(self, part, cursor):
        """Whether this is the one statement of an if or a loop, not a part of its head."""
        path, _, end = self.place(part)
        if path is None or cursor.kind == Kind.DO_STMT:
            return False
        if self.text(path)[end:end + 8].lstrip()[:1] != b";":
            return False
        before = self.text(path)[cursor.extent.start.offset:part.extent.start.offset]
        return before.rstrip()[-1:] == b")" and before.count(b"(") == before.count(b")") or before.rstrip()[-4:] == b"else"

    def expression(self, cursor):
        if cursor.kind in COMPILED:
            return
        path, start, end = self.place(cursor)
        if path is None:
            return
        text = self.text(path)
        children = list(cursor.get_children())
        if cursor.kind == Kind.LAMBDA_EXPR:
            for part in children:
                if part.kind == Kind.COMPOUND_STMT:
                    self.body(part)
            return
        if cursor.kind == Kind.VAR_DECL:
            if b"constexpr" in text[start:cursor.location.offset]:
                return
            if cursor.type.kind in ARRAYS:
                children = [c for c in children if c.kind == Kind.INIT_LIST_EXPR]
        if cursor.kind in (Kind.BINARY_OPERATOR, Kind.COMPOUND_ASSIGNMENT_OPERATOR) and len(children) == 2:
            self.operator(path, children)
        elif cursor.kind == Kind.INTEGER_LITERAL:
            self.number(path, start, text[start:end])
        elif cursor.kind == Kind.CXX_BOOL_LITERAL_EXPR and text[start:end] in (b"true", b"false"):
            self.add(path, start, end, "constant", "false" if text[start:end] == b"true" else "true")
        elif cursor.kind == Kind.DECL_REF_EXPR:
            self.named(cursor, path, start, end)
        for child in children:
            self.expression(child)

    def operator(self, path, children):
        left, right = (self.place(c) for c in children)
        if left[0] != path or right[0] != path or left[2] > right[1]:
            return
        text = self.text(path)
        sign = text[left[2]:right[1]].strip().decode(errors="replace")
        one, other = (text[side[1]:side[2]].decode() for side in (left, right))
        for kind, table in (("bound", BOUNDS), ("operator", OPERATORS)):
            if sign in table:
                self.add(path, left[1], right[2], kind, f"({one}) {table[sign]} ({other})")

    def number(self, path, start, text):
        text = re.match(rb"[0-9a-fA-FxX']*[uUlL]*", self.text(path)[start:start + 40]).group()
        match = re.fullmatch(rb"(0[xX][0-9a-fA-F']+|0|[1-9][0-9']*)([uUlL]*)", text)
        if match is None:
            return
        value = int(match[1].replace(b"'", b"").decode(), 0)
        for other in {value + 1, max(value - 1, 0)} - {value}:
            self.add(path, start, start + len(text), "constant", str(other) + match[2].decode())

    def named(self, cursor, path, start, end):
        """A use of a constant that has a name."""
        made = cursor.referenced
        if made is None or made.kind != Kind.VAR_DECL or self.place(made)[0] is None:
            return
        head = self.text(self.place(made)[0])[made.extent.start.offset:made.location.offset]
        kinds = (TypeKind.INT, TypeKind.UINT, TypeKind.LONG, TypeKind.ULONG, TypeKind.USHORT, TypeKind.UCHAR)
        name = self.text(path)[start:end]
        if b"constexpr" not in head or made.type.get_canonical().kind not in kinds or not name.endswith(
                made.spelling.encode()):
            return
        for sign in "+-":
            self.add(path, start, end, "constant", f"{name.decode()} {sign} 1")


def find(root, units, wanted):
    """All sites of the files for which wanted(path) holds, in an order that the machine has no part in. `units`: sources
    and the compiler's arguments for them."""
    finder = _Finder(root.resolve(), wanted)
    for source, arguments in units:
        try:
            unit = Index.create().parse(str(source), args=arguments)
        except TranslationUnitLoadError as e:
            raise SystemExit(f"mutate: libclang cannot read {source}: {e}") from e
        for problem in unit.diagnostics:
            if problem.severity >= problem.Error:
                raise SystemExit(f"mutate: libclang does not understand {source}: {problem.spelling}")
        finder.declarations(unit.cursor)
    return sorted(finder.sites)


def drawing(sites, seed):
    """The sites in an order of chance, each kind of change as often as the others."""
    dice = random.Random(seed)
    piles = [[s for s in sites if s.kind == kind] for kind in KINDS]
    for pile in piles:
        dice.shuffle(pile)
    while any(piles):
        pile = dice.choice([p for p in piles if p])
        yield pile.pop()
