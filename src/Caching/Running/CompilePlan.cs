using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Storage;

namespace Larder.Caching.Running;

/// <summary>How a compile that has to run is run, so that it tells what it reads. Made by whoever looked up, used by whoever runs it.</summary>
public sealed class CompilePlan
{
    public required Toolchain Toolchain { get; init; }

    /// <summary>How the compiler tells which headers it reads.</summary>
    public required IncludeSource Includes { get; init; }

    /// <summary>The assembler is asked for a list too.</summary>
    public required bool ListsAssembled { get; init; }

    /// <summary>The caller wants colours that the compiler wouldn't choose for a file.</summary>
    public required bool AddsColours { get; init; }

    /// <summary>The key of the manifest.</summary>
    public required Digest Key { get; init; }

    internal static CompilePlan For(
        Compilation compilation, Toolchain toolchain, IncludeSource includes, bool isPreprocessed, bool isColoured, in Digest key) => new()
    {
        Toolchain = toolchain,
        Includes = includes,
        ListsAssembled = !isPreprocessed && IncludeSources.ListsAssembled(compilation, toolchain),
        AddsColours = isColoured && compilation.Colour != ColourChoice.Always && !compilation.RecordsCommandLine,
        Key = key,
    };
}
