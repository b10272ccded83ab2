// Teaches the highlighter Python 3: its grammar takes `print` and `exec` for keywords, and every `match` too.

const KEYWORDS =
  'and as assert async await break class continue def del elif else except finally for from global if import in is ' +
  'lambda nonlocal not or pass raise return try while with yield';

const BUILTINS =
  'abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod complex dict dir divmod enumerate ' +
  'eval exec filter float format frozenset getattr hasattr hash help hex id input int isinstance issubclass iter len ' +
  'list locals map max memoryview min next object oct open ord pow print property range repr reversed round set ' +
  'setattr slice sorted staticmethod str sum super tuple type vars zip';

/**
 * Replaces the highlighter's words by those of Python 3.
 *
 * @param {{ Prism: any }} highlighter Prism, which has no types here.
 */
export function highlightPython3({ Prism }) {
  Prism.languages.python.keyword = [
    // Names everywhere but at the head of their block. A string that follows was cut off before.
    { pattern: /(^[ \t]*)(?:match|case)(?=[ \t]+(?:[^\s=.,:)\]]|$))/m, lookbehind: true },
    anyOf(KEYWORDS),
  ];
  Prism.languages.python.builtin = anyOf(BUILTINS);
}

/**
 * Not behind a dot: `path.open` is a method of somebody's own.
 *
 * @param {string} words
 */
function anyOf(words) {
  return { pattern: new RegExp(`(^|[^.\\w])(?:${words.replaceAll(' ', '|')})\\b`), lookbehind: true };
}
