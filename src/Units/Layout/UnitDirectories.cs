using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Layout;

/// <summary>
/// Where everything of one repository's units stands. Paths are text (<see cref="ByteText"/>), absolute, without a slash at the end.
/// </summary>
/// <remarks>
/// <code>
/// DIR/units/NAME-HHHHHHHH/        NAME: the repository's last component; H: of the digest of its path
///   lock                          held (flock) by whoever builds, and by every process of its replays
///   evaluation                    what Nix said last, and what it read for that; graph: what was made of it
///   nix/                          the Nix files that larder brings along (Declaration/ShippedExpressions)
///   sources                       what is known of source files: status, digest; trees: of whole source trees
///   v/UNIT/OUTPUT/                the view: always holds the selected artifact. Outputs are built with this as their prefix
///   m/UNIT/OUTPUT/                the view with nothing in Rust libraries but their metadata, for crates that link nothing; only while a build goes on
///   build/UNIT/                   a unit's build directory: of the identity that was built last. Its path says nothing of that, so a compile in it is the
///                                 same compile when the derivation has changed
///   parked/UNIT-HHHHHHHH/         that of another identity (H: of it), which comes back when it is wanted again; UNIT-HHHHHHHH.incremental: what rustc keeps
///   aside/UNIT/                   the view as it was before a replay that is under way, or was killed
///   artifacts/KEY                 an artifact's manifest; objects/HH/H… the files' contents
///   runners                       the units whose builds run programs that they have linked themselves
///   crates                        whose code crates link
///   tmp/                          what isn't in its place yet, and what is being removed
///   repository                    the repository's path
///   records/UNIT                  what the last build of a unit was made of, for "why" and for the order of work
///   logs/UNIT                     what the last replay printed
///   roots/                        Nix GC roots of boundary inputs; links/ the out-links that were made
/// </code>
/// Evaluation, graph, sources, trees, runners, crates, repository, records, artifacts, the roots' lists, links' files, a build's and a view's state are
/// <see cref="StateFiles.StateFile"/>s. Text is what people read (logs), what bash reads or writes, and the lock, which says who holds it.
/// The view's path is shorter than any other a file of an artifact has: gcc puts the shorter of a header's names into dependency files.
/// </remarks>
internal sealed class UnitDirectories
{
    private const int ShownDigest = 8;

    private const string IncrementalSuffix = ".incremental";

    /// <param name="repository">The repository's root, real and absolute.</param>
    /// <param name="cacheDirectory">larder's cache directory.</param>
    internal UnitDirectories(string repository, string cacheDirectory)
    {
        Repository = repository;
        string digest = Digest.Of(ByteText.Encode(repository)).ToString()[..ShownDigest];
        Root = $"{cacheDirectory}/units/{Path.GetFileName(repository)}-{digest}";
    }

    private UnitDirectories(string root, string repository, bool _)
    {
        Root = root;
        Repository = repository;
    }

    /// <summary>The repository's root: the directory with units.nix.</summary>
    internal string Repository { get; }

    internal string Root { get; }

    internal string Lock => Root + "/lock";

    internal string Evaluation => Root + "/evaluation";

    /// <summary>The graph of all units that were evaluated.</summary>
    internal string Graph => Root + "/graph";

    internal string Sources => Root + "/sources";

    internal string Runners => Root + "/runners";

    /// <summary>What is known of crates' builds.</summary>
    internal string Crates => Root + "/crates";

    /// <summary>What is known of whole source trees.</summary>
    internal string Trees => Root + "/trees";

    internal string Artifacts => Root + "/artifacts";

    internal string Objects => Root + "/objects";

    /// <summary>Views that are put aside, by unit.</summary>
    internal string Asides => Root + "/aside";

    /// <summary>What is worth nothing to anybody but who made it.</summary>
    internal string Temporary => Root + "/tmp";

    internal string Roots => Root + "/roots";

    internal string Links => Root + "/links";

    /// <summary>The directories that stand at a root already, whosever they are.</summary>
    /// <param name="root">What <see cref="Root"/> is to be.</param>
    /// <param name="repository">The repository that they are known to be of; empty: nobody can say.</param>
    internal static UnitDirectories At(string root, string repository) => new(root, repository, true);

    /// <summary>Where a unit's output is seen by whoever depends on it, and what it is installed to.</summary>
    internal string View(string unit, string output) => $"{Root}/v/{unit}/{output}";

    /// <summary>The directory of all views of a unit.</summary>
    internal string Views(string unit) => $"{Root}/v/{unit}";

    /// <summary>Where crates that link nothing see what they depend on; only while something is built.</summary>
    internal string AllStubs => Root + "/m";

    /// <summary>What a crate that links nothing sees of a unit's output.</summary>
    internal string Stub(string unit, string output) => $"{AllStubs}/{unit}/{output}";

    /// <summary>The directory of all that such crates see of a unit.</summary>
    internal string Stubs(string unit) => $"{AllStubs}/{unit}";

    /// <summary>The view of a unit as it was before the replay that is under way.</summary>
    internal string Aside(string unit) => $"{Root}/aside/{unit}";

    /// <summary>Where a unit is built, whatever its identity.</summary>
    internal string Build(string unit) => $"{Root}/build/{unit}";

    /// <summary>Build directories that are not in their place.</summary>
    internal string Parking => Root + "/parked";

    /// <summary>A unit's build directory of an identity, while another one's is in its place.</summary>
    internal string Parked(string unit, Digest identity) => $"{Parking}/{unit}-{identity.ToString()[..ShownDigest]}";

    /// <summary>What rustc keeps of a crate: it outlives build directories.</summary>
    internal string Incremental(string unit, Digest identity) => Parked(unit, identity) + IncrementalSuffix;

    /// <summary>Whether a name in <see cref="Parking"/> is of a unit.</summary>
    internal static bool IsParked(string name, string unit)
    {
        string plain = name.EndsWith(IncrementalSuffix, StringComparison.Ordinal) ? name[..^IncrementalSuffix.Length] : name;
        return plain.Length == unit.Length + 1 + ShownDigest && plain.StartsWith(unit, StringComparison.Ordinal) && plain[unit.Length] == '-';
    }

    internal string Record(string unit) => $"{Root}/records/{unit}";

    internal string Log(string unit) => $"{Root}/logs/{unit}";
}
