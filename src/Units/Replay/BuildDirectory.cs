namespace Larder.Units.Replay;

/// <summary>What stands in a unit's build directory.</summary>
/// <param name="Root">The directory itself.</param>
/// <remarks>
/// <code>
/// state          what the last replay was given (State/BuildStateFile)
/// replay.sh      what bash runs
/// configured     what the tool that configures was called with when it last succeeded; configured.before: and is to be called again
/// phase          the phase that runs; phase.begun: as old as the first of them
/// build/         cmake's or meson's directory, where the source is live
/// source/        the mirrored source with its build directory, NIX_BUILD_TOP of its phases
/// top/           NIX_BUILD_TOP where there is no mirror, new for each replay
/// work/          an empty working directory for phases that don't need the source there
/// unpack/        where a source is unpacked and patched before the mirror is brought in step
/// altered/       what phases had made of the mirror's files before these were put back
/// vanished       the names of those that they had taken away; both stay until the configure phase has come to its end
/// metadata/      of a crate: its metadata as soon as rustc has written it, and what rustc.sh has to say (CrateNotes)
/// masquerade/    links to the launcher; of a crate, what stands before rustc
/// </code>
/// </remarks>
internal sealed record BuildDirectory(string Root)
{
    internal string State => Root + "/state";

    internal string Script => Root + "/replay.sh";

    internal string Configured => Root + "/configured";

    internal string ConfiguredBefore => Root + "/configured.before";

    internal string Phase => Root + "/phase";

    internal string Build => Root + "/build";

    internal string Mirror => Root + "/source";

    internal string Top => Root + "/top";

    internal string Work => Root + "/work";

    internal string Unpack => Root + "/unpack";

    internal string Place => Root + "/place";

    internal string Altered => Root + "/altered";

    internal string Metadata => Root + "/metadata";

    internal string Vanished => Root + "/vanished";

    internal string Masquerade => Root + "/masquerade";
}
