using Larder.Caching.Drivers;

namespace Larder.Caching.Settings;

/// <summary>Variables by which larder's processes are told something, by one another or by a build. They are no settings, and no compile has a word to say of them.</summary>
public static class OwnVariables
{
    /// <summary>Leads compilers in a build of units to its job slots: OWNER:PATH.</summary>
    public static ReadOnlySpan<byte> JobSlots => "LARDER_JOB_SLOTS"u8;

    /// <summary>Marks the processes of one build of units, which are ended with it.</summary>
    public static ReadOnlySpan<byte> UnitBuild => "LARDER_UNIT_BUILD"u8;

    /// <summary>Names the build that compiles belong to, for statistics and explanations: any text.</summary>
    public static ReadOnlySpan<byte> Session => "LARDER_SESSION"u8;

    /// <summary>What the script before a unit's rustc is told begins so.</summary>
    private static ReadOnlySpan<byte> RustPrefix => "LARDER_RUST_"u8;

    /// <summary>Whether a variable is one of them.</summary>
    internal static bool Has(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(DriverLookup.PassedScripts) || name.SequenceEqual(JobSlots) || name.SequenceEqual(UnitBuild) || name.SequenceEqual(Session) || name.StartsWith(RustPrefix);
}
