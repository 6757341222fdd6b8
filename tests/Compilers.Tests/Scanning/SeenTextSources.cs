using System.Text;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>Random sources, and random edits of them, for the oracle of what compilers see.</summary>
internal sealed class SeenTextSources(Random random)
{
    /// <summary>What makes C hard to cut into tokens.</summary>
    private static readonly string[] Fragments =
    [
        "\n", "\n", "\n", "\n", " ", "\t", "  \n", "\\\n", "\\ \n", "\\", "??/\n", "??'", "/*", "*/", "/* c */", "/* a\n b */", "/**/", "/", "*",
        "//", "// c\n", "//\n", " // d", "\"", "\"", "'", "'", "\"s\"", "'a'", "L", "u8", "R\"(", ")\"", "R\"x(", ")x\"", "R\"(a)\"", "R", "(", ")", "1'000", "1'",
        "1'0'1", "0x1p+", ".5", "e+", "1", "don't", "x", "y ", "+", "<", ">", "#", "%:", "\n#if 0\n", "\n#if 1\n", "\n#else\n", "\n#endif\n", "\n#if x < 3 ",
        "\n#define D ", "\n#define F(x) x##", "\n#define S(x) #x\n", "S(", "S(a/**/b)", "\n#define f/**/(x) x\n", "f(1)", "\n#warning ", "\n#error ", "\n#pragma ",
        "\n#pragma mark ", "\n#line 3 ", "\n#include \"h1.h\"", "\n#include <h//2.h>", "\n#include <h/*3.h>", "\n#include \"h//4.h\"", "#include", "\"h1.h\"", "<h//2.h>",
        "\n#if __has_include(<h//2.h>)\n", "__has_include", "\n #/* c */include", "\f", "\v", "\r\n", "\u00E9", "$", "__LINE__", "\n__LINE__", "_Pragma(\"x\")", "/\\\n/", "*\\\n/",
        "/* fallthrough */", "// FALLTHRU\n", "??", "asm(\"# // x\")", "##", "\\u00e9",
    ];

    private static readonly string[] Statements =
    [
        "a += LINE; // one", "a += __LINE__; /* one */", "a += (int)sizeof(STR(a /* x */ b)); // two", "a += (int)sizeof(STR(a/**/b//\n));",
        "if (a)\n    a++;\n  // one\n    a--;", "if (a)\n    a++;\n    // one\n  a--;", "if (a) // one\n    a++; /* two */\n    /* three\n    four */\n    a--;",
        "switch (a) {\n  case 1: a++;\n  /* fall through */\n  case 2: a--; // one\n  break;\n  default: break; }",
        "switch (a) {\n  case 1: a++; // FALLTHRU\n  // one\n  case 2: a--;\n  }", "switch (a) {\n  case 1: a++;\n  // one\n  case 2: a--;\n  }",
        "LONG(a++); /* one */", "LONG(a--\n  /* one\n two */\n);", "a += '\\'' + '\"'; /* ' */", "use(\"// no\" /* one */ \"/* no */\"); // \"", "__asm__ volatile(\"# // x\" ::: \"memory\"); // one",
        "/* one\n   two\n */", "/* one\n two */ a++;", "// one", "", "   ", "#if 0\n don /* one */ // two\n#endif /* three */", "a +=\\\n  2; // one", "use(\"a\\\nb\"); // one", "a = a /* one */ + 1;", "a /= 3; // one",
        "#ifdef LINE // one\n  a++;\n#else /* two */\n  a--;\n#endif", "for (int i = 0; i < a; i++); // one", "{ int unused; /* one */ }", "a = a << 3 >> 1; // <one>", "use(__FILE__); // one", "a += FN(a) /* one\n two */\n  ;",
        "while (a > 3) // one\n  a -= 2; a++;", "if (a) a++; else /* one */\n  a--; // two", "a = a ? /* one */ 1 : 2; /* two */ // three",
    ];

    private static readonly string[] CxxStatements =
    [
        "use(R\"(// no  \n/* no */ \" )\"); // one", "a += 1'000'0; // it's", "a += u8'a' + 0x1'ABC; /* ' */", "use(R\"x(a)\" /* )x\"); // )x\"", "use(u8R\"(a)\"); // one", "auto l = [] { return __builtin_LINE(); }; a += l(); // one",
    ];

