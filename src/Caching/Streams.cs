using Larder.Compilers;
using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.Caching;

/// <summary>Whether the caller would have got coloured diagnostics (gcc manual, -fdiagnostics-color; clang's user manual alike).</summary>
internal static class Streams
{
    internal static StreamCondition Wanted(Invocation invocation, Compilation compilation) => compilation.Colour switch
    {
        ColourChoice.Always => StreamCondition.Coloured,
        ColourChoice.Never => StreamCondition.Plain,
        _ => invocation.ErrorIsTerminal && TerminalTakesColours(invocation.Environment)
            ? StreamCondition.Coloured
            : StreamCondition.Plain,
    };

    private static bool TerminalTakesColours(ProcessEnvironment environment) =>
        environment.Get("TERM"u8) is { Length: > 0 } term
        && !term.AsSpan().SequenceEqual("dumb"u8)
        && environment.Get("GCC_COLORS"u8) is not { Length: 0 };
}
