namespace Larder.Compilers;

/// <summary>
/// How the drivers find a source's language: by -x, else by its suffix, and then by their own name. Source: the drivers'
/// manuals (gcc "Overall Options", -x) and what they do.
/// </summary>
internal static class LanguageRules
{
    /// <summary>The language that -x names.</summary>
    /// <param name="name">The operand.</param>
    /// <param name="language">The language.</param>
    /// <param name="isHeader">It is a header in that language, to be precompiled.</param>
    /// <returns>Null when it is one that is cached, else why not.</returns>
    public static RefusalReason? ByName(ReadOnlySpan<byte> name, out SourceLanguage language, out bool isHeader)
    {
        isHeader = false;
        for (language = SourceLanguage.C; language <= SourceLanguage.AssemblerWithCpp; language++)
        {
            if (name.SequenceEqual(SourceLanguages.Name(language))) return null;
        }

        language = SourceLanguage.C;
        if (name.EndsWith("-header"u8))
        {
            isHeader = true;
            for (language = SourceLanguage.C; language <= SourceLanguage.ObjectiveCxx; language++)
            {
                if (name[..^"-header".Length].SequenceEqual(SourceLanguages.Name(language))) return null;
            }

            (language, isHeader) = (SourceLanguage.C, false);
            return RefusalReason.Modules;
        }

        if (name.SequenceEqual("c++-module"u8)) return RefusalReason.Modules;
        return RefusalReason.UnsupportedSourceLanguage;
    }

    /// <summary>The language of a file name.</summary>
    /// <param name="family">Whose rules.</param>
    /// <param name="mode">The driver's own language.</param>
    /// <param name="path">The source as spelled.</param>
    /// <param name="language">The language.</param>
    /// <param name="isHeader">It is a header in that language, to be precompiled.</param>
    /// <returns>Null when it is one that is cached, else why not.</returns>
    public static RefusalReason? BySuffix(
        CompilerFamily family, DriverMode mode, ReadOnlySpan<byte> path, out SourceLanguage language, out bool isHeader)
    {
        isHeader = false;
        bool gcc = family == CompilerFamily.Gcc;
        language = SourceLanguage.C;
        int dot = path.LastIndexOf((byte)'.');
        if (dot < 0 || path[dot..].Contains((byte)'/')) return RefusalReason.UnsupportedSourceLanguage;
        ReadOnlySpan<byte> suffix = path[(dot + 1)..];
        switch (suffix)
        {
            case [(byte)'c']:
                language = mode == DriverMode.Cxx ? SourceLanguage.Cxx : SourceLanguage.C;
                return null;
            case [(byte)'i']:
                language = mode == DriverMode.Cxx ? SourceLanguage.CxxCppOutput : SourceLanguage.CppOutput;
                return null;
            case [(byte)'C']:
                language = SourceLanguage.Cxx;
                return null;
            case [(byte)'m']:
                language = SourceLanguage.ObjectiveC;
                return null;
            case [(byte)'M']:
                language = SourceLanguage.ObjectiveCxx;
                return null;
            case [(byte)'s']:
                language = SourceLanguage.Assembler;
                return null;
            case [(byte)'S']:
                language = SourceLanguage.AssemblerWithCpp;
                return null;
        }

        if (suffix.SequenceEqual("cc"u8) || suffix.SequenceEqual("cpp"u8) || suffix.SequenceEqual("cxx"u8)
            || suffix.SequenceEqual("c++"u8) || suffix.SequenceEqual("cp"u8) || suffix.SequenceEqual("CPP"u8)
            || (!gcc && (suffix.SequenceEqual("CC"u8) || suffix.SequenceEqual("CXX"u8) || suffix.SequenceEqual("C++"u8))))
        {
            language = SourceLanguage.Cxx;
            return null;
        }

        if (suffix.SequenceEqual("ii"u8)) language = SourceLanguage.CxxCppOutput;
        else if (suffix.SequenceEqual("mm"u8)) language = SourceLanguage.ObjectiveCxx;
        else if (suffix.SequenceEqual("mi"u8)) language = SourceLanguage.ObjectiveCCppOutput;
        else if (suffix.SequenceEqual("mii"u8)) language = SourceLanguage.ObjectiveCxxCppOutput;
        else if (gcc && suffix.SequenceEqual("sx"u8)) language = SourceLanguage.AssemblerWithCpp;
        else if (IsHeader(family, suffix))
        {
            isHeader = true;
            language = suffix is [(byte)'h'] && mode != DriverMode.Cxx ? SourceLanguage.C : SourceLanguage.Cxx;
        }
        else return WhyNot(suffix);
        return null;
    }

    /// <summary>gcc's are in its manual ("Overall Options"); clang's are those of its Types.cpp.</summary>
    private static bool IsHeader(CompilerFamily family, ReadOnlySpan<byte> suffix) =>
        suffix.SequenceEqual("h"u8) || suffix.SequenceEqual("H"u8) || suffix.SequenceEqual("hh"u8) || suffix.SequenceEqual("hpp"u8)
        || suffix.SequenceEqual("hxx"u8)
        || (family == CompilerFamily.Gcc && (suffix.SequenceEqual("hp"u8) || suffix.SequenceEqual("HPP"u8) || suffix.SequenceEqual("h++"u8)
            || suffix.SequenceEqual("tcc"u8)));

    /// <summary>Whether clang takes a source for a module's unit by its name.</summary>
    public static bool IsModuleUnit(ReadOnlySpan<byte> path) =>
        path.EndsWith(".cppm"u8) || path.EndsWith(".ccm"u8) || path.EndsWith(".cxxm"u8) || path.EndsWith(".c++m"u8);

    private static RefusalReason WhyNot(ReadOnlySpan<byte> suffix)
    {
        if (suffix.SequenceEqual("cppm"u8) || suffix.SequenceEqual("ixx"u8) || suffix.SequenceEqual("ccm"u8)
            || suffix.SequenceEqual("cxxm"u8) || suffix.SequenceEqual("c++m"u8) || suffix.SequenceEqual("iim"u8))
            return RefusalReason.Modules;
        return RefusalReason.UnsupportedSourceLanguage;
    }
}
