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
    /// <returns>Null when it is one that is cached, else why not.</returns>
    public static RefusalReason? ByName(ReadOnlySpan<byte> name, out SourceLanguage language)
    {
        for (language = SourceLanguage.C; language <= SourceLanguage.AssemblerWithCpp; language++)
        {
            if (name.SequenceEqual(SourceLanguages.Name(language))) return null;
        }

        language = SourceLanguage.C;
        if (name.EndsWith("-header"u8))
        {
            bool unit = name.SequenceEqual("c++-user-header"u8) || name.SequenceEqual("c++-system-header"u8)
                || name.SequenceEqual("c++-header-unit-header"u8);
            return unit ? RefusalReason.Modules : RefusalReason.PrecompiledHeader;
        }

        if (name.SequenceEqual("c++-module"u8)) return RefusalReason.Modules;
        return RefusalReason.UnsupportedSourceLanguage;
    }

    /// <summary>The language of a file name.</summary>
    /// <param name="family">Whose rules.</param>
    /// <param name="mode">The driver's own language.</param>
    /// <param name="path">The source as spelled.</param>
    /// <param name="language">The language.</param>
    /// <returns>Null when it is one that is cached, else why not.</returns>
    public static RefusalReason? BySuffix(CompilerFamily family, DriverMode mode, ReadOnlySpan<byte> path, out SourceLanguage language)
    {
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
        else return WhyNot(suffix);
        return null;
    }

    private static RefusalReason WhyNot(ReadOnlySpan<byte> suffix)
    {
        if (suffix is [(byte)'h', ..] or [(byte)'H', ..] && suffix.Length <= 3
            && !suffix.SequenceEqual("hip"u8) && !suffix.SequenceEqual("hs"u8))
            return RefusalReason.PrecompiledHeader;
        if (suffix.SequenceEqual("cppm"u8) || suffix.SequenceEqual("ixx"u8) || suffix.SequenceEqual("ccm"u8)
            || suffix.SequenceEqual("cxxm"u8) || suffix.SequenceEqual("c++m"u8) || suffix.SequenceEqual("iim"u8))
            return RefusalReason.Modules;
        return RefusalReason.UnsupportedSourceLanguage;
    }
}
