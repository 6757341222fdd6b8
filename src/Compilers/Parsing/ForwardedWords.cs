namespace Larder.Compilers;

/// <summary>What may be handed past the driver to the preprocessor, the assembler or LLVM. What is not known here is refused.</summary>
internal static class ForwardedWords
{
    /// <summary>
    /// Options of the assembler that print, or write and read files of their own: listings, -o, response files, dependency files.
    /// </summary>
    public static RefusalReason? WhyNotAssembler(ReadOnlySpan<byte> word, ReadOnlySpan<byte> previous)
    {
        if (word.IsEmpty) return null;
        if (word[0] != (byte)'-')
        {
            bool operand = previous.SequenceEqual("--defsym"u8) || previous.SequenceEqual("-defsym"u8)
                || previous.SequenceEqual("-I"u8) || previous.SequenceEqual("--debug-prefix-map"u8);
            return operand ? null : RefusalReason.UnsupportedCompilerOption;
        }

        if (word.SequenceEqual("--version"u8) || word.SequenceEqual("-version"u8) || word.SequenceEqual("-v"u8)
            || word.SequenceEqual("--help"u8) || word.SequenceEqual("--target-help"u8) || word.SequenceEqual("--dump-config"u8))
            return RefusalReason.InformationRequest;
        if (word.SequenceEqual("--alternate"u8)) return null;
        if (word.StartsWith("-a"u8) || word.StartsWith("-o"u8) || word.StartsWith("--MD"u8) || word.StartsWith("--listing"u8)
            || word.StartsWith("--stat"u8) || word.SequenceEqual("-"u8) || word.SequenceEqual("--"u8))
            return RefusalReason.UnsupportedCompilerOption;
        return null;
    }

    /// <summary>-Xpreprocessor: a macro definition, or OpenMP as it is switched on for compilers that lack the driver's option.</summary>
    public static bool IsSimplePreprocessorWord(ReadOnlySpan<byte> word) =>
        IsMacro(word) || word.SequenceEqual("-fopenmp"u8);

    /// <summary>-DNAME… or -UNAME, joined.</summary>
    public static bool IsMacro(ReadOnlySpan<byte> word) => word.Length > 2 && word[0] == (byte)'-' && word[1] is (byte)'D' or (byte)'U';

    /// <summary>-mllvm: whatever does not look as if it printed or touched a file.</summary>
    public static bool IsSimpleBackendWord(ReadOnlySpan<byte> word)
    {
        if (word.Length < 2 || word[0] != (byte)'-') return false;
        return word.IndexOf("print"u8) < 0 && word.IndexOf("dump"u8) < 0 && word.IndexOf("stat"u8) < 0 && word.IndexOf("time"u8) < 0
            && word.IndexOf("file"u8) < 0 && word.IndexOf("output"u8) < 0 && word.IndexOf("view"u8) < 0 && word.IndexOf("debug"u8) < 0
            && word.IndexOf("load"u8) < 0 && word.IndexOf("plugin"u8) < 0 && word.IndexOf("path"u8) < 0 && word.IndexOf("dir"u8) < 0
            && word.IndexOf("remark"u8) < 0 && word.IndexOf("trace"u8) < 0 && word.IndexOf("dot"u8) < 0 && word.IndexOf("list"u8) < 0
            && word.IndexOf("-o"u8) != 0 && word.IndexOf("help"u8) < 0 && word.IndexOf("version"u8) < 0 && word.IndexOf((byte)'/') < 0;
    }

    /// <summary>-Xclang: options of clang's cc1 that are flags, and change code only.</summary>
    public static bool IsSimpleFrontendFlag(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("-disable-llvm-passes"u8) || word.SequenceEqual("-disable-llvm-optzns"u8)
        || word.SequenceEqual("-disable-O0-optnone"u8) || word.SequenceEqual("-disable-lifetime-markers"u8)
        || word.SequenceEqual("-opaque-pointers"u8) || word.SequenceEqual("-no-opaque-pointers"u8)
        || word.SequenceEqual("-fconcepts-ts"u8)
        || word.SequenceEqual("-fopenmp"u8) || word.SequenceEqual("-fsized-deallocation"u8)
        || word.SequenceEqual(EmitPrecompiled) || word.SequenceEqual(NoPrecompiledTimes);

    /// <summary>clang's cc1: make a precompiled header (CMake says so beside -x c++-header).</summary>
    public static ReadOnlySpan<byte> EmitPrecompiled => "-emit-pch"u8;

    /// <summary>clang's cc1: write no times of modification into it.</summary>
    public static ReadOnlySpan<byte> NoPrecompiledTimes => "-fno-pch-timestamp"u8;

    /// <summary>-Xclang: options of clang's cc1 whose value is the next -Xclang.</summary>
    public static bool TakesFrontendValue(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("-target-feature"u8) || word.SequenceEqual("-target-cpu"u8) || word.SequenceEqual("-tune-cpu"u8)
        || word.SequenceEqual("-fdebug-compilation-dir"u8) || word.SequenceEqual("-mllvm"u8)
        || word.SequenceEqual("-include"u8) || word.SequenceEqual("-include-pch"u8)
        || word.SequenceEqual("-load"u8) || word.SequenceEqual("-add-plugin"u8) || word.StartsWith("-plugin-arg-"u8);
}