    private static readonly string[] Words = ["one", "a", "it's", "\"", "'", "don't", "fall", "through", "fallthrough", "*", "/", "//", "\\", "\\brief", "#if", "x.h", "<", ">", "-", "@", "  ", "\t", "\u00E9", "lint", "/*"];

    /// <summary>Anything.</summary>
    internal string Soup()
    {
        StringBuilder text = new();
        for (int i = random.Next(3, 40); i > 0; i--)
            text.Append(Fragments[random.Next(Fragments.Length)]);
        return text.ToString();
    }

    /// <summary>A program, that compilers mostly take.</summary>
    internal string Program(bool isCxx)
    {
        StringBuilder text = new("#include \"h1.h\" // why\n/* defines\n * things */\n#define LINE __LINE__ /* here */\n#define STR(x) #x\n#define LONG(x) \\\n  do { x; } /* a */ \\\n  while (0) // b\n#define FN(x) ((x) + 1)\n");
        text.Append(isCxx ? "extern \"C\" " : "").Append("void use(const char *s); // uses\n");
        for (int f = random.Next(1, 4); f > 0; f--)
        {
            text.Append($"int f{f}(int a)\n{{ // begins\n");
            for (int i = random.Next(3, 12); i > 0; i--)
            {
                text.Append(random.Next(4) == 0 ? "\t" : "  ");
                text.Append(isCxx && random.Next(3) == 0 ? CxxStatements[random.Next(CxxStatements.Length)] : Statements[random.Next(Statements.Length)]);
                text.Append(random.Next(6) == 0 ? "  \n" : "\n");
            }

            text.Append("  return a;\n} // ends\n\n");
        }

        return text.ToString();
    }

    /// <summary>The text after one to three edits, most of them near a comment.</summary>
    internal string Edit(string text)
    {
        for (int edits = random.Next(1, 4); edits > 0; edits--)
            text = EditOnce(text);
        return text;
    }

    private string EditOnce(string text)
    {
        int at = random.Next(text.Length + 1);
        switch (random.Next(9))
        {
            case 0:
                return text.Insert(at, Fragments[random.Next(Fragments.Length)]);
            case 1:
                return text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
            case 2:
                return InComment(text, "//", at);
            case 3:
                return InComment(text, "/*", at);
            case 4:
            {
                int end = text.IndexOf('\n', at);
                string[] additions = [" ", "\t ", " // " + Comment(), " /* " + Comment() + " */", "//", " /*\n " + Comment() + " */"];
                return text.Insert(end < 0 ? text.Length : end, additions[random.Next(additions.Length)]);
            }

            case 5:
            {
                int start = text.IndexOf("//", at, StringComparison.Ordinal);
                int end = start < 0 ? -1 : text.IndexOf('\n', start);
                return end < 0 ? text : text.Remove(start, end - start);
            }

            case 6:
            {
                int start = text.IndexOf("/*", at, StringComparison.Ordinal);
                int end = start < 0 ? -1 : text.IndexOf("*/", start + 2, StringComparison.Ordinal);
                return end < 0 ? text : text.Remove(start, end + 2 - start);
            }

            default:
                return InComment(text, random.Next(2) == 0 ? "//" : "/*", at);
        }
    }

    /// <summary>Puts words into a comment, or takes some out.</summary>
    private string InComment(string text, string opener, int from)
    {
        int at = text.IndexOf(opener, from, StringComparison.Ordinal);
        if (at < 0)
            at = text.IndexOf(opener, StringComparison.Ordinal);
        if (at < 0)
            return text;
        at = Math.Min(text.Length, at + 2 + random.Next(6));
        return random.Next(3) == 0 ? text.Remove(at, Math.Min(random.Next(1, 5), text.Length - at)) : text.Insert(at, Comment());
    }

    private string Comment()
    {
        string comment = Words[random.Next(Words.Length)];
        for (int i = random.Next(3); i > 0; i--)
            comment += " " + Words[random.Next(Words.Length)];
        return comment;
    }
}
