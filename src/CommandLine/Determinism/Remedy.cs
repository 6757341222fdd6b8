using Larder.Compilers;

namespace Larder.CommandLine.Determinism;

/// <summary>Something by which a compile may come out the same each time.</summary>
/// <param name="Family">The compilers that understand it; null: all.</param>
/// <param name="Words">Added to the command line.</param>
/// <param name="Variable">NAME=VALUE, added to the environment; null: none.</param>
/// <param name="Shown">What a user would write.</param>
/// <param name="Cause">What it is a remedy for.</param>
internal sealed record Remedy(CompilerFamily? Family, string[] Words, string? Variable, string Shown, string Cause)
{
    /// <summary>All that are known, each tried by itself, in this order.</summary>
    internal static IReadOnlyList<Remedy> All { get; } =
    [
        new(null, [], "SOURCE_DATE_EPOCH=1", "SOURCE_DATE_EPOCH=1 in the environment", "__DATE__ or __TIME__ is used (-Wdate-time says where)"),
        new(
            null, ["-Wno-builtin-macro-redefined", "-D__DATE__=\"\"", "-D__TIME__=\"\"", "-D__TIMESTAMP__=\"\""], null,
            "-Wno-builtin-macro-redefined -D__DATE__='\"\"' -D__TIME__='\"\"' -D__TIMESTAMP__='\"\"'", "__DATE__, __TIME__ or __TIMESTAMP__ is used (-Wdate-time says where)"),
        new(CompilerFamily.Gcc, ["-frandom-seed=larder"], null, "-frandom-seed=NAME, another one for each source", "gcc makes names, or stamps, of random numbers"),
        new(CompilerFamily.Clang, ["-Xclang", "-fno-pch-timestamp"], null, "-Xclang -fno-pch-timestamp", "precompiled headers hold the times of their files"),
        new(CompilerFamily.Gcc, ["-ffat-lto-objects", "-fno-lto"], null, "-fno-lto", "sections of link-time optimization have random names"),
    ];

    /// <summary>A compiler understands it.</summary>
    internal bool Fits(CompilerFamily family) => Family is null || Family == family;
}
