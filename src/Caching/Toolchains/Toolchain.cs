using Larder.Compilers;
using Larder.Storage;

namespace Larder.Caching.Toolchains;

/// <summary>What is known of a compiler under certain options: who it is, and where it looks for headers.</summary>
public sealed class Toolchain
{
    /// <summary>Which family answers, whatever the driver is called.</summary>
    public required CompilerFamily Family { get; init; }

    /// <summary>Digest over the content of every program and library that takes part, and over what it makes of "native".</summary>
    public required Digest Identity { get; init; }

    /// <summary>What the driver says of its version, for people; empty where that isn't known here.</summary>
    public byte[] Version { get; init; } = [];

    /// <summary>Under which key the store has it, with the programs and libraries that take part; zero where that isn't known here.</summary>
    internal Digest Entry { get; set; }

    /// <summary>What a wrapper runs for this command, once it was asked; null before, and where there is none.</summary>
    internal Digest? Expansion { get; set; }

    /// <summary>Where quoted includes are looked for after the includer's directory, before the angled ones.</summary>
    public required byte[][] QuoteDirectories { get; init; }

    /// <summary>Where angled includes are looked for, in order.</summary>
    public required byte[][] AngleDirectories { get; init; }

    /// <summary>The assembler is GNU's and tells what it read (<c>--MD</c>).</summary>
    public required bool AssemblerIsGnu { get; init; }

    /// <summary>A script or another program stands between the path and the compiler; such a toolchain is asked anew each time.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>The wrapper defines macros or includes files that the command line doesn't show.</summary>
    public bool HidesMacros { get; init; }
}
