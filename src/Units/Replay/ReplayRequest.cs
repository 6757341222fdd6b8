using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units.Replay;

/// <summary>One run of a node's phases.</summary>
internal sealed class ReplayRequest
{
    internal required UnitNode Node { get; init; }

    internal required UnitDirectories Directories { get; init; }

    /// <summary>The source as it was digested; null for a node without one.</summary>
    internal required SourceScan? Scan { get; init; }

    /// <summary>What store paths stand elsewhere: own outputs and dependencies' outputs, store path → view.</summary>
    internal required IReadOnlyDictionary<string, string> Views { get; init; }

    /// <summary>Some of these are shown without code (<see cref="UnitDirectories.Stub"/>): nothing may be linked with them.</summary>
    internal bool HasStubs { get; init; }

    /// <summary>Called as soon as rustc has written the metadata of a crate's library, on a thread of its own, while the build goes on; null: nobody wants to know.</summary>
    internal Action<EarlyMetadata>? MetadataWritten { get; init; }

    /// <summary>NIX_BUILD_CORES: how many processes the build may start at once.</summary>
    internal required int Cores { get; init; }

    /// <summary>The shim's path, which becomes the compiler launcher; null: none.</summary>
    internal required string? Launcher { get; init; }

    /// <summary>Called when the replay itself has given files of the source new time stamps, before anything reads them; null: nobody wants to know.</summary>
    internal Action? SourceTouched { get; init; }

    /// <summary>Words NAME=value that the replay's processes get besides the derivation's (the launcher's settings, the job slots' socket, the mark that all processes of an invocation bear).</summary>
    internal required string[] ExtraEnvironment { get; init; }
}
